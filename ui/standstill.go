package ui

import (
	"context"

	"dobro/internal/register"
	"dobro/ui/sound"
	"dobro/ui/standing"
)

// UnblockTill sets a printer going whose driver stopped.
type UnblockTill interface {
	Unblock(ctx context.Context) error
}

// showStanding opens the panel when the printer's driver has stopped and takes it away when it goes on, by whatever way. Closed by hand
// it stays away until somebody wants to print again: F9 has it then.
func (w *window) showStanding(before, v register.View) {
	s := w.standing()
	switch {
	case s != nil && !v.Stopped && v.Busy == "":
		w.shut(s)
		w.notice.Tell("check", w.words.T("ui.unblock.done"), "")
	case s == nil && v.Stopped && !before.Stopped && v.User != nil && w.base == nil:
		w.openStanding()
	}
}

func (w *window) standing() *standing.Panel {
	for _, p := range w.panels {
		if s, ok := p.(*standing.Panel); ok {
			return s
		}
	}
	return nil
}

func (w *window) openStanding() {
	if w.standing() != nil {
		return
	}
	var s *standing.Panel
	s = standing.New(standing.Params{
		Words: w.words, Settling: w.view.Settling, Close: func() { w.shut(s) },
		Go: func() {
			if !w.work.do(w.till.Unblock, func(err error) {
				if err != nil {
					w.p.Sounds.Play(sound.Fault)
					s.Fail(faultOf(w.words, err))
				}
			}) {
				s.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
			}
		},
	})
	w.p.Sounds.Play(sound.Attention)
	w.open(s)
}
