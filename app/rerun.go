package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dobro/checks"
	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/recorder"
	"dobro/internal/recorder/rerun"
	"dobro/internal/register"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// recorded tells a recording of the flight recorder from a script; the file is at its beginning again afterwards.
func recorded(f *os.File) bool {
	first, err := bufio.NewReaderSize(f, 64<<10).ReadSlice('\n')
	if _, serr := f.Seek(0, io.SeekStart); serr != nil || err != nil && !errors.Is(err, io.EOF) {
		return false
	}
	return rerun.IsRecording(first)
}

// rerun does a recording again, `dobro replay FILE`: in a folder of its own, with made-up people, against the recorded answers. It prints
// what happens and at the end how it compares; exit code 3 when something came out otherwise.
func (p *program) rerun(ctx context.Context, in io.Reader, out func(v any) error) int {
	head, steps, err := rerun.Load(in)
	switch {
	case errors.Is(err, rerun.ErrNoStart):
		return p.fail(usage("rerun.no_start"))
	case err != nil:
		return p.fail(err)
	}
	if p.dir, err = os.MkdirTemp("", "dobro-rerun-"); err != nil {
		return p.fail(err)
	}
	p.later(func() error { return os.RemoveAll(p.dir) })
	if err := p.openLog(config.Default()); err != nil {
		return p.fail(err)
	}
	a := &again{p: p, outside: rerun.New(), people: map[recorder.Person]string{}}
	a.s = &script{p: p, out: out}
	defer a.shut()
	for _, st := range steps {
		if st.Begin != nil {
			err = a.begin(ctx, *st.Begin)
		} else {
			err = a.do(ctx, st.Frame)
		}
		if err != nil {
			return p.fail(err)
		}
	}
	sum := map[string]any{"event": "compared", "version": head.Version, "actions": a.actions, "verdicts": a.verdicts, "receipts": a.receipts, "differences": a.differences,
		"unfinished": a.unfinished}
	if a.s.print(sum); a.s.broken != nil {
		return p.fail(a.s.broken)
	}
	if a.differences > 0 {
		return exitNo
	}
	return exitYes
}

// again is the till that does a recording again.
type again struct {
	p       *program
	outside *rerun.Outside
	s       *script
	store   *store.Store
	staff   *staff.Staff
	hold    bool
	begun   bool
	people  map[recorder.Person]string // their PINs
	played  []recorder.Line            // of the action at hand
	closers []func() error

	actions, verdicts, receipts, differences, unfinished int
}

// shut closes the till; what it kept stays for the next start.
func (a *again) shut() {
	for _, f := range slices.Backward(a.closers) {
		if err := f(); err != nil {
			a.p.log.Error().Err(err).Msg("close")
		}
	}
	a.closers = nil
}

// begin starts the till of the recording, or starts it again over what it kept.
func (a *again) begin(ctx context.Context, b recorder.Begin) error {
	a.shut()
	cfg, err := rerunSettings(b.Settings)
	if err != nil {
		return err
	}
	a.hold = b.Hold
	if a.store, err = store.Open(ctx, store.Params{Dir: a.p.dir}); err != nil {
		return err
	}
	a.closers = append(a.closers, a.store.Close)
	a.staff = staff.New(a.store, a.outside.Now)
	engine, plan, err := a.engine(cfg)
	if err != nil {
		return err
	}
	terms, err := termsOf(cfg, plan, b.Hold)
	if err != nil {
		return err
	}
	terms.Recheck = 0 // a check that was made again is no action and stands in none
	params := register.Params{Store: a.store, Staff: a.staff, Checks: engine, Words: a.p.words, Groups: groups{plan}, Log: a.p.log, Now: a.outside.Now,
		Taxation: cfg.Shop.Taxation, Reading: readingOf(cfg), MarkPolicy: markPolicyOf(cfg), HoldOnForbid: b.Hold, Terms: terms, SettlePause: time.Millisecond}
	if cfg.Fiscal.Driver != "" {
		params.Printer = a.outside.Printer()
	}
	r, err := register.New(ctx, params)
	if err != nil {
		return err
	}
	deaf := r.Listen(a.hear)
	a.closers = append(a.closers, func() error { r.Close(); deaf(); return nil })
	a.s.till = &till{cfg: cfg, store: a.store, staff: a.staff, register: r, hands: recorder.Hands{Register: r}}
	if params.Printer != nil {
		a.s.till.printer = params.Printer
	}
	return nil
}

