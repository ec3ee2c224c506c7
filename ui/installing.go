package ui

import (
	"context"

	"dobro/device/scanner"
	"dobro/internal/register"
	"dobro/ui/scandoctor"
	"dobro/ui/wizard"
)

// Setup is what the first start needs: the wizard, and what opens the till once it is done. Open runs off the UI thread.
type Setup struct {
	Wizard wizard.Backend
	Scans  <-chan scanner.Scan // from serial scanners, for the step that tries one; nil when none was found
	Open   func(ctx context.Context) (Opened, error)
}

// openSetup begins with the wizard of the first start.
func (w *window) openSetup() {
	z := w.newWizard(w.p.Setup.Wizard)
	z.Finish = func() { w.leaveSetup(w.p.Setup.Open) }
	w.hearScans(w.p.Setup.Scans)
	w.keyboard = newCollector(w, true)
	w.base = wizard.New(z)
	w.render()
}

// newWizard fills in what every wizard needs of the window.
func (w *window) newWizard(b wizard.Backend) wizard.Params {
	return wizard.Params{Words: w.words, Backend: b, Work: w.work.do, Hop: w.hop,
		Fault: func(err error) *register.Fault { return faultOf(w.words, err) }, TryScanner: w.openScanDoctor}
}

// leaveSetup opens the till that was set up.
func (w *window) leaveSetup(open func(ctx context.Context) (Opened, error)) {
	var opened Opened
	w.work.do(func(ctx context.Context) (err error) {
		opened, err = open(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		w.begin(opened)
	})
}

// begin shows a till that was opened while the window stood.
func (w *window) begin(opened Opened) {
	if w.stop != nil {
		w.stop()
		w.stop = nil
	}
	w.shutAll()
	w.p.Goods, w.p.Days, w.p.Care, w.p.Pictures, w.p.Scanning = opened.Goods, opened.Days, opened.Care, opened.Pictures, opened.Scanning
	w.p.Office, w.p.School = opened.Office, opened.School
	if opened.Zone != nil {
		w.zone = opened.Zone
	}
	w.keyboard.stop()
	w.keyboard = newCollector(w, opened.Wedge)
	w.hearScans(opened.Scans)
	w.attach(opened.Till)
}

// learning is the wizard while it stands at the step that tries the scanner.
func (w *window) learning() *wizard.Screen {
	if z, ok := w.top().(*wizard.Screen); ok && z.TakesScans() {
		return z
	}
	return nil
}

// whole tells whether what lies on top wants the whole window: there is no permit to speak of while a till is set up.
func (w *window) whole() bool {
	if _, ok := w.top().(*scandoctor.Screen); ok && w.till == nil {
		return true
	}
	x, ok := w.top().(interface{ Whole() bool })
	return ok && x.Whole()
}
