package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/checks"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/ui/verdicts"
)

// answered lets a verdict come.
func (r *rig) answered(p register.Permit) {
	r.till.set(register.EventVerdict, func(v *register.View) { v.Permit = p })
	r.pump()
}

func TestTheLastTwentyVerdictsAreKept(t *testing.T) {
	r := withGoods(t)
	for i := range 25 {
		p := permits["allowed"]
		p.Product = fmt.Sprint("Товар ", i)
		p.Verdict = &checks.Verdict{At: noon.Add(time.Duration(i) * time.Second)}
		r.answered(p)
	}
	r.answered(permits["forbidden"])
	r.till.set("", func(v *register.View) { v.Permit = permits["ready"] }) // no verdict
	r.pump()
	if len(r.w.past) != verdicts.Most {
		t.Fatalf("%d verdicts are kept, want %d", len(r.w.past), verdicts.Most)
	}
	got := []string{}
	for _, i := range []int{0, 1, 19} {
		got = append(got, r.w.past[i].At+" "+r.w.past[i].Icon+" "+r.w.past[i].Word)
	}
	want := fmt.Sprint([]string{"09:00:00 cross Продавать нельзя", "09:00:24 check Можно продавать", "09:00:06 check Можно продавать"})
	if fmt.Sprint(got) != want {
		t.Errorf("kept\n  got  %q\n  want %q", got, want)
	}
}

func TestTheHistoryIsOneKeyOrOneTapAway(t *testing.T) {
	for _, c := range []struct {
		name   string
		permit string
		open   func(r *rig)
		want   bool
	}{
		{"Home", "ready", func(r *rig) { r.key(fyne.KeyHome) }, true},
		{"Home while the banner is red: its details", "forbidden", func(r *rig) { r.key(fyne.KeyHome) }, false},
		{"a tap on the neutral banner", "ready", func(r *rig) { test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(400, 90)) }, true},
		{"its button", "ready", func(r *rig) { test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(880, 90)) }, true},
		{"a tap on the green banner", "allowed", func(r *rig) { test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(400, 90)) }, true},
		{"a tap on the red banner", "forbidden", func(r *rig) { test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(400, 90)) }, false},
		{"a tap on the banner of a locked till", "ready", func(r *rig) {
			r.key(fyne.KeyF12)
			r.settle()
			test.TapCanvas(r.w.win.Canvas(), fyne.NewPos(400, 90))
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			r.answered(permits["warning"])
			r.answered(permits[c.permit])
			c.open(r)
			if _, got := r.w.top().(*verdicts.Panel); got != c.want {
				t.Errorf("the history is open: %v, want %v", got, c.want)
			}
		})
	}
}

func TestEveryVerdictOfTheHistoryTellsItsDetails(t *testing.T) {
	r := withGoods(t)
	r.answered(permits["forbidden"])
	r.answered(permits["allowed"])
	r.key(fyne.KeyHome, fyne.KeyDown, fyne.KeyReturn)
	for _, want := range []string{"КИ выбыл из оборота 14.11.2026", "c4b7a2e0-6a1d-4f1c-9c57-5b0c7f5f0a11"} {
		if !r.says(want) {
			t.Errorf("the details do not say %q", want)
		}
	}
	r.key(fyne.KeyEscape)
	if _, ok := r.w.top().(*verdicts.Panel); !ok {
		t.Error("Esc does not lead back to the list")
	}
	r.key(fyne.KeyEscape)
	if len(r.w.panels) != 0 {
		t.Error("Esc does not close the list")
	}
	r.asked()
}

func TestAScanClosesTheHistory(t *testing.T) {
	r := withGoods(t)
	r.answered(permits["warning"])
	r.key(fyne.KeyHome)
	r.scan("4601234567890")
	r.asked("scan 4601234567890")
	if len(r.w.panels) != 0 {
		t.Error("the list lies over the basket")
	}
}

func TestTheDaysLogIsForThoseWhoMaySeeIt(t *testing.T) {
	for _, role := range []register.Role{register.Cashier, register.Senior, register.Owner, register.Installer} {
		r := withGoods(t, func(p *Params) { p.Days = fakeDays{someDay()} })
		r.till.set(register.EventUser, func(v *register.View) { v.User = &register.Person{Name: "Анна Петрова", Role: role} })
		r.pump()
		r.key(fyne.KeyF11)
		r.typing("4")
		r.settle()
		want := role.May(staff.Logs)
		if got := len(r.w.panels) == 2; got != want {
			t.Errorf("%s: the log is open: %v, want %v", role, got, want)
		}
		if told := r.says(r.w.words.T("ui.log.not_yours")); told == want {
			t.Errorf("%s: told that it is the owner's: %v", role, told)
		}
	}
}
