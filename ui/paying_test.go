package ui

import (
	"errors"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
	"dobro/ui/payment"
	"dobro/ui/sound"
)

func TestADoubleTapPaysOnce(t *testing.T) {
	r := withGoods(t)
	gate := make(chan struct{})
	r.till.gate["pay cash 59.90"] = gate
	r.key(fyne.KeyF9)
	at, _ := placeOf(r.w.win.Canvas().Content(), r.button(r.w.words.T("ui.pay.confirm_cash")))
	for range 3 {
		test.TapCanvas(r.w.win.Canvas(), at)
	}
	close(gate)
	r.asked("pay cash 59.90")
}

func TestPartInCashTheRestByCard(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF9)
	r.typing("20")
	r.key(fyne.KeyF10)
	if r.w.pay.Stage() != payment.OnCard {
		t.Fatalf("stage %v, want the card", r.w.pay.Stage())
	}
	for _, sum := range []string{"20,00", "39,90", "59,90"} {
		if !r.says(sum) {
			t.Errorf("the sum %s is not on screen", sum)
		}
	}
	r.key(fyne.KeyReturn)
	r.asked("pay cash 20.00 card 39.90")
	if r.w.pay.Stage() != payment.Done || !r.says("20,00") || !r.says("39,90") {
		t.Error("the result does not say how it was paid")
	}
}

func TestTheReceiptGoesToAnAddress(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want string
	}{
		{"почта с клавиатуры", func(r *rig) { r.key(fyne.KeyF2); r.typing("anna@mail.ru"); r.key(fyne.KeyReturn) }, "pay cash 59.90 to anna@mail.ru"},
		{"телефон без бумаги", func(r *rig) { r.key(fyne.KeyF2); r.typing("8 916 123-45-67"); r.key(fyne.KeyF3, fyne.KeyReturn) }, "pay cash 59.90 to +79161234567 without paper"},
		{"пальцем", func(r *rig) {
			r.tap(r.w.words.T("ui.pay.goes.paper"))
			for _, k := range []string{"a", "n", "n", "a", "@mail.ru", r.w.words.T("ui.confirm")} {
				r.tap(k)
			}
		}, "pay cash 59.90 to anna@mail.ru"},
		{"передумал", func(r *rig) { r.key(fyne.KeyF2); r.typing("anna@mail.ru"); r.key(fyne.KeyEscape) }, "pay cash 59.90"},
		{"стёр", func(r *rig) {
			r.key(fyne.KeyF2)
			r.typing("anna@mail.ru")
			r.key(fyne.KeyReturn, fyne.KeyF2, fyne.KeyDelete, fyne.KeyReturn)
		}, "pay cash 59.90"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			r.key(fyne.KeyF9)
			c.do(r)
			r.key(fyne.KeyReturn)
			r.asked(c.want)
		})
	}
}

func TestABadAddressIsToldAndChangesNothing(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF9, fyne.KeyF2)
	r.typing("anna@mail")
	r.key(fyne.KeyReturn)
	if r.w.pay.Stage() != payment.Addressing || !r.says(r.w.words.T("ui.pay.contact.bad")) {
		t.Fatal("a bad address was taken")
	}
	r.typing(".ru")
	if r.says(r.w.words.T("ui.pay.contact.bad")) {
		t.Error("the complaint stays while the address is mended")
	}
	r.key(fyne.KeyReturn, fyne.KeyReturn)
	r.asked("pay cash 59.90 to anna@mail.ru")
}

func TestThePrinterTellsWhatItIsDoing(t *testing.T) {
	r := withGoods(t)
	gate := make(chan struct{})
	r.till.gate["pay cash 59.90"] = gate
	r.key(fyne.KeyF9, fyne.KeyReturn)
	for _, stage := range []string{"Принтер проверяет коды", "Печатаем чек"} {
		r.till.set("", func(v *register.View) { v.Busy = stage })
		r.until("the stage is told", func() bool { return r.says(stage) })
	}
	if !r.says("Принтер проверяет коды") {
		t.Error("what is done is not ticked off")
	}
	close(gate)
	r.settle()
}

func TestTheReceiptJustMadeIsCopied(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	r.key(fyne.KeyF2, fyne.KeyF2)
	r.asked("pay cash 59.90", "copy last")
	if !r.says(r.w.words.T("ui.pay.copied")) {
		t.Error("nobody says that the copy came out")
	}
}

func TestNoPaperForTheCopyIsToldBesideTheChange(t *testing.T) {
	r := withGoods(t)
	r.till.onPay = func([]sale.Payment) error { return nil }
	r.till.onCopy = func() error {
		return &register.Fault{Code: "printer_no_paper", Text: "Нет бумаги", Action: "Вставьте рулон"}
	}
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	r.tap(r.w.words.T("ui.pay.copy"))
	if !r.says("Нет бумаги") || r.w.pay.Stage() != payment.Done {
		t.Error("the fault of the copy is not told, or the result is gone")
	}
}

func TestF9RightBehindAScanTakesTheNewSum(t *testing.T) {
	r := newRig(t, setting{})
	r.till.add(register.LineView{State: register.LinePlain, Name: "Батон", Price: 5800, Quantity: money.Piece})
	r.till.set("", func(v *register.View) { v.Permit = register.Permit{State: register.PermitAllowed, Line: 2} }) // green, not in the basket yet
	r.settle()
	gate := make(chan struct{})
	r.till.gate["scan 46"] = gate
	r.scan("46")
	r.till.onScan = func(string) error {
		r.till.add(register.LineView{State: register.LineAllowed, Name: "Лимонад", Price: 5990, Quantity: money.Piece})
		return nil
	}
	r.key(fyne.KeyF9)
	if r.w.pay != nil {
		t.Fatal("the payment asks for a sum that is not the receipt's")
	}
	close(gate)
	r.settle()
	if r.w.pay == nil || !r.says("117,90") {
		t.Fatalf("the payment is not open with the new sum: %s", texts(r))
	}
	r.key(fyne.KeyReturn)
	r.asked("scan 46", "pay cash 117.90")
}

