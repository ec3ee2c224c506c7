package main

import (
	"context"
	"errors"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/internal/config"
	"dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// till is everything that a register needs, wired.
type till struct {
	cfg     config.Config
	store   *store.Store
	staff   *staff.Staff
	permit  *permit
	printer fiscal.Printer
	// driverless says, to the doctor alone, that the settings name a driver which cannot be opened.
	driverless bool
	register   *register.Register
	hands      recorder.Hands // the same, with every action recorded
	tape       *recorder.Tape // nil when nothing is recorded
}

// openTill locks the folder and builds the register; hold says whether a red banner holds the scanner back.
func (p *program) openTill(ctx context.Context, cfg config.Config, hold bool) (*till, error) {
	if err := p.lockFolder(); err != nil {
		return nil, err
	}
	t := &till{cfg: cfg}
	var err error
	if t.store, err = store.Open(ctx, store.Params{Dir: p.dir}); err != nil {
		return nil, err
	}
	p.later(t.store.Close)
	if cfg.Present && !p.demo {
		if err := recordSettings(ctx, t.store, cfg, p.words.T("settings.by_hand")); err != nil {
			return nil, err
		}
		if err := recordVersion(ctx, t.store, p.words.T("update.by_program")); err != nil {
			return nil, err
		}
	}
	t.staff = staff.New(t.store, time.Now)
	watch := p.openRecorder(cfg, t, hold)
	if t.permit, err = p.openPermitOn(ctx, cfg, t.store, t.tape); err != nil {
		return nil, err
	}
	if t.printer, err = p.openPrinter(ctx, cfg); err != nil {
		return nil, err
	}
	terms, err := termsOf(cfg, t.permit.schedule, hold)
	if err != nil {
		return nil, err
	}
	t.register, err = register.New(ctx, register.Params{Store: t.store, Staff: t.staff, Checks: t.permit.engine, Words: p.words,
		Groups: groups{t.permit.schedule}, Printer: watch.Printer(t.printer), Observer: watch, Memory: p.memory(), Log: p.log, Now: time.Now, Taxation: cfg.Shop.Taxation,
		Address: cfg.Shop.Address, Reading: readingOf(cfg), MarkPolicy: markPolicyOf(cfg), HoldOnForbid: hold, Terms: terms, TellModule: t.permit.module != nil})
	if err != nil {
		return nil, err
	}
	deaf := watch.Attach(t.register)
	p.later(func() error { t.register.Close(); deaf(); return nil })
	t.hands = recorder.Hands{Register: t.register}
	return t, nil
}

// groups shows the schedule to the register.
type groups struct{ *checks.Schedule }

// Excise implements register.Groups.
func (g groups) Excise(id int) bool {
	group, ok := g.ByID(id)
	return ok && group.Excise
}

// Final implements register.Groups.
func (g groups) Final(id int) bool {
	group, ok := g.ByID(id)
	return ok && group.Final
}

// isFault gives the register's own sentence of an error, if it has one.
func isFault(err error) (*register.Fault, bool) {
	var f *register.Fault
	ok := errors.As(err, &f)
	return f, ok
}
