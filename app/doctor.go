package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dobro/checks/localmodule"
	"dobro/device/fiscal"
	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/store"
)

// runDoctor probes every device and service: `dobro doctor [--json] [--fix]`. It works beside a running till and changes nothing; with
// --fix it mends what the program can: it initialises a local module that was not set up or has locked itself.
func runDoctor(ctx context.Context, p *program, args []string) int {
	var asJSON, fix bool
	rest, err := flags("doctor", args, func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
		f.BoolVar(&fix, "fix", false, "")
	})
	if err != nil || len(rest) > 0 {
		return p.fail(errors.Join(err, usage("app.help")))
	}
	cfg, err := p.begin()
	if err != nil {
		return p.fail(err)
	}
	list, err := p.examine(ctx, cfg, fix)
	if err != nil {
		return p.fail(err)
	}
	ill := false
	enc := json.NewEncoder(p.out)
	enc.SetEscapeHTML(false)
	for _, f := range list {
		ill = ill || f.Level == "bad"
		if asJSON {
			err = enc.Encode(f)
		} else {
			_, err = fmt.Fprintf(p.out, "%s  %s: %s\n", p.words.T("level."+f.Level), f.Title, f.Text)
			if err == nil && f.Action != "" {
				_, err = fmt.Fprintf(p.out, "        %s\n", f.Action)
			}
		}
		if err != nil {
			return p.fail(err)
		}
	}
	if ill {
		return exitNo
	}
	return exitYes
}

func (p *program) examine(ctx context.Context, cfg config.Config, fix bool) ([]finding, error) {
	t := &till{cfg: cfg}
	list := []finding{p.probeSettings(cfg)}
	var journal *store.Store
	if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); err == nil {
		s, f := p.probeJournal(ctx)
		if journal = s; s != nil {
			list = append(list, f, p.probeGoods(ctx, s), p.probePeople(ctx, s))
		} else {
			list = append(list, f)
		}
	} else {
		list = append(list, p.found("journal", "warn", "none", "dir", p.dir))
	}
	var err error
	if t.permit, err = p.openPermit(ctx, cfg, journal); err != nil {
		return nil, err
	}
	var printer fiscal.Status
	if cfg.Fiscal.Driver == config.DriverSim {
		// The simulated printer belongs to the till that runs it; another one here would be another drive.
		list = append(list, p.found("kkt", "ok", "simulated"))
	} else {
		if t.printer, err = p.openPrinter(ctx, cfg); err != nil {
			return nil, err
		}
		var found []finding
		found, printer = p.probePrinter(ctx, t)
		list = append(list, found...)
	}
	list = append(list, p.probeOnline(ctx, t, printer)...)
	list = append(list, p.probeLicence(ctx, t)...)
	if fix && t.permit.module != nil {
		p.mendModule(ctx, t)
	}
	list = append(list, p.probeModule(ctx, t)...)
	return append(list, p.probeScanner(ctx, cfg)), nil
}

// mendModule initialises a local module that waits for it. Loading its bases goes on for long after that.
func (p *program) mendModule(ctx context.Context, t *till) {
	st, err := t.permit.module.Status(ctx)
	if err != nil || st.State != localmodule.NotConfigured && st.State != localmodule.SyncError {
		return
	}
	token := p.moduleToken()
	if token == "" {
		p.say("doctor.no_token")
		return
	}
	st, err = t.permit.module.Init(ctx, localmodule.Init{Token: token})
	switch {
	case errors.Is(err, localmodule.ErrToken):
		p.say("doctor.bad_token")
	case err != nil:
		p.say("doctor.not_mended")
	default:
		p.say("doctor.mended", "state", string(st.State))
	}
}

func (p *program) probeSettings(cfg config.Config) finding {
	switch {
	case !cfg.Present:
		return p.found("settings", "warn", "none", "file", cfg.Path)
	case len(cfg.Wanted()) > 0:
		return p.found("settings", "warn", "wanted", "keys", fmt.Sprint(cfg.Wanted()))
	}
	return p.found("settings", "ok", "well", "file", cfg.Path)
}

func (p *program) probeJournal(ctx context.Context) (*store.Store, finding) {
	s, err := p.readJournal(ctx)
	if err != nil {
		p.log.Error().Err(err).Msg("open journal")
		return nil, p.found("journal", "bad", "broken")
	}
	answer, err := s.QuickCheck(ctx)
	if err != nil || answer != "ok" {
		return s, p.found("journal", "bad", "broken")
	}
	waiting, err := s.Errands(ctx, "local_module", 1000)
	if err != nil {
		return s, p.found("journal", "bad", "broken")
	}
	f := p.found("journal", "ok", "well")
	f.Facts = map[string]string{"outbox": fmt.Sprint(len(waiting))}
	return s, f
}

func (p *program) probeGoods(ctx context.Context, s *store.Store) finding {
	list, err := s.SearchGoods(ctx, "", 1)
	switch {
	case err != nil:
		return p.found("goods", "bad", "broken")
	case len(list) == 0:
		return p.found("goods", "warn", "none")
	}
	return p.found("goods", "ok", "well")
}

func (p *program) probePeople(ctx context.Context, s *store.Store) finding {
	list, err := s.People(ctx)
	if err == nil && len(list) > 0 {
		return p.found("people", "ok", "well", "count", len(list))
	}
	return p.found("people", "warn", "none")
}

func (p *program) probeScanner(ctx context.Context, cfg config.Config) finding {
	if cfg.Scanner.Mode == config.ScannerWedge {
		return p.found("scanner", "ok", "wedge")
	}
	ports, err := scanner.System{}.List()
	if err != nil {
		p.log.Warn().Err(err).Msg("list serial ports")
	}
	if cfg.Scanner.Port != config.Auto {
		if _, err := os.Stat(cfg.Scanner.Port); err == nil {
			return p.found("scanner", "ok", "port", "port", cfg.Scanner.Port)
		}
		for _, have := range ports {
			if have.Name == cfg.Scanner.Port {
				return p.found("scanner", "ok", "port", "port", cfg.Scanner.Port)
			}
		}
		return p.found("scanner", "warn", "missing", "port", cfg.Scanner.Port)
	}
	if len(ports) == 0 {
		return p.found("scanner", "warn", "none")
	}
	return p.found("scanner", "ok", "ports", "count", len(ports))
}

// since remembers when a part came to be as it is.
type since map[string]struct {
	level string
	at    time.Time
}

func (s since) of(f finding, now time.Time) time.Time {
	was, ok := s[f.Part]
	if !ok || was.level != f.Level {
		was.level, was.at = f.Level, now
		s[f.Part] = was
	}
	return was.at
}
