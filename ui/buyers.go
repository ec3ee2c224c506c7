package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dobro/internal/register"
	"dobro/ui/buyer"
	"dobro/ui/payment"
)

// openBuyer opens the second window. It fills the second monitor where there is one; otherwise it is a window like others. Keys that land
// in it go to the one collector: a scan is not lost because somebody clicked there.
func (w *window) openBuyer(win fyne.Window, full bool) {
	w.buyer = buyer.New(buyer.Params{Words: w.words, Shop: w.p.Shop})
	win.SetPadded(false)
	win.SetContent(w.buyer.Content())
	w.listenTo(win.Canvas())
	win.SetCloseIntercept(func() {}) // it goes with the till
	if d, ok := win.(desktop.Window); ok && full {
		d.RequestFullScreenSecondary()
	}
	win.Resize(Size)
	w.tellBuyer()
	win.Show()
}

// tellBuyer turns the buyer's screen to what the till and the payment show.
func (w *window) tellBuyer() {
	if w.buyer == nil {
		return
	}
	if w.till == nil {
		return
	}
	if w.pay != nil && w.pay.Busy() && len(w.view.Receipt.Lines) == 0 {
		return // the receipt is made, its end is not told yet: the sum stays until the change takes its place
	}
	var paid *register.ReceiptView
	if w.pay != nil && w.pay.Stage() == payment.Done {
		paid = w.view.Last
	}
	w.buyer.Show(buyer.Make(w.words, w.view, w.pay != nil, paid))
}
