package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/instance"
)

func TestTheSetUpMayCloseATillOnlyWithNothingInIt(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want bool
	}{
		{"товар в чеке", func(r *rig) {}, false},
		{"идёт оплата", func(r *rig) { r.key(fyne.KeyF9) }, false},
		{"чек отложен", func(r *rig) { r.key(fyne.KeyF5); r.settle() }, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			c.do(r)
			if got := r.w.mayQuit(); got != c.want {
				t.Errorf("the window may close: %v, want %v", got, c.want)
			}
			if c.want { // the painter's window cannot be closed twice
				return
			}
			said := true
			r.w.asked(instance.Ask{Quit: true, Answer: func(will bool) { said = will }})
			if said {
				t.Error("the set-up was told that the till closes")
			}
		})
	}
}
