package scandoctor

import (
	"strings"

	"dobro/internal/marking"
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

// Learnt is what a scanner puts around every code, apart from symbology prefixes and a leading FNC1, which differ from symbol to
// symbol, and from line ends.
type Learnt struct {
	marking.Affixes
	Aim bool // a symbology prefix came with both codes
}

// Known tells whether the till can take it off: it has to be written into the settings, and digits are no affix.
func (l Learnt) Known() bool {
	for _, s := range []string{l.Prefix, l.Suffix} {
		if _, err := marking.ReadAffix(marking.WriteAffix(s)); err != nil {
			return false
		}
	}
	return true
}

// Learn compares reads of the two test codes with what is known to be in them: what stands around both is the scanner's own.
// Of several reads of one code the last counts. It is false while one of them is missing, and when they differ.
func Learn(reads []string) (Learnt, bool) {
	var found [3]*Learnt
	for _, raw := range reads {
		which, f, _ := testOf(latin(raw))
		if which == TestNone {
			continue
		}
		head, trail := headEdge(f.head), trailEdge(f.trail)
		found[which] = &Learnt{marking.Affixes{Prefix: head.junk, Suffix: trail.junk}.Bare(), head.aim != ""}
	}
	a, b := found[TestOfMatrix], found[TestOfEAN]
	if a == nil || b == nil || a.Affixes != b.Affixes {
		return Learnt{}, false
	}
	return Learnt{a.Affixes, a.Aim && b.Aim}, true
}
