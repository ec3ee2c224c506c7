package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/payment"
)

// held is a key that is held down while the system repeats it.
func (r *rig) held(name fyne.KeyName, times int) {
	e := &fyne.KeyEvent{Name: name}
	r.w.keyDown(e)
	for range times {
		r.w.typedKey(e)
		r.settle()
	}
	r.w.keyUp(e)
}

func TestAHeldKeyDoesItsWorkOnce(t *testing.T) {
	till := newFakeTill()
	basket(till)
	till.set("", func(v *register.View) { v.Receipt.Lines = v.Receipt.Lines[:2] })
	r := newRig(t, setting{till: till})
	r.key(fyne.KeyF9)
	r.held(fyne.KeyReturn, 10)
	if r.w.pay == nil || r.w.pay.Stage() != payment.Done {
		t.Fatal("the change is gone before anybody has seen it")
	}
	r.held(fyne.KeyReturn, 1)
	if r.w.pay != nil {
		t.Error("Enter, pressed once more, does not go on to the next buyer")
	}
	for range 3 {
		r.scan("4600000000001")
	}
	r.settle()
	r.held(fyne.KeyDelete, 5)
	if n := len(r.till.View().Receipt.Lines); n != 2 {
		t.Errorf("a held Del left %d lines of 3", n)
	}
	r.held(fyne.KeyUp, 3)
	if row, _ := r.w.sale.Selected(); row.N != 1 {
		t.Errorf("a held arrow stands on line %d", row.N)
	}
}

func TestWhoScansOnDoesNotCancel(t *testing.T) {
	r := newRig(t, setting{})
	r.scan("4600000000001")
	r.settle()
	r.w.keyDown(&fyne.KeyEvent{Name: fyne.KeyX})
	r.w.cut(&fyne.ShortcutCut{})
	if !r.says(r.w.words.T("ui.cancel.title")) {
		t.Fatal("Ctrl+X does not ask whether to cancel")
	}
	r.scan("4600000000002")
	r.settle()
	r.key(fyne.KeyReturn)
	r.asked("scan 4600000000001", "scan 4600000000002")
	if r.w.top() != nil {
		t.Error("the question lies over the basket that grew meanwhile")
	}
}

func TestGoodsScannedOnceMoreAreWhatTheNextKeyIsAbout(t *testing.T) {
	r := newRig(t, setting{})
	for _, name := range []string{"Хлеб", "Молоко"} {
		r.till.add(register.LineView{State: register.LinePlain, Name: name, Price: 5000, Quantity: money.Piece})
	}
	r.till.set("", func(*register.View) {})
	r.settle()
	r.till.set("", func(v *register.View) {
		v.Receipt.Lines = append([]register.LineView{}, v.Receipt.Lines...)
		v.Receipt.Lines[0].Quantity = 2 * money.Piece
	})
	r.settle()
	if row, _ := r.w.sale.Selected(); row.Name != "Хлеб" {
		t.Errorf("%s is chosen after bread was scanned once more", row.Name)
	}
}

// byWeight is a barcode of goods off the scale: the till takes a whole kilogram.
func byWeight(t *testing.T) *rig {
	r := newRig(t, setting{})
	r.till.onScan = func(raw string) error {
		r.till.add(register.LineView{State: register.LinePlain, Name: "Бананы", Unit: sale.Kilogram, Price: 14990, Quantity: money.Piece})
		return nil
	}
	return r
}

func TestGoodsOffTheScaleAreWeighedWhenTheirBarcodeIsScanned(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		then      func(r *rig)
		want      []string
	}{
		{"the weight is typed", "4607100120568", func(r *rig) { r.typing("1,234"); r.key(fyne.KeyReturn) }, []string{"scan 4607100120568", "quantity 1 1.234"}},
		{"nobody knows it: nothing is sold", "4607100120568", func(r *rig) { r.key(fyne.KeyEscape) }, []string{"scan 4607100120568", "remove 1"}},
		{"the till is locked over the question: nothing is sold", "4607100120568", func(r *rig) { r.w.lock(); r.settle() }, []string{"scan 4607100120568", "remove 1", "logout"}},
		{"the label of the scale says it", "2012345010005", func(r *rig) { r.typing("5") }, []string{"scan 2012345010005"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := byWeight(t)
			r.scan(c.raw)
			r.settle()
			c.then(r)
			r.asked(c.want...)
		})
	}
}

func TestWhatACardHasPaidIsNotTakenOnceMore(t *testing.T) {
	till := newFakeTill()
	basket(till)
	till.set("", func(v *register.View) { v.Receipt.Lines = v.Receipt.Lines[:2] })
	r := newRig(t, setting{till: till})
	paper := true
	till.onPay = func([]sale.Payment) error {
		if paper {
			paper = false
			return &register.Fault{Code: "printer_no_paper", Text: "В кассе закончилась бумага", Action: "Вставьте новый рулон"}
		}
		return nil
	}
	r.key(fyne.KeyF10, fyne.KeyReturn)
	r.settle()
	if !r.says("второй раз не проводите") || r.w.pay.Stage() != payment.Failed {
		t.Fatal("the panel does not say that the card has paid")
	}
	r.typing("5000")
	r.key(fyne.KeyF9, fyne.KeyF10, fyne.KeyReturn)
	r.settle()
	log := till.log()
	if len(log) != 2 || log[0] != log[1] {
		t.Errorf("the till was asked for %q, want the same card payment twice", log)
	}
	if r.w.pay.Stage() != payment.Done {
		t.Error("the receipt is not made")
	}
}
