package scandoctor

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dobro/internal/marking"
)

// refused looks at a read that the parser did not take.
func (x *examination) refused() {
	d := x.d
	mapped := x.text != d.Raw
	d.Cells = cells(d.Raw, mapped)
	x.pieces()
	which, f, inverted := testOf(x.text)
	d.Test = which
	if which != TestNone && d.Reason != marking.ReasonGlued {
		x.fit = f
		x.separators()
		x.around()
		if inverted {
			x.find(Bad, "caps")
		}
	}
	if mapped {
		x.find(Note, "layout")
	}
	x.cause()
	x.conclude()
}

// pieces splits what was refused as far as that goes, for its colours.
func (x *examination) pieces() {
	from, to := 0, len(strings.TrimRight(x.text, "\r\n\t\x03"+gs))
	if i := strings.Index(x.text, "01"); i >= 0 && i <= maxGap && len(x.text) >= i+18 {
		from = i
	}
	if from >= to {
		return
	}
	second := to
	if x.d.Reason == marking.ReasonGlued && x.at > from && x.at < to && x.text == x.d.Raw {
		second = x.at
	}
	for f := range marking.Fields(strings.TrimRight(x.text[from:second], "\r\n\t"+gs)) {
		x.own(f, from)
	}
	if second < to {
		rest := strings.TrimLeft(x.text[second:to], "\r\n\t")
		x.own(marking.Field{Name: "second", Value: rest, End: len(rest)}, to-len(rest))
	}
}

// own adds a field that begins at a byte of the text, and gives it its cells.
func (x *examination) own(f marking.Field, from int) {
	n := len(x.d.Fields)
	x.d.Fields = append(x.d.Fields, f)
	for i, c := range x.d.Cells {
		if at := c.from - from; at >= f.Start && at < f.End && !(c.Control && c.Text == "GS") {
			x.d.Cells[i].Field = n
		}
	}
}

// causes are the findings of refusals that need no closer look.
var causes = map[marking.Reason]string{
	marking.ReasonEmpty:      "empty",
	marking.ReasonUnknown:    "unknown",
	marking.ReasonTruncated:  "truncated",
	marking.ReasonNoCheck:    "no_check_part",
	marking.ReasonCheckDigit: "check_digit",
	marking.ReasonGlued:      "two_codes",
	marking.ReasonAmbiguous:  "gs_unclear",
	marking.ReasonDoubleGS:   "gs_double",
	marking.ReasonCase:       "caps",
	marking.ReasonTail:       "bad_check_part",
	marking.ReasonIdentifier: "bad_identifier",
}

func (x *examination) cause() {
	d := x.d
	switch {
	case setUpCommand(d.Raw):
		x.find(Bad, "set_up")
		return
	case d.Reason == marking.ReasonCharacter && mixedLayouts(d.Raw):
		x.find(Bad, "layout_mixed")
		return
	case d.Reason == marking.ReasonCharacter:
		sign, at := x.strange()
		x.find(Bad, "bad_sign", "sign", sign, "at", at)
	default:
		x.find(Bad, causes[d.Reason])
	}
	spoilt := []marking.Reason{marking.ReasonTail, marking.ReasonIdentifier, marking.ReasonTruncated}
	if slices.Contains(spoilt, d.Reason) && d.Test == TestNone && unitLike(x.text) && len(x.text) > 45 && !strings.Contains(x.text, gs) {
		x.find(Note, "gs_none")
	}
}

// strange gives the sign that the parser stopped at, made visible, and its place counted from 1.
func (x *examination) strange() (sign string, at int) {
	raw := x.d.Raw
	i := x.at
	if i < 0 || i >= len(raw) {
		i = strings.IndexFunc(raw, func(r rune) bool { return r < 0x20 && r != 0x1d || r >= 0x7f })
	}
	if i < 0 {
		return "?", 0
	}
	_, n := utf8.DecodeRuneInString(raw[i:])
	return Visible(raw[i : i+n]), utf8.RuneCountInString(raw[:i]) + 1
}

// unitLike tells whether the beginning of a unit's code is there.
func unitLike(s string) bool {
	i := strings.Index(s, "01")
	return i >= 0 && i <= maxGap && len(s) >= i+18 && s[i+16:i+18] == "21"
}

// mixedLayouts tells whether Russian and Latin letters came in one read: the layout was changed half way, or keys were lost.
func mixedLayouts(s string) bool {
	russian := strings.IndexFunc(s, func(r rune) bool { return r >= 0x400 && r <= 0x4ff }) >= 0
	latin := strings.IndexFunc(s, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }) >= 0
	return russian && latin
}

// setUpCommand tells whether the read is a set-up command that the scanner passed on as if it were goods: another maker's,
// or reading of commands is switched off in it.
func setUpCommand(raw string) bool {
	s := strings.TrimRight(raw, "\r\n\t")
	if len(s) < 5 || len(s) > 24 {
		return false
	}
	for _, c := range Commands {
		if strings.Trim(s, "~.") == c.Plain() {
			return true
		}
	}
	tag, ok := strings.CutPrefix(s, "@")
	return ok && strings.IndexFunc(tag, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) < 0
}
