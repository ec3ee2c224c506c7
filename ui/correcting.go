package ui

import (
	"context"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/correction"
	"dobro/ui/look"
	"dobro/ui/sound"
)

// CorrectionTill makes correction receipts.
type CorrectionTill interface {
	Correct(ctx context.Context, c register.Correction) error
}

// openCorrection asks for a correction receipt; a senior's right, so that a cashier is asked for his senior in the end.
func (w *window) openCorrection() {
	var c *correction.Panel
	c = correction.New(correction.Params{
		Words: w.words, Zone: w.zone, Now: w.now(), VAT: sale.VAT22, Close: func() { w.shut(c) },
		Done: func(what register.Correction, sum money.Kopecks) { w.correct(c, what, sum) },
	})
	w.open(c)
}

func (w *window) correct(c *correction.Panel, what register.Correction, sum money.Kopecks) {
	title := w.words.T("ui.correction.title")
	if sum > 0 {
		title = w.words.T("ui.correction.what_for", "sum", look.Rubles(w.words, sum))
	}
	if !w.perform(title, func(ctx context.Context) error { return w.till.Correct(ctx, what) }, func(err error) {
		if err != nil {
			w.p.Sounds.Play(sound.Fault)
			c.Fail(faultOf(w.words, err))
			return
		}
		w.shut(c)
		if last := w.view.Last; last != nil && last.Kind == sale.Correction {
			w.notice.Tell("check", w.words.T("ui.correction.done", "fd", last.FD), "")
		}
	}) {
		c.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}
