package marking

// FromRussianLayout gives what a keyboard scanner meant that typed under the Russian layout, sign for sign: one byte for
// every rune of typed. It is false when there is no Russian letter in it, or when some sign cannot come from that layout.
// Parse does this by itself; the scan doctor shows it.
func FromRussianLayout(typed string) (latin string, ok bool) {
	if !hasRussian(typed) {
		return "", false
	}
	return toLatin(typed)
}
