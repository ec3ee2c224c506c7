package shift

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// DrawerParams of the panel. Move puts money into the drawer or takes it out, Open opens the drawer for a reason; both answer by Fail or
// by closing the panel.
type DrawerParams struct {
	Words *lang.Catalogue
	Cash  money.Kopecks // expected in the drawer
	Out   bool          // Enter takes out; otherwise it puts in
	Move  func(sum money.Kopecks, out bool)
	Open  func(reason string)
	Close func()
}

// Drawer is the money in the drawer: every one of its actions is two taps away.
type Drawer struct {
	p        DrawerParams
	field    *look.Field
	in, out  *look.Button
	reasons  []*look.Button
	trouble  *look.Trouble
	busy     bool
	content  fyne.CanvasObject
	openKeys []fyne.KeyName
}

var _ look.Panel = (*Drawer)(nil)

// NewDrawer opens the panel.
func NewDrawer(p DrawerParams) *Drawer {
	w := p.Words
	d := &Drawer{p: p, trouble: look.NewTrouble(), openKeys: []fyne.KeyName{fyne.KeyF2, fyne.KeyF3, fyne.KeyF4}}
	d.field = &look.Field{Hint: w.T("ui.drawer.how_much"), Point: 38, Align: fyne.TextAlignTrailing, Limit: 12, Decimal: look.Decimal(w), Changed: func(string) { d.trouble.Clear(); d.enable() }}
	d.field.Activate(true)
	enter := w.T("ui.key.enter")
	d.in = &look.Button{Label: w.T("ui.cash.in.do"), Key: enter, Icon: "down", Kind: look.Good, Large: 20, OnTap: func() { d.move(false) }}
	d.out = &look.Button{Label: w.T("ui.cash.out.do"), Key: "F7", Icon: "up", Kind: look.Danger, Large: 20, OnTap: func() { d.move(true) }}
	if p.Out {
		d.in.Key, d.out.Key = "F7", enter
	}
	for i, reason := range strings.Split(w.T("ui.drawer.reasons"), "|") {
		d.reasons = append(d.reasons, &look.Button{Label: reason, Key: string(d.openKeys[i]), Large: 16, OnTap: func() { d.open(reason) }})
	}
	d.content = look.Sheet(w.T("ui.drawer.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), d.body())
	d.enable()
	return d
}

// Content is what the window shows.
func (d *Drawer) Content() fyne.CanvasObject { return d.content }

// Rune types into the sum.
func (d *Drawer) Rune(r rune) bool { return !d.busy && d.field.Rune(r) }

// Key edits, moves the money, opens the drawer, leaves.
func (d *Drawer) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		if !d.busy {
			d.p.Close()
		}
	case look.IsEnter(k):
		d.move(d.p.Out)
	case k == fyne.KeyF7:
		d.move(!d.p.Out)
	case d.busy:
	default:
		for i, key := range d.openKeys {
			if k == key {
				d.open(d.reasons[i].Label)
				return true
			}
		}
		return d.field.Key(k)
	}
	return true
}

// Wait says that the till is at work; nothing else is accepted meanwhile.
func (d *Drawer) Wait(text string) {
	d.busy = true
	d.trouble.Wait(text)
	d.enable()
}

// Fail says what went wrong; the panel takes another try.
func (d *Drawer) Fail(f *register.Fault) {
	d.busy = false
	d.trouble.Fail(f.Text, f.Action)
	d.enable()
}

// Said is what the panel tells.
func (d *Drawer) Said() string { return d.trouble.Said() }

func (d *Drawer) move(out bool) {
	if d.busy || d.field.Value() == "" {
		return
	}
	sum, err := money.Parse(d.field.Value())
	if err != nil || sum <= 0 {
		d.trouble.Fail(d.p.Words.T("ui.fault.number"), d.p.Words.T("ui.fault.number.do"))
		return
	}
	d.p.Move(sum, out)
}

func (d *Drawer) open(reason string) {
	if !d.busy {
		d.p.Open(reason)
	}
}

func (d *Drawer) enable() {
	some := d.field.Value() != "" && !d.busy
	d.in.Enable(some)
	d.out.Enable(some)
	for _, b := range d.reasons {
		b.Enable(!d.busy)
	}
}

func (d *Drawer) choose(value string) {
	if d.busy {
		return
	}
	d.field.Propose(value)
	d.trouble.Clear()
	d.enable()
}

func (d *Drawer) body() fyne.CanvasObject {
	w := d.p.Words
	card, other := look.NewCard(), look.NewCard()
	expected := &look.Text{Text: w.T("ui.drawer.expected"), Point: 18, Least: 13, Free: true, Color: look.ColorMuted}
	cash := &look.Text{Text: look.Rubles(w, d.p.Cash), Point: 34, Least: 18, Bold: true, Free: true, Align: fyne.TextAlignTrailing}
	unit := &look.Text{Text: w.T("ui.currency"), Point: 26, Least: 14, Free: true}
	about := &look.Text{Text: w.T("ui.drawer.open"), Point: 18, Least: 13, Free: true, Color: look.ColorMuted}
	pad := look.Pad{Type: func(r rune) { d.Rune(r) }, Press: func(k fyne.KeyName) { d.Key(k) }, Point: look.Decimal(w)}.Content()
	var choices, reasons []fyne.CanvasObject
	for _, c := range []struct{ label, value string }{{"500", "500"}, {"1 000", "1000"}, {"5 000", "5000"}, {w.T("ui.drawer.all"), look.Editable(w, d.p.Cash)}} {
		choices = append(choices, &look.Button{Label: c.label, Large: 20, OnTap: func() { d.choose(c.value) }})
	}
	for _, b := range d.reasons {
		reasons = append(reasons, b)
	}
	row, why := look.Grid(len(choices), choices...), look.Grid(len(reasons), reasons...)
	return look.Board(fyne.NewSize(900, 400), func(size fyne.Size) {
		const gap = look.Gap
		left := size.Width * 0.6
		low := size.Height - 110 // the drawer alone
		look.Put(card, 0, 0, left, low-gap)
		look.Put(expected, 16, 8, left*0.5-16, 48)
		look.Put(cash, left*0.5, 8, left*0.5-16, 48)
		look.Put(d.field, 16, 64, left-32-44, 68)
		look.Put(unit, left-50, 64, 40, 68)
		look.Put(row, 16, 142, left-32, look.Target)
		look.Put(d.trouble.Content(), 12, 206, left-24, low-206-2*gap)
		look.Put(other, 0, low, left, 110)
		look.Put(about, 16, low+6, left-32, 28)
		look.Put(why, 16, low+38, left-32, 62)
		x := left + 2*gap
		wide := size.Width - x
		below := float32(80)
		look.Put(pad, x, 0, wide, size.Height-below-gap)
		half := (wide - gap) / 2
		look.Put(d.out, x, size.Height-below, half, below)
		look.Put(d.in, x+half+gap, size.Height-below, half, below)
	}, card, expected, cash, d.field, unit, row, d.trouble.Content(), other, about, why, pad, d.out, d.in)
}
