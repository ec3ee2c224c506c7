package ui

import (
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// piecesFor is how many pieces may be sold without a question for each kilogram, litre or metre that may be.
const piecesFor = 10

// sure does what a typed amount is for, and asks before where it is more than is sold at once: a point left out makes a ton of bananas.
func (w *window) sure(name string, q money.Quantity, u sale.Unit, do func()) {
	limit := w.p.AskAbove
	if u == sale.Piece || u == "" {
		limit *= piecesFor
	}
	if limit <= 0 || q <= limit {
		do()
		return
	}
	var ask *question
	ask = newDoubt(w.words, "scale", w.words.T("ui.amount.title", "amount", look.Amount(w.words, q, u)), w.words.T("ui.amount.text", "name", name),
		w.words.T("ui.amount.yes"), func() { w.shut(ask); do() }, w.words.T("ui.amount.mend"), func() { w.shut(ask) })
	w.open(ask)
}
