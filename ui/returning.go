package ui

import (
	"context"
	"strings"

	"dobro/device/scanner"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
	"dobro/ui/receipts"
	"dobro/ui/sound"
)

// ReturnTill gives money back.
type ReturnTill interface {
	ReturnWith(ctx context.Context, back register.Return) error
	// FindSale finds the sale that the QR code of its paper, its document's number or its ID names.
	FindSale(ctx context.Context, name string) (register.ReceiptView, error)
	// FindSold finds the sale that sold a marked item, and the line.
	FindSold(ctx context.Context, raw string) (sold register.ReceiptView, line int, err error)
}

// openReturn shows the sales of the last fortnight: that is how long goods may be brought back.
func (w *window) openReturn() {
	var c *receipts.Choice
	c = receipts.NewChoice(receipts.HeldParams{
		Words: w.words, Title: w.words.T("ui.return.title"), None: w.words.T("ui.return.none"), Find: true,
		Nothing: w.words.T("ui.return.nothing"), Close: func() { w.shut(c) },
		Choose: func(id string) {
			w.openSold(c, func(ctx context.Context) (register.ReceiptView, int, error) {
				sold, err := w.till.FindSale(ctx, id)
				return sold, 0, err
			})
		},
	})
	w.returns = c
	w.open(c)
	var rows []receipts.Row
	w.work.do(func(ctx context.Context) error {
		now := w.now()
		sold, err := w.till.Receipts(ctx, now.AddDate(0, 0, -14), now.AddDate(0, 0, 1))
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

// findReturn looks a read up among what was sold, while goods are being taken back: the QR code of a paper opens its sale, however
// old; a marked pack opens the sale that sold it, with its line chosen, or chooses it in the sale that is open; a barcode looks for
// the receipts with such goods. It tells whether the read was taken.
func (w *window) findReturn(s scanner.Scan) bool {
	raw := strings.TrimSpace(s.Raw)
	if g, ok := w.top().(*receipts.GiveBack); ok {
		w.scanBack(g, raw)
		return true
	}
	c := w.returning()
	switch {
	case c == nil:
		return false
	case register.IsReceiptQR(raw):
		w.openSold(c, func(ctx context.Context) (register.ReceiptView, int, error) {
			sold, err := w.till.FindSale(ctx, raw)
			return sold, 0, err
		})
	case isBarcode(raw):
		c.Look(raw)
	default:
		w.openSold(c, func(ctx context.Context) (register.ReceiptView, int, error) { return w.till.FindSold(ctx, raw) })
	}
	return true
}

// openSold opens a sale over the list, with a line chosen where one is named.
func (w *window) openSold(c *receipts.Choice, find func(ctx context.Context) (register.ReceiptView, int, error)) {
	var sold register.ReceiptView
	var line int
	w.work.do(func(ctx context.Context) (err error) {
		sold, line, err = find(ctx)
		return err
	}, func(err error) {
		switch {
		case w.returning() != c: // closed meanwhile
		case err != nil:
			w.p.Sounds.Play(sound.Fault)
			c.Fail(faultOf(w.words, err))
		default:
			w.openGiveBack(c, sold).Scanned(line)
		}
	})
}

// scanBack chooses the line of a pack that was scanned while its sale is open.
func (w *window) scanBack(g *receipts.GiveBack, raw string) {
	foreign := func() {
		w.p.Sounds.Play(sound.Fault)
		g.Fail(&register.Fault{Text: w.words.T("ui.return.foreign"), Action: w.words.T("ui.return.foreign.do")})
	}
	if isBarcode(raw) {
		if !g.Barcode(raw) {
			foreign()
		}
		return
	}
	var sold register.ReceiptView
	var line int
	w.work.do(func(ctx context.Context) (err error) {
		sold, line, err = w.till.FindSold(ctx, raw)
		return err
	}, func(err error) {
		switch {
		case w.top() != g:
		case err != nil:
			w.p.Sounds.Play(sound.Fault)
			g.Fail(faultOf(w.words, err))
		case sold.ID != g.Of():
			foreign()
		default:
			g.Scanned(line)
		}
	})
}

// isBarcode tells an EAN from a marking code: nothing but digits, and few of them.
func isBarcode(raw string) bool { return len(raw) <= 14 && strings.Trim(raw, "0123456789") == "" }

func (w *window) openGiveBack(from *receipts.Choice, r register.ReceiptView) *receipts.GiveBack {
	var g *receipts.GiveBack
	g = receipts.NewGiveBack(receipts.GiveBackParams{Words: w.words, Receipt: r, Close: func() { w.shut(g) }, Done: func(back register.Return, sum money.Kopecks) {
		title := w.words.T("ui.senior.return", "sum", look.Rubles(w.words, sum))
		if back.Reason != "" {
			title += ". " + back.Reason
		}
		w.perform(title, func(ctx context.Context) error { return w.till.ReturnWith(ctx, back) }, func(err error) {
			if err != nil {
				w.p.Sounds.Play(sound.Fault)
				g.Fail(faultOf(w.words, err))
				return
			}
			w.shut(g)
			w.shut(from)
			w.sayReturned(r, back)
		})
	}})
	w.open(g)
	return g
}

// sayReturned tells what the goods are now: where their codes went decides whether they may be sold again.
func (w *window) sayReturned(sold register.ReceiptView, back register.Return) {
	last := w.view.Last
	if last == nil || last.Kind != sale.Return {
		return
	}
	apart := len(back.Damaged) + len(back.Defective)
	action := ""
	for _, l := range sold.Lines {
		for _, n := range back.Lines {
			if n == l.N && l.Cis != "" {
				action = "ui.return.done.shelf"
			}
		}
	}
	if apart > 0 {
		action = "ui.return.done.stays"
	}
	if action != "" {
		action = w.words.T(action)
	}
	w.notice.Tell("check", w.words.T("ui.return.done", "sum", look.Rubles(w.words, last.Total), "fd", last.FD), action)
}
