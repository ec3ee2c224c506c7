package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/recorder"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// openRecorder begins to record what the till does. A disk that does not take it is no reason not to sell: then nothing is recorded.
func (p *program) openRecorder(cfg config.Config, t *till, hold bool) *recorder.Observer {
	begin := recorder.Begin{Version: version, Settings: recordedSettings(cfg), Hold: hold, Died: recorder.Died(p.dir)}
	if begin.Died {
		p.saveCrash()
	}
	tape, err := recorder.Open(recorder.Params{Dir: p.dir, Begin: begin, Reading: readingOf(cfg), Log: p.log, Now: time.Now,
		Catalogue: func(ctx context.Context, a recorder.Action) []goods.Product {
			return catalogued(ctx, t.store, readingOf(cfg), a)
		}})
	if err != nil {
		p.log.Error().Err(err).Msg("the flight recorder does not run")
		return recorder.NewObserver(nil)
	}
	t.tape = tape
	p.later(tape.Close)
	return recorder.NewObserver(tape)
}

// recorderDesk is the recorder's screen.
type recorderDesk struct{ c *care }

// all is everything that was recorded up to now.
func (d recorderDesk) all(ctx context.Context) ([]recorder.Line, error) {
	if err := d.c.w.till.tape.Flush(ctx); err != nil {
		return nil, err
	}
	return recorder.Read(d.c.w.p.dir)
}

// Moments implements recorderui.Backend.
func (d recorderDesk) Moments(ctx context.Context, s recorder.Span) ([]recorder.Moment, error) {
	all, err := d.all(ctx)
	if err != nil {
		return nil, err
	}
	return recorder.Story(d.c.w.p.words, s.Within(all)), nil
}

// Save implements recorderui.Backend.
func (d recorderDesk) Save(ctx context.Context, s recorder.Span) (string, error) {
	all, err := d.all(ctx)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(d.c.w.p.dir, "reports")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("save a recording: %w", err)
	}
	file := filepath.Join(dir, "recording-"+s.From.Local().Format("20060102-150405")+".jsonl")
	return file, d.c.w.p.saveRecording(file, all, s, time.Now())
}

// recordings puts what the recorder holds, and what it kept of runs that died, into the file for the support. They are masked already,
// and masking them once more would spoil the codes by which they can be run again.
func (p *program) recordings(put func(name, text string) error) error {
	var now strings.Builder
	all, err := recorder.Read(p.dir)
	if err == nil {
		err = recorder.Save(&now, all, recorder.Span{}, recorder.Head{Version: version, Saved: time.Now().UTC()})
	}
	if errors.Is(err, recorder.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	err = put(recorder.Folder+"/now.jsonl", now.String())
	old, _ := filepath.Glob(filepath.Join(p.dir, recorder.Folder, crashGlob))
	for _, name := range old {
		text, rerr := os.ReadFile(name)
		if rerr != nil {
			p.log.Warn().Err(rerr).Msg("a recording is left out of the file for the support")
			continue
		}
		err = errors.Join(err, put(recorder.Folder+"/"+filepath.Base(name), string(text)))
	}
	return err
}

// recordedSettings are the settings that decide what a till does. What names the shop or leads to its services is not among them.
func recordedSettings(cfg config.Config) map[string]string {
	out := map[string]string{}
	for _, c := range config.Differences(config.Default(), cfg, policyTable()) {
		for _, kept := range []string{"shop.taxation", "shop.timezone", "shop.chain", "checks.channel", "checks.no_answer", "checks.foreign_owner", "checks.start_early",
			"checks.policy.", "sale.", "scanner.prefix", "scanner.suffix", "fiscal.driver"} {
			if strings.HasPrefix(c.Key, kept) {
				out[c.Key] = c.To
			}
		}
	}
	if cfg.Checks.LocalModule.URL == "" {
		out["checks.local_module.url"] = ""
	}
	return out
}

// catalogued is what the catalogue says of an action's goods.
func catalogued(ctx context.Context, s *store.Store, reading marking.Options, a recorder.Action) []goods.Product {
	var out []goods.Product
	find := func(gtin string) {
		if gtin == "" {
			return
		}
		if p, err := s.Product(ctx, gtin); err == nil {
			out = append(out, p)
		}
	}
	for _, raw := range append(slices.Clone(a.Codes), a.Raw) {
		code, err := marking.ParseWith(raw, reading)
		if err != nil {
			var refused *marking.Error
			if errors.As(err, &refused) {
				find(refused.GTIN)
			}
			continue
		}
		if code.Kind == marking.KindWeight {
			list, err := s.SearchGoods(ctx, code.PLU, 50)
			if err != nil {
				continue
			}
			for _, p := range list {
				if p.Code == code.PLU && !p.Marked() && p.Unit == sale.Kilogram {
					out = append(out, p)
				}
			}
		}
		find(code.GTIN)
	}
	if gtin, ok := marking.GTIN14(a.Barcode); ok {
		find(gtin)
	}
	if a.Product != 0 {
		if list, err := s.GoodsByID(ctx, []int64{a.Product}); err == nil {
			out = append(out, list...)
		}
	}
	return out
}

// Recordings of runs that died.
const (
	crashGlob = "crash-*.jsonl"
	crashKept = 5
	crashSpan = 30 * time.Minute // before the end
)

// saveCrash keeps the last half hour of a run that died, for the support; the oldest of them go.
func (p *program) saveCrash() {
	if err := p.keepCrash(time.Now()); err != nil && !errors.Is(err, recorder.ErrNone) {
		p.log.Error().Err(err).Msg("keep the recording of a run that died")
	}
}

func (p *program) keepCrash(now time.Time) error {
	all, err := recorder.Read(p.dir)
	if err != nil {
		return err
	}
	end := all[len(all)-1].At.Time
	dir := filepath.Join(p.dir, recorder.Folder)
	name := filepath.Join(dir, "crash-"+end.Local().Format("20060102-150405")+".jsonl")
	if err := p.saveRecording(name, all, recorder.Span{From: end.Add(-crashSpan)}, now); err != nil {
		return err
	}
	old, err := filepath.Glob(filepath.Join(dir, crashGlob))
	if err != nil {
		return fmt.Errorf("look for recordings: %w", err)
	}
	slices.Sort(old)
	for len(old) > crashKept {
		if err := os.Remove(old[0]); err != nil {
			return fmt.Errorf("let the oldest recording go: %w", err)
		}
		old = old[1:]
	}
	return nil
}

// saveRecording writes a span as a file of its own.
func (p *program) saveRecording(name string, all []recorder.Line, s recorder.Span, now time.Time) error {
	return p.writeFile(name, func(w io.Writer) error {
		return recorder.Save(w, all, s, recorder.Head{Version: version, Saved: now.UTC()})
	})
}
