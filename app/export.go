package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/assets"
	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/journal/paper"
	"dobro/internal/journal/sheets"
	"dobro/internal/store"
)

// runExport writes the sale log and the check log of some days: `dobro export --from DATE --to DATE --format xlsx|csv|json|pdf --out
// FILE`. It works beside a running till.
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
		return p.fail(usage("export.usage"))
	}
	write, ok := exporters[format]
	if !ok {
		return p.fail(usage("export.bad_format", "value", format))
	}
	if format == "csv" && strings.EqualFold(filepath.Ext(out), ".zip") {
		write = exporters["csv.zip"]
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
	r := journal.Request{Shop: shopOf(cfg), First: first, Last: last, Zone: cfg.Shop.Location, Words: p.words}
	b := newBar(p.errw, func(done, of int) string { return p.words.T("export.progress", "done", done, "of", of) })
	r.Progress = b.show
	err = p.writeFile(out, func(w io.Writer) error { return write(ctx, w, journal.Log{Store: s}, r, p.words) })
	b.clear()
	if err != nil {
		return p.fail(err)
	}
	if out != "-" {
		p.say("export.done", "file", out)
	}
	return exitYes
}

// exporters are the formats of an export. A CSV file named .zip is the archive of all tables.
var exporters = map[string]func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, words paper.Words) error{
	"json": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, _ paper.Words) error {
		return l.WriteJSON(ctx, w, r)
	},
	"csv": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, _ paper.Words) error {
		return sheets.WriteCSV(ctx, w, l, r)
	},
	"csv.zip": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, _ paper.Words) error {
		return sheets.WriteZip(ctx, w, l, r)
	},
	"xlsx": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, _ paper.Words) error {
		return sheets.WriteXLSX(ctx, w, l, r)
	},
	"pdf": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request, words paper.Words) error {
		fonts, err := paperFonts()
		if err != nil {
			return err
		}
		return paper.WriteReport(ctx, w, fonts, words, l, r)
	},
}

func paperFonts() (f paper.Fonts, err error) {
	if f.Regular, err = assets.Files.ReadFile("fonts/NotoSans-Regular.ttf"); err != nil {
		return f, fmt.Errorf("read font: %w", err)
	}
	if f.Bold, err = assets.Files.ReadFile("fonts/NotoSans-Bold.ttf"); err != nil {
		return f, fmt.Errorf("read font: %w", err)
	}
	return f, nil
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
	sweep(filepath.Dir(name))
	sweep(os.TempDir()) // parts of tables
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

// sweep removes what programs that were killed in the middle of writing left in a folder; a file that grows right now is young.
func sweep(folder string) {
	left, _ := fs.Glob(os.DirFS(folder), ".dobro-*") // its only error is that of the pattern
	for _, name := range left {
		name = filepath.Join(folder, name)
		if i, err := os.Lstat(name); err == nil && i.Mode().IsRegular() && time.Since(i.ModTime()) > time.Hour {
			os.Remove(name)
		}
	}
}

func shopOf(cfg config.Config) journal.Shop {
	return journal.Shop{Name: cfg.Shop.Name, INN: cfg.Shop.INN, Address: cfg.Shop.Address, Taxation: cfg.Shop.Taxation, Timezone: cfg.Shop.Timezone}
}
