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

// TestKeysBehindAScanAreAboutWhatWasScanned presses keys before the scanned goods are in the basket.
func TestKeysBehindAScanAreAboutWhatWasScanned(t *testing.T) {
	for _, c := range []struct {
		name string
		key  fyne.KeyName
		then func(r *rig)
		fail bool
		want []string
	}{
		{"Del", fyne.KeyDelete, nil, false, []string{"scan 4600000000002", "remove 2"}},
		{"F3", fyne.KeyF3, func(r *rig) { r.typing("3"); r.key(fyne.KeyReturn) }, false, []string{"scan 4600000000002", "quantity 2 3"}},
		{"F5", fyne.KeyF5, nil, false, []string{"scan 4600000000002", "hold"}},
		{"Del, and the till refuses the goods: nothing else is removed", fyne.KeyDelete, nil, true, []string{"scan 4600000000002"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			till := newFakeTill()
			till.add(register.LineView{State: register.LinePlain, Name: "Соль", Price: 3000, Quantity: 1000})
			r := newRig(t, setting{till: till})
			gate := make(chan struct{})
			till.gate["scan 4600000000002"] = gate
			till.onScan = func(string) error {
				if c.fail {
					return &register.Fault{Code: "unknown_goods", Text: "Такого товара нет"}
				}
				till.add(register.LineView{State: register.LinePlain, Name: "Хлеб", Price: 4500, Quantity: 1000})
				return nil
			}
			r.scan("4600000000002")
			r.key(c.key)
			close(gate)
			r.settle()
			if c.then != nil {
				c.then(r)
			}
			r.asked(c.want...)
		})
	}
}
