package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/store"
)

const (
	settleTries = 4
	settlePause = 500 * time.Millisecond
)

// Settle asks the printer what became of the receipts that an earlier run left without an answer. It reports an error when one of
// them is still open; the till then refuses new documents and asks again at the next action.
func (r *Register) Settle(ctx context.Context) error {
	return r.do(ctx, "settle", func(ctx context.Context) error { return r.settle(ctx, EventRecovered) })
}

// Refresh reads the printer's status and brings the shift up to date.
func (r *Register) Refresh(ctx context.Context) error {
	return r.do(ctx, "status", func(ctx context.Context) error {
		_, err := r.status(ctx)
		return err
	})
}

// ready is the gate of every action that prints: nothing starts before what is unknown is settled.
func (r *Register) ready(ctx context.Context) (fiscal.Status, error) {
	if r.p.Printer == nil {
		return fiscal.Status{}, refuse(codeNoPrinter)
	}
	if len(r.unsettled) > 0 {
		if err := r.settle(ctx, EventRecovered); err != nil {
			return fiscal.Status{}, err
		}
	}
	return r.glance(ctx)
}

func (r *Register) settle(ctx context.Context, kind EventKind) error {
	if len(r.unsettled) == 0 {
		return nil
	}
	if r.p.Printer == nil {
		return refuse(codeNoPrinter)
	}
	r.busy = r.p.Words.T("printer.settling")
	r.publish()
	defer func() { r.busy = "" }()
	for len(r.unsettled) > 0 {
		rec := r.unsettled[0]
		doc, made, err := r.fate(ctx, rec)
		if err != nil {
			if rec.State == sale.Sending {
				rec.State = sale.Unknown
				if e := r.save(ctx, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); e != nil {
					return e
				}
				r.unsettled[0] = rec
			}
			return err
		}
		r.unsettled = r.unsettled[1:]
		if made {
			err = r.finish(ctx, rec, doc, kind)
		} else {
			err = r.reject(ctx, rec, kind)
			if err == nil && kind != EventRecovered {
				// The buyer still stands there: the basket is what it was, and the cashier has to know that it was not paid.
				err = refuse("not_fiscalized")
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// fate finds out what became of one receipt. It looks again while the printer is busy with it.
func (r *Register) fate(ctx context.Context, rec store.Receipt) (doc fiscal.Document, made bool, err error) {
	var intent fiscal.Intent
	if err := json.Unmarshal(rec.Intent, &intent); err != nil {
		return doc, false, fmt.Errorf("read intent of receipt %s: %w", rec.ID, err)
	}
	if rec.FD > 0 {
		// The document is known; only the journal could not be written.
		return fiscal.Document{FD: rec.FD, FP: rec.FP, FN: rec.FN, At: rec.ClosedAt, ShiftNumber: rec.Shift, ReceiptNumber: rec.Number, Printed: !rec.NotPrinted}, true, nil
	}
	pause := r.p.SettlePause
	for try := 1; ; try++ {
		doc, made, err = r.look(ctx, rec, intent)
		if err == nil {
			return doc, made, nil
		}
		if try == settleTries {
			return doc, false, &problem{code: codeSettling, err: err, pairs: []any{"total", kopecks(rec.Total)}}
		}
		var p *problem
		if errors.As(err, &p) {
			return doc, false, err
		}
		select {
		case <-ctx.Done():
			return doc, false, &problem{code: codeSettling, err: ctx.Err(), pairs: []any{"total", kopecks(rec.Total)}}
		case <-time.After(pause):
			pause *= 2
		}
	}
}

func (r *Register) look(ctx context.Context, rec store.Receipt, intent fiscal.Intent) (doc fiscal.Document, made bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, printerTime)
	defer cancel()
	out, err := fiscal.Ask(ctx, r.p.Printer, intent)
	if err != nil {
		return doc, false, err
	}
	r.p.Log.Info().Str("receipt", rec.ID).Stringer("result", out.Result).Str("why", out.Why).Int64("fd", out.Document.FD).Msg("asked the printer for a lost document")
	switch out.Result {
	case fiscal.Registered:
		return out.Document, true, nil
	case fiscal.NotRegistered:
		return doc, false, nil
	case fiscal.Replaced:
		return doc, false, refuse(codeReplaced, "want", intent.FN)
	case fiscal.Manual:
		return doc, false, refuse(codeManual, "total", kopecks(rec.Total))
	}
	return doc, false, fmt.Errorf("settle receipt %s: %s", rec.ID, out.Why)
}
