package ui

import (
	"context"

	"dobro/device/scanner"
	"dobro/internal/register"
	"dobro/ui/receipts"
	"dobro/ui/sound"
)

// openReturn shows the sales of the last fortnight: that is how long goods may be brought back.
func (w *window) openReturn() {
	var c *receipts.Choice
	var sold []register.ReceiptView
	c = receipts.NewChoice(receipts.HeldParams{
		Words: w.words, Title: w.words.T("ui.return.title"), None: w.words.T("ui.return.none"), Find: true,
		Nothing: w.words.T("ui.return.nothing"), Close: func() { w.shut(c) },
		Choose: func(id string) {
			for _, r := range sold {
				if r.ID == id {
					w.openGiveBack(c, r)
				}
			}
		},
	})
	w.returns = c
	w.open(c)
	var rows []receipts.Row
	w.work.do(func(ctx context.Context) error {
		now := w.now()
		var err error
		sold, err = w.till.Receipts(ctx, now.AddDate(0, 0, -14), now.AddDate(0, 0, 1))
		newestFirst(sold)
		rows = receipts.SoldRows(w.words, w.zone, sold)
		return err
	}, func(err error) {
		if err != nil {
			c.Fail(faultOf(w.words, err))
			return
		}
		c.Show(rows)
	})
}

// returning is the list of sales to return from, when it is on top.
func (w *window) returning() *receipts.Choice {
	if c, ok := w.top().(*receipts.Choice); ok && c == w.returns {
		return c
	}
	return nil
}

// findReturn opens the sale whose paper was scanned, however old it is, and tells whether the scan was such a paper.
func (w *window) findReturn(s scanner.Scan) bool {
	c := w.returning()
	if c == nil || !register.IsReceiptQR(s.Raw) {
		return false
	}
	var sold register.ReceiptView
	w.work.do(func(ctx context.Context) (err error) {
		sold, err = w.till.FindSale(ctx, s.Raw)
		return err
	}, func(err error) {
		switch {
		case w.returning() != c: // closed meanwhile
		case err != nil:
			w.p.Sounds.Play(sound.Fault)
			c.Fail(faultOf(w.words, err))
		default:
			w.openGiveBack(c, sold)
		}
	})
	return true
}
