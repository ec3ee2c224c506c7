// Package setup is the form of the first start: as few questions as a till needs before its first sale. What is right is said by a
// function that is handed in; the form knows no rules.
package setup

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Draft is what was filled in. Taxation and Driver are as in the settings file.
type Draft struct {
	Shop        string
	INN         string
	Address     string
	Taxation    string
	Driver      string // atol | shtrih
	Printer     string // address of the printer
	TSPIoT      string // URL
	LocalModule string // URL, "" when there is none
}

// Name of a field, for Check.
type Name string

// Names.
const (
	Shop        Name = "shop"
	INN         Name = "inn"
	Address     Name = "address"
	Printer     Name = "printer"
	TSPIoT      Name = "tspiot"
	LocalModule Name = "local_module"
)

// Params of the form. Check says what is wrong with one field: "" or a sentence; it is asked after every key and must be quick. Save
// writes the settings and answers by the form's Fail, or by leaving the form.
type Params struct {
	Words *lang.Catalogue
	Draft Draft
	// PrinterAddress proposes an address for a driver, nil keeps what stands there.
	PrinterAddress func(driver string) string
	Check          func(field Name, d Draft) string
	Save           func(d Draft)
}

// Screen is the form.
type Screen struct {
	p        Params
	draft    Draft
	form     *look.Form
	taxes    []*look.Button
	drivers  []*look.Button
	printer  *look.Field
	save     *look.Button
	trouble  *look.Trouble
	busy     bool
	content  fyne.CanvasObject
	taxation []string
}

// New opens the form.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, draft: p.Draft, trouble: look.NewTrouble(), taxation: []string{"usn_income", "usn_income_outcome", "patent", "osn", "esn"}}
	if s.draft.Taxation == "" {
		s.draft.Taxation = s.taxation[0]
	}
	if s.draft.Driver == "" {
		s.draft.Driver = "atol"
	}
	var fields []*look.FormField
	for _, f := range []struct {
		name Name
		to   *string
	}{{Shop, &s.draft.Shop}, {INN, &s.draft.INN}, {Address, &s.draft.Address}, {Printer, &s.draft.Printer}, {TSPIoT, &s.draft.TSPIoT}, {LocalModule, &s.draft.LocalModule}} {
		x := &look.FormField{Label: w.T("ui.setup." + string(f.name)), Field: &look.Field{Limit: 120, Hint: w.T("ui.setup." + string(f.name) + ".hint")},
			Tell: func(string) string {
				if p.Check == nil {
					return ""
				}
				return p.Check(f.name, s.draft)
			}}
		x.Field.Changed = func(v string) { *f.to = v }
		x.Field.Propose(*f.to)
		if f.name == INN {
			x.Field.Allow, x.Field.Limit = look.DigitRune, 12
		}
		if f.name == Printer {
			s.printer = x.Field
		}
		fields = append(fields, x)
	}
	s.form = look.NewForm(w, s.enter, fields...)
	s.save = &look.Button{Label: w.T("ui.setup.save"), Kind: look.Good, Large: 20, OnTap: s.enter}
	for _, t := range s.taxation {
		s.taxes = append(s.taxes, &look.Button{Label: w.T("ui.setup.tax." + t), Large: 15, OnTap: func() { s.tax(t) }})
	}
	for _, d := range []string{"atol", "shtrih"} {
		s.drivers = append(s.drivers, &look.Button{Label: w.T("ui.setup.driver." + d), Large: 15, OnTap: func() { s.driver(d, true) }})
	}
	s.content = s.body()
	s.tax(s.draft.Taxation)
	s.driver(s.draft.Driver, s.draft.Printer == "")
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Draft is what is filled in by now.
func (s *Screen) Draft() Draft { return s.draft }

// Rune types.
func (s *Screen) Rune(r rune) bool { return s.busy || s.form.Rune(r) }

// Paste pastes.
func (s *Screen) Paste(text string) { s.form.Paste(text) }

// Key walks, edits, saves.
func (s *Screen) Key(k fyne.KeyName) bool { return s.busy || s.form.Key(k) }

// Fail says why the settings could not be saved.
func (s *Screen) Fail(f *register.Fault) {
	s.busy = false
	s.save.Enable(true)
	s.trouble.Fail(f.Text, f.Action)
}

func (s *Screen) enter() {
	s.trouble.Clear()
	if s.busy || !s.form.Check() {
		return
	}
	s.busy = true
	s.save.Enable(false)
	s.trouble.Wait(s.p.Words.T("ui.wait"))
	s.p.Save(s.draft)
}

func (s *Screen) tax(t string) {
	s.draft.Taxation = t
	mark(s.taxes, indexOf(s.taxation, t))
}

func (s *Screen) driver(d string, propose bool) {
	s.draft.Driver = d
	mark(s.drivers, indexOf([]string{"atol", "shtrih"}, d))
	if propose && s.p.PrinterAddress != nil {
		s.draft.Printer = s.p.PrinterAddress(d)
		s.printer.Propose(s.draft.Printer)
	}
}

func mark(row []*look.Button, chosen int) {
	for i, b := range row {
		kind := look.Plain
		if i == chosen {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
}

func indexOf(list []string, x string) int {
	for i, v := range list {
		if v == x {
			return i
		}
	}
	return -1
}
