package ui

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/buyer"
	"dobro/ui/look"
)

// withBuyer is a rig with the buyer's screen.
func withBuyer(t *testing.T, s setting) (*rig, fyne.Window) {
	if s.p == nil {
		s.p = func(p *Params) { p.Shop = "ООО «Ромашка»" }
	}
	r := newRig(t, s)
	second := test.NewTempWindow(t, nil)
	r.w.openBuyer(second, false)
	size := s.size
	if size.IsZero() {
		size = Size
	}
	second.Resize(size)
	return r, second
}

func saysOn(win fyne.Window, text string) bool {
	found := false
	walk(win.Canvas().Content(), func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Text); ok && t.Text == text {
			found = true
		}
	})
	return found
}

func TestTheBuyerSeesGoodsSumAndChange(t *testing.T) {
	r, second := withBuyer(t, setting{})
	if !saysOn(second, "ООО «Ромашка»") {
		t.Error("nobody greets the buyer")
	}
	r.till.add(register.LineView{State: register.LineAllowed, Name: "Молоко", Cis: "0104", Price: 8990, Quantity: money.Piece})
	r.till.add(register.LineView{State: register.LinePlain, Name: "Батон", Price: 5990, Quantity: 2 * money.Piece, Discount: 599})
	r.till.set("", func(*register.View) {})
	r.settle()
	for _, want := range []string{"Молоко", "Батон", "203,71\u00a0₽", r.w.words.T("ui.buyer.row_checked"), r.w.words.N("ui.buyer.checked", 1), r.w.words.T("ui.buyer.discount", "sum", "5,99\u00a0₽")} {
		if !saysOn(second, want) {
			t.Errorf("%q is not shown", want)
		}
	}
	r.key(fyne.KeyF9)
	if !saysOn(second, r.w.words.T("ui.pay.due")) {
		t.Error("nobody asks for the money")
	}
	r.typing("500")
	r.key(fyne.KeyReturn)
	r.settle()
	if !saysOn(second, "296,29\u00a0₽") || !saysOn(second, r.w.words.T("ui.pay.change")) {
		t.Error("the change is not shown")
	}
	r.key(fyne.KeyReturn)
	r.settle()
	if saysOn(second, "296,29\u00a0₽") || !saysOn(second, "ООО «Ромашка»") {
		t.Error("the next buyer is not greeted")
	}
}

func TestTheBuyerIsToldNothingOfAForbiddenCode(t *testing.T) {
	r, second := withBuyer(t, setting{})
	r.till.add(register.LineView{State: register.LineAsk, Name: "Сигареты", Cis: "0104", Price: 8990, Quantity: money.Piece})
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["forbidden"] })
	r.settle()
	for _, never := range []string{permits["forbidden"].Text, permits["forbidden"].Title, r.w.words.T("ui.buyer.row_checked"), r.w.words.N("ui.buyer.checked", 1)} {
		if saysOn(second, never) {
			t.Errorf("the buyer reads %q", never)
		}
	}
}

func TestAKeyboardScanInTheBuyersWindowSells(t *testing.T) {
	r, second := withBuyer(t, setting{})
	r.till.asked = nil
	for _, c := range "46" {
		second.Canvas().OnTypedRune()(c)
	}
	second.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.asked("scan 46")
}

// TestEveryScreenOfTheBuyerFitsItsTexts in every look; pictures are left when DOBRO_SHOTS is set.
func TestEveryScreenOfTheBuyerFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		r, second := withBuyer(t, s)
		see := func(name string) {
			r.settle()
			walk(second.Canvas().Content(), func(o fyne.CanvasObject) {
				if x, ok := o.(*look.Text); ok && x.Text != "" && !x.Fits() && x.Size().Width > 0 && !cuttable(x.Text) {
					t.Errorf("%s: %q does not fit into %v", name, x.Text, x.Size())
				}
			})
			r.keeps(second.Canvas(), prefix, name)
			dir := os.Getenv("DOBRO_SHOTS")
			if dir == "" {
				return
			}
			f, err := os.Create(filepath.Join(dir, prefix+name+".png"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if err := png.Encode(f, second.Canvas().Capture()); err != nil {
				t.Fatal(err)
			}
		}
		see("buyer_welcome")
		basket(r.till)
		r.till.set("", func(*register.View) {})
		see("buyer_basket")
		r.key(fyne.KeyF9)
		see("buyer_to_pay")
		r.typing("5000")
		r.key(fyne.KeyReturn)
		see("buyer_change")
	})
}

// BenchmarkBuyer is what a change of the basket costs the buyer's screen on the UI thread.
func BenchmarkBuyer(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	said, err := readWords("ru")
	if err != nil {
		b.Fatal(err)
	}
	till := newFakeTill()
	basket(till)
	screen := buyer.New(buyer.Params{Words: said})
	win := test.NewWindow(screen.Content())
	defer win.Close()
	win.Resize(Size)
	view := till.View()
	view.Permit.State, view.Receipt.OpenedAt = register.PermitAllowed, time.Time{}
	for b.Loop() {
		screen.Show(buyer.Make(said, view, false, nil))
	}
}
