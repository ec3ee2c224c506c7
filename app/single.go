package main

import (
	"errors"

	"dobro/internal/instance"
	"dobro/internal/logging"
	"dobro/ui"
)

// announce makes this window the one of its data folder: it takes the folder, keeps the last words of a run that dies, marks itself open
// for whoever watches over it (`dobro watch`), and comes to the front when it is started once more.
func (w *cashier) announce(params *ui.Params) error {
	p := w.p
	if err := p.lockFolder(); err != nil {
		return err
	}
	last, err := logging.CatchCrash(p.dir)
	if err != nil {
		p.log.Warn().Err(err).Msg("keep crashes")
	}
	if last != "" {
		p.log.Error().Str("crash", last).Msg("the run before died")
	}
	died, closed, err := markOpen(p.dir)
	if err != nil {
		return err
	}
	p.later(closed)
	if died {
		p.log.Warn().Msg("the window before was not closed in order")
	}
	front, err := instance.Listen(p.dir)
	if err != nil { // a computer that allows no loopback port still sells
		p.log.Warn().Err(err).Msg("second starts are not heard")
		return nil
	}
	p.later(front.Close)
	params.Raise = front.Raised()
	return nil
}

// raised tells whether a start that found the folder taken brought the window that has it to the front.
func (w *cashier) raised(err error) bool {
	return errors.Is(err, errLocked) && instance.Raise(w.ctx, w.p.dir) == nil
}
