package scandoctor

import (
	"slices"

	"dobro/device/scanner"
)

// troubles are the findings that a serial port would spare.
var troubles = []string{"gs_lost", "gs_partly", "gs_spelled", "gs_unclear", "gs_none", "layout", "layout_mixed", "caps"}

// conclude adds what follows from the rest and puts the gravest first.
func (x *examination) conclude() {
	d := x.d
	if d.Keyboard() && slices.ContainsFunc(d.Findings, func(f Finding) bool { return slices.Contains(troubles, f.Name) }) {
		x.find(Tip, "use_port")
	}
	if !slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Level >= Note }) {
		name := "fine"
		if d.Test != TestNone {
			name = "fine_test"
		}
		x.find(Good, name)
	}
	sortFindings(d.Findings)
}

// WithEnding adds what is known of the line end to a diagnosis: ports and keyboards take it off, so the read itself does not
// show it.
func (d Diagnosis) WithEnding(e scanner.Ending) Diagnosis {
	if e != scanner.EndingNone || d.Raw == "" || d.Has("ending") {
		return d
	}
	d.Findings = append(slices.Clone(d.Findings), Finding{Name: "no_ending", Level: Tip})
	sortFindings(d.Findings)
	return d
}

func sortFindings(all []Finding) {
	slices.SortStableFunc(all, func(a, b Finding) int { return rank(a) - rank(b) })
}

// rank puts the gravest first; that all is well comes before what could be better still.
func rank(f Finding) int {
	switch {
	case f.Level == Bad:
		return 0
	case f.Level == Note:
		return 1
	case f.Name == "fine" || f.Name == "fine_test":
		return 2
	case f.Level == Tip:
		return 3
	}
	return 4
}
