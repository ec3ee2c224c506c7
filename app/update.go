package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"dobro/internal/update"
)

// updateKey is the public key of the owner who signs updates, base64; stamped by the build. The settings may name another.
var updateKey = ""

// trialTime is how long a new version may take to prove that it runs.
const trialTime = time.Minute

// runUpdate brings a new version: `dobro update [--check | --apply [--older] | --back]`. Without an option it says how things are. --check
// fetches and verifies, --apply puts it in place when the shift is closed and nothing waits, --back puts the former version back.
func runUpdate(ctx context.Context, p *program, args []string) int {
	var check, apply, back, older, trial bool
	rest, err := flags("update", args, func(f *flag.FlagSet) {
		f.BoolVar(&check, "check", false, "")
		f.BoolVar(&apply, "apply", false, "")
		f.BoolVar(&back, "back", false, "")
		f.BoolVar(&older, "older", false, "")
		f.BoolVar(&trial, "trial", false, "") // said by the former version to the new one
	})
	if err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("update.usage")))
	}
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	u, err := p.updating(cfg)
	if err != nil {
		return p.fail(err)
	}
	u.older = older
	switch {
	case trial:
		return p.prove(ctx, cfg)
	case check:
		_, err = u.check(ctx)
	case apply:
		err = u.apply(ctx)
	case back:
		err = u.back(ctx, "asked")
	}
	if err != nil {
		return p.refuseUpdate(err)
	}
	s, err := u.place.Load()
	if err != nil {
		return p.fail(err)
	}
	if back { // it is done, whatever the package is like that was left
		p.sayUpdate(s, update.Manifest{}, false)
		return exitYes
	}
	m, ready, err := u.ready()
	if err != nil {
		return p.refuseUpdate(err)
	}
	p.sayUpdate(s, m, ready)
	return exitYes
}

// sayUpdate says which version runs, what was exchanged last and what lies ready.
func (p *program) sayUpdate(s update.State, m update.Manifest, ready bool) {
	fmt.Fprintln(p.out, p.words.T("update.now", "version", s.Version()))
	if s.Step != update.StepNone {
		fmt.Fprintln(p.out, p.outcome(s))
	}
	if ready {
		fmt.Fprintln(p.out, p.words.T("update.ready", "version", m.Version, "notes", m.Notes))
	}
}

// errBusy says that the till has something in work: no exchange now.
var errBusy = errors.New("the till has something in work")

// errSold says that the former version cannot read what was sold since.
var errSold = errors.New("the journal was brought to a form that the former version cannot read, and it was sold with it")

// refuseUpdate says why it was not done. What has to wait for the till, and what is simply not there, is a no, not a fault.
func (p *program) refuseUpdate(err error) int {
	for _, said := range []struct {
		err  error
		key  string
		code int
	}{
		{errBusy, "update.busy", exitNo}, {errLocked, "update.running", exitNo}, {update.ErrOlder, "update.older", exitNo}, {update.ErrNoFormer, "update.no_former", exitNo},
		{errSold, "update.sold", exitNo}, {update.ErrNoKey, "update.no_key", exitUsage}, {update.ErrSource, "update.no_source", exitUsage},
		{update.ErrSignature, "update.signature", exitFault}, {update.ErrPlatform, "update.platform", exitFault}, {update.ErrManifest, "update.manifest", exitFault},
		{update.ErrDamaged, "update.damaged", exitFault}, {errSick, "update.sick", exitFault},
	} {
		if errors.Is(err, said.err) {
			p.log.Warn().Err(err).Msg("update")
			p.say(said.key)
			return said.code
		}
	}
	p.log.Error().Err(err).Msg("update")
	p.say("update.fault")
	return exitFault
}
