package ui

import (
	"context"

	"dobro/device/scanner"
	"dobro/internal/lesson"
	"dobro/ui/sound"
	"dobro/ui/training"
)

// teaching is a lesson that runs in its own window while this till stays locked behind it.
type teaching struct {
	page  *training.Start
	scans chan scanner.Scan
	stop  context.CancelFunc
}

// openSchool shows the page from which a lesson is begun; the till is locked and stays so.
func (w *window) openSchool() {
	if w.p.School == nil || w.selling() {
		return
	}
	t := &teaching{}
	t.page = training.NewStart(training.StartParams{Words: w.words, Zone: w.zone,
		Begin: func() { w.beginTeaching(t) },
		Stop:  func() { t.stop() },
		Close: func() { w.taught = nil; w.shut(t.page) }})
	w.taught = t
	w.open(t.page)
	w.loadResults(t)
}

// trains is what the lock screen's button does; nil where there are no lessons, which hides it.
func (w *window) trains() func() {
	if w.p.School == nil {
		return nil
	}
	return w.openSchool
}

func (w *window) loadResults(t *teaching) {
	var list []lesson.Result
	w.search.do(func(ctx context.Context) (err error) {
		list, err = w.p.School.Results(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
		}
		t.page.Results(list)
	})
}

// beginTeaching hands screen and scanner over until the lesson's window is closed.
func (w *window) beginTeaching(t *teaching) {
	ctx, stop := context.WithCancel(w.work.ctx)
	t.stop, t.scans = stop, make(chan scanner.Scan, 16)
	t.page.Running(true)
	w.ears.Add(1)
	go func() {
		defer w.ears.Done()
		err := w.p.School.Teach(ctx, t.scans)
		stop()
		w.hop(func() { w.endTeaching(t, err) })
	}()
}

func (w *window) endTeaching(t *teaching, err error) {
	if w.closed {
		return
	}
	t.page.Running(false)
	if err != nil {
		w.p.Sounds.Play(sound.Fault)
		t.page.Fail(faultOf(w.words, err))
	}
	w.win.RequestFocus()
	w.loadResults(t)
}

// teachScan hands a scan to the lesson that runs; the locked till behind it hears nothing of it.
func (w *window) teachScan(s scanner.Scan) bool {
	t := w.taught
	if t == nil {
		return false
	}
	if !t.page.Busy() {
		w.p.Sounds.Play(sound.Refused)
		return true
	}
	select {
	case t.scans <- s:
	default: // a lesson that takes none for so long has other troubles
		w.p.Sounds.Play(sound.Refused)
	}
	return true
}
