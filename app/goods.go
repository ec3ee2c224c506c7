package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/store"
)

// runGoods reads a catalogue: `dobro goods import FILE`. One bad line refuses the whole file and changes nothing.
func runGoods(ctx context.Context, p *program, args []string) int {
	if len(args) != 2 || args[0] != "import" {
		return p.fail(usage("app.goods_usage"))
	}
	if _, err := p.begin(); err != nil {
		return p.fail(err)
	}
	f, err := os.Open(args[1])
	if err != nil {
		return p.fail(usage("app.no_file", "file", args[1]))
	}
	defer f.Close()
	switch strings.ToLower(filepath.Ext(args[1])) {
	case ".xlsx", ".xls", ".xml":
		return p.fail(usage("app.goods_format", "file", args[1]))
	}
	groups, err := groupFinder()
	if err != nil {
		return p.fail(err)
	}
	list, err := goods.ParseCSV(f, groups)
	if err != nil {
		return p.refuseGoods(args[1], err)
	}
	s, err := store.Open(ctx, store.Params{Dir: p.dir})
	if err != nil {
		return p.fail(err)
	}
	p.later(s.Close)
	added, updated, err := importGoods(ctx, s, list)
	if err != nil {
		return p.fail(err)
	}
	p.say("app.goods_done", "added", added, "updated", updated)
	return exitYes
}

func importGoods(ctx context.Context, s *store.Store, list []goods.Product) (added, updated int, err error) {
	err = s.Write(ctx, time.Now(), func(tx *store.Tx) error {
		added, updated, err = tx.ImportGoods(list, func(barcode string) string {
			gtin, _ := marking.GTIN14(barcode)
			return gtin
		})
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
		g, ok := s.Group(name)
		return g.ID, ok
	}}, nil
}
