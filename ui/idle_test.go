package ui

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"dobro/internal/register"
)

// after lets time pass for the idle clock.
func (r *rig) after(d time.Duration) {
	now := r.w.idle.now().Add(d)
	r.w.idle.now = func() time.Time { return now }
	r.w.idle.look()
}

func TestATillThatNobodyTouchesLocks(t *testing.T) {
	const limit = 10 * time.Minute
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want []string
	}{
		{"after ten minutes", func(r *rig) { r.after(limit) }, []string{"logout"}},
		{"not before", func(r *rig) { r.after(limit - time.Second) }, nil},
		{"once", func(r *rig) { r.after(limit); r.settle(); r.after(limit) }, []string{"logout"}},
		{"a key begins the time anew", func(r *rig) {
			r.after(limit - time.Second)
			r.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
			r.after(limit - time.Second)
		}, nil},
		{"a scan does too", func(r *rig) {
			r.after(limit - time.Second)
			r.w.openScanDoctor()
			r.scan("4601234567890")
			r.after(limit - time.Second)
		}, nil},
		{"and a finger that moves", func(r *rig) {
			r.after(limit - time.Second)
			r.w.watch.MouseMoved(&desktop.MouseEvent{})
			r.after(limit - time.Second)
		}, nil},
		{"over an open panel", func(r *rig) { r.key(fyne.KeyF11); r.after(limit) }, []string{"logout"}},
		{"never while money is taken", func(r *rig) { r.key(fyne.KeyF9); r.after(limit) }, nil},
		{"but when the change was given", func(r *rig) {
			r.key(fyne.KeyF9, fyne.KeyReturn)
			r.settle()
			r.after(limit)
		}, []string{"pay cash 59.90", "logout"}},
		{"never while a receipt is in doubt", func(r *rig) {
			r.till.set("", func(v *register.View) { v.Settling = true })
			r.pump()
			r.after(limit)
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t, func(p *Params) { p.IdleLock = limit })
			c.do(r)
			r.asked(c.want...)
		})
	}
}

func TestTheTimeIsOffByDefaultAndWithNought(t *testing.T) {
	r := withGoods(t)
	r.after(1000 * time.Hour)
	r.asked()
}

func TestTheNextCashierTypesThePINRightBehindF12(t *testing.T) {
	r := withGoods(t)
	gate := make(chan struct{})
	r.till.gate["logout"] = gate
	r.key(fyne.KeyF12) // the printer is slow; a fast hand goes on
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.till.set("", func(*register.View) {}) // an event of the till in between
	r.pump()
	if r.w.selling() {
		t.Fatal("the till was open again before anybody logged in")
	}
	close(gate)
	r.asked("logout", "login 2222")
	if !r.w.selling() || len(r.w.view.Receipt.Lines) != 1 {
		t.Errorf("selling %v, %d lines in the basket, want the basket of the cashier before", r.w.selling(), len(r.w.view.Receipt.Lines))
	}
}

func TestALockThatDoesNotHappenGivesTheTillBack(t *testing.T) {
	r := withGoods(t)
	r.till.onLogout = func() error { return errors.New("closed") }
	r.key(fyne.KeyF12)
	r.settle()
	if !r.w.selling() || !r.says(r.w.words.T("ui.fault.other")) {
		t.Error("the cashier stays before the pad of a till that is not locked")
	}
}
