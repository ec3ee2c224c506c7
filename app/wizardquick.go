package main

import (
	"context"
	"strings"
	"time"

	"dobro/internal/goods"
	"dobro/internal/probe"
	"dobro/internal/sale"
	"dobro/internal/store"
	"dobro/ui/wizard"
)

// tilesAPage is how many tiles are offered on one page: as many as a cashier sees without turning it.
const tilesAPage = 12

// quick is the step that lays out tiles for what has no barcode to scan: goods without one, goods by weight, and what is bought most.
// Tiles that somebody laid out stay, unless it is asked to lay them anew.
func (w *install) quick(ctx context.Context, action string, _ wizard.Values, _ func(wizard.Line)) (wizard.Outcome, error) {
	s, err := w.journal(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	have, err := s.QuickPages(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	if len(have) > 0 && action != "anew" {
		return wizard.Outcome{Good: true, Lines: append([]wizard.Line{w.line(probe.Well, "wizard.quick.have")}, w.tileLines(have)...)}, nil
	}
	list, err := s.Goods(ctx)
	if err != nil {
		return wizard.Outcome{}, err
	}
	pages := w.offerTiles(list)
	if len(pages) == 0 {
		return wizard.Outcome{Lines: []wizard.Line{w.line(probe.Warn, "wizard.quick.none")}}, nil
	}
	if err := s.Write(ctx, time.Now(), func(tx *store.Tx) error { return tx.SetQuickPages(pages) }); err != nil {
		return wizard.Outcome{}, err
	}
	out := wizard.Outcome{Good: true, Lines: append([]wizard.Line{w.line(probe.Well, "wizard.quick.laid")}, w.tileLines(pages)...)}
	out.Lines = append(out.Lines, w.line(probe.Off, "wizard.quick.change"))
	return out, nil
}

// offerTiles sorts unmarked goods onto pages; a marked product needs its code and is no tile.
func (w *install) offerTiles(list []goods.Product) (pages []goods.QuickPage) {
	var bare, weight, cheap []goods.Product
	for _, p := range list {
		switch {
		case p.Marked():
		case p.Unit != "" && p.Unit != sale.Piece:
			weight = append(weight, p)
		case len(p.Barcodes) == 0:
			bare = append(bare, p)
		default:
			cheap = append(cheap, p)
		}
	}
	for _, page := range []struct {
		name, colour string
		goods        []goods.Product
	}{{"wizard.quick.page.bare", "orange", bare}, {"wizard.quick.page.weight", "green", weight}, {"wizard.quick.page.often", "blue", cheap}} {
		q := goods.QuickPage{Name: w.p.words.T(page.name)}
		for _, p := range page.goods[:min(len(page.goods), tilesAPage)] {
			q.Keys = append(q.Keys, goods.QuickKey{Product: p, Colour: page.colour})
		}
		if len(q.Keys) > 0 {
			pages = append(pages, q)
		}
	}
	return pages
}

// tileLines names the tiles page by page.
func (w *install) tileLines(pages []goods.QuickPage) (lines []wizard.Line) {
	const most = 120 // characters that a line shows
	for _, p := range pages {
		var names []string
		room := most
		for _, k := range p.Keys {
			if room -= len([]rune(k.Product.Name)) + 2; room < 0 {
				names = append(names, "…")
				break
			}
			names = append(names, k.Product.Name)
		}
		lines = append(lines, wizard.Line{Level: probe.Well, Text: w.p.words.T("wizard.quick.page", "name", p.Name, "count", len(p.Keys)), Action: strings.Join(names, ", ")})
	}
	return lines
}
