package ui

import (
	"context"

	"dobro/internal/register"
	"dobro/ui/doubt"
	"dobro/ui/login"
	"dobro/ui/sound"
)

// DoubtTill is what the window asks of the till when the printer cannot tell what became of a receipt.
type DoubtTill interface {
	// Doubt asks the printer once more and puts the facts side by side; nothing changes.
	Doubt(ctx context.Context) (register.Doubt, error)
	// Decide records what a senior says: register.Made with the number of the document, or register.NotMade.
	Decide(ctx context.Context, pin, verdict string, fd int64) error
}

// showDoubt opens the facts when a receipt has come to where only a senior can decide, and closes them when it is over. Closed by hand
// they stay away until somebody asks; F11 has them.
func (w *window) showDoubt(before, v register.View) {
	d := w.doubting()
	switch {
	case d != nil && !v.Settling:
		w.shut(d)
	case d == nil && v.Doubtful && !before.Doubtful && v.User != nil:
		w.openDoubt()
	}
}

// doubting is the panel when it is open.
func (w *window) doubting() *doubt.Panel {
	for _, p := range w.panels {
		if d, ok := p.(*doubt.Panel); ok {
			return d
		}
	}
	return nil
}

// openDoubt puts the facts of the oldest receipt in doubt before the senior.
func (w *window) openDoubt() {
	if w.doubting() != nil || !w.view.Settling {
		return
	}
	var d *doubt.Panel
	d = doubt.New(doubt.Params{
		Words: w.words, Close: func() { w.shut(d) },
		Again: func() { w.askDoubt(d) },
		Made:  func(fd int64) { w.decide(d, register.Made, fd) },
		None:  func() { w.decide(d, register.NotMade, 0) },
	})
	w.open(d)
	w.askDoubt(d)
}

// askDoubt brings the facts. When the printer can tell by now, the till settles the receipt and the panel goes.
func (w *window) askDoubt(d *doubt.Panel) {
	var facts doubt.Facts
	if !w.work.do(func(ctx context.Context) error {
		found, err := w.till.Doubt(ctx)
		facts = doubt.Make(w.words, w.zone, found)
		return err
	}, func(err error) {
		if err != nil {
			d.Fail(faultOf(w.words, err))
			return
		}
		d.Show(facts)
	}) {
		d.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}

// decide wants the senior's PIN for what he says.
func (w *window) decide(d *doubt.Panel, verdict string, fd int64) {
	what := w.words.T("ui.doubt.none")
	if verdict == register.Made {
		what = w.words.T("ui.doubt.made", "fd", fd)
	}
	var pad *login.Pad
	w.p.Sounds.Play(sound.Ask)
	pad = login.New(login.Params{
		Words: w.words, Title: w.words.T("ui.senior.needed"), What: what, Text: w.words.T("ui.doubt.kept"), Confirm: w.words.T("ui.doubt.confirm"),
		Close: func() { w.shut(pad) },
		Done: func(k login.Key) {
			w.work.do(func(ctx context.Context) error {
				if k.Scanned {
					return w.till.Decide(register.Backed(ctx, k.Text, true), "", verdict, fd)
				}
				return w.till.Decide(ctx, k.Text, verdict, fd)
			}, func(err error) {
				w.afterKey(pad, k, err, func(err error) {
					if err != nil {
						w.p.Sounds.Play(sound.Fault)
						d.Fail(faultOf(w.words, err))
					}
				})
			})
		},
	})
	w.open(pad)
}
