package ui

import (
	"context"

	"dobro/internal/register"
	"dobro/ui/age"
	"dobro/ui/sound"
)

// AgeTill takes the answer to the question for the buyer's age.
type AgeTill interface {
	ConfirmAge(ctx context.Context, enough bool) error
}

// askAge lays the question on top when the till has it, and takes it away when it is answered.
func (w *window) askAge(v register.View) {
	switch {
	case w.age != nil && (v.AskAge != w.age.Years() || v.User == nil):
		w.shut(w.age)
		w.age = nil
	case w.age != nil:
		w.age.Show(v.Receipt.Lines)
	}
	if w.age != nil || v.AskAge == 0 || v.User == nil || w.base != nil {
		return
	}
	w.p.Sounds.Play(sound.Attention)
	w.age = age.New(age.Params{Words: w.words, Years: v.AskAge, Lines: v.Receipt.Lines, Done: func(enough bool) {
		w.idle.touch()
		asked := w.age
		w.work.do(func(ctx context.Context) error { return w.till.ConfirmAge(ctx, enough) }, func(err error) {
			if err != nil && asked == w.age && asked != nil {
				w.p.Sounds.Play(sound.Fault)
				asked.Fail(faultOf(w.words, err))
			}
		})
	}})
	w.open(w.age)
}

// told is a fault whose sentence the banner says already.
func told(f *register.Fault) bool { return f.Code == "out_of_hours" }
