package register

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Pay takes the money for the open basket and makes its fiscal document. The intent is on disk before the first byte goes to the
// printer; when the answer is lost the receipt is unknown and is settled by asking the printer before anything else is printed
// (DESIGN 6.1).
func (r *Register) Pay(ctx context.Context, with []sale.Payment) error {
	return r.do(ctx, "pay", func(ctx context.Context) error {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if len(r.basket.Lines) == 0 {
			return refuse(codeEmpty)
		}
		for i, l := range r.basket.Lines {
			if l.State == LineAsk || l.State == LineChecking || l.Marked() && l.CheckID == "" {
				return refuse(codeUnverified, "line", i+1, "name", l.Name)
			}
		}
		if err := inShift(st); err != nil {
			return err
		}
		rec := r.document(&r.basket, sale.Sending)
		rec.Cashier = r.user.Name
		paid, err := sale.Settle(rec.Total, with)
		if err != nil {
			return saleProblem(err)
		}
		rec.Payments, rec.Change = paid.Payments, paid.Change
		plain := sale.Receipt{ID: rec.ID, Kind: sale.Sale}
		for _, l := range rec.Lines {
			plain.Lines = append(plain.Lines, l.Line)
		}
		if err := plain.Validate(r.now()); err != nil {
			return saleProblem(err)
		}
		if err := fit(st); err != nil {
			return err
		}
		return r.fiscalize(ctx, rec, st)
	})
}

func inShift(st fiscal.Status) error {
	switch st.Shift {
	case fiscal.ShiftClosed:
		return refuse(codeShiftClosed)
	case fiscal.ShiftExpired:
		return refuse(codeShiftExpired)
	}
	return nil
}

// fiscalize writes the intent, sends the receipt and writes what became of it.
func (r *Register) fiscalize(ctx context.Context, rec store.Receipt, st fiscal.Status) error {
	attempt := newID()
	intent := fiscal.Intent{ReceiptID: attempt, Mark: markOf(attempt), Serial: st.Serial, FN: st.FN, LastFD: st.LastFD, Total: rec.Total,
		Kind: rec.Kind, At: r.now()}
	text, err := json.Marshal(intent)
	if err != nil {
		return err
	}
	rec.Intent, rec.State, rec.FN, rec.Serial, rec.Shift = text, sale.Sending, st.FN, st.Serial, st.ShiftNumber
	if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); err != nil {
		return err
	}
	doc, err := r.print(ctx, "printer.receipt", func(ctx context.Context) (fiscal.Document, error) {
		return r.p.Printer.Register(ctx, r.paper(rec, intent))
	})
	if err == nil {
		return r.finish(ctx, rec, doc, EventReceipt)
	}
	var fe *fiscal.Error
	if errors.As(err, &fe) && !fe.Unknown {
		if e := r.reject(ctx, rec, EventReceipt); e != nil {
			return e
		}
		return err
	}
	r.p.Log.Error().Str("receipt", rec.ID).Err(err).Msg("the printer's answer was lost")
	rec.State = sale.Unknown
	r.unsettled = append(r.unsettled, rec)
	if e := r.save(ctx, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); e != nil {
		return e
	}
	v := receiptView(rec)
	r.emit(Event{Kind: EventReceipt, Receipt: &v})
	return r.settle(context.WithoutCancel(ctx), EventReceipt)
}

// markOf is the sale mark of one attempt: 16 characters that the printer keeps in the document (tag 1192), so that settling knows
// its own.
func markOf(attempt string) string { return strings.ReplaceAll(attempt, "-", "")[:16] }

// paper is the receipt as the printer gets it.
func (r *Register) paper(rec store.Receipt, intent fiscal.Intent) fiscal.Receipt {
	out := fiscal.Receipt{ID: intent.ReceiptID, Mark: intent.Mark, Kind: rec.Kind, Operator: fiscal.Operator{Name: rec.Cashier}, Taxation: r.p.Taxation,
		Payments: rec.Payments, Total: rec.Total, Address: r.p.Address, Place: r.p.Place}
	for _, l := range rec.Lines {
		out.Lines = append(out.Lines, fiscal.Line{Name: l.Name, Price: l.PaidPrice(), Quantity: l.Quantity, Sum: l.Sum, Discount: l.Discount, Unit: l.Unit,
			VAT: l.VAT, Code: l.Code, Group: l.Group, Excise: r.p.Groups.Excise(l.Group), Tag1265: l.Tag1265})
	}
	return out
}

