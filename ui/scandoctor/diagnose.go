package scandoctor

import (
	"strings"

	"dobro/device/scanner"
	"dobro/internal/marking"
)

// Level is how grave a finding is.
type Level uint8

// Levels; the later the graver.
const (
	Good Level = iota // as it should be
	Tip               // could be better
	Note              // was put right, or is worth knowing
	Bad               // the code cannot be used so
)

// Finding is one thing that the doctor sees. The sentences are under "scandoctor.finding.<Name>" and the same with ".do";
// Args are name, value … for their places.
type Finding struct {
	Name  string
	Level Level
	Args  []any
}

// Diagnosis is one read and all that can be said about it.
type Diagnosis struct {
	Raw      string
	Source   string         // scanner.SourceWedge or the name of a port
	Code     marking.Code   // zero when the read was refused
	Reason   marking.Reason // why it was refused, "" when it was read
	Fields   []marking.Field
	Cells    []Cell
	Findings []Finding // gravest first
	Test     Test
}

// Read tells whether the parser took the code.
func (d Diagnosis) Read() bool { return d.Reason == "" }

// Keyboard tells whether the scanner works as a keyboard.
func (d Diagnosis) Keyboard() bool { return d.Source == scanner.SourceWedge }

// Grade is the gravest level found.
func (d Diagnosis) Grade() Level {
	grade := Good
	for _, f := range d.Findings {
		grade = max(grade, f.Level)
	}
	return grade
}

// Has tells whether something was found.
func (d Diagnosis) Has(name string) bool {
	for _, f := range d.Findings {
		if f.Name == name {
			return true
		}
	}
	return false
}

// maxRaw is how much of a read is looked at; the parser refuses longer ones anyway.
const maxRaw = 4096

// Diagnose looks at one read, raw as the scanner's bytes came, from a port or as a keyboard. It is pure, keeps nothing and
// is safe for any bytes.
func Diagnose(raw, source string) Diagnosis { return DiagnoseWith(raw, source, marking.Options{}) }

// DiagnoseWith is Diagnose as the till reads: with the affixes that it knows of.
func DiagnoseWith(raw, source string, reading marking.Options) Diagnosis {
	if len(raw) > maxRaw {
		raw = raw[:maxRaw]
	}
	d := Diagnosis{Raw: raw, Source: source}
	code, err := marking.ParseWith(raw, reading)
	if e, ok := err.(*marking.Error); ok {
		d.Reason = e.Reason
		x := examination{d: &d, text: latin(raw), at: e.At, known: reading.Affixes.Bare()}
		x.refused()
		return d
	}
	d.Code = code
	x := examination{d: &d, text: latin(raw), at: -1, known: reading.Affixes.Bare()}
	x.read()
	return d
}

// latin is what came, with a Russian keyboard layout turned back.
func latin(raw string) string {
	if s, ok := marking.FromRussianLayout(raw); ok {
		return s
	}
	return raw
}

// examination is the way from a read to its findings.
type examination struct {
	d    *Diagnosis
	text string // the read, with the layout turned back
	at   int    // byte where the parser stopped, -1
	fit  fit

	known marking.Affixes // what the till takes off
}

func (x *examination) find(level Level, name string, args ...any) {
	if !x.d.Has(name) {
		x.d.Findings = append(x.d.Findings, Finding{name, level, args})
	}
}

// read looks at a code that the parser took.
func (x *examination) read() {
	d := x.d
	mapped := x.text != d.Raw
	full := d.Code.Full
	pieces := strings.Split(full, gs)
	f, aligned := align(x.text, pieces)
	inverted := false
	if !aligned {
		if f, aligned = align(swap(x.text), pieces); aligned {
			f.head, inverted = x.text[:len(f.head)], true
		}
	}
	d.Test, _, _ = testOf(x.text)
	x.fit = f
	for field := range marking.Fields(full) {
		d.Fields = append(d.Fields, field)
	}
	d.Cells = cells(d.Raw, mapped)
	if aligned && len(f.at) == len(pieces) {
		x.colour(full)
		x.separators()
		x.around()
	}
	if mapped {
		x.find(Note, "layout")
	}
	if inverted {
		x.find(Note, "caps")
	}
	x.kind()
	x.conclude()
}

// colour gives every cell the field that it belongs to.
func (x *examination) colour(full string) {
	owner := map[int]int{}
	for n, field := range x.d.Fields {
		for i := field.Start; i < field.End; i++ {
			owner[x.fit.place(full, i)] = n
		}
	}
	for i, c := range x.d.Cells {
		if n, ok := owner[c.from]; ok {
			x.d.Cells[i].Field = n
		}
	}
}

// separators says how the separators came.
func (x *examination) separators() {
	lost, real := 0, 0
	for _, gap := range x.fit.gaps {
		switch {
		case gap == gs:
			real++
		case gap == "":
			lost++
		case strings.Trim(gap, gs) == "":
			x.find(Note, "gs_double")
		default:
			x.find(Note, "gs_spelled", "sign", Visible(gap))
		}
	}
	switch all := len(x.fit.gaps); {
	case all == 0:
	case lost == all:
		x.find(Note, "gs_lost")
	case lost > 0:
		x.find(Note, "gs_partly", "lost", lost, "all", all)
	case real == all:
		x.find(Good, "gs_good")
	}
}

// affix shows a part that may be empty.
func (x *examination) affix(junk string) string {
	if junk == "" {
		return "\u2014"
	}
	return Visible(junk)
}

// around says what stands before and behind the code.
func (x *examination) around() {
	head, trail := headEdge(x.fit.head), trailEdge(x.fit.trail)
	switch around := (marking.Affixes{Prefix: head.junk, Suffix: trail.junk}); {
	case around == (marking.Affixes{}):
	case around.Bare() == x.known:
		x.find(Good, "affixes_known", "prefix", x.affix(head.junk), "suffix", x.affix(trail.junk))
	default:
		if head.junk != "" {
			x.find(Note, "prefix", "text", Visible(head.junk))
		}
		if trail.junk != "" {
			x.find(Note, "suffix", "text", Visible(trail.junk))
		}
	}
	if trail.ending != "" {
		x.find(Good, "ending", "text", Visible(trail.ending))
	}
	switch {
	case head.aim == "]d1" && x.d.Code.Kind == marking.KindUnit:
		x.find(Note, "plain_matrix")
	case head.aim != "":
		x.find(Good, "aim", "text", head.aim)
	case x.d.Keyboard() && x.d.Code.Kind == marking.KindUnit && x.d.Code.Form().Tail == marking.TailShort:
		x.find(Tip, "no_aim")
	}
}

// kind says what sort of code it is, where that is not a package to be sold.
func (x *examination) kind() {
	if x.d.Test != TestNone {
		return
	}
	switch x.d.Code.Kind {
	case marking.KindBarcode:
		x.find(Note, "barcode")
	case marking.KindWeight:
		x.find(Good, "weight")
	case marking.KindTransport:
		x.find(Bad, "transport")
	case marking.KindLink:
		x.find(Bad, "link")
	case marking.KindEGAIS2, marking.KindEGAIS3:
		x.find(Bad, "egais")
	}
	if x.d.Code.TestKey {
		x.find(Note, "test_key")
	}
}
