package ui

import (
	"dobro/internal/register"
	"dobro/ui/age"
	"dobro/ui/correction"
	"dobro/ui/day"
	"dobro/ui/deviations"
	"dobro/ui/doctor"
	"dobro/ui/doubt"
	"dobro/ui/entry"
	"dobro/ui/find"
	"dobro/ui/health"
	"dobro/ui/help"
	"dobro/ui/login"
	"dobro/ui/logs"
	"dobro/ui/office"
	"dobro/ui/quickkeys"
	"dobro/ui/receipts"
	"dobro/ui/settings"
	"dobro/ui/shift"
	"dobro/ui/training"
	"dobro/ui/verdicts"
)

// pageOf is the page of help for what is on the screen.
func (w *window) pageOf() string {
	switch w.top().(type) {
	case *shift.Drawer:
		return "drawer"
	case *shift.Panel:
		return "shift"
	case *receipts.Choice, *receipts.GiveBack:
		return "return"
	case *find.Panel:
		return "find"
	case *entry.Number, *entry.Discount:
		return "amount"
	case *age.Panel:
		return "age"
	case *doubt.Panel:
		return "doubt"
	case *correction.Panel:
		return "correction"
	case *quickkeys.Arrange, *quickkeys.Pictures:
		return "tiles"
	case *login.Pad, *pinPad:
		return "people"
	case *health.Page:
		return "health"
	case *verdicts.Panel:
		return "ban"
	case *logs.Screen, *logs.Story:
		return "log"
	case *deviations.Panel:
		return "deviations"
	case *day.Screen, *office.Panel:
		return "owner"
	case *settings.Screen, *doctor.Screen:
		return "installer"
	case *training.Start, *training.Finished:
		return "cashier"
	}
	switch {
	case w.pay != nil:
		return "pay"
	case w.view.Permit.State == register.PermitForbidden, w.view.Permit.State == register.PermitAsk:
		return "ban"
	}
	return "sale"
}

// openHelp opens the page of what is on the screen.
func (w *window) openHelp() { w.openPage(w.pageOf()) }

// openPage opens a page of help; one page leads to another in the same place.
func (w *window) openPage(page string) {
	var r *help.Reader
	r = help.NewReader(help.ReaderParams{
		Words: w.words, Page: page, Close: func() { w.shut(r) },
		Open: func(other string) {
			w.shut(r)
			w.openPage(other)
		},
	})
	w.open(r)
}
