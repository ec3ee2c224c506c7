// Package selftest proves on the installed till that bans work: simulators on loopback answer every reason for a ban through the
// real channels, a real register is given the codes, and each must be stopped with its basket empty. The shop's own services
// are then asked with a code of the installer's choice. Nothing here can reach the shop's printer or journal.
package selftest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/trueapi"
	"dobro/checks/tspiot"
	"dobro/internal/lang"
	"dobro/internal/marking"
	"dobro/internal/sim"

	"github.com/rs/zerolog"
)

// Params of a run. Words, Rules and Schedule are required: the rules are those of the shop, with its policy and zone.
type Params struct {
	Words    *lang.Catalogue
	Rules    *checks.Rules
	Schedule *checks.Schedule
	Reading  marking.Options
	Log      zerolog.Logger
	Now      func() time.Time
	Dir      string // where a folder may be made for the time of the test; "" is the system's place
	Deadline time.Duration

	// Real are the shop's own channels, each asked by itself with Code; none is asked without a code.
	Real []Channel
	Code string

	// Step is told after every code, from the goroutine of Run.
	Step func(done, all int)
}

// Channel is one of the shop's own services.
type Channel struct {
	Way    Way
	Host   string
	Source checks.Source
}

// Seen is what became of one code.
type Seen struct {
	Stopped  bool // red banner, or refused before any question
	Empty    bool // no line in the basket
	Decision checks.Decision
	Reasons  []checks.ReasonCode
	Channel  checks.Channel
	Offline  bool
	Evidence string // reqId of the answer
	Text     string // what the cashier reads
	Took     time.Duration
}

// Outcome is a case with what was seen.
type Outcome struct {
	Case
	Seen
}

// Good tells whether the code was stopped for the reason it should be, by the way it should be, and the basket stayed empty.
func (o Outcome) Good() bool {
	if !o.Stopped || !o.Empty || !slices.Contains(o.Reasons, o.Want) {
		return false
	}
	want := map[Way]checks.Channel{ByTSPIoT: checks.ChannelTSPIoT, ByTrueAPI: checks.ChannelTrueAPI, ByRelay: checks.ChannelTSPIoT, ByModule: checks.ChannelLocalModule}[o.Way]
	offline := o.Way == ByRelay || o.Way == ByModule
	return want == "" || o.Channel == want && o.Offline == offline
}

// RealOutcome is what one of the shop's own services said about the installer's code.
type RealOutcome struct {
	Channel
	Seen
}

// Result of a run.
type Result struct {
	At      time.Time
	Rules   string // version
	Bans    []Outcome
	Sold    []Outcome // good codes, one a way: let through, so that a till that refuses everything does not pass
	Real    []RealOutcome
	Cis     string // of the installer's code, without its check part
	Elapsed time.Duration
}

// Passed tells whether every ban held and every good code went through.
func (r Result) Passed() bool {
	for _, o := range r.Bans {
		if !o.Good() {
			return false
		}
	}
	for _, o := range r.Sold {
		if o.Stopped {
			return false
		}
	}
	return len(r.Bans) > 0
}

// Held counts the bans that held.
func (r Result) Held() int {
	n := 0
	for _, o := range r.Bans {
		if o.Good() {
			n++
		}
	}
	return n
}

