package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/ui/login"
	"dobro/ui/shift"
)

func strictRig(t *testing.T) *rig {
	r := newRig(t, setting{p: func(p *Params) { p.Wedge = true }})
	r.till.strict = true
	r.till.asked = nil
	return r
}

func takeOut(r *rig) {
	r.key(fyne.KeyF7)
	r.typing("1000")
	r.key(fyne.KeyF7)
	r.settle()
}

func TestWhatNeedsASeniorAsksForHimOnTheSpotAndGoesOn(t *testing.T) {
	for _, c := range []struct {
		name string
		show func(r *rig)
		want string
	}{
		{"ПИН", func(r *rig) { r.typing("2222"); r.key(fyne.KeyReturn) }, "senior 2222 for cash_out"},
		{"бейдж", func(r *rig) { r.scan("SENIOR") }, "senior SENIOR for cash_out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := strictRig(t)
			takeOut(r)
			if _, ok := r.w.top().(*login.Pad); !ok {
				t.Fatalf("on top lies %T, want the pad for the senior", r.w.top())
			}
			c.show(r)
			r.asked(c.want, "cash_out 1000.00")
			if len(r.w.panels) != 0 {
				t.Errorf("%d panels stay open", len(r.w.panels))
			}
			if r.w.view.User.Name != "Анна Петрова" {
				t.Errorf("the till belongs to %q now", r.w.view.User.Name)
			}
		})
	}
}

func TestAPINThatIsNotEnoughIsToldAndAnotherIsTaken(t *testing.T) {
	r := strictRig(t)
	takeOut(r)
	for pin, said := range map[string]string{"9999": "ПИН не подходит", "1111": r.w.words.T("ui.senior.not_enough")} {
		r.typing(pin)
		r.key(fyne.KeyReturn)
		r.settle()
		if !r.says(said) {
			t.Errorf("%s: nobody says %q", pin, said)
		}
	}
	r.scan("4601234567890")
	r.settle()
	if !r.says(r.w.words.T("ui.login.no_badge")) {
		t.Error("goods instead of a badge: nobody says so")
	}
	r.asked()
	r.typing("2222")
	r.key(fyne.KeyReturn)
	r.asked("senior 2222 for cash_out", "cash_out 1000.00")
}

func TestWithoutASeniorTheCashierIsBackWhereHeWas(t *testing.T) {
	r := strictRig(t)
	takeOut(r)
	r.key(fyne.KeyEscape)
	d, ok := r.w.top().(*shift.Drawer)
	if !ok || d.Said() != r.w.words.T("ui.senior.not_asked") {
		t.Fatalf("on top lies %T", r.w.top())
	}
	r.asked()
}

func TestABadgeOpensTheLockedTillAndTheBasketStays(t *testing.T) {
	r := withGoods(t, func(p *Params) { p.Wedge = true })
	r.key(fyne.KeyF12)
	r.settle()
	r.burst("20260417\r")
	r.asked("logout", "badge 20260417")
	if !r.w.selling() || len(r.w.view.Receipt.Lines) != 1 || r.w.view.User.Name != "Борис Ильин" {
		t.Errorf("user %+v, %d lines", r.w.view.User, len(r.w.view.Receipt.Lines))
	}
}
