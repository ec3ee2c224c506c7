package ui

import (
	"context"
	"fmt"
	"time"

	"dobro/internal/register"
	"dobro/internal/sale"
)

// doubtful are the facts of a receipt that the printer does not settle: two documents, one of them alike.
func doubtful() register.Doubt {
	return register.Doubt{
		Receipt: register.ReceiptView{ID: "id1", Kind: sale.Sale, State: sale.Unknown, Total: 128970, Cashier: "Анна Петрова", OpenedAt: noon},
		Intent:  register.Intent{FN: "9999078902003459", LastFD: 511, At: noon, Mark: "m1"}, Why: "several_alike",
		Documents: []register.PrinterDocument{
			{Kind: "sale", FD: 512, Total: 45000, At: noon.Add(time.Minute), Mark: "m9"},
			{Kind: "other", FD: 513, At: noon.Add(2 * time.Minute)},
			{Kind: "sale", FD: 514, Total: 128970, At: noon.Add(3 * time.Minute)},
		},
	}
}

func (f *fakeTill) Doubt(context.Context) (register.Doubt, error) {
	d := doubtful()
	err := f.do("doubt", func() (register.Event, error) {
		if f.view.Receipt.Note == "silent" { // a till whose printer was taken away
			d.Why, d.Documents = "silent", nil
		}
		return register.Event{}, nil
	})
	return d, err
}

func (f *fakeTill) Decide(ctx context.Context, pin, verdict string, fd int64) error {
	if key, _, ok := register.Behind(ctx); ok {
		pin = key
	}
	return f.do(fmt.Sprintf("decide %s %s %d", pin, verdict, fd), func() (register.Event, error) {
		if pin != "2222" {
			return register.Event{}, &register.Fault{Code: "no_right", Text: "Нет права"}
		}
		f.view.Settling, f.view.Doubtful = false, false
		return register.Event{Kind: register.EventRecovered, Receipt: &register.ReceiptView{State: sale.Fiscalized, Total: 128970, FD: fd}}, nil
	})
}

func (f *fakeTill) Correct(ctx context.Context, c register.Correction) error {
	if err := f.seniorsOnly(ctx, "correction"); err != nil {
		return err
	}
	return f.simple(fmt.Sprintf("correct %v %v %s %s", c.Back, c.Instruction, c.Receipt, c.Reason), func(v *register.View) {
		v.Last = &register.ReceiptView{Kind: sale.Correction, State: sale.Fiscalized, FD: 777}
	})
}
