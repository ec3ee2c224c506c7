package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// Receipts, lines and checks are read by the million, by exports and reports: their columns are named here once more, which takes half the time
// that gorm needs to find them out.

// receiptRows hands over the rows of receipts that a query chooses, oldest first.
func (s *Store) receiptRows(q *gorm.DB, take func(receiptRow)) error {
	rows, err := q.Model(&receiptRow{}).Select(columns[tableReceipt]).Order("opened_at, id").Rows()
	if err != nil {
		return fmt.Errorf("read receipts: %w", err)
	}
	var r receiptRow
	dest := []any{&r.ID, &r.Kind, &r.State, &r.Number, &r.Shift, &r.FD, &r.FP, &r.FN, &r.Serial, &r.OpenedAt, &r.ClosedAt, &r.Cashier, &r.Total, &r.Change, &r.Origin,
		&r.Intent, &r.NotPrinted, &r.Back, &r.Electronic, &r.Contact, &r.Reason, &r.Base, &r.DecidedBy, &r.Note, &r.Cash, &r.Card}
	if err := each(rows, dest, func() { take(r) }); err != nil {
		return fmt.Errorf("read receipts: %w", err)
	}
	return nil
}

// linesOf hands over the lines of some receipts, those of one receipt in their order.
func (s *Store) linesOf(ctx context.Context, receipts []any, take func(lineRow)) error {
	var l lineRow
	dest := []any{&l.ReceiptID, &l.N, &l.OriginN, &l.Name, &l.Barcode, &l.Code, &l.Cis, &l.GTIN, &l.ProductGroup, &l.Unit, &l.Price, &l.Quantity, &l.Discount, &l.Sum,
		&l.VAT, &l.VATSum, &l.CheckID, &l.Tag1265, &l.Approved, &l.PrinterCheck, &l.NoCode, &l.Part, &l.Note}
	if err := s.rows(ctx, ofReceipts(tableLine, len(receipts)), receipts, dest, func() { take(l) }); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	return nil
}

// paymentsOf hands over the payments of some receipts, those of one receipt in their order.
func (s *Store) paymentsOf(ctx context.Context, receipts []any, take func(paymentRow)) error {
	var p paymentRow
	dest := []any{&p.ReceiptID, &p.N, &p.Type, &p.Sum}
	if err := s.rows(ctx, ofReceipts(tablePayment, len(receipts)), receipts, dest, func() { take(p) }); err != nil {
		return fmt.Errorf("read payments: %w", err)
	}
	return nil
}

// ofReceipts asks for the rows of a table that belong to n receipts.
func ofReceipts(table string, n int) string {
	places := strings.TrimSuffix(strings.Repeat("?, ", n), ", ")
	return "SELECT " + strings.Join(columns[table], ", ") + " FROM " + table + " WHERE receipt_id IN (" + places + ") ORDER BY receipt_id, n"
}

// checkRows hands over checks; the query asks for checkFields and, with answers, for raw behind them.
func (s *Store) checkRows(ctx context.Context, query string, answers bool, take func(checkRow), args ...any) error {
	var r checkRow
	dest := []any{&r.ID, &r.At, &r.Cis, &r.GTIN, &r.ProductGroup, &r.Name, &r.Decision, &r.Channel, &r.Offline, &r.Emergency, &r.Reason, &r.ElapsedUs, &r.Verdict,
		&r.ReceiptID, &r.Cashier, &r.Approved, &r.Approval}
	if answers {
		dest = append(dest, &r.Raw)
	}
	err := s.rows(ctx, query, args, dest, func() {
		if answers {
			r.Raw = string(unpacked([]byte(r.Raw)))
		}
		take(r)
	})
	if err != nil {
		return fmt.Errorf("read checks: %w", err)
	}
	return nil
}

// rows fills dest with one row after the other.
func (s *Store) rows(ctx context.Context, query string, args, dest []any, take func()) error {
	pool, err := s.read.DB()
	if err != nil {
		return err
	}
	rows, err := pool.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	return each(rows, dest, take)
}

// each fills dest with one row after the other, and closes the rows.
func each(rows *sql.Rows, dest []any, take func()) error {
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		take()
	}
	return rows.Err()
}
