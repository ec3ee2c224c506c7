// Package quickkeys is the goods that are sold by a tap: pages of tiles on the sale screen, and the panel in which the owner arranges
// them. It shows Pages and says what was tapped; it decides nothing.
package quickkeys

import (
	"fmt"
	"hash/fnv"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/lang"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Tile is one key with its texts ready.
type Tile struct {
	Key     goods.QuickKey
	Name    string
	Price   string // "89,90 ₽", "129,90 ₽ / кг"
	Icon    string // shown where there is no picture, "" for ordinary goods
	Picture fyne.Resource
}

// Page is one tab of tiles.
type Page struct {
	Name  string
	Tiles []Tile
}

// Make prepares the pages; on any goroutine.
func Make(w *lang.Catalogue, pages []goods.QuickPage) []Page {
	out := make([]Page, 0, len(pages))
	for _, p := range pages {
		page := Page{Name: p.Name}
		for _, k := range p.Keys {
			page.Tiles = append(page.Tiles, tile(w, k))
		}
		out = append(out, page)
	}
	return out
}

func tile(w *lang.Catalogue, k goods.QuickKey) Tile {
	t := Tile{Key: k, Name: k.Product.Name, Price: look.Rubles(w, k.Product.Price), Picture: picture(k.Picture)}
	switch {
	case k.Product.Unit != sale.Piece && k.Product.Unit != "":
		t.Price = w.T("ui.quick.measured", "price", t.Price, "unit", w.T("ui.unit."+string(k.Product.Unit)))
		t.Icon = "scale"
	case k.Product.Marked():
		t.Icon = "datamatrix"
	}
	return t
}

// picture names the resource by what is in it: the toolkit keeps drawn pictures by name.
func picture(png []byte) fyne.Resource {
	if len(png) == 0 {
		return nil
	}
	h := fnv.New64a()
	h.Write(png)
	return fyne.NewStaticResource(fmt.Sprintf("tile-%x.png", h.Sum64()), png)
}

// pages turns them back into what is kept.
func kept(pages []Page) []goods.QuickPage {
	out := make([]goods.QuickPage, 0, len(pages))
	for _, p := range pages {
		page := goods.QuickPage{Name: p.Name}
		for _, t := range p.Tiles {
			page.Keys = append(page.Keys, t.Key)
		}
		out = append(out, page)
	}
	return out
}
