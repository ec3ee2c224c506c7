package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/register"
)

func (f *fakeTill) Unblock(context.Context) error {
	return f.do("unblock", func() (register.Event, error) {
		if f.onSettle != nil {
			return register.Event{}, f.onSettle(f)
		}
		f.view.Stopped, f.view.Settling = false, false
		return register.Event{Kind: register.EventReport, Report: "unblocked"}, nil
	})
}

func TestAPrinterThatStandsIsSetGoingFromTheScreen(t *testing.T) {
	r := newRig(t, setting{})
	basket(r.till)
	r.till.asked = nil
	r.till.set("", func(v *register.View) { v.Stopped, v.Settling = true, true })
	r.settle()
	if r.w.standing() == nil || !r.says("Не повторяйте оплату") {
		t.Fatal("nothing is said of the printer that stands")
	}
	r.till.onSettle = func(*fakeTill) error {
		return &register.Fault{Code: "printer_offline", Text: "Принтер не отвечает", Action: "Проверьте кабель"}
	}
	r.tap("Продолжить работу принтера")
	if r.w.standing() == nil || !r.says("Принтер не отвечает") {
		t.Error("why it does not go on is not said")
	}
	r.key(fyne.KeyEscape)
	if r.w.standing() != nil {
		t.Fatal("the panel does not close")
	}
	r.key(fyne.KeyF9) // money is wanted: first the printer
	r.settle()
	if r.w.standing() == nil || r.w.pay != nil {
		t.Fatal("F9 does not lead back to it")
	}
	r.till.onSettle = nil
	r.key(fyne.KeyReturn)
	r.settle()
	if r.w.standing() != nil || !r.says("Принтер снова работает") {
		t.Error("the panel stays when the printer goes on")
	}
	r.asked("unblock", "unblock")
}
