// Package sim starts the simulators of the outside world on loopback: ТС ПИоТ, True API with two platforms, the local module,
// a fiscal printer of ATOL, and a control interface by which other processes switch faults. They share one world: a code
// that the printer fiscalises is sold for the services too. `dobro simulate`, the demo, training and tests use it.
//
// Everything listens on loopback only and is reached through its real protocol; nothing here is linked into the way of a
// real sale.
package sim

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"dobro/internal/sim/atol"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/sim/localmodule"
	"dobro/internal/sim/trueapi"
	"dobro/internal/sim/tspiot"
)

// Identity of the simulated shop and its printer, the same for all services unless Config says otherwise.
const (
	INN    = "7700000009"
	FN     = "9999078902003459"
	Serial = "00106900000007"
	RNM    = "0000000001002292"
	Key    = "00000000-0000-4000-8000-000000000001" // a value that True API and init accept; any of 36 characters does
)

// Services as the fault board and Config.Only name them.
const (
	TSPIoT        = tspiot.Service
	TSPIoTControl = tspiot.ServiceControl
	TrueAPI       = trueapi.ServiceBase
	CDN1          = trueapi.ServiceCDN1
	CDN2          = trueapi.ServiceCDN2
	LocalModule   = localmodule.Service
	ATOL          = atol.Service
	ISM           = atol.ServiceISM // the marking server behind the printer: no listener, faults "refuse" and "delay" only
	Control       = "control"
)

// Config of a world; the zero value is a shop that works, on free ports, in memory.
type Config struct {
	Dir        string             // "" is memory only; otherwise the fiscal memory and the certificate are kept there
	KeptCert   string             // file of the certificate of ТС ПИоТ when Dir is "", so that clients know it over a restart
	FixedPorts bool               // the ports of DefaultPorts
	Ports      map[string]int     // port per service, overrides FixedPorts; 0 is any free one
	Only       []string           // services to start; empty is all
	Seed       uint64             // of random faults
	Now        func() time.Time   // clock of the world, time.Now when nil
	KeepSales  bool               // sales do not change what is known of codes (LinkSales off)
	Shop       Shop               // what stands on receipts and in the registration
	ATOL       atol.Params        // of the printer: only the settings, the rest is filled in
	Local      localmodule.Params // of the local module: likewise; V1 and V2 both false means both
	TSPIoT     tspiot.Params      // of ТС ПИоТ: likewise
	TrueAPIKey string             // "" accepts any key of 36 characters
}

// Shop is who the printer and the services belong to.
type Shop struct {
	INN, Name, Address string
}

// DefaultPorts are those of the real services, and for those that live in the Internet and for the control interface fixed
// ones of our own.
var DefaultPorts = map[string]int{TSPIoT: 51401, TSPIoTControl: 51077, TrueAPI: 18080, CDN1: 18081, CDN2: 18082,
	LocalModule: 5995, ATOL: 16732, Control: 18099}

// URLs of the services that were started, without a trailing slash.
type URLs struct {
	TSPIoT        string   `json:"tspiot"`
	TSPIoTControl string   `json:"tspiotControl"`
	TrueAPI       string   `json:"trueapi"`
	CDN           []string `json:"cdn"`
	LocalModule   string   `json:"localModule"`
	ATOL          string   `json:"atol"`
	Control       string   `json:"control"`
}

// World is a running set of simulators. Its parts may be used from any goroutine.
type World struct {
	URLs        URLs
	Fingerprint string // SHA-256 of the certificate of ТС ПИоТ, hex
	Faults      *fault.Board
	Codes       *codes.Table
	TSPIoT      *tspiot.Module
	TrueAPI     *trueapi.Service
	LocalModule *localmodule.Module
	ATOL        *atol.Printer
	Web         *atol.Web // the printer's web server: Restart loses its queue

	cancel  context.CancelFunc
	closers []func() error
	ready   chan struct{} // closed when all addresses are known
	once    sync.Once
}

