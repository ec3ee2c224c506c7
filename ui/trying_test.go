package ui

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/device/scanner"
	"dobro/internal/marking"
	"dobro/internal/register"
	"dobro/ui/scandoctor"
)

const port = "/dev/ttyACM0"

// broken is the banner of a code that could not be read.
func broken() register.Permit {
	p := forbidden("В коде посторонние знаки", "Отсканируйте ещё раз")
	p.Product, p.Price = "", 0
	p.Verdict.Reasons[0].Code = checks.InvalidFormat
	return p
}

// burst types text as a keyboard scanner does, one key every 5 ms, on the collector's clock.
func (r *rig) burst(text string) {
	at := noon
	r.w.keyboard.now = func() time.Time { return at }
	for _, c := range text {
		at = at.Add(5 * time.Millisecond)
		if c == '\r' {
			r.w.keyDown(&fyne.KeyEvent{Name: fyne.KeyReturn, Physical: fyne.HardwareKey{ScanCode: 36}})
			r.w.typedKey(&fyne.KeyEvent{Name: fyne.KeyReturn, Physical: fyne.HardwareKey{ScanCode: 36}})
			continue
		}
		r.w.typedRune(c)
	}
	for range 40 {
		at = at.Add(beat)
		if r.w.keyboard.wedge.Pending() {
			r.w.keyboard.tick()
		}
	}
}

func TestEveryScanGoesToTheOpenScanDoctorAndNoneToTheTill(t *testing.T) {
	for _, c := range []struct {
		name  string
		given func(r *rig)
	}{
		{"on top", func(*rig) {}},
		{"the banner is red", func(r *rig) {
			r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["forbidden"] })
			r.pump()
		}},
		{"behind its page of help", func(r *rig) { r.key(fyne.KeyF1) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t, func(p *Params) { p.Wedge = true })
			r.key(fyne.KeyF11)
			r.typing("5")
			c.given(r)
			r.scan("4601234567890")
			r.burst("46012345678906\r")
			r.asked()
			if _, there := r.w.top().(*scandoctor.Screen); !there {
				r.key(fyne.KeyEscape)
			}
			if !r.says("46012345678906") {
				t.Error("the code of the keyboard scanner is not shown")
			}
			if d := r.w.trying(); d == nil {
				t.Fatal("the scan doctor was left")
			}
		})
	}
}

func TestAKeyboardScannerSellsOnceTheScanDoctorIsLeft(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Wedge = true })
	r.key(fyne.KeyF11)
	r.typing("5")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	r.burst("46012345678906\r")
	r.asked("scan 46012345678906")
}

func TestFromACodeThatCannotBeReadTheScanDoctorIsOneKeyAway(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
	}{
		{"End on the red banner", func(r *rig) { r.key(keyTryScanner) }},
		{"End on the details", func(r *rig) { r.w.details(); r.key(keyTryScanner) }},
		{"End over the shift panel", func(r *rig) { r.key(fyne.KeyF11, keyTryScanner) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			r.till.onScan = func(string) error {
				r.till.view.Permit = broken()
				return nil
			}
			r.scan("]d2junk!01")
			r.settle()
			r.scan("4601234567890") // refused by the till: the banner speaks of the one before
			r.settle()
			c.do(r)
			d := r.w.trying()
			if d == nil {
				t.Fatal("the scan doctor did not open")
			}
			if !r.says("junk!01") || r.says("4601234567890") {
				t.Error("the code that the banner speaks of is not the one shown")
			}
			r.key(fyne.KeyEscape)
			if r.w.trying() != nil {
				t.Error("Esc does not leave the scan doctor")
			}
			if r.w.view.Permit.State != register.PermitForbidden {
				t.Error("the red banner went with it")
			}
		})
	}
}

func TestGoodsThatMayNotBeSoldAreNoReasonToTryTheScanner(t *testing.T) {
	r := withGoods(t)
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = permits["forbidden"] })
	r.pump()
	r.key(keyTryScanner)
	r.w.details()
	if r.w.trying() != nil || r.says(r.w.words.T("ui.banner.scanner")) {
		t.Error("the scan doctor is offered")
	}
}

func TestTheWedgeForgetsHalfAScanWhenTheTillIsLocked(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Wedge = true })
	at := noon
	r.w.keyboard.now = func() time.Time { return at }
	for _, c := range "46012345" {
		at = at.Add(5 * time.Millisecond)
		r.w.typedRune(c)
	}
	if !r.w.keyboard.wedge.Pending() {
		t.Fatal("the wedge keeps nothing")
	}
	r.w.lock()
	r.burst("1\r")
	r.asked("logout", "login 1")
}

func TestTheScanDoctorIsToldHowAReadEnded(t *testing.T) {
	r := withGoods(t)
	r.w.openScanDoctor()
	r.w.scanned(scanner.Scan{Raw: "4601234567893", Source: port, At: noon, Ending: scanner.EndingNone})
	if !r.says("scandoctor.finding.no_ending") {
		t.Error("that no Enter came is not told")
	}
}

func TestWhatTheScannerAddsIsLearntOnceAndKnownEverAfter(t *testing.T) {
	for _, fault := range []error{nil, errors.New("disk full")} {
		var learnt []marking.Affixes
		r := withGoods(t, func(p *Params) {
			p.Learn = func(_ context.Context, a marking.Affixes) error {
				learnt = append(learnt, a)
				return fault
			}
		})
		r.w.openScanDoctor()
		r.key(fyne.KeyRight)
		r.scan("A" + scandoctor.TestMatrix)
		r.scan("A" + scandoctor.TestEAN)
		r.settle()
		want := marking.Affixes{Prefix: "A"}
		if !slices.Equal(learnt, []marking.Affixes{want}) {
			t.Fatalf("learnt %v, want %v once", learnt, want)
		}
		if fault != nil {
			if r.w.p.Reading.Affixes == want || !r.says(r.w.words.T("ui.fault.other")) {
				t.Error("a fault passes for success")
			}
			continue
		}
		if r.w.p.Reading.Affixes != want {
			t.Errorf("the window knows %v", r.w.p.Reading.Affixes)
		}
		r.key(fyne.KeyEscape)
		r.w.openScanDoctor()
		r.scan("A4601234567893")
		if r.says("scandoctor.finding.prefix") || !r.says("scandoctor.finding.affixes_known") {
			t.Error("the next scan doctor does not know the prefix")
		}
		r.asked()
	}
}