func TestADoubleEnterPaysOnce(t *testing.T) {
	r := withGoods(t)
	gate := make(chan struct{})
	r.till.gate["pay cash 59.90"] = gate
	r.key(fyne.KeyF9, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
	r.w.pay.Key(fyne.KeyEscape)
	if r.w.pay == nil || r.w.pay.Stage() != payment.Sending {
		t.Fatal("the panel was left while the printer works")
	}
	close(gate)
	r.settle()
	r.asked("pay cash 59.90")
	if r.w.pay == nil || r.w.pay.Stage() != payment.Done {
		t.Fatal("the change is not shown")
	}
	if got := r.heard.take(); !slices.Equal(got, []sound.Name{sound.Paid}) {
		t.Errorf("heard %q, want %q", got, sound.Paid)
	}
	r.key(fyne.KeyReturn)
	if r.w.pay != nil {
		t.Error("Enter does not close the result")
	}
	r.asked("pay cash 59.90")
}

func TestAFaultOfThePrinterIsToldOnThePaymentScreenAndMayBeTriedAgain(t *testing.T) {
	r := withGoods(t)
	broken := true
	r.till.onPay = func([]sale.Payment) error {
		if broken {
			return &register.Fault{Code: "printer_no_paper", Text: "Нет бумаги", Action: "Вставьте рулон"}
		}
		return nil
	}
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	if r.w.pay == nil || r.w.pay.Stage() != payment.Failed || !r.says("Нет бумаги") || !r.says("Вставьте рулон") {
		t.Fatalf("the fault is not told")
	}
	broken = false
	r.key(fyne.KeyReturn)
	r.settle()
	if r.w.pay.Stage() != payment.Done {
		t.Error("a second try does not end in a receipt")
	}
	r.asked("pay cash 59.90", "pay cash 59.90")
}

func TestAReceiptInDoubtCannotBePaidAgain(t *testing.T) {
	r := withGoods(t)
	r.till.onPay = func([]sale.Payment) error {
		r.till.view.Settling = true
		return &register.Fault{Code: "receipt_unknown", Text: "Касса не ответила"}
	}
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	r.key(fyne.KeyEscape)
	if r.w.pay == nil || r.w.pay.Stage() != payment.Unsure {
		t.Fatal("the panel of the doubt was left")
	}
	r.key(fyne.KeyReturn)
	r.asked("pay cash 59.90", "settle")
	r.till.onPay = nil
	_ = r.till.do("", func() (register.Event, error) { return r.till.made(5990), nil })
	r.pump()
	if r.w.pay.Stage() != payment.Done {
		t.Errorf("stage %d after the printer was found to have made the receipt, want %d", r.w.pay.Stage(), payment.Done)
	}
}

func TestADoubtThatEndsWithoutAReceiptMayBePaidAgain(t *testing.T) {
	r := withGoods(t)
	r.till.onPay = func([]sale.Payment) error {
		r.till.view.Settling = true
		return errors.New("timeout")
	}
	r.key(fyne.KeyF9, fyne.KeyReturn)
	r.settle()
	r.till.set(register.EventReceipt, func(v *register.View) { v.Settling = false })
	r.pump()
	if r.w.pay.Stage() != payment.Failed {
		t.Errorf("stage %d, want %d", r.w.pay.Stage(), payment.Failed)
	}
}

// TestMoneyThatACardHasPaidIsNotTakenAgain: the receipt was not made, the cashier went back to the basket.
func TestMoneyThatACardHasPaidIsNotTakenAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		taken money.Kopecks
		do    func(r *rig)
		says  string
		want  string
	}{
		{"пробить", 5990, func(r *rig) { r.key(fyne.KeyF10, fyne.KeyReturn) }, "", "pay card 59.90"},
		{"вернули, платит наличными", 5990, func(r *rig) { r.key(fyne.KeyF9, fyne.KeyF2) }, "", "pay cash 59.90"},
		{"вернули, платит картой", 5990, func(r *rig) { r.key(fyne.KeyF10, fyne.KeyF2) }, "", "pay card 59.90"},
		{"товара стало больше", 5000, func(r *rig) { r.key(fyne.KeyF9, fyne.KeyReturn) }, "9,90", "pay cash 9.90 card 50.00"},
		{"остальное картой", 5000, func(r *rig) { r.key(fyne.KeyF9, fyne.KeyReturn, fyne.KeyF10) }, "9,90", "pay card 59.90"},
		{"товара стало меньше", 7000, func(r *rig) { r.key(fyne.KeyF9, fyne.KeyReturn) }, "10,10", "pay card 59.90"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			r.till.set("", func(v *register.View) { v.Receipt.Taken = c.taken })
			r.pump()
			c.do(r)
			if !r.says(c.says) {
				t.Errorf("%q is not on screen", c.says)
			}
			r.key(fyne.KeyReturn)
			r.asked(c.want)
		})
	}
}

func TestACancelledReceiptThatACardHasPaidGivesTheMoneyBackFirst(t *testing.T) {
	r := withGoods(t)
	r.till.set("", func(v *register.View) { v.Receipt.Taken = 5990 })
	r.pump()
	r.w.askCancel()
	if !r.says(r.w.words.T("ui.cancel.taken", "sum", look.Rubles(r.w.words, 5990))) {
		t.Error("nobody says that the card has paid")
	}
}
