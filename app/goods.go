package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/store"
)

// runGoods reads a catalogue: `dobro goods import [--vat RATE] [--unit UNIT] [--group N] [--price-type NAME] FILE`. The options hold for
// goods of which the file says nothing. One bad line refuses the whole file and changes nothing.
func runGoods(ctx context.Context, p *program, args []string) int {
	ask := goods.Ask{Default: map[string]string{}}
	args, err := flags("goods", args, func(f *flag.FlagSet) {
		for _, field := range []string{"vat", "unit", "group"} {
			f.Func(field, "", func(s string) error { ask.Default[field] = s; return nil })
		}
		f.StringVar(&ask.PriceType, "price-type", "", "")
	})
	if err != nil {
		return p.fail(err)
	}
	if len(args) != 2 || args[0] != "import" {
		return p.fail(usage("app.goods_usage"))
	}
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	if ask.Groups, err = groupFinder(); err != nil {
		return p.fail(err)
	}
	f, shut, err := openGoods(args[1])
	if err != nil {
		return p.fail(usage("app.no_file", "file", args[1]))
	}
	defer shut()
	var list goods.List
	_, missing := os.Stat(filepath.Join(p.dir, "journal.db"))
	if missing != nil { // no columns are remembered, and a refused file leaves the folder as it was
		if list, err = f.Read(ask); err != nil {
			return p.refuseGoods(args[1], err)
		}
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return p.fail(err)
	}
	p.later(s.Close)
	if missing == nil {
		if err := knownColumns(ctx, s, f, &ask); err != nil {
			return p.fail(err)
		}
		if list, err = f.Read(ask); err != nil {
			return p.refuseGoods(args[1], err)
		}
	}
	added, updated, err := importGoods(ctx, s, list)
	if err != nil {
		return p.fail(err)
	}
	p.say("app.goods_done", "added", added, "updated", updated)
	if list.Skipped > 0 {
		p.say("app.goods_skipped", "count", list.Skipped)
	}
	return exitYes
}

// openGoods opens a goods file, and the other half of a CommerceML exchange that lies beside it: the offers.xml of an import.xml.
func openGoods(file string) (f goods.File, shut func(), err error) {
	var open []*os.File
	shut = func() {
		for _, o := range open {
			o.Close()
		}
	}
	one := func(file string) (goods.File, error) {
		o, err := os.Open(file)
		if err != nil {
			return goods.File{}, err
		}
		open = append(open, o)
		info, err := o.Stat()
		if err != nil {
			return goods.File{}, err
		}
		if !info.Mode().IsRegular() {
			return goods.File{}, fmt.Errorf("%s: not a file", file)
		}
		return goods.File{Name: filepath.Base(file), Size: info.Size(), ReaderAt: o}, nil
	}
	if f, err = one(file); err != nil {
		shut()
		return f, func() {}, err
	}
	for _, other := range otherHalves(file) {
		more, err := one(other)
		if err != nil {
			shut()
			return f, func() {}, err
		}
		f.More = append(f.More, more)
	}
	return f, shut, nil
}

// otherHalves finds the texts of the same exchange by name, whatever letter case they are in: import0_1.xml, offers0_1.xml.
func otherHalves(file string) []string {
	base := strings.ToLower(filepath.Base(file))
	want := strings.Replace(base, "import", "offers", 1)
	if want == base {
		want = strings.Replace(base, "offers", "import", 1)
	}
	if want == base || filepath.Ext(base) != ".xml" {
		return nil
	}
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil {
		return nil // then there is no other half that could be read
	}
	var found []string
	for _, e := range entries {
		if strings.ToLower(e.Name()) == want && e.Type().IsRegular() {
			found = append(found, filepath.Join(filepath.Dir(file), e.Name()))
		}
	}
	return found
}

func importGoods(ctx context.Context, s *store.Store, list goods.List) (added, updated int, err error) {
	err = s.Write(ctx, time.Now(), func(tx *store.Tx) error {
		added, updated, err = tx.ImportGoods(list.Products, func(barcode string) string {
			gtin, _ := marking.GTIN14(barcode)
			return gtin
		}, list.Silent...)
		return err
	})
	return added, updated, err
}

// refuseGoods names every bad field of the file.
func (p *program) refuseGoods(file string, err error) int {
	var refused *goods.Refusal
	if !errors.As(err, &refused) {
		return p.fail(err)
	}
	for _, e := range refused.Rows {
		fmt.Fprintln(p.errw, e.Sentence(p.words))
	}
	if refused.More > 0 {
		p.say("app.goods_more", "count", refused.More)
	}
	p.say("app.goods_refused", "file", file)
	return exitUsage
}

// groupNames shows the schedule to the reader of goods files.
type groupNames struct{ find func(string) (int, bool) }

// Group implements goods.GroupFinder.
func (g groupNames) Group(idOrCode string) (int, bool) { return g.find(idOrCode) }

func groupFinder() (goods.GroupFinder, error) {
	s, err := schedule()
	if err != nil {
		return nil, err
	}
	return groupNames{func(name string) (int, bool) {
		if g, ok := s.Group(name); ok {
			return g.ID, true
		}
		for _, g := range s.Groups() { // a workbook may say it in words
			if strings.EqualFold(g.RU, name) || strings.EqualFold(g.EN, name) {
				return g.ID, true
			}
		}
		return 0, false
	}}, nil
}
