package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/checks/localmodule"
	"dobro/checks/tspiot"
	"dobro/device/fiscal"
	"dobro/device/fiscal/atol"
	"dobro/internal/config"
	"dobro/internal/probe"
)

// unmended is why a fix was not done, as "fix.<key>" of the translations: something that the person can act on.
type unmended struct {
	key   string
	pairs []any
	err   error
}

func (u *unmended) Error() string {
	if u.err != nil {
		return u.key + ": " + u.err.Error()
	}
	return u.key
}

func (u *unmended) Unwrap() error { return u.err }

func cannot(key string, err error, pairs ...any) error {
	return &unmended{key: key, err: err, pairs: pairs}
}

var errNoServices = errors.New("no services that this program may start")

// Services of the makers on Windows (permit-offline, 5.1 and 5.3).
const (
	serviceModule     = "regime"
	serviceBase       = "yenisei"
	serviceController = "esm-lm-controller"
)

// mend does one fix. The error is *unmended where the person can do something about it.
func (p *program) mend(ctx context.Context, t *till, fix probe.Fix) error {
	switch fix {
	case probe.InitModule:
		return p.initModule(ctx, t)
	case probe.UseInstance:
		return p.useInstance(ctx, t)
	case probe.TrustCertificate:
		return p.trustCertificate(t)
	case probe.SetPrinterClock:
		return p.setPrinterClock(ctx, t)
	case probe.FindPrinter:
		return p.findPrinter(ctx, t)
	case probe.AbandonDocument:
		return t.printer.Abandon(ctx)
	case probe.AnyScannerPort:
		return p.keepSettings(ctx, t, map[string]string{"scanner.port": config.Auto})
	case probe.StartModule, probe.StartModuleBase, probe.StartController:
		name := map[probe.Fix]string{probe.StartModule: serviceModule, probe.StartModuleBase: serviceBase, probe.StartController: serviceController}[fix]
		err := startService(ctx, name)
		if errors.Is(err, errNoServices) {
			return cannot("not_here", err, "name", name)
		}
		if err != nil {
			return cannot("no_service", err, "name", name)
		}
		return nil
	case probe.TellModuleOfSales:
		p.tellAll(ctx, t)
		return nil
	}
	return fmt.Errorf("no such fix %q", fix)
}

// mendAll does every fix that needs nobody's word, tells how each went, and examines again.
func (p *program) mendAll(ctx context.Context, t *till, list []probe.Finding) []probe.Finding {
	tried := false
	for _, f := range list {
		if f.Fix == "" || f.Fix.Asked() || f.Level == probe.Well {
			continue
		}
		tried = true
		p.say("fix.told", "title", f.Title, "text", p.mended(f.Fix, p.mend(ctx, t, f.Fix)))
	}
	if !tried {
		return list
	}
	again, err := p.openForProbing(ctx, t.cfg)
	if err != nil {
		p.log.Error().Err(err).Msg("open again after mending")
		return list
	}
	return p.examine(ctx, again)
}

// mended says how a fix went.
func (p *program) mended(fix probe.Fix, err error) string {
	var u *unmended
	switch {
	case err == nil:
		return p.words.T("fix." + string(fix) + ".done")
	case errors.As(err, &u):
		p.log.Warn().Err(err).Str("fix", string(fix)).Msg("not mended")
		return p.words.T("fix."+u.key, u.pairs...)
	}
	p.log.Error().Err(err).Str("fix", string(fix)).Msg("not mended")
	var fe *fiscal.Error
	if errors.As(err, &fe) {
		return p.words.T("fiscal."+string(fe.Trouble), "text", fe.Text, "code", fe.Code) + ". " + p.words.T("fiscal."+string(fe.Trouble)+".do")
	}
	return p.words.T("fix.failed")
}

// initModule initialises a local module that waits for it, or has locked itself. Loading its bases goes on for long after that.
func (p *program) initModule(ctx context.Context, t *till) error {
	if t.permit.module == nil {
		return cannot("no_module", nil)
	}
	st, err := t.permit.module.Status(ctx)
	if err != nil {
		return cannot("module_away", err)
	}
	if st.State != localmodule.NotConfigured && st.State != localmodule.SyncError {
		return nil
	}
	token := p.moduleToken()
	if token == "" {
		return cannot("no_token", nil)
	}
	_, err = t.permit.module.Init(ctx, localmodule.Init{Token: token})
	switch {
	case errors.Is(err, localmodule.ErrToken):
		return cannot("bad_token", err)
	case errors.Is(err, localmodule.ErrPassword):
		return cannot("bad_password", err)
	case err != nil:
		return cannot("module_refused", err)
	}
	return nil
}

