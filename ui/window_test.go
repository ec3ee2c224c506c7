package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/device/scanner"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/find"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
	"dobro/ui/sound"
)

// withGoods is a rig with one line of 59,90 in the basket.
func withGoods(t *testing.T, p ...func(*Params)) *rig {
	s := setting{}
	if len(p) > 0 {
		s.p = p[0]
	}
	r := newRig(t, s)
	r.scan("4601234567890")
	r.settle()
	r.till.asked = nil
	r.heard.take()
	return r
}

func TestAKeyAsksTheTillForWhatIsPrintedOnItsButton(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want []string
	}{
		{"F9 and Enter take the exact cash", func(r *rig) { r.key(fyne.KeyF9, fyne.KeyReturn) }, []string{"pay cash 59.90"}},
		{"the Enter of the numeric block does too", func(r *rig) { r.key(fyne.KeyF9, fyne.KeyEnter) }, []string{"pay cash 59.90"}},
		{"F9, a sum and Enter take that sum", func(r *rig) { r.key(fyne.KeyF9); r.typing("100"); r.key(fyne.KeyReturn) }, []string{"pay cash 100.00"}},
		{"a sum with a comma is read", func(r *rig) { r.key(fyne.KeyF9); r.typing("60,50"); r.key(fyne.KeyReturn) }, []string{"pay cash 60.50"}},
		{"too little money is not sent", func(r *rig) { r.key(fyne.KeyF9); r.typing("50"); r.key(fyne.KeyReturn, fyne.KeyReturn) }, nil},
		{"F10 asks first and then takes the card", func(r *rig) { r.key(fyne.KeyF10, fyne.KeyReturn) }, []string{"pay card 59.90"}},
		{"F10 and Esc take nothing", func(r *rig) { r.key(fyne.KeyF10, fyne.KeyEscape) }, nil},
		{"a part in cash, the rest by card", func(r *rig) {
			r.key(fyne.KeyF9)
			r.typing("50")
			r.key(fyne.KeyF10, fyne.KeyReturn)
		}, []string{"pay cash 50.00 card 9.90"}},
		{"a changed mind: Esc gives the cash back, the card takes all", func(r *rig) {
			r.key(fyne.KeyF9)
			r.typing("50")
			r.key(fyne.KeyF10, fyne.KeyEscape, fyne.KeyEscape, fyne.KeyF10, fyne.KeyReturn)
		}, []string{"pay card 59.90"}},
		{"F3 changes the quantity of the selected line", func(r *rig) { r.key(fyne.KeyF3); r.typing("3"); r.key(fyne.KeyReturn) }, []string{"quantity 1 3"}},
		{"F4 gives a discount", func(r *rig) { r.key(fyne.KeyF4); r.typing("2,5"); r.key(fyne.KeyReturn) }, []string{"discount 1 2.5"}},
		{"a quantity of nothing is not sent", func(r *rig) { r.key(fyne.KeyF3); r.typing("0"); r.key(fyne.KeyReturn) }, nil},
		{"Del removes the line", func(r *rig) { r.key(fyne.KeyDelete) }, []string{"remove 1"}},
		{"F5 holds the receipt", func(r *rig) { r.key(fyne.KeyF5) }, []string{"hold"}},
		{"F5 twice holds and resumes", func(r *rig) { r.key(fyne.KeyF5); r.settle(); r.key(fyne.KeyF5) }, []string{"hold", "resume held-0"}},
		{"F7 puts cash in", func(r *rig) { r.key(fyne.KeyF7); r.typing("500"); r.key(fyne.KeyReturn) }, []string{"cash_in 500.00"}},
		{"F11, 3 takes cash out", func(r *rig) { r.key(fyne.KeyF11); r.typing("3500"); r.key(fyne.KeyReturn) }, []string{"cash_out 500.00"}},
		{"F11, 1 prints the X report", func(r *rig) { r.key(fyne.KeyF11); r.typing("1") }, []string{"x_report"}},
		{"F11, Enter asks before it closes the shift", func(r *rig) { r.key(fyne.KeyF11, fyne.KeyReturn) }, nil},
		{"F11, Enter, Enter closes the shift", func(r *rig) { r.key(fyne.KeyF11, fyne.KeyReturn, fyne.KeyReturn) }, []string{"close_shift"}},
		{"F12 locks the till", func(r *rig) { r.key(fyne.KeyF12) }, []string{"logout"}},
		{"F8 belongs to scanners", func(r *rig) { r.key(fyne.KeyF8) }, nil},
		{"digits and Enter are a barcode typed by hand", func(r *rig) { r.typing("46012345"); r.key(fyne.KeyReturn) }, []string{"scan 46012345"}},
		{"Esc forgets the typed barcode", func(r *rig) { r.typing("46012345"); r.key(fyne.KeyEscape, fyne.KeyReturn) }, nil},
		{"cancelling asks first", func(r *rig) { r.w.command(saleui.Cancel) }, nil},
		{"cancelling and Enter cancels", func(r *rig) { r.w.command(saleui.Cancel); r.key(fyne.KeyReturn) }, []string{"cancel"}},
		{"no key of the sale screen works behind a panel", func(r *rig) { r.key(fyne.KeyF11, fyne.KeyDelete, fyne.KeyF5, fyne.KeyF12) }, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			c.do(r)
			r.asked(c.want...)
		})
	}
}

