package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	native "dobro/device/fiscal/shtrih"
	"dobro/internal/config"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/probe"
	"dobro/internal/sale"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/localmodule"
	"dobro/internal/sim/shtrih"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// clinic is a till's folder with the simulated world that its settings name.
type clinic struct {
	*testing.T
	world    *sim.World
	p        *program
	settings map[string]string // TOML by table
	at       string            // address of the simulated Shtrih-M
	schedule *checks.Schedule  // in place of the built-in one
	hasty    bool              // the doctor is called off before it has asked anybody
}

func newClinic(t *testing.T) *clinic {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	w, err := sim.Start(ctx, sim.Config{Local: localSim})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	c := &clinic{T: t, world: w, settings: map[string]string{
		"shop": `name = "ООО «Ромашка»"` + "\n" + `inn = "7700000009"`, "checks": "", "checks.tspiot": fmt.Sprintf("url = %q", w.URLs.TSPIoT),
		"checks.trueapi":      fmt.Sprintf("cdn = %q", w.URLs.TrueAPI),
		"checks.local_module": fmt.Sprintf("url = %q", w.URLs.LocalModule), "scanner": `mode = "wedge"`,
		"fiscal": `driver = "atol"`, "fiscal.atol": fmt.Sprintf("url = %q", w.URLs.ATOL)}}
	c.p = &program{options: options{data: t.TempDir()}, words: catalogue(t, "ru"), out: io.Discard, errw: io.Discard,
		freeSpace: func(string) (uint64, error) { return 50 << 30, nil }}
	c.p.dir, c.p.controlURL = c.p.data, w.URLs.TSPIoTControl
	t.Cleanup(c.p.close)
	s, err := store.Open(ctx, store.Params{Dir: c.p.dir})
	if err != nil {
		t.Fatal(err)
	}
	list, err := demoGoods()
	if err == nil {
		_, _, err = importGoods(ctx, s, goods.List{Products: list})
	}
	if err == nil {
		_, err = staff.New(s, time.Now).Add(ctx, "Вера", staff.Owner, "3333")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return c
}

// look writes the settings and examines everything.
func (c *clinic) look() (*till, []probe.Finding) {
	c.Helper()
	ctx := context.Background()
	var b strings.Builder
	for _, table := range []string{"shop", "checks", "checks.tspiot", "checks.trueapi", "checks.local_module", "scanner", "fiscal", "fiscal.atol", "fiscal.shtrih", "keeping", "owner", "updates"} {
		if text, ok := c.settings[table]; ok {
			fmt.Fprintf(&b, "[%s]\n%s\n", table, text)
		}
	}
	if len(c.settings) > 0 {
		if err := os.WriteFile(filepath.Join(c.p.dir, "dobro.toml"), []byte(b.String()), 0o644); err != nil {
			c.Fatal(err)
		}
	}
	cfg, err := c.p.begin()
	if refused := config.Refusals(err); len(refused) > 0 {
		return nil, c.p.probeRefused(refused)
	}
	if err != nil {
		c.Fatal(err)
	}
	t, err := c.p.openForProbing(ctx, cfg)
	if err != nil {
		c.Fatal(err)
	}
	if c.schedule != nil {
		t.permit.schedule = c.schedule
	}
	if t.permit.direct != nil { // that a key was cut off is said to a check only
		code, err := marking.Parse(sim.MakeCode(8, "04670540176099", 1))
		if err != nil {
			c.Fatal(err)
		}
		t.permit.engine.Check(ctx, checks.Request{Code: code, Group: 8})
	}
	if c.hasty {
		gone, leave := context.WithCancel(ctx)
		leave()
		ctx = gone
	}
	return t, c.p.examine(ctx, t)
}

func (c *clinic) file(name, text string) {
	c.Helper()
	path := filepath.Join(c.p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		c.Fatal(err)
	}
}

func (c *clinic) refuse(service string) {
	c.Helper()
	if err := c.world.Faults.Set(service, fault.Fault{Kind: fault.Refuse}); err != nil {
		c.Fatal(err)
	}
}

// shtrihM puts the simulated Shtrih-M on the till.
func (c *clinic) shtrihM() *shtrih.Device {
	c.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	c.Cleanup(cancel)
	d := shtrih.New(shtrih.Params{INN: sim.INN})
	where, _, err := d.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		c.Fatal(err)
	}
	c.at = "tcp://" + where
	c.settings["fiscal"], c.settings["fiscal.shtrih"] = `driver = "shtrih"`, fmt.Sprintf("address = %q", c.at)
	return d
}

// printed has a document made on the simulated ATOL, outside of the till.
func (c *clinic) printed(do func(ctx context.Context, p fiscal.Printer, op fiscal.Operator) error) {
	c.Helper()
	p, err := atol.New(atol.Params{URL: c.world.URLs.ATOL})
	if err != nil {
		c.Fatal(err)
	}
	if err := errors.Join(do(context.Background(), p, fiscal.Operator{Name: "Вера"}), p.Close()); err != nil {
		c.Fatal(err)
	}
}

// shiftOpened is what printed may do.
func shiftOpened(ctx context.Context, p fiscal.Printer, op fiscal.Operator) error {
	_, err := p.OpenShift(ctx, op)
	return err
}

// hangs has power fail in the middle of a receipt on the simulated Shtrih-M.
func (c *clinic) hangs() {
	c.Helper()
	d, ctx := c.shtrihM(), context.Background()
	p, err := native.New(native.Params{Address: c.at})
	if err != nil {
		c.Fatal(err)
	}
	defer p.Close()
	op := fiscal.Operator{Name: "Вера"}
	if _, err := p.OpenShift(ctx, op); err != nil {
		c.Fatal(err)
	}
	d.Inject(shtrih.Fault{Command: 0xFF45, When: shtrih.OnCommand, Do: shtrih.PowerOff})
	r := fiscal.Receipt{ID: "a", Mark: "D-1", Kind: sale.Sale, Taxation: "osn", Operator: op, Total: 5000, Payments: []sale.Payment{{Type: sale.Cash, Sum: 5000}},
		Lines: []fiscal.Line{{Name: "Гайка", Price: 5000, Quantity: 1000, Sum: 5000, Unit: sale.Piece, VAT: sale.VAT22}}}
	if _, err := p.Register(ctx, r); err == nil {
		c.Fatal("a receipt was made without power")
	}
	d.PowerOn()
}

// localSim loads for long enough to be seen loading.
var localSim = localmodule.Params{InitTime: time.Minute}

// sql does to the journal what no program of ours does.
func (c *clinic) sql(statement string) {
	c.Helper()
	db, err := sql.Open("sqlite", (&url.URL{Scheme: "file", Path: "/" + filepath.ToSlash(filepath.Join(c.p.dir, "journal.db"))}).String())
	if err != nil {
		c.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		c.Fatal(err)
	}
}
