package ui

import (
	"fyne.io/fyne/v2"

	"dobro/internal/register"
	"dobro/ui/help"
	"dobro/ui/look"
	"dobro/ui/payment"
	saleui "dobro/ui/sale"
	"dobro/ui/scandoctor"
	"dobro/ui/training"
	"dobro/ui/verdicts"
	"dobro/ui/wizard"
)

// commands of the keys that mean the same on the whole sale screen (DESIGN section 8). F8 belongs to keyboard scanners.
var commands = map[fyne.KeyName]saleui.Command{
	fyne.KeyF1:     saleui.Help,
	fyne.KeyF2:     saleui.Find,
	fyne.KeyF3:     saleui.Quantity,
	fyne.KeyF4:     saleui.Discount,
	fyne.KeyF5:     saleui.Hold,
	fyne.KeyF6:     saleui.Return,
	fyne.KeyF7:     saleui.Drawer,
	fyne.KeyF9:     saleui.PayCash,
	fyne.KeyF10:    saleui.PayCard,
	fyne.KeyF11:    saleui.Shift,
	fyne.KeyF12:    saleui.Lock,
	fyne.KeyDelete: saleui.Remove,
	keyQuick:       saleui.Quick,
}

// pressed is a key that does something: the red banner first, then what lies on top, then the sale screen.
func (w *window) pressed(k fyne.KeyName) {
	if k == fyne.KeyEscape && w.selling() && w.view.Permit.State == register.PermitForbidden && w.pay == nil && !w.reading() {
		w.dismiss()
		return
	}
	if top := w.top(); top != nil {
		switch {
		case k == fyne.KeyF1 && w.helps():
			w.openHelp()
		case top.Key(k):
		case k == fyne.KeyTab && w.lesson != nil:
			w.openLesson()
		case k == keyTryScanner && w.unread():
			w.openScanDoctor()
		}
		return
	}
	if !w.selling() || !(look.IsEnter(k) && w.wantsEnter()) && w.sale.Key(k) {
		return
	}
	switch {
	case k == fyne.KeyEscape:
		w.escape()
	case look.IsEnter(k):
		w.enter()
	case k == fyne.KeyBackspace && w.typed != "":
		w.typeDigits(w.typed[:len(w.typed)-1])
	case k == keyHistory && w.view.Permit.State == register.PermitForbidden:
		w.details()
	case k == keyHistory:
		w.openHistory()
	case k == keyTryScanner && w.unread():
		w.openScanDoctor()
	default:
		if c, ok := commands[k]; ok {
			w.command(c)
		}
	}
}

// wantsEnter tells whether Enter is wanted by what is more urgent than the tiles: a barcode typed by hand, a banner that asks.
func (w *window) wantsEnter() bool {
	return w.typed != "" || w.view.Permit.State == register.PermitAsk || w.view.Permit.State == register.PermitForbidden
}

// helps tells whether F1 opens the page of help over what lies on top: not while the printer makes a receipt,
// whose change must be seen the moment it is due, and not in the floor before a till.
func (w *window) helps() bool {
	switch w.top().(type) {
	case *help.Reader, *training.Panel, *wizard.Screen: // F1 closes the one, and has its own button on the others
		return false
	}
	return w.till != nil && (w.pay == nil || w.pay.Stage() != payment.Sending)
}

// reading tells whether something that is only looked at lies on top, the details of the red banner for one: Esc closes it first.
func (w *window) reading() bool {
	switch w.top().(type) {
	case *help.Page, *help.Reader, *verdicts.Panel, *scandoctor.Screen:
		return true
	}
	return false
}

// written is a character: into the panel on top, or into the barcode that is typed by hand.
func (w *window) written(r rune) {
	if top := w.top(); top != nil {
		top.Rune(r)
		return
	}
	if w.selling() && look.DigitRune(r) && len(w.typed) < 14 {
		w.typeDigits(w.typed + string(r))
	}
}

func (w *window) typeDigits(digits string) {
	w.typed = digits
	if digits == "" {
		w.notice.Clear()
		return
	}
	w.notice.Wait(w.words.T("ui.sale.typed", "digits", digits))
}

// enter on the sale screen: the barcode typed by hand, or the senior's decision that the banner asks for.
func (w *window) enter() {
	switch {
	case w.typed != "":
		raw := w.typed
		w.typeDigits("")
		w.sellTyped(raw)
	default:
		w.askSenior()
	}
}

// escape takes away what is in the way, the nearest first.
func (w *window) escape() {
	switch {
	case w.typed != "":
		w.typeDigits("")
	case w.notice.Shown():
		w.notice.Clear()
	case w.view.Permit.State != register.PermitReady && w.view.Permit.State != "":
		w.dismiss()
	}
}
