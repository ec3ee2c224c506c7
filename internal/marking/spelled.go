package marking

import "strings"

// spellings of the separator between fields, longer ones first. The ones of a single sign that fields cannot hold stand
// apart: there any such sign will do.
var spellings = []string{"<FNC1>", "<GS> ", "[GS]", "<GS>", "{GS}", `\u001d`, `\u001D`, `\x001d`, `\x1d`, `\x1D`, "^]", "~1", "è", "\xe8", "\u241d"}

// lowSpellings are the same as Caps Lock would leave them; the case of the whole read is in doubt then.
var lowSpellings = []string{"<fnc1>", "[gs]", "<gs>", "{gs}", `\X1D`, `\U001D`, `\X001D`}

// singles are single signs outside character set 82 that scanners are set to send for a separator, or that a program on the
// way made of it.
const singles = "~|#^$@ "

// followers are the identifiers that follow a separator in codes of goods.
var followers = []string{"91", "92", "93", "240", "8005", "310", "335", "17", "10", "7003", "21"}

// maxRun is how many separators in a row are looked at; more than one is refused later.
const maxRun = 4

// followed tells whether an identifier stands at the beginning of s, behind more separators perhaps.
func followed(s string, run int) bool {
	for _, f := range followers {
		if strings.HasPrefix(s, f) {
			return true
		}
	}
	if s == "" || run == maxRun || classes[s[0]]&(isDigit|isUpper|isLower) != 0 {
		return false
	}
	if s[0] == GS {
		return followed(s[1:], run+1)
	}
	return spelling(s, run+1) > 0
}

// respell puts the separator where it is spelled out: behind a field and before an identifier, nowhere else.
func respell(s string) (string, bool) {
	var b []byte
	done := 0
	for i := 18; i < len(s); i++ {
		n := spelling(s[i:], 0)
		if n == 0 {
			continue
		}
		if b == nil {
			b = make([]byte, 0, len(s))
		}
		b = append(append(b, s[done:i]...), GS)
		done = i + n
		i = done - 1
	}
	if b == nil {
		return s, false
	}
	return string(append(b, s[done:]...)), true
}

// spelling gives the length of the spelled separator that s begins with and that an identifier follows, 0 when there is
// none.
func spelling(s string, run int) int {
	if classes[s[0]]&(isDigit|isUpper|isLower) != 0 {
		return 0
	}
	for _, w := range spellings {
		if strings.HasPrefix(s, w) && followed(s[len(w):], run) {
			return len(w)
		}
	}
	if strings.IndexByte(singles, s[0]) >= 0 && followed(s[1:], run) {
		return 1
	}
	return 0
}

// spelledLow tells whether a separator is spelled in the inverted case.
func spelledLow(s string) bool {
	for _, w := range lowSpellings {
		if i := strings.Index(s, w); i >= 18 && followed(s[i+len(w):], 0) {
			return true
		}
	}
	return false
}

// holdsSpelling tells whether a field swallowed a separator spelled in signs that fields may hold.
func holdsSpelling(s string) bool {
	return strings.IndexByte(s, '<') >= 0 && (strings.Contains(s, "<GS>") || strings.Contains(s, "<FNC1>"))
}

// collapse makes one separator of several.
func collapse(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != GS || len(b) == 0 || b[len(b)-1] != GS {
			b = append(b, s[i])
		}
	}
	return string(b)
}
