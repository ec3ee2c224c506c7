package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/config"
	"dobro/internal/journal"
	"dobro/internal/journal/deviations"
	"dobro/internal/journal/dispute"
	"dobro/internal/store"
)

// runDeviations answers the operator's list: `dobro deviations FILE --out DIR|FILE.zip`. Which column holds what was chosen on the
// screen, or is guessed from the heading. Exit code 3: some row needs a person.
func runDeviations(ctx context.Context, p *program, args []string) int {
	out := ""
	files, err := flags("deviations", args, func(f *flag.FlagSet) { f.StringVar(&out, "out", "", "") })
	if err != nil {
		return p.fail(err)
	}
	if len(files) != 1 || out == "" {
		return p.fail(usage("deviations.usage"))
	}
	cfg, err := p.settings()
	if err != nil {
		return p.fail(err)
	}
	s, err := p.readJournal(ctx)
	if err != nil {
		return p.fail(err)
	}
	d := disputes{p: p, cfg: cfg, store: s}
	list, err := d.Open(ctx, files[0])
	switch {
	case errors.Is(err, os.ErrNotExist):
		return p.fail(usage("app.no_file", "file", files[0]))
	case errors.Is(err, deviations.ErrNoTable), errors.Is(err, deviations.ErrTooLong):
		return p.fail(usage("deviations.no_table", "file", files[0]))
	case err != nil:
		return p.fail(err)
	}
	if list.Mapping.Code < 0 {
		return p.fail(usage("deviations.no_code", "file", files[0]))
	}
	findings, troubles, err := d.Match(ctx, list)
	if err != nil {
		return p.fail(err)
	}
	for _, t := range troubles {
		p.say("deviations.trouble", "line", t.Line, "column", p.words.T("deviations.field."+t.Column), "value", t.Value)
	}
	n, err := d.Write(ctx, list, findings, out, nil)
	if err != nil {
		return p.fail(err)
	}
	count := dispute.Count(findings)
	for _, sort := range dispute.Sorts {
		fmt.Fprintf(p.out, "%s\t%d\n", p.words.T("deviations.sort."+string(sort)), count[sort])
	}
	p.say("deviations.done", "files", n, "out", out)
	if count[deviations.Look] > 0 || len(troubles) > 0 {
		return exitNo
	}
	return exitYes
}

// disputes is the work on a list of deviations, for the command and for the screen.
type disputes struct {
	p     *program
	cfg   config.Config
	store *store.Store
}

// List is an opened list with the columns as they were chosen last time for this heading, or guessed.
type opened = deviations.List

// Open reads a list.
func (d disputes) Open(ctx context.Context, file string) (opened, error) {
	f, err := os.Open(file)
	if err != nil {
		return opened{}, fmt.Errorf("open list: %w", err)
	}
	defer f.Close()
	table, err := deviations.ReadTable(f)
	if err != nil {
		return opened{}, err
	}
	l := opened{File: file, Table: table, Mapping: deviations.Guess(table[0], d.headings())}
	kept, err := d.store.Fact(ctx, mappingFact(table[0]))
	if err != nil {
		return opened{}, err
	}
	var m deviations.Mapping
	if kept != "" && json.Unmarshal([]byte(kept), &m) == nil && m.Fits(len(table[0])) {
		l.Mapping, l.Remembered = m, true
	}
	return l, nil
}

// headings are the words by which columns are known, in both languages.
func (d disputes) headings() map[string][]string {
	out := map[string][]string{}
	for _, name := range []string{"code", "at", "kind", "fd", "fn"} {
		out[name] = strings.Split(d.p.words.T("deviations.heading."+name), "|")
	}
	return out
}

// Remember keeps the columns for lists with this heading.
func (d disputes) Remember(ctx context.Context, l opened) error {
	b, err := json.Marshal(l.Mapping)
	if err != nil {
		return err
	}
	return d.store.Write(ctx, time.Now(), func(tx *store.Tx) error { return tx.SetFact(mappingFact(l.Table[0]), string(b)) })
}

func mappingFact(heading []string) string {
	return "deviations.columns." + deviations.HeadingID(heading)
}

// Match sorts the rows of a list.
func (d disputes) Match(ctx context.Context, l opened) ([]deviations.Finding, []deviations.Trouble, error) {
	rows, troubles := deviations.Rows(l.Table, l.Mapping, cisOf, d.cfg.Shop.Location)
	found, err := deviations.Match(ctx, d.store, rows)
	return found, troubles, err
}

// Write writes the papers into a folder or an archive and reports how many.
func (d disputes) Write(ctx context.Context, l opened, found []deviations.Finding, out string, progress func(done, all int)) (int, error) {
	fonts, err := paperFonts()
	if err != nil {
		return 0, err
	}
	return dispute.Write(ctx, dispute.Params{Log: journal.Log{Store: d.store}, Shop: shopOf(d.cfg), Zone: d.cfg.Shop.Location, Now: time.Now(), Words: d.p.words,
		Fonts: fonts, File: l.File, Findings: found, Progress: progress}, out)
}

// Lists finds the lists that may be meant: tables in the folders where a browser and a person put files, the newest first.
func (d disputes) Lists(context.Context) ([]deviations.FoundFile, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = d.p.dir
	}
	var dirs []string
	for _, name := range strings.Split(d.p.words.T("deviations.folders"), "|") {
		dirs = append(dirs, filepath.Join(home, name))
	}
	return deviations.FindLists(append(dirs, home, d.p.dir), 30), nil
}

// Folder is where the papers of a list go from the screen: beside the list, where the owner found it.
func (d disputes) Folder(l opened) string {
	stem := strings.TrimSuffix(filepath.Base(l.File), filepath.Ext(l.File))
	return filepath.Join(filepath.Dir(l.File), stem+" "+d.p.words.T("deviations.folder_tail")+" "+time.Now().In(d.cfg.Shop.Location).Format(time.DateOnly))
}
