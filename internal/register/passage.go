package register

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// passage is one receipt on its way through its life.
type passage struct {
	rec      store.Receipt
	basket   *basket         // hold, resume and cancel only
	status   fiscal.Status   // of the printer right before sending
	intent   fiscal.Intent   // what goes to disk before sending
	doc      fiscal.Document // once there is one
	decision *store.Decision // of a senior
	err      error           // what went wrong
	kind     EventKind       // how the listeners are told
	told     error           // what the cashier gets
}

// travel lets something happen to a receipt and does all that follows, until nothing follows any more. It is the only place where a
// receipt changes its state.
func (r *Register) travel(ctx context.Context, p *passage, on occurrence) error {
	for on != 0 {
		from, err := ParseLife(p.rec.State)
		if err != nil {
			return err
		}
		to, do, ok := step(from, on)
		if !ok {
			return fmt.Errorf("receipt %s is %s, where %q cannot happen", p.rec.ID, from, on)
		}
		r.p.Log.Debug().Str("receipt", p.rec.ID).Stringer("from", from).Stringer("on", on).Stringer("to", to).Msg("receipt")
		p.rec.State, on = to.State(), 0
		for _, e := range do {
			if on, err = r.perform(ctx, p, e); err != nil {
				return err
			}
			if on != 0 {
				break
			}
		}
	}
	return p.told
}

// perform does one thing. The occurrence that it leads to is 0 when nothing follows by itself; an error ends the way, and what is on
// disk by then is what a restart goes on from.
func (r *Register) perform(ctx context.Context, p *passage, e effect) (occurrence, error) {
	switch e {
	case keepBasket:
		return 0, r.keepAside(ctx, p)
	case closeBasket:
		p.rec.ClosedAt = r.now()
		return 0, r.save(ctx, func(tx *store.Tx) error {
			if err := tx.PutReceipt(p.rec); err != nil {
				return err
			}
			return tx.DropDraft(p.rec.ID)
		})
	case writeIntent:
		return r.intend(ctx, p)
	case send:
		return r.send(ctx, p)
	case writeState:
		return 0, r.save(ctx, func(tx *store.Tx) error { return p.write(tx) })
	case writeDocument:
		return r.conclude(ctx, p)
	case block:
		r.block(p.rec)
	case release:
		r.unsettled = slices.DeleteFunc(r.unsettled, func(u store.Receipt) bool { return u.ID == p.rec.ID })
		r.doubt = nil
		if p.rec.ID == r.basket.ID && p.rec.State == sale.NotFiscal {
			r.taken(ctx, p.rec.Payments)
		}
	case askPrinter:
		return r.ask(ctx, p)
	case emptyBasket:
		if r.basket.ID == p.rec.ID {
			r.basket, r.permit = basket{}, Permit{State: PermitReady}
		}
	case announce:
		r.tell(ctx, p)
	case complain:
		p.told = p.err
	}
	return 0, nil
}

// keepAside puts a basket to disk in its new state and to its new place.
func (r *Register) keepAside(ctx context.Context, p *passage) error {
	b := *p.basket
	b.state = p.rec.State
	if err := r.save(ctx, func(tx *store.Tx) error { return keepDraft(tx, &b, b.state) }); err != nil {
		return err
	}
	r.held = slices.DeleteFunc(slices.Clone(r.held), func(h basket) bool { return h.ID == b.ID })
	r.basket, r.permit = basket{}, Permit{State: PermitReady}
	if b.state == sale.Held {
		r.held = append(r.held, b)
	} else {
		r.basket = b
	}
	*p.basket = b
	return nil
}

// intend writes the intent. From here on the printer may be asked what became of it.
func (r *Register) intend(ctx context.Context, p *passage) (occurrence, error) {
	st := p.status
	p.intent = fiscal.Intent{ReceiptID: newID(), Serial: st.Serial, FN: st.FN, LastFD: st.LastFD, At: r.now()}
	p.intent.Mark = markOf(p.intent.ReceiptID)
	if first, ok := r.firstTry(ctx, p.rec.ID); ok && first.FN == st.FN && first.Serial == st.Serial {
		// The first try stands for all: what was believed lost may still arrive, and must then be known as ours.
		p.intent = first
	}
	p.intent.Total, p.intent.Kind = p.rec.Total, p.rec.Kind
	text, err := json.Marshal(p.intent)
	if err != nil {
		return 0, err
	}
	p.rec.Intent, p.rec.FN, p.rec.Serial, p.rec.Shift = text, st.FN, st.Serial, st.ShiftNumber
	if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutReceipt(p.rec) }); err != nil {
		p.err = err
		return happensUnstored, nil
	}
	return happensStored, nil
}

