package scandoctor

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// Cell is one sign of a read as it came, or one control character made visible.
type Cell struct {
	Text    string // the sign, or the name of a control character: GS, CR …
	Control bool
	Field   int // index of the field that it belongs to, -1: none
	from    int // its first byte in the aligned text
}

// maxCells are shown of a read; a code has 150 at most.
const maxCells = 600

// names of control characters that scanners send.
var names = map[rune]string{0x00: "NUL", 0x02: "STX", 0x03: "ETX", 0x04: "EOT", 0x09: "TAB", 0x0a: "LF", 0x0b: "VT",
	0x0d: "CR", 0x1b: "ESC", 0x1c: "FS", 0x1d: "GS", 0x1e: "RS", 0x1f: "US", ' ': "SP", 0x7f: "DEL"}

// cells cuts a read into signs. mapped says that the aligned text has one byte for each sign.
func cells(raw string, mapped bool) []Cell {
	var all []Cell
	for i, n := 0, 0; i < len(raw) && n < maxCells; n++ {
		r, size := utf8.DecodeRuneInString(raw[i:])
		c := Cell{Text: raw[i : i+size], Field: -1, from: i}
		if mapped {
			c.from = n
		}
		switch name, ok := names[r]; {
		case ok:
			c.Text, c.Control = name, true
		case r == utf8.RuneError && size == 1:
			c.Text, c.Control = fmt.Sprintf("%02X", raw[i]), true
		case !unicode.IsPrint(r):
			c.Text, c.Control = fmt.Sprintf("%02X", r), true
		}
		all = append(all, c)
		i += size
	}
	return all
}

// Visible writes text in one line with its control characters in angle brackets.
func Visible(text string) string {
	s := ""
	for _, c := range cells(text, false) {
		if c.Control {
			s += "<" + c.Text + ">"
		} else {
			s += c.Text
		}
	}
	return s
}
