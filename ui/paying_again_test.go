package ui

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/payment"
)

func TestNothingOfTheLastPaymentIsLeftForTheNext(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF9, fyne.KeyF2)
	r.typing("anna@mail.ru")
	r.key(fyne.KeyReturn)
	r.typing("100")
	r.key(fyne.KeyReturn)
	r.asked("pay cash 100.00 to anna@mail.ru")
	first := r.w.pay
	r.key(fyne.KeyReturn)
	r.till.asked = nil
	r.scan("4601234567890")
	r.settle()
	r.till.asked = nil
	r.key(fyne.KeyF9)
	if r.w.pay != first {
		t.Error("a payment made a panel of its own although the last one is free")
	}
	if r.says("anna@mail.ru") || r.says(r.w.words.T("ui.pay.next")) || !r.says("59,90") {
		t.Error("something of the last payment is on the screen")
	}
	r.key(fyne.KeyReturn)
	r.asked("pay cash 59.90")
}

// A copy that is still being printed when the next buyer pays may not be told to him.
func TestAnAnswerToTheLastPaymentIsNotTakenForTheNext(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	first := r.w.pay
	gate := make(chan struct{})
	r.till.gate["copy last"] = gate
	r.key(fyne.KeyF2, fyne.KeyReturn)
	r.till.set("", func(v *register.View) { // the scan of the next buyer would wait for the copy
		v.Receipt.Lines = []register.LineView{{N: 1, State: register.LinePlain, Name: "Хлеб", Price: 4500, Quantity: money.Piece, Sum: 4500}}
		v.Receipt.Total = 4500
	})
	r.pump()
	r.key(fyne.KeyF9)
	if r.w.pay == nil || r.w.pay == first {
		t.Fatal("the panel that awaits an answer serves the next buyer")
	}
	close(gate)
	r.settle()
	if r.w.pay.Stage() != payment.Entering || r.says(r.w.words.T("ui.pay.copied")) {
		t.Error("the copy of the last receipt is told in the payment of the next")
	}
}

// The toolkit keeps for a minute whatever was painted, and the software painter for ever: what a receipt builds anew is seen here.
func TestAReceiptLeavesNoWidgetsBehind(t *testing.T) {
	r := newRig(t, setting{})
	serve := func(n int) uint64 {
		for range n {
			r.scan("4601234567890")
			r.settle()
			r.key(fyne.KeyF9, fyne.KeyReturn)
			r.settle()
			r.key(fyne.KeyReturn)
			r.settle()
			r.till.asked = nil
		}
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := serve(10)
	const more = 40
	after := serve(more)
	if each := (int64(after) - int64(before)) / more; each > 4<<10 {
		t.Errorf("each receipt leaves %d bytes behind", each)
	}
}