// rerunSettings are the settings of the recording over those that hold when nothing is said.
func rerunSettings(values map[string]string) (config.Config, error) {
	dir, err := os.MkdirTemp("", "dobro-rerun-settings-")
	if err != nil {
		return config.Config{}, fmt.Errorf("make settings: %w", err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, config.FileName)
	if _, _, err := config.Update(path, values, policyTable(), nil); err != nil {
		return config.Config{}, err
	}
	return config.Load(path, policyTable())
}

// engine judges by the same rules over the recorded answers. They come at once, so that nothing is ever late that was not.
func (a *again) engine(cfg config.Config) (*checks.Engine, *checks.Schedule, error) {
	plan, err := schedule()
	if err != nil {
		return nil, nil, err
	}
	policy, err := policyOf(cfg)
	if err != nil {
		return nil, nil, err
	}
	rules, err := checks.NewRules(checks.RulesParams{Schedule: plan, Policy: policy, Zone: cfg.Shop.Location})
	if err != nil {
		return nil, nil, err
	}
	const long = 5 * time.Second
	params := checks.Params{Rules: rules, Words: a.p.words, Known: a.outside, Clock: a.outside, Log: a.p.log, Grace: long, Deadline: func() time.Duration { return long }}
	if cfg.Checks.Channel == config.ChannelTSPIoT || cfg.Checks.Channel == config.ChannelTSPIoTThenTrueAPI {
		params.Online = append(params.Online, a.outside.Source(checks.ChannelTSPIoT))
	}
	if cfg.Checks.Channel == config.ChannelTrueAPI || cfg.Checks.Channel == config.ChannelTSPIoTThenTrueAPI {
		params.Online = append(params.Online, a.outside.Source(checks.ChannelTrueAPI))
	}
	if cfg.Checks.LocalModule.URL != "" {
		params.Local = a.outside.Source(checks.ChannelLocalModule)
	}
	engine, err := checks.NewEngine(params)
	if err != nil {
		return nil, nil, err
	}
	a.closers = append(a.closers, func() error { return closeEngine(engine) })
	return engine, plan, nil
}

// hear prints what happens and keeps it for the comparison.
func (a *again) hear(e register.Event) {
	a.s.hear(e)
	if l, ok := recorder.Heard(e); ok {
		a.played = append(a.played, l)
	}
}

// do runs one action of the recording and compares what came of it.
func (a *again) do(ctx context.Context, f *rerun.Frame) error {
	a.outside.Play(f)
	if !a.begun {
		if err := a.arrive(ctx, f); err != nil {
			return err
		}
		a.begun = true
	}
	if len(f.Goods) > 0 {
		if _, _, err := importGoods(ctx, a.store, goods.List{Products: f.Goods}); err != nil {
			return err
		}
	}
	act := *f.Action
	act.Receipt = a.outside.Receipt(act.Receipt)
	ctx, err := a.stand(ctx, f, &act)
	if err != nil {
		return err
	}
	a.played, a.s.doing = nil, act.Do
	a.actions++
	err = a.s.run(ctx, act)
	fault := ""
	if known, ok := isFault(err); ok {
		fault = known.Code
	} else if err != nil {
		var bad *badAction
		if !errors.As(err, &bad) {
			return err
		}
		fault = bad.code
	}
	a.compare(f, fault)
	return a.s.broken
}

// compare prints every difference between the recording and what happened now.
func (a *again) compare(f *rerun.Frame, fault string) {
	now := normal(a.played)
	then := normal(f.Events)
	for _, l := range a.played {
		switch l.Event {
		case recorder.EventChecked:
			a.verdicts++
		case recorder.EventSlip, recorder.EventSettled:
			a.receipts++
		}
	}
	a.tie(f)
	if f.Done == nil {
		// The program died over it: what happened before its death may be less than what happens now.
		a.unfinished++
		return
	}
	if fault != f.Done.Fault {
		then, now = append(then, "fault "+f.Done.Fault), append(now, "fault "+fault)
	}
	if slices.Equal(then, now) {
		return
	}
	a.differences++
	a.s.print(map[string]any{"event": "difference", "n": f.N, "at": f.At.Format(time.RFC3339Nano), "do": f.Do, "then": then, "now": now, "missed": a.outside.Missed()})
}

// tie notes which receipt is now what a recorded one was, by their places among the events of an action.
func (a *again) tie(f *rerun.Frame) {
	slips := func(list []recorder.Line) (ids []string) {
		for _, l := range list {
			if l.Slip != nil {
				ids = append(ids, l.Slip.ID)
			}
		}
		return ids
	}
	then, now := slips(f.Events), slips(a.played)
	for i := range min(len(then), len(now)) {
		a.outside.Same(then[i], now[i])
	}
}

// normal is an action's events as texts, without what differs from run to run.
func normal(list []recorder.Line) (out []string) {
	for _, l := range list {
		l.At, l.N = recorder.Time{}, 0
		if l.Slip != nil {
			s := *l.Slip
			s.ID = ""
			l.Slip = &s
		}
		if l.Checked != nil {
			c := *l.Checked
			c.Ms, c.Trace = 0, nil
			l.Checked = &c
		}
		b, err := json.Marshal(l)
		if err != nil {
			continue // a value of our own types can always be written
		}
		out = append(out, string(b))
	}
	return out
}
