package scandoctor

import (
	"strings"
)

// The two codes drawn on the screen. Their number begins with 952, which GS1 keeps for demonstrations, and the check part
// is that of the operator's test contour: no package carries them and no till sells them. The serial number has capitals,
// small letters and the signs that a wrong keyboard layout turns into others.
const (
	TestMatrix = "0109521234543213" + "215aB;c&D?e.F/g" + gs + "93dGVz"
	TestEAN    = "9521234543213"
)

// Test says which of the two test codes was read.
type Test uint8

// Test codes.
const (
	TestNone Test = iota
	TestOfMatrix
	TestOfEAN
)

// testOf finds a test code in what came. inverted: only with the letter case turned round.
func testOf(text string) (which Test, f fit, inverted bool) {
	pieces := strings.Split(TestMatrix, gs)
	if f, ok := align(text, pieces); ok {
		return TestOfMatrix, f, false
	}
	if f, ok := align(swap(text), pieces); ok {
		f.head, f.trail = text[:len(f.head)], text[len(text)-len(f.trail):]
		return TestOfMatrix, f, true
	}
	if strings.Contains(text, TestMatrix[:16]) {
		return TestNone, fit{}, false
	}
	if f, ok := align(text, []string{TestEAN}); ok {
		return TestOfEAN, f, false
	}
	return TestNone, fit{}, false
}

// Affixes are what a scanner is set to put around every code, apart from symbology prefixes and a leading FNC1, which
// differ from symbol to symbol.
type Affixes struct {
	Prefix string
	Suffix string // with the line end, when it was not taken off on the way
	Aim    bool   // a symbology prefix came with both codes
}

// Learn compares reads of the two test codes with what is known to be in them: what stands around both is the scanner's own.
// Of several reads of one code the last counts. It is false while one of them is missing, and when they differ.
func Learn(reads []string) (Affixes, bool) {
	var found [3]*Affixes
	for _, raw := range reads {
		which, f, _ := testOf(latin(raw))
		if which == TestNone {
			continue
		}
		head, trail := headEdge(f.head), trailEdge(f.trail)
		found[which] = &Affixes{Prefix: head.junk, Suffix: trail.junk + trail.ending, Aim: head.aim != ""}
	}
	a, b := found[TestOfMatrix], found[TestOfEAN]
	if a == nil || b == nil || a.Prefix != b.Prefix || a.Suffix != b.Suffix {
		return Affixes{}, false
	}
	return Affixes{Prefix: a.Prefix, Suffix: a.Suffix, Aim: a.Aim && b.Aim}, true
}

// Strip takes the affixes off a read that has them; another read comes back as it was.
func (a Affixes) Strip(raw string) string {
	s, ok := strings.CutSuffix(raw, a.Suffix)
	if !ok {
		return raw
	}
	if rest, ok := strings.CutPrefix(s, a.Prefix); ok {
		return rest
	}
	if len(s) > 3 && s[0] == ']' {
		if rest, ok := strings.CutPrefix(s[3:], a.Prefix); ok {
			return s[:3] + rest
		}
	}
	return raw
}
