package register

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Correction puts a mistake right: a sale that was made without a receipt, or a receipt that should not have been made.
type Correction struct {
	Back    bool   // money went to the buyer: takes back what was recorded too much
	Receipt string // of the journal, named as in Return: its lines and payments are corrected. "" when Lines are given
	Lines   []CorrectionLine
	With    []sale.Payment

	Instruction bool      // by order of the tax office, not by own decision
	Number      string    // of the base document, "" when there is none
	Date        time.Time // of what is corrected; the rates of VAT are those of that day
	Reason      string    // why, for the journal
}

// CorrectionLine is unmarked goods that were sold without a receipt.
type CorrectionLine struct {
	Name     string
	Price    money.Kopecks
	Quantity money.Quantity
	VAT      sale.VAT
}

// Correct makes a correction receipt: a senior's right, with a reason.
func (r *Register) Correct(ctx context.Context, c Correction) error {
	return r.do(ctx, "correction", func(ctx context.Context) error {
		if err := r.may(staff.Correct); err != nil {
			return err
		}
		if strings.TrimSpace(c.Reason) == "" {
			return refuse(codeNoReason)
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		rec, err := r.correction(ctx, c)
		if err != nil {
			return err
		}
		if err := r.inShift(st); err != nil {
			return err
		}
		if err := fit(st); err != nil {
			return err
		}
		return r.fiscalize(ctx, rec, st)
	})
}

// correction makes the receipt. Marked lines of a corrected receipt keep their codes and their requisites.
func (r *Register) correction(ctx context.Context, c Correction) (store.Receipt, error) {
	rec := store.Receipt{ID: newID(), Kind: sale.Correction, State: sale.Open, OpenedAt: r.now(), Cashier: r.user.Name, Back: c.Back, Reason: c.Reason}
	with := c.With
	if c.Receipt != "" {
		origin, err := r.findReceipt(ctx, c.Receipt)
		if err != nil {
			return rec, err
		}
		if origin.State != sale.Fiscalized {
			return rec, refuse(codeUnknownReceipt)
		}
		rec.Origin, rec.Lines = origin.ID, origin.Lines
		with = sale.Settlement{Total: origin.Total, Payments: origin.Payments, Change: origin.Change}.Kept()
		if c.Date.IsZero() {
			c.Date = origin.OpenedAt
		}
	}
	for _, l := range c.Lines {
		line := sale.Line{Name: strings.TrimSpace(l.Name), Unit: sale.Piece, Price: int64(l.Price), Quantity: int64(l.Quantity), VAT: l.VAT}
		if line.Quantity%sale.One != 0 {
			line.Unit = sale.Kilogram
		}
		rec.Lines = append(rec.Lines, store.Line{Line: line, Sum: line.Sum(), VATSum: line.VATSum()})
	}
	if c.Date.IsZero() || c.Date.After(r.now().Add(24*time.Hour)) {
		return rec, refuse(codeBadDate)
	}
	plain := sale.Receipt{ID: rec.ID, Kind: sale.Sale}
	for _, l := range rec.Lines {
		if l.Name == "" {
			return rec, refuse(codeNoName)
		}
		plain.Lines = append(plain.Lines, l.Line)
	}
	if err := plain.Validate(c.Date); err != nil {
		return rec, saleProblem(err)
	}
	rec.Total = plain.Total()
	paid, err := sale.Settle(rec.Total, with)
	if err != nil {
		return rec, saleProblem(err)
	}
	if paid.Change != 0 {
		return rec, &problem{code: string(sale.BadPayment), pairs: []any{"value", money.Kopecks(paid.Change)}}
	}
	rec.Payments = paid.Payments
	rec.Base, err = json.Marshal(fiscal.Base{Instruction: c.Instruction, Number: c.Number, Date: c.Date, Back: c.Back})
	return rec, err
}
