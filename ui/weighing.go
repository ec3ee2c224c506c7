package ui

import (
	"context"
	"strings"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/entry"
)

// weighing is a line that a barcode has put into the basket although it is sold by weight or measure: the till took a whole unit, the scale
// knows better.
type weighing struct {
	line   register.LineView
	before money.Quantity // what the line had before, 0 when it is new
}

// unweighed compares the basket before and after a read. A label of the scale (20…29) carries its weight and is not asked about.
func unweighed(before, after register.View, raw string) (weighing, bool) {
	if strings.HasPrefix(raw, "2") {
		return weighing{}, false
	}
	had := map[int]money.Quantity{}
	for _, l := range before.Receipt.Lines {
		had[l.Key] = l.Quantity
	}
	for _, l := range after.Receipt.Lines {
		if unit(l) != sale.Piece && l.Cis == "" && l.Quantity == had[l.Key]+money.Piece {
			return weighing{l, had[l.Key]}, true
		}
	}
	return weighing{}, false
}

// askScale asks what the scale shows. Who leaves without an answer sells none of it.
func (w *window) askScale(m weighing) {
	if !w.selling() {
		return
	}
	w.scale = &m
	var n *entry.Number
	n = entry.New(entry.Params{
		Words: w.words, Title: w.words.T("ui.measure." + string(unit(m.line))), About: m.line.Name, Label: w.words.T("ui.measure.label"),
		Unit: w.words.T("ui.unit." + string(unit(m.line))), Choices: w.amounts(unit(m.line)), Confirm: w.words.T("ui.measure.add"),
		Close: func() {
			w.shut(n)
			w.act(w.leaveScale())
		},
		Done: func(text string) {
			q, err := money.ParseQuantity(text)
			if err != nil || q <= 0 {
				n.Fail(w.badNumber())
				return
			}
			w.sureOf(m.line.Name, m.before+w.inReceipt(m.line.Key, m.line.Barcode), q, unit(m.line), func() {
				w.settle(n, func(ctx context.Context) error {
					err := w.amount(ctx, m, m.before+q)
					if err == nil {
						w.hop(func() { w.scale = nil })
					}
					return err
				})
			})
		},
	})
	w.open(n)
}

// leaveScale takes goods out of the basket again that nobody has weighed: what they weigh is not known.
func (w *window) leaveScale() func(ctx context.Context) error {
	m := w.scale
	w.scale = nil
	return func(ctx context.Context) error {
		if m == nil {
			return nil
		}
		return w.amount(ctx, *m, m.before)
	}
}

// amount makes the line have so much, wherever it stands by now; with nothing it goes.
func (w *window) amount(ctx context.Context, m weighing, q money.Quantity) error {
	for _, l := range w.till.View().Receipt.Lines {
		switch {
		case l.Key != m.line.Key:
		case q > 0:
			return w.till.SetQuantity(ctx, l.N, q)
		default:
			return w.till.Remove(ctx, l.N)
		}
	}
	return nil
}

// amounts are the usual ones, a tap each: pieces by the number, goods off the scale also by the half.
func (w *window) amounts(u sale.Unit) []entry.Choice {
	usual := []string{"2", "3", "5", "10"}
	if u != sale.Piece && u != "" {
		usual = []string{"0" + w.words.T("ui.decimal") + "5", "1", "2", "5"}
	}
	var all []entry.Choice
	for _, a := range usual {
		all = append(all, entry.Choice{Label: a, Value: a})
	}
	return all
}
