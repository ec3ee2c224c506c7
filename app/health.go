package main

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire"
	"dobro/internal/config"
	"dobro/internal/register"
	"dobro/internal/secrets"

	"github.com/rs/zerolog"
)

const (
	lampsEvery  = 15 * time.Second
	outboxEvery = 2 * time.Second
	outboxMost  = 5 * time.Minute
)

// watch keeps the lamps lit and the local module told of sales until ctx ends; the returned function waits for that. When it begins is for
// after to say.
func (p *program) watch(ctx context.Context, t *till, after starter) (wait func(), err error) {
	var all sync.WaitGroup
	if p.since == nil {
		p.since = newSince(p.dir)
	}
	if t.permit.module != nil {
		w, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: t.permit.module, INN: t.cfg.Shop.INN, Repair: true,
			RepairToken: func() wire.Secret { return p.moduleToken() }, Changed: func(h localmodule.Health) {
				p.light(ctx, t, p.moduleFinding(t, h, time.Now()), h.Since)
			}})
		if err != nil {
			return nil, err
		}
		all.Go(func() { after(ctx, func() { w.Run(ctx) }) })
		all.Go(func() { after(ctx, func() { p.outbox(t).Serve(ctx) }) })
	} else {
		p.light(ctx, t, p.found("lm", "off", "off"), time.Now())
	}
	all.Go(func() { after(ctx, func() { p.watchDevices(ctx, t) }) })
	all.Go(func() { after(ctx, func() { p.watchDisk(ctx, t) }) })
	return all.Wait, nil
}

// moduleToken is the key that the local module is initialised with: the shop's key of True API, "" when there is none.
func (p *program) moduleToken() wire.Secret {
	token, err := p.secret(secrets.TrueAPIToken)
	if err != nil {
		p.log.Error().Err(err).Msg("read the key for the local module")
	}
	return wire.Secret(token)
}

// outbox tells the local module what was sold and what came back.
func (p *program) outbox(t *till) register.Outbox {
	return register.Outbox{Store: t.store, Teller: teller{t.permit.module, p.log}, Log: p.log, Now: time.Now, Every: outboxEvery, Most: outboxMost}
}

// tellAll empties the outbox while the module takes what is in it; what it does not take stays for the next run.
func (p *program) tellAll(ctx context.Context, t *till) {
	if t.permit.module == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeTime)
	defer cancel()
	for {
		n, err := p.outbox(t).Once(ctx)
		if err != nil {
			p.log.Warn().Err(err).Msg("the local module was not told of sales")
		}
		if err != nil || n == 0 {
			return
		}
	}
}

// watchDevices asks printer and ТС ПИоТ from a goroutine of its own: a device that hangs must hold up nobody.
func (p *program) watchDevices(ctx context.Context, t *till) {
	changed := p.since
	tick := time.NewTicker(lampsEvery)
	defer tick.Stop()
	for {
		found, printer := p.probePrinter(ctx, t)
		if printer.FN != "" && t.permit.module != nil {
			t.permit.module.UseFiscalDrive(printer.FN)
		}
		for _, f := range append(found, p.probeOnline(ctx, t, printer)...) {
			p.light(ctx, t, f, changed.of(f, time.Now()))
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (p *program) light(ctx context.Context, t *till, f finding, at time.Time) {
	if err := t.register.SetLamp(ctx, lampOf(f, at)); err != nil && ctx.Err() == nil {
		p.log.Warn().Err(err).Str("lamp", f.Part).Msg("light lamp")
	}
}

// teller adapts the local module to the register's outbox.
type teller struct {
	module *localmodule.Client
	log    zerolog.Logger
}

// Sell implements register.Teller.
func (m teller) Sell(ctx context.Context, cis []string) error {
	declined, err := m.module.Sell(ctx, cis...)
	m.note("sell", declined)
	return err
}

// Return implements register.Teller.
func (m teller) Return(ctx context.Context, cis []string) error {
	declined, err := m.module.Return(ctx, cis...)
	m.note("return", declined)
	return err
}

// note keeps what the module said of codes that it took note of and declined: such as a return of a code it never had.
func (m teller) note(what string, declined []localmodule.Refused) {
	for _, r := range declined {
		m.log.Warn().Str("what", what).Str("cis", r.Cis).Str("words", r.Words).Msg("the local module declined a code")
	}
}

// Refused implements register.Teller: 400 speaks of the request, not of the module; its own states have outcomes of their own.
func (teller) Refused(err error) bool {
	var f *checks.Failure
	return errors.As(err, &f) && f.Outcome == checks.OutcomeHTTP && (f.Status == http.StatusBadRequest || f.Status == http.StatusUnprocessableEntity)
}

// Gone implements register.Teller: version 1 keeps no list of sold codes, so there is nobody to tell.
func (teller) Gone(err error) bool { return errors.Is(err, localmodule.ErrNoSoldList) }

func wantsSerial(cfg config.Config) bool { return cfg.Scanner.Mode != config.ScannerWedge }
