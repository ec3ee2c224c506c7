package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/store"
)

const (
	settleTries = 4
	settlePause = 500 * time.Millisecond

	// A question takes a printer less than a second; one that hangs is not waited for as long as a receipt of a hundred lines is.
	lookTime   = 15 * time.Second
	settleTime = 45 * time.Second // for all tries of one action
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
	if err := r.settle(ctx, EventRecovered); err != nil {
		return fiscal.Status{}, err
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
	r.say(r.p.Words.T("printer.settling"), fiscal.StageAsking)
	defer func() { r.busy, r.stage = "", "" }()
	for len(r.unsettled) > 0 {
		if err := r.travel(ctx, &passage{rec: r.unsettled[0], kind: kind}, happensLook); err != nil {
			return err
		}
	}
	return nil
}

// ask looks for the document of a receipt until the printer tells, or has been silent for too long.
func (r *Register) ask(ctx context.Context, p *passage) (occurrence, error) {
	// The buyer may be gone, the answer is wanted all the same; an action that a restart or a later buyer began may be given up.
	if p.kind != EventRecovered {
		ctx = context.WithoutCancel(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, settleTime)
	defer cancel()
	if p.rec.FD > 0 {
		// The document is known; only the journal could not be written.
		p.doc = fiscal.Document{FD: p.rec.FD, FP: p.rec.FP, FN: p.rec.FN, At: p.rec.ClosedAt, ShiftNumber: p.rec.Shift, ReceiptNumber: p.rec.Number,
			Printed: !p.rec.NotPrinted}
		return happensFound, nil
	}
	if err := json.Unmarshal(p.rec.Intent, &p.intent); err != nil {
		return 0, fmt.Errorf("read intent of receipt %s: %w", p.rec.ID, err)
	}
	pause := r.p.SettlePause
	for try := 1; ; try++ {
		out, err := r.look(ctx, p.rec, p.intent)
		if err == nil {
			return r.judge(p, out)
		}
		p.err = &problem{code: codeSettling, err: err, pairs: []any{"total", money.Kopecks(p.rec.Total)}}
		if try == settleTries {
			return happensSilent, nil
		}
		select {
		case <-ctx.Done():
			return happensSilent, nil
		case <-time.After(pause):
			pause *= 2
		}
	}
}

// judge turns what settling found into what happens to the receipt.
func (r *Register) judge(p *passage, out fiscal.Outcome) (occurrence, error) {
	switch out.Result {
	case fiscal.Registered:
		p.doc = out.Document
		return happensFound, nil
	case fiscal.NotRegistered:
		p.err = nil
		if p.kind != EventRecovered {
			// The buyer still stands there: the basket is what it was, and the cashier has to know that it was not paid.
			p.err = refuse(codeNotFiscalized)
		}
		return happensMissing, nil
	case fiscal.Replaced:
		p.err = refuse(codeReplaced, "want", p.intent.FN)
	default:
		p.err = refuse(codeManual, "total", money.Kopecks(p.rec.Total))
	}
	r.doubt = &out
	return happensUnclear, nil
}

var errUndecided = errors.New("the printer could not be read to the end")

func (r *Register) look(ctx context.Context, rec store.Receipt, intent fiscal.Intent) (fiscal.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	var out fiscal.Outcome
	err := r.attend(ctx, r.p.Words.T("printer.settling"), func(ctx context.Context) (err error) {
		out, err = fiscal.Ask(ctx, r.p.Printer, intent)
		return err
	})
	if err != nil {
		return out, err
	}
	r.p.Log.Info().Str("receipt", rec.ID).Stringer("result", out.Result).Str("why", out.Why).Int64("fd", out.Document.FD).Msg("asked the printer for a lost document")
	if out.Result == fiscal.Undecided || out.Result == fiscal.HangsOpen {
		return out, fmt.Errorf("settle receipt %s: %s: %w", rec.ID, out.Why, errUndecided)
	}
	return out, nil
}
