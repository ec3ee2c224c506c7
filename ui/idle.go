package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dobro/ui/look"
	"dobro/ui/payment"
)

// idle locks the till when nobody touched it for a while. Everything on the UI thread. The clock is the one that nobody sets.
type idle struct {
	w     *window
	limit time.Duration // 0 is never
	now   func() time.Time
	last  time.Time // somebody was here
	timer *time.Timer
}

func newIdle(w *window, limit time.Duration) *idle {
	i := &idle{w: w, limit: limit, now: time.Now}
	i.touch()
	if limit > 0 {
		i.wake(limit)
	}
	return i
}

// touch notes that somebody is here: a key, a scan, a finger.
func (i *idle) touch() { i.last = i.now() }

func (i *idle) wake(after time.Duration) {
	i.timer = time.AfterFunc(after, func() { i.w.hop(i.look) })
}

// look locks when it is time, and looks again when that may be.
func (i *idle) look() {
	if i.w.closed || i.limit <= 0 {
		return
	}
	left := i.limit - i.now().Sub(i.last)
	if left <= 0 {
		left = min(i.limit, 15*time.Second) // soon again, when the till is busy just now
		if i.w.selling() && !i.w.handling() {
			i.w.lock()
			left = i.limit
		}
	}
	i.wake(left)
}

func (i *idle) stop() {
	if i.timer != nil {
		i.timer.Stop()
	}
}

// handling tells whether money or paper is on its way: then nobody is locked out.
func (w *window) handling() bool {
	paying := w.pay != nil && w.pay.Stage() != payment.Done
	return paying || w.view.Settling || w.view.Busy != ""
}

// lock leaves the till to the next PIN. The pad is there at once, so that a fast hand loses no digit; the basket stays.
func (w *window) lock() {
	if !w.selling() {
		return
	}
	w.leaving = true
	w.shutAll()
	w.typed = ""
	w.notice.Clear()
	w.openLogin()
	leaveScale := w.leaveScale()
	if !w.work.do(func(ctx context.Context) error {
		if err := leaveScale(ctx); err != nil {
			return err
		}
		return w.till.Logout(ctx)
	}, func(err error) {
		w.leaving = false
		if err != nil {
			w.relogin()
			w.complain(err)
		}
	}) {
		w.leaving = false
		w.relogin()
	}
}

// watch lies over the whole window and sees the pointer move. It is neither tapped nor dragged nor typed into, so that all that
// goes on to what lies below.
type watch struct {
	widget.BaseWidget
	seen func()
}

var _ desktop.Hoverable = (*watch)(nil)

func newWatch(seen func()) *watch {
	w := &watch{seen: seen}
	w.ExtendBaseWidget(w)
	return w
}

// MouseIn is for the toolkit.
func (w *watch) MouseIn(*desktop.MouseEvent) { w.seen() }

// MouseMoved is for the toolkit.
func (w *watch) MouseMoved(*desktop.MouseEvent) { w.seen() }

// MouseOut is for the toolkit.
func (w *watch) MouseOut() {}

// CreateRenderer is for the toolkit.
func (w *watch) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(look.Blank()) }
