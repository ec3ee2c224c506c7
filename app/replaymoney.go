package main

import (
	"context"
	"time"

	"dobro/internal/money"
	"dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// Actions of a script that speak of money: their sums, days and rates are read here, and what cannot be read is told as the register
// would tell it.

func (s *script) pay(ctx context.Context, a action) error {
	with, err := payments(a.With)
	if err != nil {
		return err
	}
	return s.till.hands.PayWith(ctx, register.Payment{With: with, Contact: a.Contact, Electronic: a.Electronic})
}

func payments(list []recorder.Given) ([]sale.Payment, error) {
	var with []sale.Payment
	for _, part := range list {
		k, err := money.Parse(part.Sum)
		if err != nil {
			return nil, &badAction{"bad_payment", part.Sum}
		}
		with = append(with, sale.Payment{Type: sale.Pay(part.Type), Sum: int64(k)})
	}
	return with, nil
}

// discount is one of a line, or without a line one of the whole receipt: percent or sum.
func (s *script) discount(ctx context.Context, a action) error {
	if a.Percent == "" {
		k, err := money.Parse(a.Sum)
		if err != nil {
			return &badAction{"bad_discount", a.Sum}
		}
		if a.Line != 0 {
			return s.till.hands.DiscountLine(ctx, a.Line, k)
		}
		return s.till.hands.DiscountSum(ctx, k)
	}
	q, err := money.ParsePercent(a.Percent)
	if err != nil {
		return &badAction{"bad_discount", a.Percent}
	}
	if a.Line == 0 {
		return s.till.hands.DiscountReceipt(ctx, q)
	}
	return s.till.hands.Discount(ctx, a.Line, q)
}

func (s *script) correct(ctx context.Context, a action) error {
	with, err := payments(a.With)
	if err != nil {
		return err
	}
	c := register.Correction{Back: a.Back, Receipt: a.Receipt, With: with, Instruction: a.Instruction, Number: a.Number, Reason: a.Reason}
	if a.Date != "" {
		if c.Date, err = time.ParseInLocation(time.DateOnly, a.Date, s.till.cfg.Shop.Location); err != nil {
			return &badAction{"bad_date", a.Date}
		}
	}
	for _, item := range a.Items {
		l := register.CorrectionLine{Name: item.Name, Quantity: money.Piece}
		if l.Price, err = money.Parse(item.Price); err != nil {
			return &badAction{"bad_price", item.Price}
		}
		if item.Quantity != "" {
			if l.Quantity, err = money.ParseQuantity(item.Quantity); err != nil {
				return &badAction{"bad_quantity", item.Quantity}
			}
		}
		if l.VAT, err = sale.ParseVAT(item.VAT); err != nil {
			return &badAction{"bad_vat", item.VAT}
		}
		c.Lines = append(c.Lines, l)
	}
	return s.till.hands.Correct(ctx, c)
}

// doubt prints the facts about a receipt that asking the printer does not settle, side by side.
func (s *script) doubt(ctx context.Context) error {
	d, err := s.till.hands.Doubt(ctx)
	if err != nil {
		return err
	}
	documents := []map[string]any{}
	for _, doc := range d.Documents {
		documents = append(documents, map[string]any{"fd": doc.FD, "fp": doc.FP, "kind": doc.Kind, "total": money.Kopecks(doc.Total), "mark": doc.Mark})
	}
	s.print(map[string]any{"event": "doubt", "id": d.Receipt.ID, "total": d.Receipt.Total, "why": d.Why, "fn": d.Intent.FN, "lastFd": d.Intent.LastFD,
		"mark": d.Intent.Mark, "documents": documents})
	return nil
}

// addGoods puts goods of the catalogue into the basket by their number: a piece, or what a scale showed.
func (s *script) addGoods(ctx context.Context, a action) error {
	q := money.Piece
	if a.Value != "" {
		var err error
		if q, err = money.ParseQuantity(a.Value); err != nil {
			return &badAction{"bad_quantity", a.Value}
		}
	}
	return s.till.hands.AddGoods(ctx, a.Product, q)
}