func TestAScanReachesTheTillWhateverLiesOnTop(t *testing.T) {
	for _, c := range []struct {
		name string
		open func(r *rig)
	}{
		{"nothing", func(*rig) {}},
		{"the search", func(r *rig) { r.key(fyne.KeyF2); r.typing("мол") }},
		{"a quantity being typed", func(r *rig) { r.key(fyne.KeyF3); r.typing("1") }},
		{"the shift", func(r *rig) { r.key(fyne.KeyF11) }},
		{"a payment that has not begun", func(r *rig) { r.key(fyne.KeyF9) }},
		{"help", func(r *rig) { r.key(fyne.KeyF1) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t, func(p *Params) { p.Goods = someGoods() })
			c.open(r)
			r.scan("0104670540176099215NN*cM\x1d93dGVz")
			r.asked("scan 0104670540176099215NN*cM\x1d93dGVz")
			if r.w.pay != nil {
				t.Error("the payment goes on with another sum")
			}
			if _, ok := r.w.top().(*find.Panel); ok || r.w.reading() {
				t.Error("what was only looked at hides the scanned line")
			}
		})
	}
}

func TestScansDuringPrintingWaitForTheNextReceipt(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want []string
	}{
		{"a receipt that was made", nil, []string{"pay cash 59.90", "scan 4600000000001"}},
		{"a receipt that was not", &register.Fault{Code: "printer_offline", Text: "Нет связи с кассой"}, []string{"pay cash 59.90"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			gate := make(chan struct{})
			r.till.gate["pay cash 59.90"] = gate
			r.till.onPay = func([]sale.Payment) error { return c.err }
			r.key(fyne.KeyF9, fyne.KeyReturn)
			r.scan("4600000000001")
			close(gate)
			r.settle()
			r.asked(c.want...)
			if r.w.pay == nil {
				t.Error("the result was closed by the next buyer's scan")
			}
		})
	}
}

func TestAKeyboardScannerIsToldFromAPerson(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Wedge = true })
	press := func(name fyne.KeyName, code int, c rune) {
		e := &fyne.KeyEvent{Name: name, Physical: fyne.HardwareKey{ScanCode: code}}
		r.w.keyDown(e)
		r.w.typedKey(e)
		if c != 0 {
			r.w.typedRune(c)
		}
		r.w.keyboard.take(event(scanner.KeyUp, e))
	}
	for _, d := range "4601234567890" {
		code := int(d-'1') + 10 // X11: the digit 1 is key 10, the digit 0 key 19
		if d == '0' {
			code = 19
		}
		press(fyne.KeyName(d), code, d)
	}
	press(fyne.KeyReturn, 36, 0)
	r.asked("scan 4601234567890")
	press(fyne.KeyF9, 75, 0)
	press(fyne.KeyReturn, 36, 0)
	r.asked("scan 4601234567890", "pay cash 119.80")
}

func TestTheBannerSaysWhatTheTillSays(t *testing.T) {
	for name, p := range permits {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, setting{})
			r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = p })
			r.pump()
			face := r.w.banner.Shown()
			if face.State != p.State {
				t.Errorf("state %q, want %q", face.State, p.State)
			}
			if p.Product != "" && !r.says(p.Product) {
				t.Errorf("the banner does not name %q", p.Product)
			}
			if p.Action != "" && !r.says(p.Action) {
				t.Errorf("the banner does not say what to do: %q", p.Action)
			}
			var want []sound.Name
			if face.Sound != "" {
				want = []sound.Name{face.Sound}
			}
			if got := r.heard.take(); !slices.Equal(got, want) {
				t.Errorf("heard %q, want %q", got, want)
			}
			if high := r.w.banner.Content().Size().Height; high > r.w.win.Canvas().Size().Height*0.3 {
				t.Errorf("the banner is %.0f high, more than 30 %% of the window", high)
			}
		})
	}
}

