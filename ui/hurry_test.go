package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/register"
	"dobro/ui/look"
)

// TestWhoPaysBeforeTheGoodsAreWrittenDownPaysForThem presses F9 right behind a tile, while the till is still at it.
func TestWhoPaysBeforeTheGoodsAreWrittenDownPaysForThem(t *testing.T) {
	r := newRig(t, setting{})
	gate := make(chan struct{})
	r.till.gate["goods 7 1"] = gate
	r.w.addGoods(goods.Product{ID: 7, Name: "Хлеб"}, "")
	r.key(fyne.KeyF9)
	if r.w.pay != nil {
		t.Fatal("the payment began before the sum was known")
	}
	close(gate)
	r.settle()
	if r.w.pay == nil {
		t.Fatal("the key was swallowed")
	}
	if sum := look.Rubles(r.w.words, 4500); !r.says(sum) {
		t.Errorf("%s is not what is asked for", sum)
	}
}

// TestNoMoneyIsTakenOverARefusal presses F9 right behind a scan that the till then refuses.
func TestNoMoneyIsTakenOverARefusal(t *testing.T) {
	till := newFakeTill()
	till.add(register.LineView{State: register.LinePlain, Name: "Соль", Price: 3000, Quantity: 1000})
	r := newRig(t, setting{till: till})
	gate := make(chan struct{})
	till.gate["scan 4600000000001"] = gate
	till.onScan = func(string) error {
		return &register.Fault{Code: "unknown_goods", Text: "Такого товара нет"}
	}
	r.scan("4600000000001")
	r.key(fyne.KeyF9)
	close(gate)
	r.settle()
	if r.w.pay != nil || !r.says("Такого товара нет") {
		t.Errorf("pay %v; the refusal is to be seen, and not the sum without the goods", r.w.pay)
	}
	r.key(fyne.KeyF9) // it was read, and the rest is bought
	if r.w.pay == nil {
		t.Error("F9 opens no payment any more")
	}
}
