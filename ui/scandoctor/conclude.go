package scandoctor

import "slices"

// troubles are the findings that a serial port would spare.
var troubles = []string{"gs_lost", "gs_partly", "gs_spelled", "gs_unclear", "gs_none", "layout", "layout_mixed", "caps"}

// conclude adds what follows from the rest and puts the gravest first.
func (x *examination) conclude() {
	d := x.d
	if d.Keyboard() && slices.ContainsFunc(d.Findings, func(f Finding) bool { return slices.Contains(troubles, f.Name) }) {
		x.find(Tip, "use_port")
	}
	if d.Grade() < Note && !slices.ContainsFunc(d.Findings, func(f Finding) bool { return f.Level >= Note }) {
		name := "fine"
		if d.Test != TestNone {
			name = "fine_test"
		}
		d.Findings = append([]Finding{{Name: name, Level: Good}}, d.Findings...)
	}
	slices.SortStableFunc(d.Findings, func(a, b Finding) int { return int(b.Level) - int(a.Level) })
}
