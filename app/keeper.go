package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/journal/keeping"
	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/internal/store"
)

// copiesFolder is where copies of the journal go: where the owner said, or beside the journal.
func (p *program) copiesFolder(cfg config.Config) string {
	if cfg.Keeping.BackupFolder != "" {
		return cfg.Keeping.BackupFolder
	}
	return filepath.Join(p.dir, "copies")
}

// keeper looks after the journal of a till; it hears of closed shifts from the register until stop is called.
func (p *program) keeper(ctx context.Context, t *till) (k *keeping.Keeper, stop func()) {
	type lit struct {
		level string
		since time.Time
	}
	lamps := map[string]lit{} // by part of the till
	params := keeping.Params{Store: t.store, Data: p.dir, Folder: p.copiesFolder(t.cfg), Keep: t.cfg.Keeping.BackupKeep, Zone: t.cfg.Shop.Location, Now: time.Now, Log: p.log, Free: freeSpace}
	if t.cfg.Keeping.ExportFolder != "" {
		params.Export = func(ctx context.Context, day time.Time) error { return p.exportDay(ctx, t, day) }
		params.Exported = func(day time.Time) bool {
			_, err := os.Stat(dayFile(t.cfg, day))
			return err == nil
		}
	}
	params.Changed = func(s keeping.State) {
		for _, f := range p.keptFindings(t.cfg, s) {
			// Copies are a lamp only once something was wrong with them; the owner's page tells the rest.
			lamp, on := lamps[f.Part]
			if !on && f.Level == probe.Well {
				continue
			}
			if lamp.level != f.Level {
				lamp = lit{f.Level, s.At}
				lamps[f.Part] = lamp
			}
			p.light(ctx, t, f, lamp.since)
		}
	}
	k = keeping.New(params)
	open := false
	return k, t.register.Listen(func(e register.Event) {
		if e.Kind != register.EventShift {
			return
		}
		if open && !e.View.Shift.Open {
			k.ShiftClosed()
		}
		open = e.View.Shift.Open
	})
}

// keptFindings are the copies and the daily file, for lamps, the doctor and the owner's page.
func (p *program) keptFindings(cfg config.Config, s keeping.State) []finding {
	folder := p.copiesFolder(cfg)
	age := int(s.At.Sub(s.LastCopy).Hours() / 24)
	backup := p.found("backup", "ok", "well", "count", s.Copies, "size", megabytes(s.CopySize), "at", s.LastCopy.In(cfg.Shop.Location).Format("02.01 15:04"), "folder", folder)
	switch {
	case s.CopyTrouble != nil:
		backup = p.found("backup", "warn", "trouble", "folder", folder)
	case s.LastCopy.IsZero(): // a shop before its first shift's end; a copy that failed is trouble, above
		backup = p.found("backup", "ok", "none", "folder", folder)
	case age >= 7:
		backup = p.found("backup", "bad", "old", "days", age, "folder", folder)
	case age >= 2:
		backup = p.found("backup", "warn", "old", "days", age, "folder", folder)
	}
	backup.Facts = map[string]string{"folder": folder, "last": s.LastFile}
	out := []finding{backup}
	if s.ExportTrouble != nil {
		out = append(out, p.found("export", "warn", "trouble", "folder", cfg.Keeping.ExportFolder))
	} else if cfg.Keeping.ExportFolder != "" {
		out = append(out, p.found("export", "ok", "well", "folder", cfg.Keeping.ExportFolder))
	}
	return out
}

// probeCopies measures beside a running till, and tries whether its copies and daily files have where to go: what the till itself met with
// stands in its own process.
func (p *program) probeCopies(cfg config.Config) []finding {
	s := keeping.Look(p.dir, p.copiesFolder(cfg), freeSpace, time.Now())
	s.CopyTrouble = keeping.Writable(p.copiesFolder(cfg))
	if cfg.Keeping.ExportFolder != "" {
		s.ExportTrouble = keeping.Writable(cfg.Keeping.ExportFolder)
	}
	for what, err := range map[string]error{"copies": s.CopyTrouble, "export": s.ExportTrouble} {
		if err != nil {
			p.log.Error().Err(err).Str("what", what).Msg("a folder cannot be written")
		}
	}
	return p.keptFindings(cfg, s)
}

// dayFile is the name of a day's file in the folder that the owner chose.
func dayFile(cfg config.Config, day time.Time) string {
	ext := cfg.Keeping.ExportFormat
	if ext == config.ExportCSV {
		ext = "zip"
	}
	return filepath.Join(cfg.Keeping.ExportFolder, day.In(cfg.Shop.Location).Format(time.DateOnly)+"."+ext)
}

// exportDay writes the file of one day, whole or not at all; a later shift of the same day replaces it.
func (p *program) exportDay(ctx context.Context, t *till, day time.Time) error {
	format := t.cfg.Keeping.ExportFormat
	if format == config.ExportCSV {
		format = "csv.zip"
	}
	if err := os.MkdirAll(t.cfg.Keeping.ExportFolder, 0o755); err != nil {
		return err
	}
	local := day.In(t.cfg.Shop.Location)
	day = time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, t.cfg.Shop.Location)
	r := journal.Request{Shop: shopOf(t.cfg), First: day, Last: day, Zone: t.cfg.Shop.Location, Words: p.words}
	return p.writeFile(dayFile(t.cfg, day), func(w io.Writer) error { return exporters[format](ctx, w, journal.Log{Store: t.store}, r, p.words) })
}

func megabytes(n int64) string { return strconv.FormatInt((n+1<<19)>>20, 10) }

// missed turns the calm word about a shop without copies into a warning where shifts were closed: somebody took the copies away, or their
// folder is not the one it was.
func (p *program) missed(ctx context.Context, t *till, list []finding) []finding {
	for i, f := range list {
		if f.Code != "backup.none" || t.store == nil {
			continue
		}
		shifts, err := t.store.Shifts(ctx, time.Time{}, time.Now())
		if err != nil {
			p.log.Error().Err(err).Msg("read shifts")
			continue
		}
		if slices.ContainsFunc(shifts, func(s store.Shift) bool { return !s.ClosedAt.IsZero() }) {
			list[i] = p.found("backup", probe.Warn, "none", "folder", p.copiesFolder(t.cfg))
		}
	}
	return list
}
