package main

import (
	"context"
	"errors"
	"os"
	"sync"

	"dobro/internal/register"
	"dobro/internal/update"
	"dobro/ui/updates"
)

// wish is what the owner decided about the next exchange of the program. The screen writes it, the updater fulfils it when the shift is
// closed.
type wish struct {
	mu      sync.Mutex
	plan    updates.Plan
	dropped string // what stopped it before the till was closed for it
}

func (w *wish) get() updates.Plan {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.plan
}

func (w *wish) set(plan updates.Plan) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plan, w.dropped = plan, ""
}

// drop gives the wish up: it cannot be fulfilled now.
func (w *wish) drop(why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.plan, w.dropped = updates.Nothing, why
}

func (w *wish) why() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.dropped
}

// updatesDesk is the updates' screen over the program's own packages.
type updatesDesk struct{ c *care }

// Updates implements ui.Care.
func (c *care) Updates() updates.Backend { return updatesDesk{c} }

func (d updatesDesk) open() (*updating, error) {
	cfg, err := d.c.w.p.settings()
	if err != nil {
		return nil, err
	}
	return d.c.w.p.updating(cfg)
}

// Look implements updates.Backend.
func (d updatesDesk) Look(context.Context) (updates.View, error) {
	u, err := d.open()
	if err != nil {
		return updates.View{}, err
	}
	return d.view(u)
}

// Check implements updates.Backend.
func (d updatesDesk) Check(ctx context.Context) (updates.View, error) {
	u, err := d.open()
	if err == nil {
		_, err = u.check(ctx)
	}
	if err != nil {
		return updates.View{}, d.refused(err)
	}
	return d.view(u)
}

// Decide implements updates.Backend.
func (d updatesDesk) Decide(_ context.Context, plan updates.Plan) (updates.View, error) {
	u, err := d.open()
	if err != nil {
		return updates.View{}, err
	}
	v, err := d.view(u)
	switch {
	case err != nil:
		return v, err
	case plan == updates.Forward && v.Ready == "":
		return v, d.refused(update.ErrOlder)
	case plan == updates.Back && v.Former == "":
		return v, d.refused(update.ErrNoFormer)
	}
	d.c.w.p.wish.set(plan)
	return d.view(u)
}

// view tells how things are.
func (d updatesDesk) view(u *updating) (updates.View, error) {
	p := d.c.w.p
	s, err := u.place.Load()
	if err != nil {
		return updates.View{}, err
	}
	v := updates.View{Now: s.Version(), From: u.cfg.Updates.From, Plan: p.wish.get(), Watched: os.Getenv(watchedByEnv) != ""}
	if s.Step != update.StepNone {
		v.Outcome, v.Sick = p.outcome(s), s.Sick(s.To)
	}
	if s.Step == update.StepTrial || s.Step == update.StepDone {
		v.Former = s.From
	}
	if last, err := u.place.Last(); err == nil && last.Times > 0 {
		v.Stuck = p.stuckSentence(last, u.cfg)
	}
	if why := p.wish.why(); why != "" {
		v.Stuck = p.words.T("updates.stuck.now", "why", p.words.T("updates.stuck.why."+why))
	}
	m, ready, err := u.ready()
	if key := brokenUpdate(err); key != "" {
		v.Broken = p.words.T(key)
		return v, nil
	}
	if err != nil {
		return v, d.refused(err)
	}
	if ready && !s.Sick(m.Version) {
		v.Ready, v.Notes = m.Version, m.Notes
	}
	return v, nil
}

// refused is an error as the screen tells it.
func (d updatesDesk) refused(err error) error {
	if err == nil {
		return nil
	}
	p := d.c.w.p
	p.log.Warn().Err(err).Msg("update")
	key := brokenUpdate(err)
	switch {
	case errors.Is(err, update.ErrNoKey):
		key = "updates.no_key"
	case errors.Is(err, update.ErrNoFormer):
		key = "updates.no_former"
	case errors.Is(err, update.ErrOlder):
		key = "updates.none_ready"
	case key == "":
		key = "updates.away"
	}
	return &register.Fault{Code: key, Text: p.words.T(key), Action: p.words.T(key + ".do"), Err: err}
}

// brokenUpdate is what is wrong with a package, as a key of the translations; "" when it is something else.
func brokenUpdate(err error) string {
	switch {
	case errors.Is(err, update.ErrSignature):
		return "updates.signature"
	case errors.Is(err, update.ErrDamaged):
		return "updates.damaged"
	case errors.Is(err, update.ErrPlatform), errors.Is(err, update.ErrManifest):
		return "updates.strange"
	}
	return ""
}

// outcome is a sentence about the last exchange.
func (p *program) outcome(s update.State) string {
	why := ""
	if s.Why != "" {
		why = p.words.T("update.why." + s.Why)
	}
	return p.words.T("update.step."+string(s.Step), "from", s.From, "to", s.To, "why", why)
}
