package ui

import (
	"context"

	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/ui/doctor"
	"dobro/ui/settings"
	"dobro/ui/sound"
	"dobro/ui/updates"
	"dobro/ui/wizard"
)

// mayTend tells whether whoever is at the till may change settings.
func (w *window) mayTend() bool {
	return w.p.Care != nil && w.view.User != nil && w.view.User.Role.May(staff.Settings)
}

// openSettings shows every setting to who may change them, while no receipt is open.
func (w *window) openSettings() {
	if w.p.Care == nil {
		return
	}
	if !w.mayTend() {
		w.shift.NotYours(w.words.T("settings.not_yours"), w.words.T("settings.not_yours.do"))
		return
	}
	var s *settings.Screen
	s = settings.New(settings.Params{Words: w.words, Backend: w.p.Care.Settings(), Who: w.view.User.Name, Work: w.work.do,
		Fault:  func(err error) *register.Fault { return faultOf(w.words, err) },
		Doctor: w.openDoctor, Wizard: w.reopenWizard, Updates: w.openUpdates, Apply: func() { w.reopen(s.Fail) }, Close: func() { w.shut(s) }})
	w.open(s)
}

// openUpdates shows the program's versions.
func (w *window) openUpdates() {
	var s *updates.Screen
	s = updates.New(updates.Params{Words: w.words, Backend: w.p.Care.Updates(), Work: w.work.do, Fault: func(err error) *register.Fault { return faultOf(w.words, err) },
		Close: func() { w.shut(s) }})
	w.open(s)
}

// openDoctor examines every device and service.
func (w *window) openDoctor() {
	if w.p.Care == nil {
		return
	}
	var d *doctor.Screen
	fail := func(err error) {
		w.p.Sounds.Play(sound.Fault)
		d.Fail(faultOf(w.words, err))
	}
	again := func() {
		var found []probe.Finding
		w.work.do(func(ctx context.Context) (err error) {
			found, err = w.p.Care.Examine(ctx)
			return err
		}, func(err error) {
			if err != nil {
				fail(err)
				return
			}
			d.Show(found)
		})
	}
	d = doctor.New(doctor.Params{Words: w.words, Zone: w.zone, May: w.mayTend(), Recorder: w.openRecorder, Again: again, Close: func() { w.shut(d) },
		Fix: func(f probe.Fix) {
			said := ""
			var found []probe.Finding
			w.work.do(func(ctx context.Context) (err error) {
				if said, err = w.p.Care.Mend(ctx, f); err == nil {
					found, err = w.p.Care.Examine(ctx)
				}
				return err
			}, func(err error) {
				if err != nil {
					fail(err)
					return
				}
				d.Show(found)
				d.Told(said)
			})
		},
		Bundle: func() {
			file := ""
			w.work.do(func(ctx context.Context) (err error) {
				file, err = w.p.Care.Bundle(ctx)
				return err
			}, func(err error) {
				if err != nil {
					fail(err)
					return
				}
				d.Told(w.words.T("doctor.bundled", "file", file))
			})
		}})
	w.open(d)
	again()
}

// reopenWizard opens the wizard over a running till; its end opens the till anew.
func (w *window) reopenWizard() {
	p := w.newWizard(w.p.Care.Wizard())
	var z *wizard.Screen
	p.Finish = func() { w.reopen(func(f *register.Fault) { w.notice.Fail(f.Text, f.Action) }) }
	p.Leave = func() { w.shut(z) }
	z = wizard.New(p)
	w.open(z)
}

// reopen opens the till with the settings that hold now; a receipt that is open or in doubt comes first.
func (w *window) reopen(fail func(*register.Fault)) {
	if w.pay != nil || w.view.Settling || len(w.view.Receipt.Lines) > 0 {
		fail(&register.Fault{Text: w.words.T("settings.receipt_open"), Action: w.words.T("settings.receipt_open.do")})
		return
	}
	care := w.p.Care
	var opened Opened
	w.work.do(func(ctx context.Context) (err error) {
		opened, err = care.Reopen(ctx)
		return err
	}, func(err error) {
		if err != nil {
			fail(faultOf(w.words, err))
			return
		}
		w.begin(opened)
	})
}
