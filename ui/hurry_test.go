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

// refuses is a till's answer to a scan.
func refuses(*fakeTill) error {
	return &register.Fault{Code: "unknown_goods", Text: "Такого товара нет"}
}

// takes puts bread into the basket.
func takes(f *fakeTill) error {
	f.add(register.LineView{State: register.LinePlain, Name: "Хлеб", Price: 4500, Quantity: 1000})
	return nil
}

// whileScanning presses a key over a basket with salt, while the till is at the scan of the next goods; then the till answers.
func whileScanning(t *testing.T, key fyne.KeyName, answer func(*fakeTill) error) *rig {
	t.Helper()
	till := newFakeTill()
	till.add(register.LineView{State: register.LinePlain, Name: "Соль", Price: 3000, Quantity: 1000})
	r := newRig(t, setting{till: till})
	gate := make(chan struct{})
	till.gate["scan 4600000000002"] = gate
	till.onScan = func(string) error { return answer(till) }
	r.scan("4600000000002")
	r.key(key)
	close(gate)
	r.settle()
	return r
}

func TestNoMoneyIsTakenOverARefusal(t *testing.T) {
	r := whileScanning(t, fyne.KeyF9, refuses)
	if r.w.pay != nil || !r.says("Такого товара нет") {
		t.Errorf("pay %v; the refusal is to be seen, and not the sum without the goods", r.w.pay)
	}
	r.key(fyne.KeyF9) // it was read, and the rest is bought
	if r.w.pay == nil {
		t.Error("F9 opens no payment any more")
	}
}

func TestKeysBehindAScanAreAboutWhatWasScanned(t *testing.T) {
	scan := "scan 4600000000002"
	for _, c := range []struct {
		name   string
		key    fyne.KeyName
		answer func(*fakeTill) error
		then   func(r *rig)
		want   []string
	}{
		{"Del", fyne.KeyDelete, takes, func(*rig) {}, []string{scan, "remove 2"}},
		{"F3", fyne.KeyF3, takes, func(r *rig) { r.typing("3"); r.key(fyne.KeyReturn) }, []string{scan, "quantity 2 3"}},
		{"F5", fyne.KeyF5, takes, func(*rig) {}, []string{scan, "hold"}},
		{"Del, and the till refuses the goods: nothing is removed", fyne.KeyDelete, refuses, func(*rig) {}, []string{scan}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := whileScanning(t, c.key, c.answer)
			c.then(r)
			r.asked(c.want...)
		})
	}
}
