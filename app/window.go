package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui"
)

const appID = "ru.dobro.kassa"

// garbage is how much may lie about in the window's memory before it is collected, in percent of what is in use. Half of what Go leaves is
// 30 MB less on a till of two gigabytes, for a thousandth of the processor.
const garbage = 50

// runWindow opens the cashier's window and returns when it is closed: `dobro [--demo] [--windowed]`. Without settings it opens the wizard.
func runWindow(ctx context.Context, p *program, args []string) int {
	if len(args) > 0 {
		return p.fail(usage("app.help"))
	}
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		p.say("app.no_display")
		return exitFault
	}
	if here, code := p.opens(ctx); !here {
		return code
	}
	w := &cashier{p: p, painted: make(chan struct{})}
	w.ctx, w.stop = context.WithCancel(ctx)
	params := ui.Params{Toolkit: ui.Begin(appID, version), ID: appID, Name: p.words.T("app.title"), Version: version, Words: p.words, Started: func() { close(w.painted) },
		Log: func(err error) { p.log.Warn().Err(err).Msg("shown to the cashier") }}
	if err := w.prepare(&params); err != nil {
		if w.raised(err) {
			return exitYes
		}
		return p.failWindow(err)
	}
	if err := w.announce(&params); err != nil {
		return p.failWindow(err)
	}
	p.noteDrawing()
	debug.SetGCPercent(garbage)
	err := ui.Run(params)
	w.end()
	if err != nil {
		return p.failWindow(err)
	}
	return exitYes
}

// failWindow is fail for somebody who has no console: what it says stands in a message box too, where the system has one.
func (p *program) failWindow(err error) int {
	var said strings.Builder
	console := p.errw
	p.errw = io.MultiWriter(console, &said)
	code := p.fail(err)
	p.errw = console
	alert(p.words.T("app.title"), strings.TrimSpace(said.String()))
	return code
}

// cashier is the life of one window: what runs beside it and has to end with it.
type cashier struct {
	p    *program
	ctx  context.Context
	stop context.CancelFunc
	wait []func()

	painted chan struct{} // closed when the window was painted for the first time
	till    *tillLife     // nil while the wizard of the first start is open
}

// tillLife is what runs beside an open till and ends with it, before the window does where the settings changed.
type tillLife struct {
	*till
	ctx    context.Context
	stop   context.CancelFunc
	wait   []func()
	opened []func() error // what was opened for it, to be closed in reverse
}

func (w *cashier) end() {
	w.stop()
	w.shutTill()
	for _, f := range w.wait {
		f()
	}
}

// shutTill stops what runs beside the till and closes what was opened for it.
func (w *cashier) shutTill() {
	if w.till == nil {
		return
	}
	w.till.stop()
	for _, f := range w.till.wait {
		f()
	}
	mark := len(w.p.closers)
	w.p.closers = append(w.p.closers, w.till.opened...)
	w.p.closeTo(mark)
	w.till = nil
}

// prepare opens the till, or the wizard of the first start.
func (w *cashier) prepare(params *ui.Params) error {
	p := w.p
	if p.room != nil {
		return w.prepareTraining(params)
	}
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
	wanted, err := p.wizardWanted(cfg)
	if err != nil {
		return err
	}
	if !wanted {
		return w.fill(params, cfg)
	}
	return w.beginSetup(params, cfg)
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
	params.AskAbove = money.Quantity(cfg.Sale.AskAmount) * money.Piece
	params.Pictures = o.Pictures
	params.Till, params.Goods, params.Days, params.Zone, params.Scans, params.Wedge = o.Till, o.Goods, o.Days, o.Zone, o.Scans, o.Wedge
	params.Care, params.Scanning, params.Office, params.School = o.Care, o.Scanning, o.Office, o.School
	return nil
}

// open wires the till with everything that runs beside it.
func (w *cashier) open(cfg config.Config) (ui.Opened, error) {
	p := w.p
	if err := p.lockFolder(); err != nil { // it stays ours while the till is opened anew
		return ui.Opened{}, err
	}
	l, mark := &tillLife{}, len(p.closers)
	l.ctx, l.stop = context.WithCancel(w.ctx)
	w.till = l
	defer func() {
		l.opened = append(l.opened, p.closers[mark:]...)
		p.closers = p.closers[:mark:mark]
	}()
	t, err := p.openTill(l.ctx, cfg, true)
	if err != nil {
		return ui.Opened{}, err
	}
	l.till = t
	if p.demo && p.room == nil {
		if err := staffDemo(l.ctx, p, t.store); err != nil {
			return ui.Opened{}, err
		}
	}
	wait, err := p.watch(l.ctx, t, w.afterPaint)
	if err != nil {
		return ui.Opened{}, err
	}
	l.wait = append(l.wait, wait)
	desk, settled := p.upkeep(l.ctx, t, w.afterPaint)
	l.wait = append(l.wait, settled)
	begun := make(chan struct{})
	go func() {
		// What an earlier run left without an answer is settled while the cashier logs in; a printer that is away is shown by its lamp.
		defer close(begun)
		if t.printer == nil {
			return
		}
		if err := t.register.Settle(l.ctx); err != nil {
			p.log.Error().Err(err).Msg("settle at start")
			return
		}
		if err := t.register.Refresh(l.ctx); err != nil {
			p.log.Warn().Err(err).Msg("read the printer at start")
		}
	}()
	l.wait = append(l.wait, func() { <-begun })
	minded := make(chan struct{})
	go func() {
		// A receipt in doubt and unfinished paper end by themselves when the printer is there again.
		defer close(minded)
		<-begun
		register.Minder{Till: t.register, Every: 3 * time.Second, Most: time.Minute}.Serve(l.ctx)
	}()
	l.wait = append(l.wait, func() { <-minded })
	finder := w.finder(l)
	o := ui.Opened{Pictures: pictures(filepath.Join(p.dir, "pictures")), Till: t.hands, Goods: finder, Days: days{Log: journal.Log{Store: t.store}, p: p, cfg: cfg}, Zone: cfg.Shop.Location, Wedge: cfg.Scanner.Mode != config.ScannerSerial}
	o.Scanning, o.Office = p.scanning(t), desk
	if wantsSerial(cfg) {
		var ended func()
		if o.Scans, ended, err = w.listen(l.ctx, cfg); err != nil {
			return ui.Opened{}, err
		}
		l.wait = append(l.wait, ended)
	}
	o.Care = &care{w: w}
	if !p.demo {
		o.School = school{p}
	}
	return o, nil
}

// listen starts the serial scanners until ctx ends; ended waits for that.
func (w *cashier) listen(ctx context.Context, cfg config.Config) (scans <-chan scanner.Scan, ended func(), err error) {
	var reserved []string
	if cfg.Fiscal.Driver == config.DriverShtrih {
		reserved = append(reserved, portOf(cfg.Fiscal.Shtrih.Address))
	}
	s, err := scanner.Open(scanner.Params{Port: cfg.Scanner.Port, Baud: cfg.Scanner.Baud, Reserved: reserved, Logger: w.p.log})
	if err != nil {
		return nil, nil, err
	}
	reads := make(chan scanner.Scan)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer close(reads)
		if err := s.Serve(ctx, reads); err != nil && !errors.Is(err, context.Canceled) {
			w.p.log.Error().Err(err).Msg("listen to scanners")
		}
	}()
	return reads, func() { <-done }, nil
}
