package store

import (
	"context"
	"fmt"
	"sync"

	"gorm.io/gorm"
)

// drawerMark is the cash of everything up to a row, counted once: documents up to there are final and never change. It is kept in
// memory only, so that no second sum can part from the journal; rows keep their numbers while the journal is open.
type drawerMark struct {
	mu            sync.Mutex
	receipt, cash int64 // rowid of the last counted ones
	sum           int64
}

// Drawer is the cash that should lie in the drawer: all cash ever taken less change, returns and what was taken out, in kopecks. The
// first call reads the whole journal, later ones only what came since.
func (s *Store) Drawer(ctx context.Context) (sum int64, err error) {
	s.drawer.mu.Lock()
	defer s.drawer.mu.Unlock()
	err = s.read.WithContext(ctx).Transaction(func(tx *gorm.DB) error { // one moment for all sums
		m := &s.drawer
		var to struct{ Receipt, Cash int64 }
		err := tx.Raw(`SELECT coalesce((SELECT min(rowid) - 1 FROM receipt WHERE rowid > ? AND +state NOT IN ('fiscalized', 'cancelled')),
			(SELECT max(rowid) FROM receipt), 0) AS receipt, coalesce((SELECT max(rowid) FROM cash_move), 0) AS cash`, m.receipt).Scan(&to).Error
		if err != nil {
			return err
		}
		settled, err := cashOf(tx, m.receipt, to.Receipt)
		if err != nil {
			return err
		}
		rest, err := cashOf(tx, to.Receipt, 1<<62)
		if err != nil {
			return err
		}
		var moved int64
		err = tx.Raw("SELECT coalesce(sum(CASE kind WHEN 'in' THEN sum WHEN 'out' THEN -sum ELSE 0 END), 0) FROM cash_move WHERE rowid > ? AND rowid <= ?", m.cash, to.Cash).Scan(&moved).Error
		if err != nil {
			return err
		}
		m.receipt, m.cash, m.sum = to.Receipt, to.Cash, m.sum+settled+moved
		sum = m.sum + rest
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("count the drawer: %w", err)
	}
	return sum, nil
}

// cashOf is the cash that fiscalised receipts brought, by their row numbers: (after, to].
func cashOf(tx *gorm.DB, after, to int64) (sum int64, err error) {
	err = tx.Raw(`SELECT coalesce(sum(
		(SELECT coalesce(sum(p.sum), 0) FROM payment p WHERE p.receipt_id = receipt.id AND p.type = 'cash') * CASE WHEN kind = 'return' OR back THEN -1 ELSE 1 END
		- CASE WHEN kind = 'return' THEN 0 ELSE change END), 0)
		FROM receipt WHERE rowid > ? AND rowid <= ? AND +state = 'fiscalized'`, after, to).Scan(&sum).Error
	return sum, err
}
