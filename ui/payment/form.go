package payment

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Notes of the Bank of Russia that a buyer usually gives, in rubles.
var notes = []money.Kopecks{50, 100, 200, 500, 1000, 2000, 5000}

func (n *Panel) form() fyne.CanvasObject {
	w := n.p.Words
	card := look.NewCard()
	dueOf := &look.Text{Text: w.T("ui.pay.due"), Point: 20, Free: true, Least: 13}
	givenOf := &look.Text{Text: w.T("ui.pay.given"), Point: 20, Free: true, Least: 13}
	exact := look.NewButton(w.T("ui.pay.exact"), "", func() { n.given.Propose(look.Editable(w, n.p.Due)); n.edited() })
	exact.Large = 17
	tiles := []fyne.CanvasObject{exact}
	for _, note := range notes {
		b := look.NewButton(look.Plainly(w, note*100)[:len(look.Plainly(w, note*100))-3], "", func() { n.note(note * 100) })
		b.Large = look.SizeTitle
		tiles = append(tiles, b)
	}
	point := look.Decimal(w)
	pad := look.Pad{Type: func(r rune) { n.Rune(r) }, Press: func(k fyne.KeyName) { n.Key(k) }, Point: point}.Content()
	money := look.Grid(2, tiles...)
	parts := []fyne.CanvasObject{card, dueOf, n.due, givenOf, n.given, n.restOf, n.rest, pad, money, n.confirm, n.goes, n.trouble.Content()}
	if n.p.TakeCard {
		parts = append(parts, n.card)
	}
	return look.Board(fyne.NewSize(900, 380), func(size fyne.Size) {
		const gap = look.Gap
		left := size.Width * 0.40
		below := float32(72)
		high := size.Height - below - gap
		if n.trouble.Shown() {
			high -= 76 + gap
			look.Put(n.trouble.Content(), 0, high+gap, size.Width, 76)
		}
		look.Put(card, 0, 0, left, high)
		row := high / 4
		in := left - 28
		look.Put(dueOf, 14, 0, in*0.38, row)
		look.Put(n.due, 14+in*0.38, 0, in*0.62, row)
		look.Put(givenOf, 14, row, in*0.38, row)
		look.Put(n.given, 14+in*0.38, row+6, in*0.62, row-12)
		look.Put(n.restOf, 14, row*2, in*0.38, row)
		look.Put(n.rest, 14+in*0.38, row*2, in*0.62, row)
		look.Put(n.card, 14, row*3+4, in, min(row-14, 72))
		x := left + gap*2
		wide := (size.Width - x - gap) / 2
		look.Put(pad, x, 0, wide, high)
		look.Put(money, x+wide+gap, 0, wide, high)
		look.Put(n.goes, 0, size.Height-below, left, below)
		look.Put(n.confirm, x, size.Height-below, size.Width-x, below)
	}, parts...)
}

func (n *Panel) note(k money.Kopecks) {
	if n.stage != Entering && n.stage != Failed {
		return
	}
	n.stage = Entering
	given, ok := n.sum()
	if !ok || n.given.Fresh() {
		given = 0
	}
	typed := look.Editable(n.p.Words, given+k)
	n.given.Propose("")
	for _, r := range typed {
		n.given.Rune(r)
	}
	n.edited()
}

func (n *Panel) edited() {
	n.trouble.Clear()
	n.refresh()
}

// refresh makes the texts follow the stage and the sum.
func (n *Panel) refresh() {
	if n.stack == nil { // still being built
		return
	}
	w := n.p.Words
	entering := n.stage == Entering || n.stage == Failed && !n.paidByCard()
	show(n.entry, entering)
	show(n.other.box, !entering && n.stage != Addressing)
	show(n.asks.box, n.stage == Addressing)
	n.out.Hidden = n.stage == Sending || n.stage == Unsure || n.stage == Done
	back := w.T("ui.pay.back")
	if n.stage == Addressing {
		back = w.T("ui.back")
	}
	if n.out.Label != back {
		n.out.Label = back
		look.Rearrange(n.content)
	}
	n.out.Refresh()
	if n.stage == Addressing {
		return
	}
	if !entering {
		n.other.refresh()
		return
	}
	n.goes.SetLabel(where(w, n.how))
	given, ok := n.sum()
	missing := n.owed() - given
	if !ok {
		missing = n.owed()
	}
	if missing > 0 {
		n.restOf.Set(w.T("ui.pay.missing"))
		n.rest.Color = look.ColorForbiddenInk
		n.rest.Set(look.Rubles(w, missing))
	} else {
		n.restOf.Set(w.T("ui.pay.change"))
		n.rest.Color = look.ColorAllowedInk
		n.rest.Set(look.Rubles(w, -missing))
	}
	n.rest.Refresh()
	n.confirm.SetLabel(w.T("ui.pay.confirm_cash"))
	if n.stage == Failed {
		n.confirm.SetLabel(n.again())
	}
	n.confirm.Enable(missing <= 0 || n.stage == Failed)
	label := w.T("ui.pay.all_by_card")
	if !n.given.Fresh() && missing > 0 && given > 0 {
		label = w.T("ui.pay.rest_by_card", "sum", look.Rubles(w, missing))
	}
	n.card.SetLabel(label)
	n.place()
}

// again is what to do when no receipt was made.
func (n *Panel) again() string {
	if shiftFault(n.fault) {
		return n.p.Words.T("ui.pay.to_shift")
	}
	return n.p.Words.T("ui.pay.retry")
}

// where says in words where the receipt goes.
func where(w *lang.Catalogue, how register.Payment) string {
	switch {
	case how.Contact == "":
		return w.T("ui.pay.goes.paper")
	case how.Electronic:
		return w.T("ui.pay.goes.only", "to", how.Contact)
	}
	return w.T("ui.pay.goes.both", "to", how.Contact)
}

// place makes room for the strip of troubles, or takes it back.
func (n *Panel) place() {
	look.Rearrange(n.entry)
	n.entry.Refresh()
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
