package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"dobro/device/scanner"
	"dobro/internal/lesson"
	"dobro/ui/look"
	"dobro/ui/training"
)

// Training makes the window that of a training till: a watermark lies over it and a strip says what to do. Lesson is required.
type Training struct {
	Lesson    Lesson
	PIN       string          // of somebody who learns; "" when there is no such person
	SeniorPIN string          // of the senior of the training till
	Ended     <-chan struct{} // closed when the real till takes its screen back; nil: never
}

// Lesson is what the window asks of the lesson. Its methods return at once, and may be called from any goroutine.
type Lesson interface {
	State() lesson.State
	Listen(f func(lesson.State)) (stop func())
	Hint()
	Mend()
	Skip()
	// Packages lie ready for the task in hand; each call gives packages that nobody has scanned yet.
	Packages() []training.Package
}

// lessonView is what a lesson adds to the window.
type lessonView struct {
	strip *training.Strip
	mark  fyne.CanvasObject
	panel *training.Panel // nil while it is shut
	shown lesson.State
	stop  func()
}

// beginLesson lays strip and watermark over the window and begins to follow the lesson.
func (w *window) beginLesson() {
	t := w.p.Training
	if t == nil {
		return
	}
	v := &lessonView{mark: training.NewWatermark(w.words.T("ui.lesson.mark"))}
	v.strip = training.NewStrip(w.words, w.openLesson, t.Lesson.Mend)
	w.lesson = v
	w.root.Objects = append(w.root.Objects, v.strip.Content(), v.mark)
	v.stop = t.Lesson.Listen(func(s lesson.State) { w.hop(func() { w.showLesson(s) }) })
	w.showLesson(t.Lesson.State())
	w.hearEnd(t.Ended)
}

// placeLesson lays the strip over the lamps and the mark over everything; it gives the height that the strip takes.
func (w *window) placeLesson(size fyne.Size, bar float32) float32 {
	if w.lesson == nil {
		return 0
	}
	look.Put(w.lesson.strip.Content(), 0, size.Height-bar-training.Height, size.Width, training.Height)
	look.Put(w.lesson.mark, 0, 0, size.Width, size.Height)
	return training.Height
}

// showLesson turns strip and panel; the last task brings the result up.
func (w *window) showLesson(s lesson.State) {
	if w.closed {
		return
	}
	before := w.lesson.shown
	w.lesson.shown = s
	w.lesson.strip.Show(s)
	if w.lesson.panel != nil {
		if before.Task != s.Task {
			w.shutLesson()
		} else {
			w.lesson.panel.Show(s)
		}
	}
	if s.Over() && !before.Over() {
		w.openFinished(s)
	}
}

// openLesson shows the task in hand and its packages, whatever lies on top.
func (w *window) openLesson() {
	if w.lesson.panel != nil {
		w.shutLesson()
		return
	}
	l := w.p.Training.Lesson
	w.lesson.panel = training.New(training.Params{Words: w.words, SeniorPIN: w.p.Training.SeniorPIN, State: l.State(), Packages: l.Packages(),
		Hint: l.Hint, Roll: l.Mend, Skip: l.Skip, Close: w.shutLesson, Leave: w.leaveLesson,
		Take: func(p training.Package) {
			w.shutLesson()
			w.scanned(scanner.Scan{Raw: p.Raw, Source: w.words.T("ui.lesson.shelf.source"), At: w.now(), Ending: scanner.EndingSent})
		}})
	w.open(w.lesson.panel)
}

func (w *window) shutLesson() {
	p := w.lesson.panel
	w.lesson.panel = nil
	w.shut(p)
}

func (w *window) openFinished(s lesson.State) {
	var f *training.Finished
	f = training.NewFinished(w.words, lesson.ResultOf(s, w.now()), w.now, func() { w.shut(f) }, w.leaveLesson)
	w.open(f)
}

// leaveLesson ends the training; a receipt that is being paid is waited for like anywhere.
func (w *window) leaveLesson() {
	if !w.onItsWay() {
		w.win.Close()
	}
}

// hearEnd closes the window when the real till wants its screen back.
func (w *window) hearEnd(ended <-chan struct{}) {
	if ended == nil {
		return
	}
	w.ears.Add(1)
	go func() {
		defer w.ears.Done()
		select {
		case <-w.work.ctx.Done():
		case <-ended:
			w.hop(w.win.Close)
		}
	}()
}

// loginText says whose PIN is wanted.
func (w *window) loginText() string {
	if t := w.p.Training; t != nil && t.PIN != "" {
		return w.words.T("ui.lesson.login", "pin", t.PIN)
	}
	return w.words.T("ui.login.text")
}

// School begins lessons from the lock screen of the real till.
type School interface {
	// Teach opens a lesson in a window of its own and returns when that is closed, or ctx has ended it; scans are handed on to it.
	Teach(ctx context.Context, scans <-chan scanner.Scan) error
	// Results are those of the lessons before, the newest first.
	Results(ctx context.Context) ([]lesson.Result, error)
}
