package marking

import "strings"

// scan is a read freed of what stands around the code.
type scan struct {
	s       string
	from    int    // where s begins in the raw read
	aim     string // symbology prefix without its "]", "" when none came
	mapped  bool   // s is no longer a piece of the raw read
	trailed bool   // a separator stood behind the code: it ended there
}

// position gives the byte of the raw read for a byte of s, -1 when there is none.
func (t scan) position(at int) int {
	if at < 0 || t.mapped {
		return -1
	}
	return at + t.from
}

// matrix tells whether the scanner named a symbol that never carries a bare barcode: GS1 DataMatrix, GS1 QR, GS1 DotCode.
func (t scan) matrix() bool { return t.aim == "d2" || t.aim == "Q3" || t.aim == "J1" }

// heads are spellings of FNC1 that may stand before a code; fnc1Byte is its number in DataMatrix, sent as it is.
var heads = []string{"<FNC1>", "[GS]", "<GS>", "{GS}", `\x1d`, `\x1D`, `\u001d`, `\u001D`, `\x001d`, "^]", "~1", "è", "\xe8"}

// trails are spellings of a separator behind the code.
var trails = []string{"<FNC1>", "[GS]", "<GS>", "{GS}", `\x1d`, `\x1D`, `\u001d`, `\u001D`, `\x001d`, "è", "\xe8"}

// trim takes off the symbology prefix, a leading FNC1 however it is spelled, separators and the scanner's suffix behind the
// code, and signs on either side that no code has. It never copies.
func trim(raw string) scan {
	t := scan{s: raw}
	for t.head() {
	}
	if linkLike(t.s) {
		t.s = strings.TrimRight(t.s, " \t\r\n\v\f\x1d")
		return t
	}
	for t.trail() {
	}
	return t
}

// head takes one piece off the beginning.
func (t *scan) head() bool {
	s := t.s
	if s == "" || classes[s[0]]&(isDigit|isUpper|isLower) != 0 {
		return false
	}
	if s[0] == GS {
		t.drop(1)
		return true
	}
	if s[0] == ']' && len(s) >= 3 && classes[s[1]]&(isUpper|isLower) != 0 {
		if t.aim == "" {
			t.aim = s[1:3]
		}
		t.drop(3)
		return true
	}
	for _, h := range heads {
		if strings.HasPrefix(s, h) {
			t.drop(len(h))
			return true
		}
	}
	if classes[s[0]]&isSet82 == 0 && !russianAt(s) {
		t.drop(1)
		return true
	}
	return false
}

func (t *scan) drop(n int) { t.s, t.from = t.s[n:], t.from+n }

// trail takes one piece off the end.
func (t *scan) trail() bool {
	s := t.s
	if s == "" {
		return false
	}
	last := s[len(s)-1]
	if last == GS {
		t.s, t.trailed = s[:len(s)-1], true
		return true
	}
	if last == '>' || last == ']' || last == '}' || last >= 0x80 || (last|0x20) == 'd' && len(s) > 1 && s[len(s)-2] == '1' {
		for _, w := range trails {
			if strings.HasSuffix(s, w) {
				t.s, t.trailed = s[:len(s)-len(w)], true
				return true
			}
		}
	}
	if classes[last]&isSet82 != 0 || russianEnd(s) {
		return false
	}
	t.s = s[:len(s)-1]
	return true
}