// Start starts the world; ctx ends it like Close does. A port that is taken is an error and nothing is left running.
func Start(ctx context.Context, c Config) (*World, error) {
	if c.Now == nil {
		c.Now = time.Now
	}
	ctx, cancel := context.WithCancel(ctx)
	w := &World{Faults: fault.NewBoard(c.Seed), Codes: codes.NewTable(c.Now, codes.Entries()),
		cancel: cancel, ready: make(chan struct{})}
	if err := w.start(ctx, c); err != nil {
		return nil, errors.Join(fmt.Errorf("start simulators: %w", err), w.Close())
	}
	return w, nil
}

// Close stops all services and waits for them. It may be repeated.
func (w *World) Close() error {
	var err error
	w.once.Do(func() {
		w.cancel()
		for i := len(w.closers) - 1; i >= 0; i-- {
			err = errors.Join(err, w.closers[i]())
		}
	})
	return err
}

// Reset returns to the beginning: faults off, sales and added codes forgotten, fiscal memory empty, products kept.
func (w *World) Reset() error {
	w.Faults.ClearAll()
	w.Codes.Reset()
	w.TSPIoT.Reset()
	w.TrueAPI.Reset()
	w.LocalModule.Reset()
	return w.ATOL.Reset()
}

func (w *World) start(ctx context.Context, c Config) error {
	c = c.filled(w)
	w.LocalModule = localmodule.New(c.Local)
	c.TSPIoT.Local = w.LocalModule
	c.TSPIoT.LocalUp = func() bool { return !w.Faults.Holds(LocalModule, fault.Refuse) }
	w.TSPIoT = tspiot.New(c.TSPIoT)
	w.TrueAPI = trueapi.New(trueapi.Params{Table: w.Codes, Now: c.Now, Key: c.TrueAPIKey})
	printer, err := atol.NewPrinter(c.ATOL)
	if err != nil {
		return err
	}
	w.ATOL, w.Web = printer, atol.NewWeb(ctx, printer)
	w.closers = append(w.closers, w.Web.Close)
	return w.listen(ctx, c, []http.Handler{w.TrueAPI.Platform(0), w.TrueAPI.Platform(1)})
}

// filled puts the world's own parts and the identity of the shop where Config left them out.
func (c Config) filled(w *World) Config {
	shop := c.Shop
	set(&shop.INN, INN)
	set(&shop.Name, "ООО «Ромашка»")
	set(&shop.Address, "Москва, ул. Мира, 1")
	a, l, t := &c.ATOL, &c.Local, &c.TSPIoT
	a.Dir, a.Board, a.Table, a.Now, a.LinkSales = c.Dir, w.Faults, w.Codes, c.Now, !c.KeepSales
	set(&a.FN, FN)
	set(&a.Serial, Serial)
	set(&a.RNM, RNM)
	set(&a.INN, shop.INN)
	set(&a.ShopName, shop.Name)
	set(&a.Address, shop.Address)
	l.Table, l.Now = w.Codes, c.Now
	set(&l.Login, "admin")
	set(&l.Password, "admin")
	set(&l.INN, shop.INN)
	set(&l.Software, "2.6.1-7")
	set(&l.State, localmodule.Ready)
	if !l.V1 && !l.V2 {
		l.V1, l.V2 = true, true
	}
	if l.InitTime == 0 {
		l.InitTime = 2 * time.Second
	}
	t.Table, t.Now = w.Codes, c.Now
	set(&t.FN, a.FN)
	set(&t.Serial, a.Serial)
	set(&t.INN, shop.INN)
	set(&t.LMPassword, l.Password)
	t.LMToken = l.Token
	if t.LicenceTill.IsZero() {
		t.LicenceTill = c.Now().AddDate(0, 8, 0)
	}
	return c
}

func set(s *string, fallback string) {
	if *s == "" {
		*s = fallback
	}
}

// certificateFile is where the certificate of ТС ПИоТ is kept, "" for memory only.
func (c Config) certificateFile() string {
	if c.KeptCert != "" {
		return c.KeptCert
	}
	if c.Dir == "" {
		return ""
	}
	return filepath.Join(c.Dir, "tspiot.pem")
}
