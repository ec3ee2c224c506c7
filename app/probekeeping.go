package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/device/scanner"
	"dobro/internal/config"
	"dobro/internal/logging"
	"dobro/internal/probe"
	"dobro/internal/secrets"
	"dobro/internal/staff"
	"dobro/internal/store"
)

func (p *program) probeSettings(cfg config.Config) finding {
	switch {
	case !cfg.Present:
		return p.found("settings", "warn", "none", "file", cfg.Path)
	case len(cfg.Wanted()) > 0:
		var names []string
		for _, k := range cfg.Wanted() {
			names = append(names, p.words.T("setting."+k))
		}
		return p.found("settings", "warn", "wanted", "keys", strings.Join(names, ", "))
	}
	return p.found("settings", "ok", "well", "file", cfg.Path)
}

// probeSecrets opens every secret: a folder copied from another machine has a sealed file and not its key.
func (p *program) probeSecrets() finding {
	count := 0
	for _, n := range secrets.Names {
		s, err := p.secrets.Get(n)
		switch {
		case errors.Is(err, secrets.ErrSealed):
			return p.found("secrets", "bad", "sealed")
		case err != nil:
			p.log.Error().Err(err).Msg("read secrets")
			return p.found("secrets", "bad", "unreadable")
		case s != "":
			count++
		}
	}
	return p.found("secrets", "ok", "well", "count", count)
}

// Free space of the disk with the journal: below the first the till soon cannot write a receipt, below the second somebody should
// make room. A day of a busy till is some 20 MB with its logs.
const (
	diskBad  = 200 << 20
	diskWarn = 1 << 30
)

func (p *program) probeDisk() finding {
	free := p.freeSpace
	if free == nil {
		free = freeSpace
	}
	n, err := free(p.dir)
	switch {
	case err != nil:
		return p.found("disk", "off", "unknown")
	case n < diskBad:
		return p.found("disk", "bad", "full", "mb", n>>20)
	case n < diskWarn:
		return p.found("disk", "warn", "low", "mb", n>>20)
	}
	return p.found("disk", "ok", "well", "gb", n>>30)
}

// probeCrash tells of a crash of the last days.
func (p *program) probeCrash() finding {
	st, err := os.Stat(filepath.Join(p.dir, logging.Folder, logging.CrashName+".last"))
	if err == nil && time.Since(st.ModTime()) < 14*24*time.Hour {
		return p.found("program", "warn", "crashed", "at", st.ModTime().Format("02.01 15:04"), "version", version)
	}
	return p.found("program", "ok", "well", "version", version)
}

// probeKeeping looks at the journal, at what waits in it for other systems, at goods and people.
func (p *program) probeKeeping(ctx context.Context, t *till) []finding {
	if t.store == nil {
		if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); err != nil {
			return []finding{p.found("journal", "warn", "none", "dir", p.dir)}
		}
		return []finding{p.found("journal", "bad", "broken")}
	}
	answer, err := t.store.QuickCheck(ctx)
	if err != nil || answer != "ok" {
		return []finding{p.found("journal", "bad", "broken")}
	}
	return []finding{p.found("journal", "ok", "well"), p.probeOutbox(ctx, t), p.probeGoods(ctx, t.store), p.probePeople(ctx, t.store)}
}

// outboxLate is when sales that the local module was not told of are worth a word.
const outboxLate = time.Hour

func (p *program) probeOutbox(ctx context.Context, t *till) finding {
	waiting, err := t.store.Errands(ctx, "local_module", 1000)
	if err != nil {
		p.log.Error().Err(err).Msg("read the outbox")
		return p.found("outbox", "bad", "broken")
	}
	f := p.found("outbox", "ok", "well", "count", len(waiting))
	for _, w := range waiting {
		if time.Since(time.UnixMilli(w.At)) > outboxLate {
			f = p.found("outbox", "warn", "late", "count", len(waiting))
			f.Fix = probe.TellModuleOfSales
			break
		}
	}
	f.Facts = map[string]string{"outbox": fmt.Sprint(len(waiting))}
	return f
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
	if err != nil || len(list) == 0 {
		return p.found("people", "warn", "none")
	}
	for _, who := range list {
		if staff.Role(who.Role) == staff.Owner {
			return p.found("people", "ok", "well", "count", len(list))
		}
	}
	return p.found("people", "warn", "no_owner")
}

func (p *program) probeScanner(cfg config.Config) finding {
	if cfg.Scanner.Mode == config.ScannerWedge {
		return p.found("scanner", "ok", "wedge")
	}
	list := p.ports
	if list == nil {
		list = scanner.System{}.List
	}
	ports, err := list()
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
		f := p.found("scanner", "warn", "missing", "port", cfg.Scanner.Port)
		f.Fix = probe.AnyScannerPort
		return f
	}
	if len(ports) == 0 {
		return p.found("scanner", "warn", "none")
	}
	return p.found("scanner", "ok", "ports", "count", len(ports))
}
