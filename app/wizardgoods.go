package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"dobro/internal/goods"
	"dobro/internal/probe"
	"dobro/ui/wizard"
)

// goods is the step that reads the catalogue. A table whose columns are not all recognised is shown, and the installer says which is which;
// that is remembered for tables with the same heading.
func (w *install) goods(ctx context.Context, action string, v wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	if action == "find" {
		return w.findGoods()
	}
	s, err := w.journal(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	file := strings.Trim(strings.TrimSpace(v["goods.file"]), `"`)
	if file == "" {
		f := w.p.probeGoods(ctx, s)
		lines, _ := ticks([]probe.Finding{f})
		return wizard.Outcome{Lines: lines, Good: f.Level == probe.Well && action == wizard.Check}, nil
	}
	f, shut, err := openGoods(file)
	if err != nil {
		return wizard.Outcome{Lines: []wizard.Line{{Level: probe.Bad, Text: w.p.words.T("app.no_file", "file", file)}}}, nil
	}
	defer shut()
	ask := goods.Ask{}
	if ask.Groups, err = groupFinder(); err != nil {
		return wizard.Outcome{}, err
	}
	table, err := f.Propose(ask)
	if err != nil {
		return w.refusedGoods(err)
	}
	if table.Kind == goods.CommerceML || len(table.Rows) == 0 {
		return w.importFile(ctx, s, f, ask, nil)
	}
	mapping, chosen, err := w.mappingOf(ctx, s, table, file, v)
	if err != nil {
		return wizard.Outcome{}, err
	}
	missing := mapping.Missing()
	if action == "columns" || len(missing) > 0 {
		return w.askColumns(table, mapping, file, missing), nil
	}
	if !chosen { // the columns are known by their names, or the contract's own
		ask.Mapping = nil
		return w.importFile(ctx, s, f, ask, nil)
	}
	ask.Mapping = &mapping
	return w.importFile(ctx, s, f, ask, func() error { return rememberColumns(ctx, s, table, mapping) })
}

// mappingOf is what the installer chose for this file, what was remembered for its heading, or what the names of the columns say; chosen
// tells that it is not the last.
func (w *install) mappingOf(ctx context.Context, s factReader, table goods.Table, file string, v wizard.Values) (m goods.Mapping, chosen bool, err error) {
	if v["columns.of"] == file {
		return chosenColumns(table.Mapping, v), true, nil
	}
	kept, err := rememberedColumns(ctx, s, table)
	if err != nil || kept == nil {
		return table.Mapping, false, err
	}
	return *kept, true, nil
}

// importFile reads all of it or nothing.
func (w *install) importFile(ctx context.Context, s importer, f goods.File, ask goods.Ask, after func() error) (wizard.Outcome, error) {
	list, err := f.Read(ask)
	if err != nil {
		return w.refusedGoods(err)
	}
	added, updated, err := importGoods(ctx, s, list)
	if err == nil && after != nil {
		err = after()
	}
	if err != nil {
		return wizard.Outcome{}, err
	}
	return wizard.Outcome{Good: true, Lines: []wizard.Line{w.line(probe.Well, "wizard.goods.read", "added", added, "updated", updated)}}, nil
}

// refusedGoods says line by line what is wrong with a file.
func (w *install) refusedGoods(err error) (wizard.Outcome, error) {
	var bad *goods.Refusal
	if !errors.As(err, &bad) {
		return wizard.Outcome{}, fmt.Errorf("read goods: %w", err)
	}
	out := wizard.Outcome{Lines: []wizard.Line{w.line(probe.Bad, "wizard.goods.refused")}}
	for _, e := range bad.Rows {
		out.Lines = append(out.Lines, wizard.Line{Level: probe.Bad, Text: e.Sentence(w.p.words)})
	}
	if bad.More > 0 {
		out.Lines = append(out.Lines, wizard.Line{Level: probe.Bad, Text: w.p.words.T("app.goods_more", "count", bad.More)})
	}
	return out, nil
}

// goodsEndings are the files that are looked for.
var goodsEndings = []string{".csv", ".xlsx", ".xml", ".zip"}

// findGoods lists goods files where people put them: the data folder, the desktop, downloads.
func (w *install) findGoods() (wizard.Outcome, error) {
	folders := []string{w.p.dir}
	if home, err := os.UserHomeDir(); err == nil {
		folders = append(folders, home, filepath.Join(home, "Desktop"), filepath.Join(home, "Downloads"), filepath.Join(home, "Documents"))
	}
	type file struct {
		path string
		at   time.Time
	}
	var all []file
	for _, dir := range folders {
		list, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range list {
			if info, err := e.Info(); err == nil && !e.IsDir() && slices.Contains(goodsEndings, strings.ToLower(filepath.Ext(e.Name()))) {
				all = append(all, file{filepath.Join(dir, e.Name()), info.ModTime()})
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].at.After(all[j].at) })
	if len(all) == 0 {
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Warn, "wizard.goods.no_file")}}, nil
	}
	out := wizard.Outcome{Values: wizard.Values{"goods.file": all[0].path}}
	for _, f := range all[:min(len(all), 8)] {
		out.Lines = append(out.Lines, wizard.Line{Level: probe.Off, Text: f.path + "  " + f.at.Format("02.01.2006 15:04"), Picks: wizard.Values{"goods.file": f.path}})
	}
	w.offer(out.Lines)
	return out, nil
}
