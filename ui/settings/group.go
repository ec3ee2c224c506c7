package settings

import "context"

// Group is one table of the settings file, or the secrets.
type Group struct {
	ID    string // table; "secrets"
	Title string
	Keys  []Key
}

// Key is one setting as the screen shows it.
type Key struct {
	Name    string
	Label   string
	Help    string
	Value   string // as it stands in the file; of a secret only whether there is one
	Shown   string // in words
	Default string // in words
	Digits  bool
	Secret  bool
	Choices []Choice // none: a line of text
}

// Choice is one value of a key with a fixed set of them.
type Choice struct{ Value, Label string }

// Backend reads and changes settings. Its methods but Tell block.
type Backend interface {
	Groups(ctx context.Context) ([]Group, error)
	// Tell says what is wrong with a value: "" or a sentence. It is asked after every key and must be quick.
	Tell(key, value string) string
	// Set writes one setting, recorded under the name.
	Set(ctx context.Context, who, key, value string) error
	// Export writes the settings without secrets into a file of the data folder and names it; Import reads it from there.
	Export(ctx context.Context) (file string, err error)
	Import(ctx context.Context, who, file string) (changed int, err error)
}