func TestNoTwoStatesOfTheBannerShareColourAndIcon(t *testing.T) {
	r := newRig(t, setting{})
	seen := map[string]string{}
	for name, p := range permits {
		if name == "forbidden_long" {
			continue
		}
		r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = p })
		r.pump()
		f := r.w.banner.Shown()
		key := strings.Join([]string{string(f.Ground), f.Icon, f.StripIcon}, " ")
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s look the same: %s", name, other, key)
		}
		seen[key] = name
	}
}

func TestTheRedBannerStaysUntilDismissedAndCountsRefusedScans(t *testing.T) {
	r := withGoods(t)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["forbidden"] })
	r.pump()
	r.heard.take()
	r.till.set(register.EventRefused, func(v *register.View) { v.Refused = 2 })
	r.pump()
	if got := r.heard.take(); !slices.Equal(got, []sound.Name{sound.Refused}) {
		t.Errorf("heard %q, want %q", got, sound.Refused)
	}
	if !strings.Contains(r.w.banner.Shown().Strip, "2") {
		t.Errorf("the strip does not count: %q", r.w.banner.Shown().Strip)
	}
	r.key(fyne.KeyF11, fyne.KeyEscape)
	r.asked("dismiss")
	if r.w.shift == nil {
		t.Error("Esc closed the panel and not the red banner")
	}
}

func TestTheBigButtonOfTheRedBannerIsHitByAFinger(t *testing.T) {
	r := withGoods(t)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["forbidden"] })
	r.pump()
	test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(870, 60))
	r.asked("dismiss")
}

func TestNothingIsSoldWhileTheScannerIsTried(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF11)
	r.typing("5")
	r.w.scanned(scanner.Scan{Raw: "4601234567890"})
	r.asked()
	r.key(fyne.KeyEscape)
	r.w.scanned(scanner.Scan{Raw: "4601234567890"})
	r.asked("scan 4601234567890")
}

func TestASeniorDecidesWithReasonAndPIN(t *testing.T) {
	r := withGoods(t)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["ask"] })
	r.pump()
	r.key(fyne.KeyReturn)
	r.typing("2222")
	r.key(fyne.KeyReturn, fyne.KeyReturn)
	r.settle()
	want := "approve 2222 " + strings.Split(r.w.words.T("ui.senior.reasons"), "|")[0]
	r.asked(want)
	if len(r.w.panels) != 0 {
		t.Error("the panel stays open")
	}
}

func TestASeniorCanStillBeCalledWhenTheBannerHasGoneOn(t *testing.T) {
	r := newRig(t, setting{})
	basket(r.till)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["allowed"] })
	r.pump()
	if !r.says(r.w.words.T("ui.sale.waiting")) {
		t.Error("nothing tells that a line waits")
	}
	r.key(fyne.KeyReturn)
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.asked("approve 2222 " + strings.Split(r.w.words.T("ui.senior.reasons"), "|")[0])
}

func TestAReceiptSettledAfterARestartIsTold(t *testing.T) {
	for state, key := range map[sale.State]string{sale.Fiscalized: "ui.recovered.made", sale.NotFiscal: "ui.recovered.not_made"} {
		r := newRig(t, setting{})
		_ = r.till.do("", func() (register.Event, error) {
			return register.Event{Kind: register.EventRecovered, Receipt: &register.ReceiptView{State: state, Total: 12300}}, nil
		})
		r.pump()
		if !r.says(r.w.words.T(key, "sum", look.Rubles(r.w.words, 12300))) {
			t.Errorf("a receipt found %s is not told", state)
		}
	}
}

func TestEscPutsAnItemAsideThatNobodyCouldCheck(t *testing.T) {
	r := newRig(t, setting{})
	basket(r.till)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["ask"] })
	r.pump()
	r.key(fyne.KeyEscape)
	r.asked("remove 7", "dismiss")
}

