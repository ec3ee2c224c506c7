package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/store"
)

// runExport writes the sale log and the check log of some days: `dobro export --from DATE --to DATE --format json --out FILE`. It
// works beside a running till.
func runExport(ctx context.Context, p *program, args []string) int {
	var from, to, format, out string
	rest, err := flags("export", args, func(f *flag.FlagSet) {
		f.StringVar(&from, "from", "", "")
		f.StringVar(&to, "to", "", "")
		f.StringVar(&format, "format", "json", "")
		f.StringVar(&out, "out", "", "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(rest) > 0 || from == "" || to == "" || out == "" {
		return p.fail(usage("app.export_usage"))
	}
	if format != "json" {
		return p.fail(usage("app.bad_format", "value", format))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	first, err := day(from, cfg.Shop.Location)
	if err != nil {
		return p.fail(err)
	}
	last, err := day(to, cfg.Shop.Location)
	if err != nil {
		return p.fail(err)
	}
	if last.Before(first) {
		return p.fail(usage("app.bad_span"))
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	f, err := journal.Log{Store: s}.Export(ctx, shopOf(cfg), first, last, cfg.Shop.Location)
	if err != nil {
		return p.fail(err)
	}
	if err := p.writeFile(out, f.WriteJSON); err != nil {
		return p.fail(err)
	}
	return exitYes
}

// readJournal opens the journal beside a running till.
func (p *program) readJournal(ctx context.Context) (*store.Store, error) {
	if _, err := os.Stat(filepath.Join(p.dir, "journal.db")); err != nil {
		return nil, usage("app.no_journal", "dir", p.dir)
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	p.later(s.Close)
	return s, nil
}

// writeFile writes a whole file or none: aside, synced, renamed. "-" is standard output.
func (p *program) writeFile(name string, write func(w io.Writer) error) error {
	if name == "-" {
		return write(p.out)
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".dobro-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name())
	defer f.Close()
	b := bufio.NewWriter(f)
	if err := write(b); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Chmod(0o644); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

func shopOf(cfg config.Config) journal.Shop {
	return journal.Shop{Name: cfg.Shop.Name, INN: cfg.Shop.INN, Address: cfg.Shop.Address, Taxation: cfg.Shop.Taxation, Timezone: cfg.Shop.Timezone}
}
