package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/register"
	"dobro/ui/scandoctor"
)

// keyTryScanner opens the scan doctor where the code could not be read.
const keyTryScanner = fyne.KeyEnd

// trying is the scan doctor when it is open, also behind a page of help: then every read goes to it and none to the till.
func (w *window) trying() *scandoctor.Screen {
	for _, p := range w.panels {
		if d, ok := p.(*scandoctor.Screen); ok {
			return d
		}
	}
	return nil
}

// openScanDoctor shows what the scanner sends; nothing is sold while it is open. When the banner speaks of a code that could not be
// read, that code is there already.
func (w *window) openScanDoctor() {
	if w.trying() != nil {
		return
	}
	var d *scandoctor.Screen
	d = scandoctor.New(scandoctor.Params{Words: w.words, Zone: w.zone, Close: func() { w.shut(d) }})
	if w.unread() && w.read.Raw != "" {
		d.Take(w.read)
	}
	w.open(d)
}

// unread tells whether the banner is red because of the code itself: then it may be the scanner that is to blame.
func (w *window) unread() bool {
	return w.view.Permit.State == register.PermitForbidden && unreadable(w.view.Permit)
}

// unreadable tells whether a verdict speaks of a code that could not be read, not of goods that may not be sold.
func unreadable(p register.Permit) bool {
	return p.Verdict != nil && slices.ContainsFunc(p.Verdict.Reasons, func(r checks.Reason) bool {
		return r.Code == checks.InvalidFormat || r.Code == checks.WrongSymbol
	})
}
