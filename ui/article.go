package ui

import (
	"context"
	"slices"

	"dobro/device/scanner"
	"dobro/internal/goods"
	"dobro/ui/find"
	"dobro/ui/sound"
)

// shortest barcode of the trade (EAN-8); fewer digits that a person typed are the shop's own article.
const shortestBarcode = 8

// sellTyped sells by the digits that were typed by hand: a barcode as if it had been scanned, an article as if it had been found.
func (w *window) sellTyped(digits string) {
	if len(digits) >= shortestBarcode || w.p.Goods == nil {
		w.scan(scanner.Scan{Raw: digits, At: w.now()})
		return
	}
	var found []goods.Product
	w.search.do(func(ctx context.Context) (err error) {
		found, err = w.p.Goods.SearchGoods(ctx, digits, find.Limit)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.complain(err)
		case !w.selling() || w.top() != nil: // locked or gone on to something else meanwhile
		default:
			w.addArticle(digits, found)
		}
	})
}

func (w *window) addArticle(digits string, found []goods.Product) {
	for _, p := range found {
		if p.Code == digits || slices.Contains(p.Barcodes, digits) {
			w.addGoods(p, "")
			return
		}
	}
	w.p.Sounds.Play(sound.Refused)
	w.notice.Fail(w.words.T("ui.sale.no_article", "digits", digits), w.words.T("ui.sale.no_article.do"))
}