// Run does the whole test; it takes some seconds.
func Run(ctx context.Context, p Params) (Result, error) {
	if p.Words == nil || p.Rules == nil || p.Schedule == nil {
		return Result{}, errors.New("run the self-test: words, rules and schedule are required")
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Deadline == 0 {
		p.Deadline = 2500 * time.Millisecond
	}
	if p.Step == nil {
		p.Step = func(int, int) {}
	}
	began := time.Now()
	r := Result{At: p.Now(), Rules: p.Rules.Version()}
	w, err := sim.Start(ctx, sim.Config{KeepSales: true, Now: p.Now, Only: []string{sim.TSPIoT, sim.TrueAPI, sim.CDN1, sim.CDN2, sim.LocalModule}})
	if err != nil {
		return r, fmt.Errorf("start the simulators of the self-test: %w", err)
	}
	defer w.Close()
	if err := w.Codes.Product(sim.Product{GTIN: gtin, Group: milk}); err != nil {
		return r, err
	}
	list := cases(p.Now())
	all := len(list) + 4 + len(p.Real)
	done := 0
	step := func() { done++; p.Step(done, all) }
	for _, way := range []Way{ByTSPIoT, ByTrueAPI, ByRelay, ByModule, ByItself} {
		if err := r.walk(ctx, p, w, way, list, step); err != nil {
			return r, fmt.Errorf("self-test %s: %w", way, err)
		}
	}
	if p.Code != "" {
		if err := r.askReal(ctx, p, step); err != nil {
			return r, err
		}
	}
	r.Elapsed = time.Since(began)
	return r, nil
}

// walk tries all cases of one way on a register of its own.
func (r *Result) walk(ctx context.Context, p Params, w *sim.World, way Way, list []Case, step func()) error {
	w.TSPIoT.SetOffline(way == ByRelay)
	online, local, closers, err := channels(w, way)
	if err != nil {
		return err
	}
	defer func() {
		for _, c := range closers {
			if err := c(); err != nil {
				p.Log.Warn().Err(err).Msg("close a channel of the self-test")
			}
		}
	}()
	b, err := newBench(ctx, p, online, local)
	if err != nil {
		return err
	}
	defer func() {
		if err := b.close(); err != nil {
			p.Log.Warn().Err(err).Msg("close the register of the self-test")
		}
	}()
	for _, c := range list {
		if c.Way != way {
			continue
		}
		if c.entry != nil {
			if err := w.Codes.Add(*c.entry); err != nil {
				return err
			}
		}
		seen, err := b.try(ctx, c.Raw)
		if err != nil {
			return err
		}
		r.Bans = append(r.Bans, Outcome{c, seen})
		step()
	}
	if way == ByItself {
		return nil
	}
	seen, err := b.try(ctx, goodCode(way))
	if err != nil {
		return err
	}
	r.Sold = append(r.Sold, Outcome{Case{Way: way}, seen})
	step()
	return nil
}

// channels opens the real clients against the simulators.
func channels(w *sim.World, way Way) (online []checks.Source, local checks.Source, closers []func() error, err error) {
	switch way {
	case ByTSPIoT, ByRelay:
		c, err := tspiot.New(tspiot.Params{URL: w.URLs.TSPIoT, ClientName: "Dobro", ClientVersion: "self-test", ClientID: sim.Key, Token: sim.Key})
		if err != nil {
			return nil, nil, nil, err
		}
		return []checks.Source{c}, nil, []func() error{c.Close}, nil
	case ByTrueAPI:
		c, err := trueapi.New(trueapi.Params{CDN: w.URLs.TrueAPI, Token: sim.Key})
		if err != nil {
			return nil, nil, nil, err
		}
		c.UseFiscalDrive(sim.FN)
		return []checks.Source{c}, nil, []func() error{c.Close}, nil
	case ByModule:
		c, err := localmodule.New(localmodule.Params{URL: w.URLs.LocalModule, Login: "admin", Password: "admin"})
		if err != nil {
			return nil, nil, nil, err
		}
		return nil, c, []func() error{c.Close}, nil
	}
	return nil, nil, nil, nil
}

// askReal asks each of the shop's own services by itself, on a register of its own.
func (r *Result) askReal(ctx context.Context, p Params, step func()) error {
	if c, err := marking.ParseWith(p.Code, p.Reading); err == nil {
		r.Cis = c.Cis
	}
	for _, c := range p.Real {
		online, local := []checks.Source{c.Source}, checks.Source(nil)
		if c.Way == ByModule {
			online, local = nil, c.Source
		}
		b, err := newBench(ctx, p, online, local)
		if err != nil {
			return err
		}
		seen, err := b.try(ctx, p.Code)
		if err := errors.Join(err, b.close()); err != nil {
			return err
		}
		r.Real = append(r.Real, RealOutcome{c, seen})
		step()
	}
	return nil
}
