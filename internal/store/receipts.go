package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"

	"dobro/internal/sale"

	"gorm.io/gorm"
)

// ErrNone says that what was asked for is not in the journal.
var ErrNone = errors.New("not in the journal")

// Receipt is one document as the journal keeps it. Sums are in kopecks, quantities in thousandths, times are UTC.
type Receipt struct {
	ID         string          `json:"id"`
	Kind       sale.Kind       `json:"kind"`
	State      sale.State      `json:"state"`
	Number     int64           `json:"number"`
	Shift      int64           `json:"shift"`
	FD         int64           `json:"fd"`
	FP         string          `json:"fp"`
	FN         string          `json:"fn"`
	Serial     string          `json:"serial"`
	OpenedAt   time.Time       `json:"openedAt"`
	ClosedAt   time.Time       `json:"closedAt"` // zero until the printer answered
	Cashier    string          `json:"cashier"`
	Total      int64           `json:"total"`
	Change     int64           `json:"change"`
	Origin     string          `json:"origin,omitempty"` // of a return: the sale
	Intent     json.RawMessage `json:"intent,omitempty"` // what was on disk before the first byte went to the printer
	NotPrinted bool            `json:"notPrinted,omitempty"`
	Back       bool            `json:"back,omitempty"`       // of a correction: money went to the buyer
	Contact    string          `json:"contact,omitempty"`    // e-mail or phone of the buyer
	Electronic bool            `json:"electronic,omitempty"` // no paper
	Reason     string          `json:"reason,omitempty"`     // of a correction or a return
	Base       json.RawMessage `json:"base,omitempty"`       // of a correction: fiscal.Base
	Note       string          `json:"note,omitempty"`       // what the cashier wrote under the receipt
	DecidedBy  string          `json:"decidedBy,omitempty"`  // senior who said what became of it, when the printer could not
	Lines      []Line          `json:"lines"`
	Payments   []sale.Payment  `json:"payments"`
}

// Line is one line of a kept receipt. OriginN is, in a return, the line of the sale that comes back. Printer is what the fiscal
// printer said of the code; NoCode why marked goods came back without theirs.
type Line struct {
	sale.Line
	OriginN int             `json:"originN,omitempty"`
	Sum     int64           `json:"sum"`
	VATSum  int64           `json:"vatSum"`
	Printer json.RawMessage `json:"printer,omitempty"`
	NoCode  string          `json:"noCode,omitempty"`
}

type receiptRow struct {
	ID                 string `gorm:"primaryKey"`
	Kind, State        string
	Number, Shift, FD  int64
	FP, FN, Serial     string
	OpenedAt, ClosedAt int64
	Cashier            string
	Total, Change      int64
	Origin, Intent     string
	NotPrinted         bool
	Back, Electronic   bool
	Contact, Reason    string
	Base, DecidedBy    string
	Note               string
	Cash, Card         int64 // of the payments: sums by day need no other table
}

func (receiptRow) TableName() string { return "receipt" }

type lineRow struct {
	ReceiptID                      string `gorm:"primaryKey"`
	N                              int    `gorm:"primaryKey"`
	OriginN                        int
	Name, Barcode, Code, Cis       string
	GTIN                           string
	ProductGroup                   int
	Unit                           string
	Price, Quantity, Discount, Sum int64
	VAT                            string
	VATSum                         int64
	CheckID, Tag1265, Approved     string
	PrinterCheck, NoCode           string
	Part, Note                     string
}

func (lineRow) TableName() string { return "receipt_line" }

type paymentRow struct {
	ReceiptID string `gorm:"primaryKey"`
	N         int    `gorm:"primaryKey"`
	Type      string
	Sum       int64
}

func (paymentRow) TableName() string { return "payment" }

// PutReceipt records the receipt as it now is: a link of the chain and its rows.
func (tx *Tx) PutReceipt(r Receipt) error {
	if err := tx.append("receipt", r.ID, r); err != nil {
		return err
	}
	row, lines, pays := rowsOf(r)
	// The old lines go while the receipt is still what it was: the sums by day take them back by its old state.
	for _, table := range []any{&lineRow{}, &paymentRow{}} {
		if err := tx.db.Where("receipt_id = ?", r.ID).Delete(table).Error; err != nil {
			return fmt.Errorf("write receipt %s: %w", r.ID, err)
		}
	}
	if err := tx.db.Save(&row).Error; err != nil {
		return fmt.Errorf("write receipt %s: %w", r.ID, err)
	}
	if len(lines) > 0 {
		if err := tx.db.CreateInBatches(lines, 100).Error; err != nil {
			return fmt.Errorf("write lines of receipt %s: %w", r.ID, err)
		}
	}
	if len(pays) > 0 {
		if err := tx.db.Create(&pays).Error; err != nil {
			return fmt.Errorf("write payments of receipt %s: %w", r.ID, err)
		}
	}
	return nil
}

// Receipt reads one receipt; ErrNone when there is none.
func (s *Store) Receipt(ctx context.Context, id string) (Receipt, error) {
	list, err := s.receipts(s.read.WithContext(ctx).Where("id = ?", id))
	if err != nil {
		return Receipt{}, err
	}
	if len(list) == 0 {
		return Receipt{}, fmt.Errorf("receipt %s: %w", id, ErrNone)
	}
	return list[0], nil
}

