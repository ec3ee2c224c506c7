package store

import (
	"context"
	"fmt"
	"strings"
)

// Lines and checks are read by the million, by exports and reports: their columns are named here once more, which takes half the time that gorm
// needs to find them out.

// linesOf hands over the lines of some receipts, those of one receipt in their order.
func (s *Store) linesOf(ctx context.Context, receipts []string, take func(lineRow)) error {
	var l lineRow
	dest := []any{&l.ReceiptID, &l.N, &l.OriginN, &l.Name, &l.Barcode, &l.Code, &l.Cis, &l.GTIN, &l.ProductGroup, &l.Unit, &l.Price, &l.Quantity, &l.Discount, &l.Sum,
		&l.VAT, &l.VATSum, &l.CheckID, &l.Tag1265, &l.Approved, &l.PrinterCheck, &l.NoCode, &l.Part, &l.Note}
	args := make([]any, len(receipts))
	for i, id := range receipts {
		args[i] = id
	}
	places := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
	query := "SELECT " + strings.Join(columns[tableLine], ", ") + " FROM " + tableLine + " WHERE receipt_id IN (" + places + ") ORDER BY receipt_id, n"
	if err := s.rows(ctx, query, args, dest, func() { take(l) }); err != nil {
		return fmt.Errorf("read lines: %w", err)
	}
	return nil
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
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		take()
	}
	return rows.Err()
}
