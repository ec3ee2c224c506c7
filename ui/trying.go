package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/marking"
	"dobro/internal/register"
	"dobro/ui/scandoctor"
)

// Scanning is how the till reads scans, and how it learns what its scanner adds to every code. Learn writes it into the settings and
// changes the reading; it runs off the UI thread. Without it nothing is learnt.
type Scanning struct {
	Reading marking.Options
	Learn   func(ctx context.Context, a marking.Affixes) error
}

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
	p := scandoctor.Params{Words: w.words, Zone: w.zone, Close: func() { w.shut(d) }, Reading: w.p.Reading}
	if w.p.Learn != nil {
		p.Learned = func(a marking.Affixes) { w.learn(d, a) }
	}
	d = scandoctor.New(p)
	if w.unread() && w.read.Raw != "" {
		d.Take(w.read)
	}
	w.open(d)
}

// learn keeps what the scanner adds, and tells the scan doctor what came of it.
func (w *window) learn(d *scandoctor.Screen, a marking.Affixes) {
	if !w.work.do(func(ctx context.Context) error { return w.p.Learn(ctx, a) }, func(err error) {
		if err != nil {
			d.Kept(a, faultOf(w.words, err).Text)
			return
		}
		w.p.Reading.Affixes = a
		d.Kept(a, "")
	}) {
		d.Kept(a, w.words.T("scandoctor.teach.unkept.do"))
	}
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
