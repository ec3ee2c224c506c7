package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
)

// articles are goods with an article of the shop, and one whose name has the digits of another.
func articles(p *Params) {
	p.Goods = byArticle{{ID: 7, Code: "1015", Name: "Бумага, 101 лист", Price: 4990}, {ID: 9, Code: "101", Name: "Тетрадь", Price: 5990}, {ID: 11, Name: "Пирожок", Price: 3000, Barcodes: []string{"20051"}}}
}

func TestDigitsTypedByHandAreAnArticleOrABarcode(t *testing.T) {
	for _, c := range []struct {
		name, digits string
		want         []string
		says         string
	}{
		{"an article", "101", []string{"goods 9 1"}, ""},
		{"a longer article", "1015", []string{"goods 7 1"}, ""},
		{"the shop's own short barcode", "20051", []string{"goods 11 1"}, ""},
		{"a part of an article is none", "10", nil, "Товара с номером 10 нет"},
		{"a barcode of the trade goes to the till", "46012345", []string{"scan 46012345"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t, articles)
			r.typing(c.digits)
			r.key(fyne.KeyReturn)
			r.settle() // the catalogue answers before the till is asked
			r.asked(c.want...)
			if c.says != "" && !r.says(c.says) {
				t.Errorf("the window does not say %q", c.says)
			}
		})
	}
}

// byArticle answers with everything, as a search by a part of a number does: the window has to choose.
type byArticle []goods.Product

func (g byArticle) SearchGoods(context.Context, string, int) ([]goods.Product, error) { return g, nil }
