package payment

import (
	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// ending is all that is not the form: the card, the printer at work, the doubt, the change.
type ending struct {
	n       *Panel
	card    *look.ThemeRect
	sign    *look.Sign
	title   *look.Text
	huge    *look.Text
	text    *look.Text
	trouble *look.Trouble
	steps   *steps
	split   *split
	main    *look.Button
	second  *look.Button
	box     *fyne.Container

	paper   *register.Fault // the receipt is made, its paper is not
	doubted string          // what the till said about the receipt in doubt
	copying bool
	most    float32 // size of the huge sum where there is room
	receipt register.ReceiptView
}

func newEnding(n *Panel) *ending {
	e := &ending{
		n:       n,
		card:    look.NewCard(),
		sign:    &look.Sign{},
		title:   &look.Text{Point: 30, Least: 16, Bold: true, Free: true, Align: fyne.TextAlignCenter},
		huge:    &look.Text{Point: look.SizeChange, Least: 30, Bold: true, Free: true, Align: fyne.TextAlignCenter},
		text:    &look.Text{Point: 20, Least: 14, Lines: 2, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted},
		trouble: look.NewTrouble(),
		steps:   newSteps(),
		split:   newSplit(n.p.Words.T("ui.pay.cash"), n.p.Words.T("ui.pay.card")),
		main:    &look.Button{Kind: look.Good, Large: 26},
		second:  &look.Button{Large: 18},
	}
	e.box = look.Board(fyne.NewSize(600, 380), e.place, e.card, e.sign, e.title, e.huge, e.text, e.steps.box, e.split.box, e.trouble.Content(), e.main, e.second)
	e.box.Hidden = true
	return e
}

func (e *ending) place(size fyne.Size) {
	w, h := size.Width, size.Height
	below := float32(84)
	if e.main.Hidden && e.second.Hidden {
		below = -look.Gap
	}
	high := h - below - look.Gap
	look.Put(e.card, 0, 0, w, high)
	body := high
	if e.trouble.Shown() {
		body -= 84
		look.Put(e.trouble.Content(), 12, body-4, w-24, 76)
	}
	unit := body / 10
	switch {
	case e.huge.Text == "":
		look.Put(e.sign, w/2-40, unit*1.4, 80, 80)
		look.Put(e.title, 20, unit*1.4+90, w-40, 60)
		look.Put(e.text, 40, unit*1.4+154, w-80, 70)
		wide := min(w-80, 460)
		look.Put(e.steps.box, (w-wide)/2, unit*1.4+220, wide, max(body-unit*1.4-228, 0))
	default:
		below := float32(60)
		if !e.split.box.Hidden {
			wide := min(w-40, 760)
			look.Put(e.split.box, (w-wide)/2, body-below-72, wide, 64)
			below += 72
		}
		look.Put(e.sign, w/2-28, unit*0.35, 56, 56)
		look.Put(e.title, 20, unit*0.35+58, w-40, 44)
		high := body - below - unit*0.35 - 110
		e.huge.Point = min(e.most, max(high/1.7, 30)) // a line of letters is 1.36 of their size, large texts 1.15 of that
		look.Put(e.huge, 20, unit*0.35+102, w-40, high)
		look.Put(e.text, 40, body-60, w-80, 52)
	}
	if e.second.Hidden {
		look.Put(e.main, 0, h-below, w, below)
		return
	}
	look.Put(e.second, 0, h-below, w*0.36, below)
	look.Put(e.main, w*0.36+look.Gap, h-below, w*0.64-look.Gap, below)
}

func (e *ending) doubt(f *register.Fault) {
	w := e.n.p.Words
	e.trouble.Warn(w.T("ui.pay.unsure.do"), "")
	if f != nil {
		e.doubted = f.Text
	}
}

func (e *ending) done(r register.ReceiptView, f *register.Fault) {
	e.receipt, e.paper, e.copying = r, f, false
	e.trouble.Clear()
	if f != nil {
		e.trouble.Warn(f.Text, f.Action)
	}
}

// forget leaves nothing of the last payment.
func (e *ending) forget() {
	e.receipt, e.paper, e.doubted, e.copying = register.ReceiptView{}, nil, "", false
	e.trouble.Clear()
	e.steps.clear()
	e.main.Enable(true)
}

// copied says how the copy came out.
func (e *ending) copied(f *register.Fault) {
	e.copying = false
	if f != nil {
		e.trouble.Fail(f.Text, f.Action)
		return
	}
	e.trouble.Tell("printer", e.n.p.Words.T("ui.pay.copied"), "")
}

func (e *ending) copy() {
	if e.copying {
		return
	}
	e.copying = true
	e.trouble.Wait(e.n.p.Words.T("ui.pay.copying"))
	e.n.refresh()
	e.n.p.Copy()
}

func (e *ending) refresh() {
	n, w := e.n, e.n.p.Words
	e.main.Hidden, e.second.Hidden = true, true
	e.huge.Text, e.text.Text = "", ""
	e.huge.Color, e.most = look.ColorText, look.SizeChange
	e.split.show(false, "", "")
	e.steps.box.Hidden = n.stage != Sending
	switch n.stage {
	case OnCard:
		e.trouble.Clear()
		e.sign.Set("card", look.ColorPrimaryInk)
		e.title.Text, e.huge.Text = w.T("ui.pay.card_title"), look.Rubles(w, n.owed()-n.cash)
		e.text.Text = w.T("ui.pay.card_text")
		switch {
		case n.surplus() > 0:
			e.title.Text, e.huge.Text = w.T("ui.pay.give_back"), look.Rubles(w, n.surplus())
			e.text.Text = w.T("ui.pay.give_back.do", "taken", look.Rubles(w, n.p.Taken), "sum", look.Rubles(w, n.p.Due))
		case n.cash > 0:
			e.text.Text = w.T("ui.pay.card_and_cash", "sum", look.Rubles(w, n.p.Due))
			e.split.show(true, look.Rubles(w, n.cash), look.Rubles(w, n.owed()-n.cash))
		}
		e.button(e.main, w.T("ui.pay.card_done"), w.T("ui.key.enter"), n.enter)
		if n.surplus() > 0 {
			e.main.Label = w.T("ui.pay.given_back")
		}
		e.button(e.second, w.T("ui.pay.card_no"), w.T("ui.key.esc"), func() { n.Key(fyne.KeyEscape) })
	case Sending:
		e.trouble.Clear()
		e.sign.Set("printer", look.ColorPrimaryInk)
		e.title.Text, e.text.Text = w.T("ui.pay.sending"), w.T("ui.pay.sending.do")
		if now := e.steps.current(); now != "" {
			e.title.Text = now
		}
	case Unsure:
		e.sign.Set("clock", look.ColorAmberInk)
		e.title.Text, e.text.Text = w.T("ui.pay.unsure"), e.doubted
		e.button(e.main, w.T("ui.pay.ask_printer"), w.T("ui.key.enter"), n.enter)
		e.main.Kind = look.Primary
		e.main.Enable(!n.asking)
	case Failed: // by card
		cash, card := paidBy(n.how.With)
		e.sign.Set("card", look.ColorAmberInk)
		e.title.Text, e.huge.Text = w.T("ui.pay.not_printed"), look.Rubles(w, cash+card)
		e.text.Text = w.T("ui.pay.card_paid", "sum", look.Rubles(w, card))
		e.button(e.main, n.again(), w.T("ui.key.enter"), n.enter)
		e.button(e.second, where(w, n.how), "F2", func() { n.Key(fyne.KeyF2) })
	case Done:
		e.sign.Set("check", look.ColorAllowedInk)
		e.most = changePoint
		e.title.Text, e.huge.Text = w.T("ui.pay.change"), look.Rubles(w, e.receipt.Change)
		e.text.Text = w.T("ui.pay.done", "sum", look.Rubles(w, e.receipt.Total), "paid", look.Rubles(w, e.receipt.Paid))
		if e.receipt.Change == 0 {
			e.title.Text, e.huge.Text, e.text.Text = w.T("ui.pay.paid"), look.Rubles(w, e.receipt.Total), w.T("ui.pay.no_change")
		}
		cash, card := paidBy(n.how.With)
		switch {
		case card > 0 && cash == 0:
			e.text.Text = w.T("ui.pay.by_card")
		case card > 0:
			e.split.show(true, look.Rubles(w, cash), look.Rubles(w, card))
		}
		if n.how.Contact != "" {
			e.text.Text = w.T("ui.pay.sent", "to", n.how.Contact)
		}
		e.huge.Color = look.ColorAllowedInk
		e.button(e.main, w.T("ui.pay.next"), w.T("ui.key.enter"), n.enter)
		e.button(e.second, w.T("ui.pay.copy"), "F2", e.copy)
		if e.paper != nil {
			e.button(e.second, w.T("ui.pay.reprint"), "F2", n.p.Reprint)
		}
		e.second.Enable(!e.copying)
	}
	if e.trouble.Shown() { // the strip takes the room
		e.split.show(false, "", "")
	}
	e.place(e.box.Size())
	e.title.Refresh()
	e.huge.Refresh()
	e.text.Refresh()
	e.box.Refresh()
}

func (e *ending) button(b *look.Button, label, key string, tap func()) {
	b.Hidden, b.Off, b.Kind = false, false, look.Good
	if b == e.second {
		b.Kind = look.Plain
	}
	b.Label, b.Key, b.OnTap = label, key, tap
	b.Refresh()
}

// changePoint is the size of the change: it is read from where the buyer stands.
const changePoint float32 = 150

// paidBy sums up what was given of each kind.
func paidBy(with []sale.Payment) (cash, card money.Kopecks) {
	for _, p := range with {
		if p.Type == sale.Card {
			card += money.Kopecks(p.Sum)
		} else {
			cash += money.Kopecks(p.Sum)
		}
	}
	return cash, card
}
