package config

// Format writes the settings as the text of a file, all keys with their remarks; notes may be nil. It refuses nothing: Parse
// says whether what came out can be read back.
func Format(c Config, notes Notes) []byte { return render(&c, notes) }
