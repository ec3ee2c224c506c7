package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// What a proof asks of the journal.

// Check reads one check with its answers; ErrNone when there is none.
func (s *Store) Check(ctx context.Context, id string) (Check, error) {
	list, err := s.checksWhere(ctx, "id = ?", id)
	if err != nil {
		return Check{}, err
	}
	if len(list) == 0 {
		return Check{}, fmt.Errorf("check %s: %w", id, ErrNone)
	}
	return list[0], nil
}

// ChecksOf reads all checks of a code by its identification without check part, oldest first, with their answers.
func (s *Store) ChecksOf(ctx context.Context, cis string) ([]Check, error) {
	return s.checksWhere(ctx, "cis = ? AND cis <> ''", cis)
}

func (s *Store) checksWhere(ctx context.Context, where string, args ...any) ([]Check, error) {
	var rows []checkRow
	if err := s.read.WithContext(ctx).Where(where, args...).Order("at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	out := make([]Check, 0, len(rows))
	for _, r := range rows {
		out = append(out, r.check())
	}
	return out, nil
}

// ReceiptsWith reads the receipts of any kind and state that hold a line with this code, oldest first.
func (s *Store) ReceiptsWith(ctx context.Context, cis string) ([]Receipt, error) {
	return s.receipts(s.read.WithContext(ctx).Where("id IN (SELECT receipt_id FROM receipt_line WHERE cis = ? AND cis <> '')", cis))
}

// ReceiptOfCheck reads the receipt whose line stands on this check; ErrNone when the code reached no receipt.
func (s *Store) ReceiptOfCheck(ctx context.Context, check string) (Receipt, error) {
	list, err := s.receipts(s.read.WithContext(ctx).Where("kind <> 'return' AND id IN (SELECT receipt_id FROM receipt_line WHERE check_id = ? AND check_id <> '')", check))
	if err != nil {
		return Receipt{}, err
	}
	if len(list) == 0 {
		return Receipt{}, fmt.Errorf("receipt of check %s: %w", check, ErrNone)
	}
	return list[len(list)-1], nil
}

// Records reads the records that speak of a document, oldest first.
func (s *Store) Records(ctx context.Context, kind, subject string) ([]Record, error) {
	var out []Record
	if err := s.read.WithContext(ctx).Where("subject = ? AND kind = ?", subject, kind).Order("seq").Find(&out).Error; err != nil {
		return nil, fmt.Errorf("read records of %s %s: %w", kind, subject, err)
	}
	return out, nil
}

// SealAfter reads the first seal that covers a record made at the time; the zero Seal when none was made since.
func (s *Store) SealAfter(ctx context.Context, at time.Time, seq int64) (Seal, error) {
	var bodies []string
	err := s.read.WithContext(ctx).Raw("SELECT body FROM record WHERE kind = 'seal' AND at >= ? AND seq > ? ORDER BY at, seq LIMIT 1", at.UnixMilli(), seq).Scan(&bodies).Error
	if err != nil {
		return Seal{}, fmt.Errorf("read seal: %w", err)
	}
	if len(bodies) == 0 {
		return Seal{}, nil
	}
	var seal Seal
	if err := json.Unmarshal([]byte(bodies[0]), &seal); err != nil {
		return Seal{}, fmt.Errorf("read seal: %w", err)
	}
	return seal, nil
}

// Head reads the last record of the chain; the zero Record when there is none.
func (s *Store) Head(ctx context.Context) (Record, error) {
	var r Record
	if err := s.read.WithContext(ctx).Order("seq desc").Limit(1).Find(&r).Error; err != nil {
		return Record{}, fmt.Errorf("read end of chain: %w", err)
	}
	return r, nil
}

// RecordsAfter reads the records behind a number, in their order, at most some.
func (s *Store) RecordsAfter(ctx context.Context, seq int64, some int) ([]Record, error) {
	var out []Record
	if err := s.read.WithContext(ctx).Where("seq > ?", seq).Order("seq").Limit(some).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("read records after %d: %w", seq, err)
	}
	return out, nil
}
