package ui

import (
	"context"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
	"dobro/ui/shift"
	"dobro/ui/sound"
)

// openDrawer is everything about the money in the drawer on one panel: put in, take out, open it for a reason. out says which of the
// first two Enter does.
func (w *window) openDrawer(out bool) {
	var d *shift.Drawer
	do := func(what, said string, action func(ctx context.Context) error) {
		d.Wait(w.words.T("ui.wait"))
		if !w.perform(what, action, func(err error) {
			if err != nil {
				w.p.Sounds.Play(sound.Fault)
				d.Fail(faultOf(w.words, err))
				return
			}
			w.shut(d)
			w.moved(said)
		}) {
			d.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
		}
	}
	d = shift.NewDrawer(shift.DrawerParams{
		Words: w.words, Cash: w.view.Shift.Cash, Out: out, Close: func() { w.shut(d) },
		Move: func(sum money.Kopecks, out bool) {
			rubles := look.Rubles(w.words, sum)
			if out {
				do(w.words.T("ui.senior.cash_out", "sum", rubles), w.words.T("ui.cash.out.done", "sum", rubles), func(ctx context.Context) error { return w.till.CashOut(ctx, sum) })
				return
			}
			do("", w.words.T("ui.cash.in.done", "sum", rubles), func(ctx context.Context) error { return w.till.CashIn(ctx, sum) })
		},
		Open: func(reason string) {
			do("", "", func(ctx context.Context) error { return w.till.OpenDrawer(ctx, reason) })
		},
	})
	w.open(d)
}

// moved says what money went where: on the panel that the drawer was opened from, or on the sale screen.
func (w *window) moved(said string) {
	switch {
	case said == "":
	case w.shift != nil:
		w.shift.Finish(said)
	default:
		w.notice.Tell("check", said, "")
	}
}
