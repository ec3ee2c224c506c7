package marking

import (
	"strconv"
	"strings"
)

// hidden stands for what a log must not show.
const hidden = "***"

// Masked makes a scan fit for a log: the identification stays to be seen, the check part does not, and of what cannot be
// read only the beginning that is surely no check part. It is safe for any bytes and never longer than about 200.
func Masked(raw string) string {
	c, err := Parse(raw)
	if err == nil {
		return c.Masked()
	}
	e := err.(*Error)
	if e.Cis != "" {
		return printable(e.Cis) + hidden
	}
	t := trim(raw)
	s := t.s
	if hasRussian(s) {
		if latin, ok := toLatin(s); ok {
			s = trim(latin).s
		}
	}
	return printable(s[:visible(s)]) + hidden + "(" + strconv.Itoa(len(raw)) + ")"
}

// Masked is the code without its check part, for a log.
func (c Code) Masked() string {
	switch {
	case c.Kind.Marked() && c.Kind != KindFur:
		return c.Cis + hidden
	case c.Kind == KindEGAIS2, c.Kind == KindEGAIS3:
		return c.Full[:20] + hidden
	case c.Kind == KindLink:
		// the path may carry a whole marking code
		rest := c.Full
		at := 0
		if i := strings.Index(rest, "//"); i >= 0 {
			at = i + 2
		}
		if i := strings.IndexAny(rest[at:], "/?#"); i >= 0 {
			return printable(rest[:at+i+1]) + hidden
		}
		return printable(rest)
	}
	return printable(c.Full)
}

// visible counts the bytes at the beginning of an unreadable scan that may be shown: head and shortest serial number of a
// GS1 code, GTIN and serial number of a pack, a short number whole.
func visible(s string) int {
	switch {
	case gs1Like(s):
		return min(len(s), 18+6)
	case packLike(s):
		return min(len(s), packCis)
	case len(s) <= 20 && all(s, isDigit):
		return len(s)
	}
	return min(len(s), 4)
}

// printable replaces what a log line cannot hold, and cuts.
func printable(s string) string {
	const most = 160
	if len(s) > most {
		s = s[:most]
	}
	if all(s, isSet82) {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if c < 0x20 || c > 0x7e {
			b[i] = '.'
		}
	}
	return string(b)
}
