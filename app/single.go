package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"dobro/internal/instance"
	"dobro/internal/logging"
	"dobro/ui"

	"github.com/gofrs/flock"
)

// announce makes this window the one of its data folder: it takes the folder, keeps the last words of a run that dies, marks itself open
// for whoever watches over it (`dobro watch`), and hears what other starts want of it.
func (w *cashier) announce(params *ui.Params) error {
	p := w.p
	if err := p.lockFolder(); err != nil {
		return err
	}
	p.catchCrash()
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
	params.Asked = front.Asked()
	return nil
}

// catchCrash keeps the last words of a run that dies, and tells those of the run before. It comes after the secrets were read: what the
// last words held of them is masked.
func (p *program) catchCrash() {
	masker := p.masker
	if masker == nil { // before there are settings
		masker = &logging.Masker{}
	}
	last, err := logging.CatchCrash(p.dir, masker)
	if err != nil {
		p.log.Warn().Err(err).Msg("keep crashes")
	}
	if last != "" {
		p.log.Error().Str("crash", last).Msg("the run before died")
	}
}

// raised tells whether a start that found the folder taken brought the window that has it to the front.
func (w *cashier) raised(err error) bool {
	return errors.Is(err, errLocked) && instance.Raise(w.ctx, w.p.dir) == nil
}

// Waiting for a window that said that it closes.
const (
	closingTime   = 30 * time.Second
	closingGlance = 100 * time.Millisecond
)

// runQuit closes the window of the data folder and returns when it has ended: `dobro quit`, for the set-up and for whoever shuts the
// computer down. Exit code 3 when a receipt is open or on its way; nothing is closed then.
func runQuit(ctx context.Context, p *program, args []string) int {
	if len(args) > 0 {
		return p.fail(usage("app.help"))
	}
	dir, err := p.dataFolder()
	if err != nil {
		return p.fail(err)
	}
	p.dir = dir
	lock := filepath.Join(dir, lockName)
	if _, err := os.Stat(lock); errors.Is(err, os.ErrNotExist) { // no till ever ran here
		return exitYes
	}
	switch err := instance.Quit(ctx, dir); {
	case errors.Is(err, instance.ErrBusy):
		p.say("quit.busy")
		return exitNo
	case err != nil && !errors.Is(err, instance.ErrNone):
		return p.fail(err)
	}
	ctx, stop := context.WithTimeout(ctx, closingTime)
	defer stop()
	l := flock.New(lock)
	if _, err := l.TryLockContext(ctx, closingGlance); err != nil {
		return p.fail(errLocked)
	}
	if err := l.Unlock(); err != nil {
		return p.fail(err)
	}
	return exitYes
}
