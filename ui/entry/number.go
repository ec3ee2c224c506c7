// Package entry asks for one number: a quantity, a percent, a sum of money.
package entry

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Choice is a number offered as a button.
type Choice struct {
	Label string
	Value string
}

// Params of a question. Done gets what was typed, with the decimal sign of the language; it says by the panel's Fail what is wrong.
type Params struct {
	Words    *lang.Catalogue
	Title    string
	About    string // what it is about: the name of the goods
	Label    string // what stands before the field
	Unit     string // what stands behind it
	Value    string // proposed; the first digit replaces it
	Choices  []Choice
	Confirm  string
	Extra    *look.Button // a second thing that can be done here
	Fraction bool         // «3/20» is typed, the pad has a stroke
	Done     func(text string)
	Close    func()
}

// Number is the panel.
type Number struct {
	p       Params
	field   *look.Field
	trouble *look.Trouble
	confirm *look.Button
	busy    bool
	content fyne.CanvasObject
}

// New opens the question.
func New(p Params) *Number {
	n := &Number{p: p, trouble: look.NewTrouble()}
	n.field = &look.Field{Point: 40, Align: fyne.TextAlignTrailing, Limit: 12, Decimal: look.Decimal(p.Words), Changed: func(string) { n.trouble.Clear() }}
	if p.Fraction {
		n.field.Decimal = 0
		n.field.Allow = func(r rune) bool { return look.DigitRune(r) || r == '/' }
	}
	n.field.Propose(p.Value)
	n.field.Activate(true)
	n.confirm = &look.Button{Label: p.Confirm, Key: p.Words.T("ui.key.enter"), Kind: look.Good, Large: 24, OnTap: n.enter}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	n.content = look.Sheet(p.Title, out, n.form())
	return n
}

// Content is what the window shows.
func (n *Number) Content() fyne.CanvasObject { return n.content }

// Title is what the question is.
func (n *Number) Title() string { return n.p.Title }

// Rune types.
func (n *Number) Rune(r rune) bool { return !n.busy && n.field.Rune(r) }

// Key edits, confirms, leaves.
func (n *Number) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		n.enter()
	case k == fyne.KeyEscape:
		n.p.Close()
	case n.busy:
	default:
		return n.field.Key(k)
	}
	return true
}

// Fail says why the number was not taken; the panel takes another.
func (n *Number) Fail(f *register.Fault) {
	n.busy = false
	n.confirm.Enable(true)
	n.trouble.Fail(f.Text, f.Action)
}

// Said is what the panel complains of.
func (n *Number) Said() string { return n.trouble.Said() }

// Wait says that the till is at work; further confirmations are ignored.
func (n *Number) Wait(text string) {
	n.busy = true
	n.confirm.Enable(false)
	n.trouble.Wait(text)
}

func (n *Number) enter() {
	if n.busy || n.field.Value() == "" {
		return
	}
	n.p.Done(n.field.Value())
}

func (n *Number) form() fyne.CanvasObject {
	card := look.NewCard()
	about := &look.Text{Text: n.p.About, Point: 22, Least: 14, Lines: 3, Free: true, Bold: true, Top: true}
	label := &look.Text{Text: n.p.Label, Point: 20, Least: 13, Free: true, Color: look.ColorMuted}
	unit := &look.Text{Text: n.p.Unit, Point: 26, Least: 14, Free: true}
	point := look.Decimal(n.p.Words)
	if n.p.Fraction {
		point = '/'
	}
	pad := look.Pad{Type: func(r rune) { n.Rune(r) }, Press: func(k fyne.KeyName) { n.Key(k) }, Point: point}.Content()
	var choices []fyne.CanvasObject
	for _, c := range n.p.Choices {
		b := look.NewButton(c.Label, "", func() {
			if !n.busy {
				n.field.Propose(c.Value)
				n.trouble.Clear()
			}
		})
		b.Large = 22
		choices = append(choices, b)
	}
	parts := []fyne.CanvasObject{card, about, label, n.field, unit, pad, n.trouble.Content(), n.confirm}
	var row *fyne.Container
	if len(choices) > 0 {
		row = look.Grid(len(choices), choices...)
		parts = append(parts, row)
	}
	if n.p.Extra != nil {
		parts = append(parts, n.p.Extra)
	}
	return look.Board(fyne.NewSize(800, 380), func(size fyne.Size) {
		left := size.Width * 0.56
		below := float32(76)
		look.Put(card, 0, 0, left, size.Height)
		look.Put(about, 16, 14, left-32, 84)
		look.Put(label, 16, 100, left-32, 28)
		look.Put(n.field, 16, 130, left-32-96, 72)
		look.Put(unit, left-100, 130, 88, 72)
		if row != nil {
			look.Put(row, 16, 214, left-32, look.Target)
		}
		if n.p.Extra != nil {
			look.Put(n.p.Extra, 16, 278, left-32, look.Target)
		}
		look.Put(n.trouble.Content(), 12, size.Height-84, left-24, 76)
		x := left + 2*look.Gap
		look.Put(pad, x, 0, size.Width-x, size.Height-below-look.Gap)
		look.Put(n.confirm, x, size.Height-below, size.Width-x, below)
	}, parts...)
}