// useInstance turns to the instance of ТС ПИоТ that belongs to the connected printer.
func (p *program) useInstance(ctx context.Context, t *till) error {
	if t.permit.tspiot == nil {
		return cannot("no_tspiot", nil)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*probeTime)
	defer cancel()
	c, err := t.permit.tspiot.Control(ctx)
	if err != nil {
		return cannot("control_away", err)
	}
	fn := ""
	if t.printer != nil {
		if st, err := t.printer.Status(ctx); err == nil {
			fn = st.FN
		}
	}
	in, ok := instanceFor(c.Instances, fn, t.cfg.Shop.INN)
	if !ok {
		return cannot("no_instance", nil, "fn", fn)
	}
	url := fmt.Sprintf("https://127.0.0.1:%d", in.ClientPort)
	if url == t.cfg.Checks.TSPIoT.URL {
		return cannot("same_instance", nil)
	}
	return p.keepSettings(ctx, t, map[string]string{"checks.tspiot.url": url})
}

// instanceFor finds the instance of a fiscal drive; without one, the only instance of the shop.
func instanceFor(all []tspiot.Instance, fn, inn string) (tspiot.Instance, bool) {
	var fits []tspiot.Instance
	for _, i := range all {
		if i.ClientPort > 0 && (fn != "" && i.FNSerial == fn || fn == "" && (inn == "" || i.KKTINN == inn)) {
			fits = append(fits, i)
		}
	}
	if len(fits) != 1 {
		return tspiot.Instance{}, false
	}
	return fits[0], true
}

// trustCertificate forgets the certificate of a module on this machine: the next contact remembers the new one. Only a person may say
// that the module was really installed anew.
func (p *program) trustCertificate(t *till) error {
	if t.cfg.Checks.TSPIoT.Fingerprint != "" {
		return cannot("pinned_by_hand", nil)
	}
	if err := os.Remove(filepath.Join(p.dir, pinFile)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// setPrinterClock sets the printer's clock to the computer's.
func (p *program) setPrinterClock(ctx context.Context, t *till) error {
	c, ok := t.printer.(fiscal.ClockSetter)
	if !ok {
		return cannot("no_clock", nil)
	}
	st, err := t.printer.Status(ctx)
	if err != nil {
		return err
	}
	if st.Shift != fiscal.ShiftClosed {
		return cannot("shift_open", nil)
	}
	return c.SetClock(ctx, time.Now())
}

// findPrinter looks for the driver of ATOL where its maker puts it.
func (p *program) findPrinter(ctx context.Context, t *till) error {
	for _, url := range atolAddresses(t.cfg) {
		if url == t.cfg.Fiscal.Atol.URL && t.cfg.Fiscal.Driver == config.DriverAtol {
			continue
		}
		if _, err := p.askAtol(ctx, t.cfg, url); err == nil {
			return p.keepSettings(ctx, t, map[string]string{"fiscal.driver": config.DriverAtol, "fiscal.atol.url": url})
		}
	}
	return cannot("no_printer", nil)
}

// atolAddresses are where a web server of ATOL's driver may answer: what the settings say, and the usual port.
func atolAddresses(cfg config.Config) []string {
	usual := config.Default().Fiscal.Atol.URL
	if cfg.Fiscal.Atol.URL == usual {
		return []string{usual}
	}
	return []string{cfg.Fiscal.Atol.URL, usual}
}

// askAtol asks a web server for the state of its printer.
func (p *program) askAtol(ctx context.Context, cfg config.Config, url string) (fiscal.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	printer, err := atol.New(atol.Params{URL: strings.TrimRight(url, "/"), IndustryDate: cfg.Fiscal.Atol.IndustryDate, Zone: cfg.Shop.Location, Logger: p.log})
	if err != nil {
		return fiscal.Status{}, err
	}
	defer printer.Close()
	return printer.Status(ctx)
}

// keepSettings writes what a fix found out, and lets the till at hand know.
func (p *program) keepSettings(ctx context.Context, t *till, values map[string]string) error {
	s, err := p.openJournal(ctx)
	if err != nil {
		return err
	}
	cfg, _, err := p.changeSettings(ctx, s, values, p.words.T("settings.by_doctor"))
	if err != nil {
		return err
	}
	t.cfg = cfg
	return nil
}