// Receipts reads those opened in [from, to), oldest first.
func (s *Store) Receipts(ctx context.Context, from, to time.Time) ([]Receipt, error) {
	return s.receipts(s.read.WithContext(ctx).Where("opened_at >= ? AND opened_at < ?", from.UnixMilli(), to.UnixMilli()))
}

// InState reads the receipts in one of the states, oldest first: what a restart has to settle.
func (s *Store) InState(ctx context.Context, states ...sale.State) ([]Receipt, error) {
	return s.receipts(s.read.WithContext(ctx).Where("state IN ?", states))
}

// unprinted is answered by the small index of papers that did not come out. The plus keeps the database from the index of states, by which
// it would read all receipts of all years: ten seconds at the start of a till after five of them.
const unprinted = "not_printed = 1 AND electronic = 0 AND +state = ?"

// Unprinted reads the documents whose paper did not come out, oldest first.
func (s *Store) Unprinted(ctx context.Context) ([]Receipt, error) {
	return s.receipts(s.read.WithContext(ctx).Where(unprinted, sale.Fiscalized))
}

// ReturnsOf reads the returns of a sale, whatever their state.
func (s *Store) ReturnsOf(ctx context.Context, id string) ([]Receipt, error) {
	return s.receipts(s.read.WithContext(ctx).Where("origin = ? AND origin <> ''", id))
}

func (s *Store) receipts(q *gorm.DB) ([]Receipt, error) {
	ctx := q.Statement.Context
	out := []Receipt{}
	at := map[string]int{}
	err := s.receiptRows(q, func(r receiptRow) {
		rec := Receipt{ID: r.ID, Kind: sale.Kind(r.Kind), State: sale.State(r.State), Number: r.Number, Shift: r.Shift, FD: r.FD, FP: r.FP,
			FN: r.FN, Serial: r.Serial, OpenedAt: instant(r.OpenedAt), ClosedAt: instant(r.ClosedAt), Cashier: r.Cashier, Total: r.Total,
			Change: r.Change, Origin: r.Origin, NotPrinted: r.NotPrinted, Back: r.Back, Contact: r.Contact, Electronic: r.Electronic,
			Reason: r.Reason, Base: raw(r.Base), DecidedBy: r.DecidedBy, Note: r.Note, Lines: []Line{}, Payments: []sale.Payment{}}
		if r.Intent != "" {
			rec.Intent = json.RawMessage(r.Intent)
		}
		at[r.ID] = len(out)
		out = append(out, rec)
	})
	if err != nil {
		return nil, err
	}
	const some = 500 // SQLite limits the number of places in one statement
	for list := out; len(list) > 0; {
		part := list[:min(some, len(list))]
		list = list[len(part):]
		ids := make([]any, len(part))
		for i := range part {
			ids[i] = part[i].ID
		}
		err := s.linesOf(ctx, ids, func(l lineRow) {
			r := &out[at[l.ReceiptID]]
			r.Lines = append(r.Lines, Line{OriginN: l.OriginN, Sum: l.Sum, VATSum: l.VATSum, Printer: raw(l.PrinterCheck), NoCode: l.NoCode, Line: sale.Line{Name: l.Name, Barcode: l.Barcode,
				Code: l.Code, Cis: l.Cis, GTIN: l.GTIN, Group: l.ProductGroup, Unit: sale.Unit(l.Unit), Price: l.Price, Quantity: l.Quantity,
				Discount: l.Discount, VAT: sale.VAT(l.VAT), CheckID: l.CheckID, Tag1265: l.Tag1265, Approved: l.Approved, Part: partOf(l.Part), Note: l.Note}})
		})
		if err != nil {
			return nil, err
		}
		err = s.paymentsOf(ctx, ids, func(p paymentRow) {
			r := &out[at[p.ReceiptID]]
			r.Payments = append(r.Payments, sale.Payment{Type: sale.Pay(p.Type), Sum: p.Sum})
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SoldHere tells whether a code stands in a fiscalised sale of this shop that was not taken back since, and where.
func (s *Store) SoldHere(ctx context.Context, cis string) (receipt string, at time.Time, sold bool, err error) {
	if cis == "" {
		return "", time.Time{}, false, nil
	}
	var last struct {
		Receipt receiptRow `gorm:"embedded"`
		Part    string
	}
	err = s.read.WithContext(ctx).Table("receipt").Select("receipt.*, receipt_line.part").
		Joins("JOIN receipt_line ON receipt_line.receipt_id = receipt.id").
		Where("receipt_line.cis = ? AND receipt_line.cis <> '' AND receipt.state IN ?", cis, []sale.State{sale.Fiscalized, sale.Unknown, sale.Sending}).
		Order("receipt.opened_at desc, receipt.fd desc").Limit(1).Find(&last).Error
	if err != nil {
		return "", time.Time{}, false, fmt.Errorf("look for a former sale: %w", err)
	}
	if last.Receipt.ID == "" {
		return "", time.Time{}, false, nil
	}
	if last.Part != "" { // a pack that is sold by parts is sold when nothing of it is left
		share, err := s.SoldShare(ctx, cis)
		if err != nil {
			return "", time.Time{}, false, err
		}
		return last.Receipt.ID, instant(last.Receipt.OpenedAt), share.Cmp(big.NewRat(1, 1)) >= 0, nil
	}
	return last.Receipt.ID, instant(last.Receipt.OpenedAt), (last.Receipt.Kind == string(sale.Sale) || last.Receipt.Kind == string(sale.Correction) && !last.Receipt.Back), nil
}

// raw is nil for what was never written, so that it stays out of the JSON.
func raw(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