func TestALockedTillTakesNoScanAndOpensWithThePIN(t *testing.T) {
	till := newFakeTill()
	till.view.User = nil
	r := newRig(t, setting{till: till})
	till.onLogin = func(pin string) error {
		if pin != "1111" {
			return &register.Fault{Code: "wrong_pin", Text: "Такого ПИНа нет"}
		}
		return nil
	}
	r.scan("4601234567890")
	r.key(fyne.KeyF9, fyne.KeyF11)
	r.asked("badge 4601234567890")
	r.typing("9999")
	r.key(fyne.KeyReturn)
	r.settle()
	if !r.says("Такого ПИНа нет") {
		t.Error("the wrong PIN is not told")
	}
	r.typing("1111")
	r.key(fyne.KeyReturn)
	r.settle()
	r.asked("badge 4601234567890", "login 9999", "login 1111")
	if !r.w.selling() {
		t.Error("the sale screen is not shown")
	}
}

func TestTheFirstStartMakesTheOwner(t *testing.T) {
	till := newFakeTill()
	till.first, till.view.User = true, nil
	r := newRig(t, setting{till: till})
	r.typing("Иван Петров")
	r.key(fyne.KeyReturn)
	r.typing("33")
	r.key(fyne.KeyReturn, fyne.KeyReturn)
	r.asked()
	r.typing("33")
	r.w.keyDown(&fyne.KeyEvent{Name: fyne.KeyTab})
	r.typing("3333")
	r.key(fyne.KeyReturn)
	r.asked("owner Иван Петров 3333")
}

func TestAClosedShiftIsOpenedWithOneTap(t *testing.T) {
	till := newFakeTill()
	till.view.Shift = register.ShiftView{}
	r := newRig(t, setting{till: till})
	r.w.command(saleui.Act)
	r.asked("open_shift")
	if len(r.w.panels) != 0 {
		t.Error("the panel stays open")
	}
}

func TestF11AndEnterOpenAClosedShift(t *testing.T) {
	till := newFakeTill()
	till.view.Shift = register.ShiftView{}
	r := newRig(t, setting{till: till})
	r.key(fyne.KeyF11, fyne.KeyReturn)
	r.asked("open_shift")
}

func TestAnExpiredShiftIsClosedAndOpenedAnew(t *testing.T) {
	till := newFakeTill()
	till.view.Shift.Expired = true
	r := newRig(t, setting{till: till})
	r.key(fyne.KeyF11, fyne.KeyReturn)
	r.asked("close_shift", "open_shift")
}

func TestNothingInTheWindowTakesTheFocus(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Goods, p.Days = someGoods(), fakeDays{someDay()} })
	for _, k := range []fyne.KeyName{"", fyne.KeyF1, fyne.KeyF2, fyne.KeyF3, fyne.KeyF4, fyne.KeyF6, fyne.KeyF7, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11} {
		if k != "" {
			r.key(k)
		}
		walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
			if _, ok := o.(fyne.Focusable); ok {
				t.Errorf("behind %q: %T takes the focus and would swallow a scan", k, o)
			}
		})
		r.key(fyne.KeyEscape)
		r.settle()
	}
}

func TestEveryButtonOnScreenIsBigEnoughForAFinger(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Goods, p.Days = someGoods(), fakeDays{someDay()} })
	for _, k := range []fyne.KeyName{"", fyne.KeyF3, fyne.KeyF4, fyne.KeyF6, fyne.KeyF7, fyne.KeyF9, fyne.KeyF10, fyne.KeyF11} {
		if k != "" {
			r.key(k)
		}
		walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
			if b, ok := o.(*look.Button); ok && (b.Size().Height < look.Target || b.Size().Width < look.Target) {
				t.Errorf("behind %q: button %q is %v, less than %v", k, b.Label, b.Size(), look.Target)
			}
		})
		r.key(fyne.KeyEscape)
		r.settle()
	}
}

func TestTheSearchPutsGoodsIntoTheBasket(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Goods = someGoods() })
	r.key(fyne.KeyF2)
	r.typing("батон")
	r.settle()
	r.key(fyne.KeyReturn)
	r.asked("goods 4 1")
}

func TestAFaultWithoutAPanelIsToldAndGoesWithEsc(t *testing.T) {
	r := withGoods(t)
	r.till.onScan = func(string) error {
		return &register.Fault{Code: "shift_closed", Text: "Смена закрыта", Action: "Откройте смену"}
	}
	r.scan("4601234567890")
	r.settle()
	if !r.says("Смена закрыта") {
		t.Fatal("the fault is not told")
	}
	r.key(fyne.KeyEscape)
	if r.says("Смена закрыта") {
		t.Error("Esc does not take it away")
	}
}

// says tells whether the text stands anywhere on screen.
func (r *rig) says(text string) bool {
	found := false
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Text); ok && strings.Contains(t.Text, text) {
			found = true
		}
	})
	return found
}
