package payment

import (
	"fyne.io/fyne/v2"

	"dobro/internal/register"
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
	main    *look.Button
	second  *look.Button
	box     *fyne.Container

	paper   *register.Fault // the receipt is made, its paper is not
	working string
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
		main:    &look.Button{Kind: look.Good, Large: 26},
		second:  &look.Button{Large: 18},
	}
	e.box = look.Board(fyne.NewSize(600, 380), e.place, e.card, e.sign, e.title, e.huge, e.text, e.trouble.Content(), e.main, e.second)
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
	default:
		look.Put(e.sign, w/2-28, unit*0.5, 56, 56)
		look.Put(e.title, 20, unit*0.5+60, w-40, 44)
		look.Put(e.huge, 20, unit*0.5+104, w-40, unit*9-164-20)
		look.Put(e.text, 40, body-64, w-80, 56)
	}
	if e.second.Hidden {
		look.Put(e.main, 0, h-below, w, below)
		return
	}
	look.Put(e.second, 0, h-below, w*0.36, below)
	look.Put(e.main, w*0.36+look.Gap, h-below, w*0.64-look.Gap, below)
}

func (e *ending) progress(text string) {
	e.working = text
	e.refresh()
}

func (e *ending) doubt(f *register.Fault) {
	w := e.n.p.Words
	e.trouble.Warn(w.T("ui.pay.unsure.do"), "")
	if f != nil {
		e.working = f.Text
	}
}

func (e *ending) done(r register.ReceiptView, f *register.Fault) {
	e.receipt, e.paper = r, f
	e.trouble.Clear()
	if f != nil {
		e.trouble.Warn(f.Text, f.Action)
	}
}

func (e *ending) refresh() {
	n, w := e.n, e.n.p.Words
	e.main.Hidden, e.second.Hidden = true, true
	e.huge.Text, e.text.Text = "", ""
	e.huge.Color = look.ColorText
	switch n.stage {
	case OnCard:
		e.trouble.Clear()
		e.sign.Set("card", look.ColorPrimaryInk)
		e.title.Text, e.huge.Text = w.T("ui.pay.card_title"), look.Rubles(w, n.p.Due-n.cash)
		e.text.Text = w.T("ui.pay.card_text")
		if n.cash > 0 {
			e.text.Text = w.T("ui.pay.card_and_cash", "cash", look.Rubles(w, n.cash))
		}
		e.button(e.main, w.T("ui.pay.card_done"), w.T("ui.key.enter"), n.enter)
		e.button(e.second, w.T("ui.pay.card_no"), w.T("ui.key.esc"), func() { n.Key(fyne.KeyEscape) })
	case Sending:
		e.trouble.Clear()
		e.sign.Set("printer", look.ColorPrimaryInk)
		e.title.Text, e.text.Text = w.T("ui.pay.sending"), w.T("ui.pay.sending.do")
		if e.working != "" {
			e.title.Text = e.working
		}
	case Unsure:
		e.sign.Set("clock", look.ColorAmberInk)
		e.title.Text, e.text.Text = w.T("ui.pay.unsure"), e.working
		e.button(e.main, w.T("ui.pay.ask_printer"), w.T("ui.key.enter"), n.enter)
		e.main.Kind = look.Primary
		e.main.Enable(!n.asking)
	case Done:
		e.sign.Set("check", look.ColorAllowedInk)
		e.title.Text, e.huge.Text = w.T("ui.pay.change"), look.Rubles(w, e.receipt.Change)
		e.text.Text = w.T("ui.pay.done", "sum", look.Rubles(w, e.receipt.Total), "paid", look.Rubles(w, e.receipt.Paid))
		if e.receipt.Change == 0 {
			e.title.Text, e.huge.Text, e.text.Text = w.T("ui.pay.paid"), look.Rubles(w, e.receipt.Total), w.T("ui.pay.no_change")
		}
		e.huge.Color = look.ColorAllowedInk
		e.button(e.main, w.T("ui.pay.next"), w.T("ui.key.enter"), n.enter)
		if e.paper != nil {
			e.button(e.second, w.T("ui.pay.reprint"), "", n.p.Reprint)
		}
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
