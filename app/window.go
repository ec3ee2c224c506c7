package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/ui"
	"dobro/ui/setup"
)

const appID = "ru.dobro.kassa"

// runWindow opens the cashier's window and returns when it is closed: `dobro [--demo] [--windowed]`. Without settings it opens the form
// of the first start.
func runWindow(ctx context.Context, p *program, args []string) int {
	if len(args) > 0 {
		return p.fail(usage("app.help"))
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		p.say("app.no_display")
		return exitFault
	}
	if err := ui.CanDraw(); err != nil {
		return p.drawElsewhere(ctx, err)
	}
	w := &cashier{p: p}
	w.ctx, w.stop = context.WithCancel(ctx)
	params := ui.Params{ID: appID, Name: p.words.T("app.title"), Version: version, Words: p.words,
		Log: func(err error) { p.log.Warn().Err(err).Msg("shown to the cashier") }}
	if err := w.prepare(&params); err != nil {
		if w.raised(err) {
			return exitYes
		}
		return p.fail(err)
	}
	if err := w.announce(&params); err != nil {
		return p.fail(err)
	}
	err := ui.Run(params)
	w.end()
	if err != nil {
		return p.fail(err)
	}
	return exitYes
}

// cashier is the life of one window: what runs beside it and has to end with it.
type cashier struct {
	p    *program
	ctx  context.Context
	stop context.CancelFunc
	wait []func()
}

func (w *cashier) end() {
	w.stop()
	for _, f := range w.wait {
		f()
	}
}

// prepare opens the till, or the form of the first start.
func (w *cashier) prepare(params *ui.Params) error {
	p := w.p
	if p.demo {
		cfg, world, err := p.openDemo(w.ctx)
		if err != nil {
			return err
		}
		p.log.Info().Interface("urls", world.URLs).Msg("demo")
		params.Name = p.words.T("app.title_demo")
		return w.fill(params, cfg)
	}
	cfg, err := p.settings()
	if err != nil {
		return err
	}
	if cfg.Present {
		return w.fill(params, cfg)
	}
	if err := p.openLog(cfg); err != nil {
		return err
	}
	p.dress(params, cfg.Window, cfg.Shop.Name)
	params.Setup = &ui.Setup{Draft: draftOf(cfg), PrinterAddress: printerAddress, Check: p.checkDraft, Save: func(ctx context.Context, d setup.Draft) (ui.Opened, error) {
		made, err := p.saveDraft(cfg, d)
		if err != nil {
			return ui.Opened{}, err
		}
		return w.open(made)
	}}
	return nil
}

func (w *cashier) fill(params *ui.Params, cfg config.Config) error {
	if err := w.p.openLog(cfg); err != nil {
		return err
	}
	o, err := w.open(cfg)
	if err != nil {
		return err
	}
	w.p.dress(params, cfg.Window, cfg.Shop.Name)
	params.Pictures = o.Pictures
	params.Till, params.Goods, params.Days, params.Zone, params.Scans, params.Wedge = o.Till, o.Goods, o.Days, o.Zone, o.Scans, o.Wedge
	params.Scanning = o.Scanning
	return nil
}

// open wires the till with everything that runs beside it.
func (w *cashier) open(cfg config.Config) (ui.Opened, error) {
	p := w.p
	t, err := p.openTill(w.ctx, cfg, true)
	if err != nil {
		return ui.Opened{}, err
	}
	if p.demo {
		if err := staffDemo(w.ctx, p, t.store); err != nil {
			return ui.Opened{}, err
		}
	}
	wait, err := p.watch(w.ctx, t)
	if err != nil {
		return ui.Opened{}, err
	}
	w.wait = append(w.wait, wait)
	begun := make(chan struct{})
	go func() {
		// What an earlier run left without an answer is settled while the cashier logs in; a printer that is away is shown by its lamp.
		defer close(begun)
		if t.printer == nil {
			return
		}
		if err := t.register.Settle(w.ctx); err != nil {
			p.log.Error().Err(err).Msg("settle at start")
			return
		}
		if err := t.register.Refresh(w.ctx); err != nil {
			p.log.Warn().Err(err).Msg("read the printer at start")
		}
	}()
	w.wait = append(w.wait, func() { <-begun })
	finder := w.finder(t.store)
	o := ui.Opened{Pictures: pictures(filepath.Join(p.dir, "pictures")), Till: t.register, Goods: finder, Days: days{journal.Log{Store: t.store}, cfg.Shop.Location}, Zone: cfg.Shop.Location, Wedge: cfg.Scanner.Mode != config.ScannerSerial}
	o.Scanning = p.scanning(t)
	if wantsSerial(cfg) {
		if o.Scans, err = w.listen(cfg); err != nil {
			return ui.Opened{}, err
		}
	}
	return o, nil
}

// listen starts the serial scanners.
func (w *cashier) listen(cfg config.Config) (<-chan scanner.Scan, error) {
	var reserved []string
	if cfg.Fiscal.Driver == config.DriverShtrih {
		reserved = append(reserved, portOf(cfg.Fiscal.Shtrih.Address))
	}
	s, err := scanner.Open(scanner.Params{Port: cfg.Scanner.Port, Baud: cfg.Scanner.Baud, Reserved: reserved, Logger: w.p.log})
	if err != nil {
		return nil, err
	}
	scans := make(chan scanner.Scan)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.Serve(w.ctx, scans); err != nil && !errors.Is(err, context.Canceled) {
			w.p.log.Error().Err(err).Msg("listen to scanners")
		}
	}()
	w.wait = append(w.wait, func() { <-done })
	return scans, nil
}

// days reads the owner's log of one day in the shop's zone.
type days struct {
	log  journal.Log
	zone *time.Location
}

// Day implements ui.Days.
func (d days) Day(ctx context.Context, at time.Time) (journal.Day, error) {
	from, to := journal.Span(at, at, d.zone)
	return d.log.Read(ctx, from, to)
}

// saveDraft writes dobro.toml from the form of the first start.
func (p *program) saveDraft(cfg config.Config, d setup.Draft) (config.Config, error) {
	cfg = withDraft(cfg, d)
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return cfg, err
	}
	file := filepath.Join(p.dir, config.FileName)
	if err := config.Write(file, cfg, p.words); err != nil {
		return cfg, err
	}
	return config.Load(file, policyTable())
}
