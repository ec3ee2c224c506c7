package main

import (
	"context"
	"time"

	"dobro/internal/goods"
	"dobro/internal/store"
)

type demoTile struct{ article, colour string }

var demoTiles = []struct {
	name  string // key of its sentence
	tiles []demoTile
}{
	{"app.demo.tiles_bread", []demoTile{{"201", "orange"}, {"202", "orange"}, {"203", "yellow"}, {"204", ""}, {"205", ""}, {"212", "blue"}, {"210", "red"},
		{"211", "blue"}, {"213", "violet"}}},
	{"app.demo.tiles_weight", []demoTile{{"206", "yellow"}, {"207", "green"}, {"208", "orange"}, {"209", "teal"}}},
	{"app.demo.tiles_paper", []demoTile{{"213", "violet"}, {"214", "violet"}, {"215", "teal"}, {"131", "yellow"}, {"141", "red"}}},
}

// quickDemo lays out tiles for the demo shop, out of the articles of its catalogue, unless somebody has laid out others.
func quickDemo(ctx context.Context, p *program, s *store.Store) error {
	have, err := s.QuickPages(ctx)
	if err != nil || len(have) > 0 {
		return err
	}
	list, err := s.Goods(ctx)
	if err != nil {
		return err
	}
	at := map[string]goods.Product{}
	for _, product := range list {
		at[product.Code] = product
	}
	var pages []goods.QuickPage
	for _, page := range demoTiles {
		q := goods.QuickPage{Name: p.words.T(page.name)}
		for _, t := range page.tiles {
			if product, ok := at[t.article]; ok {
				q.Keys = append(q.Keys, goods.QuickKey{Product: product, Colour: t.colour})
			}
		}
		pages = append(pages, q)
	}
	return s.Write(ctx, time.Now(), func(tx *store.Tx) error { return tx.SetQuickPages(pages) })
}
