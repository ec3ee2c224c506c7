package register

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Payment is how the open basket is paid and where its receipt goes.
type Payment struct {
	With       []sale.Payment
	Contact    string // e-mail or phone of the buyer (tag 1008), "" when he wants none
	Electronic bool   // no paper: only with a contact
}

// Pay takes the money for the open basket and makes its fiscal document. The intent is on disk before the first byte goes to the
// printer; when the answer is lost the receipt is unknown and is settled by asking the printer before anything else is printed
// (DESIGN 6.1).
func (r *Register) Pay(ctx context.Context, with []sale.Payment) error {
	return r.PayWith(ctx, Payment{With: with})
}

// PayWith is Pay with a receipt to an e-mail address or a phone. The order is: everything that can be refused without a trace, the
// printer's own check of the codes, the card terminal, the document.
func (r *Register) PayWith(ctx context.Context, how Payment) error {
	return r.do(ctx, "pay", func(ctx context.Context) (err error) {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		defer func() {
			if err != nil {
				r.taken(ctx, how.With)
			}
		}()
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		rec, err := r.bill(ctx, how)
		if err != nil {
			return err
		}
		if err := r.inShift(st); err != nil {
			return err
		}
		if err := fit(st); err != nil {
			return err
		}
		if err := r.markOnPrinter(ctx, &rec); err != nil {
			return err
		}
		if err := r.charge(ctx, rec); err != nil {
			return err
		}
		return r.fiscalize(ctx, rec, st)
	})
}

// bill makes the receipt of the open basket, complete but for its document, or says why it cannot be paid.
func (r *Register) bill(ctx context.Context, how Payment) (store.Receipt, error) {
	if len(r.basket.Lines) == 0 {
		return store.Receipt{}, refuse(codeEmpty)
	}
	if err := r.met(); err != nil {
		return store.Receipt{}, err
	}
	for i, l := range r.basket.Lines {
		if l.State == LineAsk || l.State == LineChecking || l.Marked() && l.CheckID == "" {
			return store.Receipt{}, refuse(codeUnverified, "line", i+1, "name", l.Name)
		}
		if !l.Marked() {
			continue
		}
		if begun, err := r.begun(ctx, &l); err != nil {
			return store.Receipt{}, err
		} else if begun && l.Part.Whole() {
			return store.Receipt{}, refuse(codePartWanted, "line", i+1, "name", l.Name)
		}
	}
	rec := r.document(&r.basket, sale.Open)
	rec.Cashier = r.user.Name
	rec.Contact, rec.Electronic = strings.TrimSpace(how.Contact), how.Electronic
	if rec.Contact != "" && !isContact(rec.Contact) || rec.Electronic && rec.Contact == "" {
		return rec, refuse(codeBadContact, "contact", rec.Contact)
	}
	paid, err := sale.Settle(rec.Total, how.With)
	if err != nil {
		return rec, saleProblem(err)
	}
	rec.Payments, rec.Change = paid.Payments, paid.Change
	plain := sale.Receipt{ID: rec.ID, Kind: sale.Sale}
	for _, l := range rec.Lines {
		plain.Lines = append(plain.Lines, l.Line)
	}
	if err := plain.Validate(r.now()); err != nil {
		return rec, saleProblem(err)
	}
	return rec, nil
}

// inShift refuses a document outside a shift, and one in a shift that the till opened on no printer of its own: a drive that was swapped
// since the till's last shift is told of, never sold on in silence. Its shift is closed and one of the till's own opened, if the swap was
// meant.
func (r *Register) inShift(st fiscal.Status) error {
	switch st.Shift {
	case fiscal.ShiftClosed:
		return refuse(codeShiftClosed)
	case fiscal.ShiftExpired:
		return refuse(codeShiftExpired)
	}
	if r.drive != "" && st.FN != "" && st.FN != r.drive {
		return refuse(codeOtherDrive, "was", r.drive, "now", st.FN)
	}
	return nil
}

// fiscalize writes the intent, sends the receipt and writes what became of it.
func (r *Register) fiscalize(ctx context.Context, rec store.Receipt, st fiscal.Status) error {
	rec.State = sale.Open
	return r.travel(ctx, &passage{rec: rec, status: st, kind: EventReceipt}, happensPay)
}

// markOf is the sale mark of one attempt: 16 characters that the printer keeps in the document (tag 1192), so that settling knows
// its own.
func markOf(attempt string) string { return strings.ReplaceAll(attempt, "-", "")[:16] }

// paper is the receipt as the printer gets it.
func (r *Register) paper(rec store.Receipt, intent fiscal.Intent) fiscal.Receipt {
	out := fiscal.Receipt{ID: intent.ReceiptID, Mark: intent.Mark, Kind: rec.Kind, Operator: r.operatorNamed(rec.Cashier), Taxation: r.p.Taxation,
		Payments: rec.Payments, Total: rec.Total, Contact: rec.Contact, Electronic: rec.Electronic, Address: r.p.Address, Place: r.p.Place,
		Note: rec.Note}
	if len(rec.Base) > 0 {
		var base fiscal.Base
		if err := json.Unmarshal(rec.Base, &base); err != nil {
			r.p.Log.Error().Str("receipt", rec.ID).Err(err).Msg("read the base of a correction")
		}
		out.Correction = &base
	}
	for _, l := range rec.Lines {
		out.Lines = append(out.Lines, fiscal.Line{Name: l.Name, Price: l.PaidPrice(), Quantity: l.Quantity, Sum: l.Sum, Discount: l.Discount, Unit: l.Unit,
			VAT: l.VAT, Code: l.Code, Group: l.Group, Part: l.Part, Note: l.Note, Excise: r.p.Groups.Excise(l.Group), NoCode: l.Code == "" && l.NoCode != "",
			Tag1265: l.Tag1265})
	}
	return out
}

func (r *Register) remember(rec store.Receipt) {
	if r.p.Memory == nil || rec.Kind == sale.Correction {
		return
	}
	for _, l := range rec.Lines {
		var err error
		switch {
		case l.Cis == "":
		case rec.Kind == sale.Sale && !r.gone(context.Background(), l):
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