// firstTry reads the intent of an earlier try of the receipt, if there was one.
func (r *Register) firstTry(ctx context.Context, id string) (first fiscal.Intent, ok bool) {
	rec, err := r.p.Store.Receipt(ctx, id)
	if err != nil || len(rec.Intent) == 0 {
		return first, false
	}
	if err := json.Unmarshal(rec.Intent, &first); err != nil {
		r.p.Log.Error().Err(err).Str("receipt", id).Msg("read the first intent")
		return first, false
	}
	return first, true
}

// send gives the receipt to the printer, once.
func (r *Register) send(ctx context.Context, p *passage) (occurrence, error) {
	doc, err := r.print(ctx, "printer.receipt", func(ctx context.Context) (fiscal.Document, error) {
		return r.p.Printer.Register(ctx, r.paper(p.rec, p.intent))
	})
	if err == nil {
		r.marksWait = false
		p.doc = doc
		return happensAccepted, nil
	}
	p.err = err
	var fe *fiscal.Error
	if errors.As(err, &fe) && !fe.Unknown {
		return happensRefused, nil
	}
	r.p.Log.Error().Str("receipt", p.rec.ID).Err(err).Msg("the printer's answer was lost")
	return happensLost, nil
}

// write puts the receipt and what a person decided about it into a change.
func (p *passage) write(tx *store.Tx) error {
	if err := tx.PutReceipt(p.rec); err != nil || p.decision == nil {
		return err
	}
	return tx.PutDecision(*p.decision)
}

// conclude writes that the receipt is a fiscal document, with the errands to whoever has to know.
func (r *Register) conclude(ctx context.Context, p *passage) (occurrence, error) {
	p.fill(r)
	gone := map[string]bool{} // packs of which nothing is left; this receipt counts already, its intent is on disk
	for _, l := range p.rec.Lines {
		gone[l.Cis] = r.gone(ctx, l)
	}
	err := r.save(ctx, func(tx *store.Tx) error {
		if err := p.write(tx); err != nil {
			return err
		}
		kind := "sell"
		if p.rec.Kind == sale.Return {
			kind = "return"
		}
		for _, l := range p.rec.Lines {
			if l.Cis == "" || !r.p.TellModule || p.rec.Kind == sale.Correction || p.rec.Kind == sale.Sale && !gone[l.Cis] {
				continue
			}
			if err := tx.Queue(LocalModule, kind, l.Cis, p.rec.ID); err != nil {
				return err
			}
		}
		return tx.DropDraft(p.rec.ID)
	})
	if err != nil {
		p.err = err
		return happensUnstored, nil
	}
	r.remember(p.rec)
	r.keepPaper(p.rec)
	return 0, nil
}

// fill takes over what the printer told of the document.
func (p *passage) fill(r *Register) {
	rec, doc := &p.rec, p.doc
	rec.FD, rec.FP, rec.NotPrinted, rec.Number, rec.ClosedAt = doc.FD, doc.FP, !doc.Printed, doc.ReceiptNumber, doc.At
	if doc.FN != "" {
		rec.FN = doc.FN
	}
	if doc.ShiftNumber > 0 {
		rec.Shift = doc.ShiftNumber
	}
	if rec.ClosedAt.Before(rec.OpenedAt) {
		// Drives keep minutes; a document is never older than its basket.
		rec.ClosedAt = r.now()
	}
}

// block makes the receipt one that has to be settled before anything else is printed.
func (r *Register) block(rec store.Receipt) {
	for i := range r.unsettled {
		if r.unsettled[i].ID == rec.ID {
			r.unsettled[i] = rec
			return
		}
	}
	r.unsettled = append(r.unsettled, rec)
}

// tell hands the receipt as it now is to the listeners.
func (r *Register) tell(ctx context.Context, p *passage) {
	v := receiptView(p.rec)
	if p.basket != nil && p.rec.State != sale.Cancelled {
		v = p.basket.view()
	}
	if p.rec.State == sale.Fiscalized {
		r.last = &v
		r.count(ctx)
	}
	r.emit(Event{Kind: p.kind, Receipt: &v})
}
