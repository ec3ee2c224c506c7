package ui

import (
	"slices"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// piecesFor is how many pieces may be sold without a question for each kilogram, litre or metre that may be.
const piecesFor = 10

// sure does what a typed amount is for, and asks before where it is more than is sold at once: a point left out makes a ton of bananas.
func (w *window) sure(name string, q money.Quantity, u sale.Unit, do func()) {
	w.sureOf(name, 0, q, u, do)
}

// sureOf asks likewise where q is added to what the receipt has already, before: it is the whole that is seldom sold. Who said yes to a whole
// is asked again only when what is added is much by itself.
func (w *window) sureOf(name string, before, q money.Quantity, u sale.Unit, do func()) {
	limit := w.p.AskAbove
	if u == sale.Piece || u == "" {
		limit *= piecesFor
	}
	if limit <= 0 || q <= limit && (before > limit || before+q <= limit) {
		do()
		return
	}
	text := w.words.T("ui.amount.text", "name", name)
	if before > 0 {
		text = w.words.T("ui.amount.sum", "name", name, "before", look.Amount(w.words, before, u), "added", look.Amount(w.words, q, u))
	}
	var ask *question
	ask = newDoubt(w.words, "scale", w.words.T("ui.amount.title", "amount", look.Amount(w.words, before+q, u)), text,
		w.words.T("ui.amount.yes"), func() { w.shut(ask); do() }, w.words.T("ui.amount.mend"), func() { w.shut(ask) })
	w.open(ask)
}

// inReceipt is how much of goods without codes the receipt has, on however many lines: every weighing is a line of its own.
func (w *window) inReceipt(but int, barcodes ...string) (sum money.Quantity) {
	for _, l := range w.view.Receipt.Lines {
		if l.Cis == "" && l.Key != but && l.Barcode != "" && slices.Contains(barcodes, l.Barcode) {
			sum += l.Quantity
		}
	}
	return sum
}
