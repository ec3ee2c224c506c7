package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dobro/assets"
	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/shtrih"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// startPrinterSimulator runs the simulated printer of `driver = "sim"` on a free port. Its fiscal memory lies in the data folder and
// survives a restart, as a real drive does.
func (p *program) startPrinterSimulator(ctx context.Context) (url string, err error) {
	w, err := sim.Start(ctx, sim.Config{Dir: filepath.Join(p.dir, "simulator"), Only: []string{sim.ATOL}})
	if err != nil {
		return "", fmt.Errorf("start printer simulator: %w", err)
	}
	p.later(w.Close)
	return w.URLs.ATOL, nil
}

// demoGoods reads the catalogue of the demo shop.
func demoGoods() ([]goods.Product, error) {
	b, err := fs.ReadFile(assets.Files, "demo/goods.csv")
	if err != nil {
		return nil, fmt.Errorf("read demo goods: %w", err)
	}
	groups, err := groupFinder()
	if err != nil {
		return nil, err
	}
	return goods.ParseCSV(bytes.NewReader(b), groups)
}

// stock makes every marked product of the demo shop known to the simulated operator.
func stock(w *sim.World) error {
	list, err := demoGoods()
	if err != nil {
		return err
	}
	for _, p := range list {
		for _, b := range p.Barcodes {
			gtin, ok := marking.GTIN14(b)
			if !ok || !p.Marked() {
				continue
			}
			if err := w.Codes.Product(sim.Product{GTIN: gtin, Group: p.Group}); err != nil {
				return fmt.Errorf("stock the demo shop: %w", err)
			}
		}
	}
	return nil
}

// shtrihAddress is where the simulated Shtrih-M listens; a real one has this port on its own address.
const shtrihAddress = "127.0.0.1:7778"

// runSimulate runs the simulators alone until it is stopped: `dobro simulate`. They listen on fixed loopback ports, where a till looks for
// the real services; with --free on ports that nobody has, which are printed, so that several trials may run at a time. Everything begins
// anew with each start; only the certificate of ТС ПИоТ stays, because tills pin it.
func runSimulate(ctx context.Context, p *program, args []string) int {
	free := false
	if rest, err := flags("simulate", args, func(f *flag.FlagSet) { f.BoolVar(&free, "free", false, "") }); err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("app.help")))
	}
	dir, err := p.dataFolder()
	if err != nil {
		return p.fail(err)
	}
	p.dir = dir
	w, err := sim.Start(ctx, sim.Config{FixedPorts: !free, KeptCert: filepath.Join(dir, "simulator", "tspiot.pem")})
	if err != nil {
		return p.fail(err)
	}
	p.later(w.Close)
	if err := stock(w); err != nil {
		return p.fail(err)
	}
	printer := shtrih.New(shtrih.Params{INN: sim.INN})
	where := shtrihAddress
	if free {
		where = "127.0.0.1:0"
	}
	native, _, err := printer.Listen(ctx, where)
	if err != nil {
		return p.fail(err)
	}
	for _, line := range [][2]string{{"shtrih", "tcp://" + native}, {"tspiot", w.URLs.TSPIoT}, {"tspiot-control", w.URLs.TSPIoTControl}, {"trueapi", w.URLs.TrueAPI},
		{"local-module", w.URLs.LocalModule}, {"atol", w.URLs.ATOL}, {"control", w.URLs.Control}} {
		fmt.Fprintf(p.out, "%s\t%s\n", line[0], line[1])
	}
	p.say("app.simulating")
	<-ctx.Done()
	return exitYes
}

// openDemo prepares the demo shop: simulators of everything outside, goods and three people, nothing to set up. Without --data it
// lives in a folder that goes with the program.
func (p *program) openDemo(ctx context.Context) (config.Config, *sim.World, error) {
	if p.data == "" {
		dir, err := os.MkdirTemp("", "dobro-demo-")
		if err != nil {
			return config.Config{}, nil, fmt.Errorf("make demo folder: %w", err)
		}
		p.later(func() error { return os.RemoveAll(dir) })
		p.dir = dir
	} else {
		dir, err := p.dataFolder()
		if err != nil {
			return config.Config{}, nil, err
		}
		p.dir = filepath.Join(dir, "demo")
	}
	if err := os.MkdirAll(p.dir, 0o755); err != nil {
		return config.Config{}, nil, fmt.Errorf("make demo folder: %w", err)
	}
	p.data = p.dir // a till that is opened anew must not find itself in the shop's own folder
	if err := furnishDemo(filepath.Join(p.dir, config.FileName)); err != nil {
		return config.Config{}, nil, err
	}
	w, err := sim.Start(ctx, sim.Config{Dir: filepath.Join(p.dir, "simulator")})
	if err != nil {
		return config.Config{}, nil, fmt.Errorf("start simulators: %w", err)
	}
	p.later(w.Close)
	if err := stock(w); err != nil {
		return config.Config{}, nil, err
	}
	p.demoWorld = w
	cfg, err := p.settings()
	return cfg, w, err
}

// furnishDemo gives a demo without settings those of the demo shop. They are a file like any shop's, so that its screens change them; the
// simulators stay on the other side whatever it says, see settings.
func furnishDemo(file string) error {
	b, err := fs.ReadFile(assets.Files, "demo/shop.toml")
	if err != nil {
		return fmt.Errorf("read demo shop: %w", err)
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case err != nil:
		return fmt.Errorf("write demo settings: %w", err)
	}
	if _, err := f.Write(b); err != nil {
		return errors.Join(fmt.Errorf("write demo settings: %w", err), f.Close())
	}
	return f.Close()
}

// demoSettings reads the settings of the demo shop; the addresses are put in by connect.
func demoSettings() (config.Config, error) {
	b, err := fs.ReadFile(assets.Files, "demo/shop.toml")
	if err != nil {
		return config.Config{}, fmt.Errorf("read demo shop: %w", err)
	}
	return config.Parse("shop.toml", b, policyTable())
}

// connect makes a till talk to simulators only.
func (p *program) connect(cfg *config.Config, w *sim.World) {
	cfg.Present, p.controlURL = true, w.URLs.TSPIoTControl
	cfg.Checks.TSPIoT.URL, cfg.Checks.LocalModule.URL, cfg.Checks.TrueAPI.CDN = w.URLs.TSPIoT, w.URLs.LocalModule, w.URLs.TrueAPI
	cfg.Fiscal.Driver, cfg.Fiscal.Atol.URL = config.DriverAtol, w.URLs.ATOL
}

// staffDemo fills the demo shop's journal with its goods and people.
func staffDemo(ctx context.Context, p *program, s *store.Store) error {
	list, err := demoGoods()
	if err != nil {
		return err
	}
	if _, _, err := importGoods(ctx, s, goods.List{Products: list}); err != nil {
		return err
	}
	people := staff.New(s, time.Now)
	for _, who := range []struct {
		role staff.Role
		pin  string
	}{{staff.Cashier, "1111"}, {staff.Senior, "2222"}, {staff.Owner, "3333"}} {
		_, err := people.Add(ctx, p.words.T("demo."+string(who.role)), who.role, who.pin)
		if err != nil && !errors.Is(err, staff.ErrTaken) {
			return err
		}
	}
	return quickDemo(ctx, p, s)
}
