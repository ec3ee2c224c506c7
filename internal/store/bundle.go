package store

import (
	"encoding/json"
	"fmt"
	"time"

	"dobro/internal/sale"
)

// Bundle is documents ready to be built into a journal, with the methods of a change. Its making needs no journal, so several may be made
// side by side. A receipt must come to its end inside one bundle.
type Bundle struct {
	now    time.Time
	drafts []draft
	open   map[string]int // receipts on their way and checks that a senior may yet approve: where their draft is
}

type draft struct {
	at      int64
	kind    string
	subject string
	body    string
	sealed  time.Time
	rows    []builtRow
}

type builtRow struct {
	table  string
	values []any
}

// NewBundle is an empty one.
func NewBundle() *Bundle { return &Bundle{open: map[string]int{}} }

// At sets the clock of the records that follow.
func (d *Bundle) At(now time.Time) { d.now = now }

func (f *draft) say(body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write record %s: %w", f.kind, err)
	}
	f.body = string(text)
	return nil
}

func (d *Bundle) add(kind, subject string, body any, rows ...builtRow) error {
	f := draft{at: d.now.UnixMilli(), kind: kind, subject: subject, rows: rows}
	if err := f.say(body); err != nil {
		return err
	}
	d.drafts = append(d.drafts, f)
	return nil
}

// PutReceipt records the receipt as it now is; its rows are those of the last time.
func (d *Bundle) PutReceipt(r Receipt) error {
	row, lines, pays := rowsOf(r)
	rows := []builtRow{{tableReceipt, []any{row.ID, row.Kind, row.State, row.Number, row.Shift, row.FD, row.FP, row.FN, row.Serial, row.OpenedAt, row.ClosedAt,
		row.Cashier, row.Total, row.Change, row.Origin, row.Intent, row.NotPrinted, row.Back, row.Electronic, row.Contact, row.Reason, row.Base, row.DecidedBy, row.Note, row.Cash, row.Card}}}
	for _, l := range lines {
		rows = append(rows, builtRow{tableLine, []any{l.ReceiptID, l.N, l.OriginN, l.Name, l.Barcode, l.Code, l.Cis, l.GTIN, l.ProductGroup, l.Unit, l.Price, l.Quantity,
			l.Discount, l.Sum, l.VAT, l.VATSum, l.CheckID, l.Tag1265, l.Approved, l.PrinterCheck, l.NoCode, l.Part, l.Note}})
	}
	for _, p := range pays {
		rows = append(rows, builtRow{tablePayment, []any{p.ReceiptID, p.N, p.Type, p.Sum}})
	}
	if at, ok := d.open[r.ID]; ok {
		d.drafts[at].rows = nil
		delete(d.open, r.ID)
	}
	if r.State == sale.Sending || r.State == sale.Unknown {
		d.open[r.ID] = len(d.drafts)
	}
	return d.add("receipt", r.ID, r, rows...)
}

// PutCheck records a check.
func (d *Bundle) PutCheck(c Check) error {
	if len(c.Raw) == 0 || string(c.Raw) == "null" {
		c.Raw = json.RawMessage("[]")
	}
	row := rowOfCheck(c)
	if c.Decision == "ask" {
		d.open[c.ID] = len(d.drafts)
	}
	return d.add("check", c.ID, c, builtRow{tableCheck, []any{row.ID, row.At, row.Cis, row.GTIN, row.ProductGroup, row.Name, row.Decision, row.Channel, row.Offline,
		row.Emergency, row.Reason, row.ElapsedUs, row.Verdict, row.Raw, row.ReceiptID, row.Cashier, "", ""}})
}

// Approve records that a senior took a code of this bundle on himself.
func (d *Bundle) Approve(checkID, senior, reason string) error {
	at, ok := d.open[checkID]
	if !ok {
		return fmt.Errorf("approve %s: not in this bundle", checkID)
	}
	values := d.drafts[at].rows[0].values
	values[len(values)-2], values[len(values)-1] = senior, reason
	return d.add("approval", checkID, map[string]string{"senior": senior, "reason": reason})
}

// PutShift records the shift as it now is.
func (d *Bundle) PutShift(h Shift) error {
	id := shiftID(h.FN, h.Number)
	if at, ok := d.open[id]; ok {
		d.drafts[at].rows = nil
	}
	d.open[id] = len(d.drafts)
	row := rowOfShift(h)
	return d.add("shift", id, h, builtRow{tableShift, []any{row.FN, row.Number, row.State, row.OpenedAt, row.ClosedAt, row.OpenFD, row.CloseFD, row.OpenedBy, row.ClosedBy}})
}

// PutCash records a move of cash.
func (d *Bundle) PutCash(c Cash) error {
	row := rowOfCash(c)
	return d.add("cash", c.ID, c, builtRow{tableCash, []any{row.ID, row.At, row.Kind, row.Sum, row.Shift, row.Cashier, row.Reason}})
}

// Seal marks where the journal is sealed; the seal itself is made when the bundle is added.
func (d *Bundle) Seal() (Seal, error) {
	d.drafts = append(d.drafts, draft{at: d.now.UnixMilli(), kind: kindSeal, sealed: d.now.UTC()})
	return Seal{}, nil
}
