package main

import (
	"errors"
	"io/fs"
	"time"

	"dobro/internal/config"
	"dobro/internal/probe"
	"dobro/internal/store"
	"dobro/internal/update"
	"dobro/ui/updates"
)

// due tells whether the version that lies ready may be put in place by itself now. One that was taken back, because it did not run or because
// the owner wanted so, comes again only when the owner says so; one that could not be put in place waits longer after each try.
func (u *updating) due(version string, now time.Time) bool {
	s, err := u.place.Load()
	if err != nil || s.Step == update.StepReturned && s.To == version {
		return false
	}
	last, err := u.place.Last()
	return err != nil || last.Version != version || last.Back || !last.Waits(now)
}

// begin notes a try, and gives what was known before.
func (u *updating) begin(plan updates.Plan, now time.Time) (update.Attempt, error) {
	s, err := u.place.Load()
	if err != nil {
		return update.Attempt{}, err
	}
	version := s.From
	if plan == updates.Forward {
		m, _, err := u.ready()
		if err != nil {
			return update.Attempt{}, err
		}
		version = m.Version
	}
	return u.place.Begin(version, plan == updates.Back, now)
}

// note keeps what stopped an exchange, for the owner. A version that did not run is told by the state of the update.
func (w watchOver) note(u *updating, err error) {
	if err == nil {
		return
	}
	w.p.log.Error().Err(err).Msg("put another version in place")
	if errors.Is(err, errSick) {
		return
	}
	if err := u.place.Stopped(whatStopped(err)); err != nil {
		w.p.log.Error().Err(err).Msg("note what stopped the update")
	}
}

// Words for what stopped an exchange; they are stored, and their sentences are under "updates.stuck.why.".
const (
	stopSpace   = "space"
	stopRights  = "rights"
	stopBusy    = "busy"
	stopDamaged = "damaged"
	stopSold    = "sold"
	stopFault   = "fault"
)

func whatStopped(err error) string {
	switch {
	case store.Full(err):
		return stopSpace
	case errors.Is(err, fs.ErrPermission):
		return stopRights
	case errors.Is(err, errBusy), errors.Is(err, errLocked):
		return stopBusy
	case errors.Is(err, errSold):
		return stopSold
	case brokenUpdate(err) != "":
		return stopDamaged
	}
	return stopFault
}

// stuckSentence tells what stopped the last exchange, and when the till tries again.
func (p *program) stuckSentence(last update.Attempt, cfg config.Config) string {
	why := last.Why
	if why == "" {
		why = "unknown"
	}
	key := "updates.stuck.again"
	if last.Back || cfg.Updates.From == "" {
		key = "updates.stuck.ask"
	}
	return p.words.T(key, "version", last.Version, "why", p.words.T("updates.stuck.why."+why), "at", last.Next().In(cfg.Shop.Location).Format("02.01 15:04"))
}

// stuck is the doctor's finding of an exchange that could not be made.
func (p *program) stuck(last update.Attempt, cfg config.Config) finding {
	what := "stuck"
	switch last.Why {
	case stopSpace, stopRights:
		what += "_" + last.Why
	}
	return p.found("update", probe.Warn, what, "text", p.stuckSentence(last, cfg))
}
