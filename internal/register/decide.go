package register

import (
	"context"
	"encoding/json"
	"errors"

	"dobro/device/fiscal"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Intent and PrinterDocument are what the screens see of a doubt.
type (
	Intent          = fiscal.Intent
	PrinterDocument = fiscal.Document
)

// Doubt is a receipt whose fate nobody could settle, with the facts side by side: what the till meant to print and what the printer
// holds since.
type Doubt struct {
	Receipt   ReceiptView
	Intent    Intent
	Result    fiscal.Result
	Why       string            // stable word of fiscal.Outcome; "silent" when the printer could not be asked
	Documents []PrinterDocument // of the printer, after the intent
}

// Decisions of a senior about a receipt in doubt.
const (
	Made    = "made"     // the document exists
	NotMade = "not_made" // it does not
)

// Doubt asks the printer once more about the oldest receipt in doubt and puts the facts side by side. Nothing changes.
func (r *Register) Doubt(ctx context.Context) (Doubt, error) {
	var out Doubt
	err := r.do(ctx, "doubt", func(ctx context.Context) error {
		if len(r.unsettled) == 0 {
			return refuse(codeNoDoubt)
		}
		var err error
		out, err = r.facts(ctx, r.unsettled[0])
		return err
	})
	return out, err
}

func (r *Register) facts(ctx context.Context, rec store.Receipt) (Doubt, error) {
	d := Doubt{Receipt: receiptView(rec), Why: "silent"}
	if err := json.Unmarshal(rec.Intent, &d.Intent); err != nil {
		return d, err
	}
	if r.p.Printer == nil {
		return d, nil
	}
	out, err := r.look(ctx, rec, d.Intent)
	if err != nil && !errors.Is(err, errUndecided) {
		r.p.Log.Warn().Err(err).Msg("the printer could not be asked")
		return d, nil
	}
	d.Result, d.Why, d.Documents = out.Result, out.Why, out.Seen
	return d, nil
}

// Decide ends a doubt that asking the printer cannot end: a senior says whether the document exists, and which one it is. What the
// printer itself can still tell goes before what a person says. The decision is recorded with the facts that lay side by side.
func (r *Register) Decide(ctx context.Context, pin, verdict string, fd int64) error {
	return r.do(ctx, "decide", func(ctx context.Context) error {
		if len(r.unsettled) == 0 {
			return refuse(codeNoDoubt)
		}
		who, err := r.identify(ctx, pin)
		if err != nil {
			return err
		}
		if !who.Role.May(staff.Approve) {
			return refuse(codeNoRight)
		}
		if verdict != Made && verdict != NotMade {
			return refuse(codeBadDecision)
		}
		rec := r.unsettled[0]
		facts, err := r.facts(ctx, rec)
		if err != nil {
			return err
		}
		if facts.Result == fiscal.Registered || facts.Result == fiscal.NotRegistered {
			return r.settle(ctx, EventRecovered)
		}
		p := &passage{rec: rec, intent: facts.Intent, kind: EventRecovered}
		p.rec.State = LifeUnknown.State()
		on := happensNotMade
		if verdict == Made {
			on = happensMade
			if p.doc, err = r.decided(ctx, rec, facts, fd); err != nil {
				return err
			}
		}
		text, err := json.Marshal(facts)
		if err != nil {
			return err
		}
		p.rec.DecidedBy = who.Name
		p.decision = &store.Decision{Receipt: rec.ID, Senior: who.Name, Verdict: verdict, FD: p.doc.FD, Facts: text}
		r.p.Log.Warn().Str("receipt", rec.ID).Str("senior", who.Name).Str("verdict", verdict).Int64("fd", p.doc.FD).Msg("a person decided about a receipt")
		return r.travel(ctx, p, on)
	})
}

// decided is the document that a senior names: it must not belong to another receipt, and where the printer shows it, it must be
// over this sum.
func (r *Register) decided(ctx context.Context, rec store.Receipt, facts Doubt, fd int64) (fiscal.Document, error) {
	if fd <= 0 {
		return fiscal.Document{}, refuse(codeUnknownDocument, "fd", fd)
	}
	others, err := r.p.Store.ReceiptByFD(ctx, facts.Intent.FN, fd)
	if err != nil {
		return fiscal.Document{}, because(codeStore, err)
	}
	for _, o := range others {
		if o.ID != rec.ID {
			return fiscal.Document{}, refuse(codeUnknownDocument, "fd", fd)
		}
	}
	for _, d := range facts.Documents {
		if d.FD != fd {
			continue
		}
		if d.Kind != string(rec.Kind) || !d.Short && d.Total != rec.Total {
			return d, refuse(codeUnknownDocument, "fd", fd)
		}
		return d, nil
	}
	if facts.Result == fiscal.Manual && fd <= facts.Intent.LastFD {
		return fiscal.Document{}, refuse(codeUnknownDocument, "fd", fd)
	}
	return fiscal.Document{Kind: string(rec.Kind), FD: fd, FN: facts.Intent.FN, Serial: facts.Intent.Serial, Total: rec.Total, Printed: true}, nil
}