// finish writes that the receipt is a fiscal document and tells everybody who has to know.
func (r *Register) finish(ctx context.Context, rec store.Receipt, doc fiscal.Document, kind EventKind) error {
	rec.State, rec.FD, rec.FP, rec.NotPrinted = sale.Fiscalized, doc.FD, doc.FP, !doc.Printed
	if doc.FN != "" {
		rec.FN = doc.FN
	}
	if doc.ShiftNumber > 0 {
		rec.Shift = doc.ShiftNumber
	}
	rec.Number = doc.ReceiptNumber
	if rec.ClosedAt = doc.At; rec.ClosedAt.IsZero() {
		rec.ClosedAt = r.now()
	}
	err := r.save(ctx, func(tx *store.Tx) error {
		if err := tx.PutReceipt(rec); err != nil {
			return err
		}
		for _, l := range rec.Lines {
			if l.Cis == "" || !r.p.TellModule {
				continue
			}
			kind := "sell"
			if rec.Kind == sale.Return {
				kind = "return"
			}
			if err := tx.Queue(LocalModule, kind, l.Cis, rec.ID); err != nil {
				return err
			}
		}
		return tx.DropDraft(rec.ID)
	})
	if err != nil {
		// The document exists and the journal does not know it: the receipt stays unsettled and is written when the disk is well.
		r.unsettled = append(r.unsettled, rec)
		return err
	}
	r.remember(rec)
	if r.basket.ID == rec.ID {
		r.basket, r.permit = basket{}, Permit{State: PermitReady}
	}
	r.count(ctx)
	v := receiptView(rec)
	r.last = &v
	r.emit(Event{Kind: kind, Receipt: &v})
	return nil
}

func (r *Register) remember(rec store.Receipt) {
	if r.p.Memory == nil {
		return
	}
	for _, l := range rec.Lines {
		var err error
		switch {
		case l.Cis == "":
		case rec.Kind == sale.Return:
			err = r.p.Memory.Returned(l.Cis, rec.ClosedAt)
		default:
			err = r.p.Memory.Sold(l.Cis, rec.ID, rec.ClosedAt)
		}
		if err != nil {
			// The journal knows; the cache is only quicker.
			r.p.Log.Warn().Err(err).Msg("the cache did not take a sale")
		}
	}
}

// reject writes that no document was made. The basket stays for another pay.
func (r *Register) reject(ctx context.Context, rec store.Receipt, kind EventKind) error {
	rec.State = sale.NotFiscal
	if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); err != nil {
		return err
	}
	v := receiptView(rec)
	r.emit(Event{Kind: kind, Receipt: &v})
	return nil
}

// Return gives the money of a sale back, for some of its lines or for all that were not taken back yet, the way it was paid, and
// makes the document at once. "last" is the last receipt of this run.
func (r *Register) Return(ctx context.Context, id string, lines []int) error {
	return r.do(ctx, "return", func(ctx context.Context) error {
		if err := r.may(staff.Refund); err != nil {
			return err
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if id == "last" && r.last != nil {
			id = r.last.ID
		}
		origin, err := r.p.Store.Receipt(ctx, id)
		if err != nil {
			return err
		}
		if origin.Kind != sale.Sale || origin.State != sale.Fiscalized {
			return refuse(codeUnknownReceipt)
		}
		rec, err := r.returnOf(ctx, origin, lines)
		if err != nil {
			return err
		}
		if err := inShift(st); err != nil {
			return err
		}
		if err := fit(st); err != nil {
			return err
		}
		return r.fiscalize(ctx, rec, st)
	})
}

func (r *Register) returnOf(ctx context.Context, origin store.Receipt, lines []int) (store.Receipt, error) {
	former, err := r.p.Store.ReturnsOf(ctx, origin.ID)
	if err != nil {
		return store.Receipt{}, because(codeStore, err)
	}
	taken := map[int]bool{}
	var back []sale.Payment
	for _, f := range former {
		if f.State != sale.Fiscalized {
			continue
		}
		for _, l := range f.Lines {
			taken[l.OriginN] = true
		}
		back = append(back, f.Payments...)
	}
	base := sale.Receipt{ID: origin.ID, Kind: sale.Sale}
	for _, l := range origin.Lines {
		base.Lines = append(base.Lines, l.Line)
	}
	if len(lines) == 0 {
		for i := range base.Lines {
			if !taken[i+1] {
				lines = append(lines, i+1)
			}
		}
	}
	plain, err := sale.ReturnOf(base, newID(), lines, taken)
	if err != nil {
		return store.Receipt{}, saleProblem(err)
	}
	rec := store.Receipt{ID: plain.ID, Kind: sale.Return, State: sale.Sending, OpenedAt: r.now(), Cashier: r.user.Name, Total: plain.Total(), Origin: origin.ID}
	for i, l := range plain.Lines {
		if l.Marked() && r.p.Groups.Excise(l.Group) {
			return store.Receipt{}, refuse(codeNotReturnable, "name", l.Name)
		}
		rec.Lines = append(rec.Lines, store.Line{Line: l, OriginN: lines[i], Sum: l.Sum(), VATSum: l.VATSum()})
	}
	paid := sale.Settlement{Total: origin.Total, Payments: origin.Payments, Change: origin.Change}
	rec.Payments, err = sale.Refund(rec.Total, paid.Kept(), back)
	if err != nil {
		return store.Receipt{}, saleProblem(err)
	}
	return rec, nil
}

// Receipts reads the receipts opened in [from, to), for the screens that look for one.
func (r *Register) Receipts(ctx context.Context, from, to time.Time) ([]ReceiptView, error) {
	list, err := r.p.Store.Receipts(ctx, from, to)
	if err != nil {
		return nil, err
	}
	out := make([]ReceiptView, 0, len(list))
	for _, rec := range list {
		out = append(out, receiptView(rec))
	}
	return out, nil
}
