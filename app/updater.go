package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"dobro/internal/config"
	"dobro/internal/instance"
	"dobro/internal/update"
)

const (
	wantedMark   = "update.wanted" // in the data folder: the window closed so that whoever watches over it puts the update in place
	watchedByEnv = "DOBRO_WATCHED" // said by `dobro watch` to its window

	updaterTick  = 10 * time.Second
	updaterCheck = 6 * time.Hour
	updaterQuiet = time.Minute // the shift is closed for so long, and nobody has begun anything
)

// updater looks for new versions beside a running till, and has it closed for one when the shift is closed and nothing is in work.
func (p *program) updater(ctx context.Context, t *till) {
	u, err := p.updating(t.cfg)
	if err != nil {
		p.log.Warn().Err(err).Msg("no updates")
		return
	}
	tick := time.NewTicker(updaterTick)
	defer tick.Stop()
	var looked, quiet time.Time
	proved, ready := false, false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !proved { // the till is open and the window is drawn since a while
			if err := u.place.Proved(); err != nil {
				p.log.Error().Err(err).Msg("note that the new version runs")
			}
			proved = true
		}
		if t.cfg.Updates.From == "" {
			continue
		}
		now := time.Now()
		if now.Sub(looked) >= updaterCheck {
			looked = now
			if _, err := u.check(ctx); err != nil {
				p.log.Warn().Err(err).Msg("look for an update")
			}
			if _, ready, err = u.ready(); err != nil {
				p.log.Error().Err(err).Msg("an update is not put in place")
			}
		}
		v := t.register.View()
		if v.Shift.Open || len(v.Receipt.Lines)+len(v.Held) > 0 || v.Settling || v.Unprinted > 0 || v.Busy != "" {
			quiet = time.Time{}
			continue
		}
		if quiet.IsZero() {
			quiet = now
		}
		if ready && now.Sub(quiet) >= updaterQuiet && os.Getenv(watchedByEnv) != "" {
			p.askToClose(ctx)
			quiet = time.Time{}
		}
	}
}

// askToClose leaves the mark and has the window close; a window that has something in work says no, and the mark goes.
func (p *program) askToClose(ctx context.Context) {
	mark := filepath.Join(p.dir, wantedMark)
	err := os.WriteFile(mark, nil, 0o640)
	if err == nil {
		err = instance.Quit(ctx, p.dir)
	}
	if err != nil && ctx.Err() == nil {
		p.log.Info().Err(err).Msg("the update waits")
		_ = os.Remove(mark) // a mark that stays is taken away at the next start
	}
}

// probeUpdate tells which version runs and what lies ready.
func (p *program) probeUpdate(t *till) finding {
	u, err := p.updating(t.cfg)
	if err != nil {
		return p.found("update", "warn", "damaged")
	}
	s, err := u.place.Load()
	if err == nil && s.Step == update.StepReturned && s.Why != "asked" {
		return p.found("update", "warn", "returned", "version", version, "to", s.To)
	}
	if t.cfg.Updates.From == "" {
		return p.found("update", "ok", "off", "version", version)
	}
	m, ready, err := u.ready()
	switch {
	case err != nil:
		return p.found("update", "warn", "damaged")
	case ready:
		return p.found("update", "warn", "ready", "version", version, "to", m.Version)
	}
	return p.found("update", "ok", "well", "version", version)
}

// watchOver is what `dobro watch` does about updates between two windows.
type watchOver struct {
	u    *updating
	mark string // of an open window
}

// watchUpdates reads what it needs of the settings; settings that cannot be read are told by the window, and bring no updates.
func (p *program) watchUpdates(mark string) (watchOver, error) {
	cfg, err := p.settings()
	if err != nil {
		cfg = config.Default()
	}
	u, err := p.updating(cfg)
	return watchOver{u, mark}, err
}

// mostTrialDeaths is how often a new version may die on trial.
const mostTrialDeaths = 2

// mostTrial is how long a new version may run without having proved itself: a window that hangs is ended.
const mostTrial = 3 * time.Minute

// start opens the window, puts an update in place where the window closed for one, and takes one back that keeps dying.
func (w watchOver) start(ctx context.Context, child func(ctx context.Context) (int, error)) (int, error) {
	for {
		s, err := w.u.place.Settle()
		if err != nil {
			w.u.p.log.Error().Err(err).Msg("finish an update")
		}
		wanted := filepath.Join(w.u.p.dir, wantedMark)
		_ = os.Remove(wanted) // of a window that was killed over it
		window, stop := ctx, context.CancelFunc(func() {})
		if s.Step == update.StepTrial {
			window, stop = context.WithCancel(ctx)
			hangs := time.AfterFunc(mostTrial, func() {
				if s, err := w.u.place.Load(); err == nil && s.Step == update.StepTrial {
					w.u.p.log.Error().Str("version", s.To).Msg("the new version does not come up")
					stop()
				}
			})
			defer hangs.Stop()
		}
		code, err := child(window)
		hung := window.Err() != nil && ctx.Err() == nil
		stop()
		if ctx.Err() != nil || err != nil && !hung {
			return code, err
		}
		_, died := os.Stat(w.mark)
		_, asked := os.Stat(wanted)
		switch {
		case hung:
			w.takeBack(ctx)
			continue
		case died == nil:
			if n, err := w.u.place.Died(); err == nil && n >= mostTrialDeaths {
				w.takeBack(ctx)
			}
			return code, nil
		case asked == nil:
			if err := w.u.apply(ctx); err != nil {
				w.u.p.log.Error().Err(err).Msg("put an update in place")
			}
			continue
		}
		return code, nil
	}
}

func (w watchOver) takeBack(ctx context.Context) {
	err := w.u.back(ctx, "died")
	w.u.p.log.Error().Err(err).Msg("the new version died or hung; the former one is put back")
	if errors.Is(err, errSold) {
		w.u.p.say("update.sold")
	}
}
