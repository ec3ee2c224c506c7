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
	"dobro/ui/updates"
)

const (
	wantedMark   = "update.wanted" // in the data folder: the window closed so that whoever watches over it puts another version in place
	wantedBack   = "back"          // stands in it when that is the former one
	watchedByEnv = "DOBRO_WATCHED" // said by `dobro watch` to its window

	updaterTick  = 2 * time.Second
	updaterProof = 10 * time.Second
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
	begun := time.Now()
	proved, next := false, ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if !proved && time.Since(begun) >= updaterProof { // the till is open and the window is drawn since a while
			if err := u.place.Proved(); err != nil {
				p.log.Error().Err(err).Msg("note that the new version runs")
			}
			proved = true
		}
		plan := p.wish.get()
		if t.cfg.Updates.From == "" && plan == updates.Nothing {
			continue
		}
		now := time.Now()
		if t.cfg.Updates.From != "" && now.Sub(looked) >= updaterCheck {
			looked = now
			if _, err := u.check(ctx); err != nil {
				p.log.Warn().Err(err).Msg("look for an update")
			}
			m, ready, err := u.ready()
			if err != nil {
				p.log.Error().Err(err).Msg("an update is not put in place")
			}
			if next = ""; ready {
				next = m.Version
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
		if plan == updates.Nothing && next != "" && now.Sub(quiet) >= updaterQuiet && u.due(next, now) {
			plan = updates.Forward
		}
		if plan != updates.Nothing && os.Getenv(watchedByEnv) != "" {
			p.askToClose(ctx, u, plan)
			quiet = time.Time{}
		}
	}
}

// askToClose leaves the mark and has the window close; a window that has something in work says no, and the mark goes. Where the try
// cannot be noted, on a full disk, nothing is closed: the exchange would not succeed either.
func (p *program) askToClose(ctx context.Context, u *updating, plan updates.Plan) {
	before, err := u.begin(plan, time.Now())
	if err != nil {
		p.log.Error().Err(err).Msg("the update cannot be begun")
		p.wish.drop(whatStopped(err))
		return
	}
	mark, what := filepath.Join(p.dir, wantedMark), ""
	if plan == updates.Back {
		what = wantedBack
	}
	if err = os.WriteFile(mark, []byte(what), 0o640); err == nil {
		err = instance.Quit(ctx, p.dir)
	}
	if err != nil && ctx.Err() == nil {
		p.log.Info().Err(err).Msg("the update waits")
		_ = os.Remove(mark) // a mark that stays is taken away at the next start
		if err := u.place.Note(before); err != nil {
			p.log.Error().Err(err).Msg("note that nothing was tried")
		}
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
	if last, err := u.place.Last(); err == nil && last.Times > 0 {
		return p.stuck(last, t.cfg)
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
	p    *program
	mark string // of an open window
}

// updating reads what it needs of the settings as they are now; settings that cannot be read are told by the window, and bring no updates.
func (w watchOver) updating() (*updating, error) {
	cfg, err := w.p.settings()
	if err != nil {
		cfg = config.Default()
	}
	return w.p.updating(cfg)
}

// mostTrialDeaths is how often a new version may die on trial.
const mostTrialDeaths = 2

// mostTrial is how long a new version may run without having proved itself: a window that hangs is ended.
const mostTrial = 3 * time.Minute

// start opens the window of the version that is in place, puts an update in place where the window closed for one, and takes one back
// that hangs or keeps dying.
func (w watchOver) start(ctx context.Context, child func(ctx context.Context, program string) (int, error)) (int, error) {
	for {
		u, err := w.updating()
		if err != nil {
			return exitFault, err
		}
		s, err := u.place.Load()
		if err != nil {
			w.p.log.Error().Err(err).Msg("the state of the update")
		}
		wanted := filepath.Join(w.p.dir, wantedMark)
		_ = os.Remove(wanted) // of a window that was killed over it
		window, stop := ctx, context.CancelFunc(func() {})
		if s.Step == update.StepTrial {
			window, stop = context.WithCancel(ctx)
			hangs := time.AfterFunc(mostTrial, func() {
				if s, err := u.place.Load(); err == nil && s.Step == update.StepTrial {
					w.p.log.Error().Str("version", s.To).Msg("the new version does not come up")
					stop()
				}
			})
			defer hangs.Stop()
		}
		code, err := child(window, u.program())
		hung := window.Err() != nil && ctx.Err() == nil
		stop()
		if ctx.Err() != nil {
			return code, err
		}
		if hung {
			w.takeBack(ctx, u)
			continue
		}
		_, died := os.Stat(w.mark)
		_, asked := os.Stat(wanted)
		if died == nil || w.unproved(u) && (err != nil || code != exitYes) {
			if w.buried(ctx, u) && died != nil { // it died before it had a window: nobody else counts that
				continue
			}
			return code, err
		}
		if err != nil {
			return code, err
		}
		if asked != nil {
			return code, nil
		}
		what, _ := os.ReadFile(wanted)
		if string(what) == wantedBack {
			err = u.back(ctx, "asked")
		} else {
			err = u.apply(ctx)
		}
		w.note(u, err)
	}
}

// unproved tells whether the version in place is still on trial.
func (w watchOver) unproved(u *updating) bool {
	s, err := u.place.Load()
	return err == nil && s.Step == update.StepTrial
}

// buried counts a death of a version on trial and takes the version back when it was the last one that it may die. It tells whether another
// window is worth a try.
func (w watchOver) buried(ctx context.Context, u *updating) bool {
	n, err := u.place.Died()
	if err != nil {
		w.p.log.Error().Err(err).Msg("count the deaths of the new version")
		return false
	}
	return n < mostTrialDeaths || w.takeBack(ctx, u)
}

func (w watchOver) takeBack(ctx context.Context, u *updating) bool {
	err := u.back(ctx, "died")
	w.p.log.Error().Err(err).Msg("the new version died or hung; the former one is put back")
	if errors.Is(err, errSold) {
		w.p.say("update.sold")
	}
	return err == nil
}
