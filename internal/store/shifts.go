package store

import (
	"context"
	"fmt"
	"time"
)

// Shift of a fiscal drive. State is "open" or "closed".
type Shift struct {
	FN       string    `json:"fn"`
	Number   int64     `json:"number"`
	State    string    `json:"state"`
	OpenedAt time.Time `json:"openedAt"`
	ClosedAt time.Time `json:"closedAt"`
	OpenFD   int64     `json:"openFd"`
	CloseFD  int64     `json:"closeFd"`
	OpenedBy string    `json:"openedBy"`
	ClosedBy string    `json:"closedBy"`
}

// Cash is money put into the drawer ("in") or taken out of it ("out"), in kopecks, or the drawer opened without money ("drawer").
type Cash struct {
	ID      string    `json:"id"`
	At      time.Time `json:"at"`
	Kind    string    `json:"kind"`
	Sum     int64     `json:"sum"`
	Shift   int64     `json:"shift"`
	Cashier string    `json:"cashier"`
	Reason  string    `json:"reason,omitempty"`
}

type shiftRow struct {
	FN                 string `gorm:"primaryKey"`
	Number             int64  `gorm:"primaryKey"`
	State              string
	OpenedAt, ClosedAt int64
	OpenFD, CloseFD    int64
	OpenedBy, ClosedBy string
}

func (shiftRow) TableName() string { return "shift" }

type cashRow struct {
	ID      string `gorm:"primaryKey"`
	At      int64
	Kind    string
	Sum     int64
	Shift   int64
	Cashier string
	Reason  string
}

func (cashRow) TableName() string { return "cash_move" }

// PutShift records the shift as it now is.
func (tx *Tx) PutShift(h Shift) error {
	if err := tx.append("shift", fmt.Sprintf("%s/%d", h.FN, h.Number), h); err != nil {
		return err
	}
	row := rowOfShift(h)
	if err := tx.db.Save(&row).Error; err != nil {
		return fmt.Errorf("write shift %d: %w", h.Number, err)
	}
	return nil
}

// PutCash records a move of cash.
func (tx *Tx) PutCash(c Cash) error {
	if err := tx.append("cash", c.ID, c); err != nil {
		return err
	}
	row := rowOfCash(c)
	if err := tx.db.Create(&row).Error; err != nil {
		return fmt.Errorf("write cash move: %w", err)
	}
	return nil
}

// Shifts reads the shifts that touch [from, to), oldest first.
func (s *Store) Shifts(ctx context.Context, from, to time.Time) ([]Shift, error) {
	return s.shifts(ctx, "opened_at < ? AND (closed_at >= ? OR closed_at = 0)", to.UnixMilli(), from.UnixMilli())
}

// OpenShift reads the open shift of a drive; ErrNone when none is open.
func (s *Store) OpenShift(ctx context.Context, fn string) (Shift, error) {
	list, err := s.shifts(ctx, "fn = ? AND state = 'open'", fn)
	if err != nil {
		return Shift{}, err
	}
	if len(list) == 0 {
		return Shift{}, fmt.Errorf("open shift of drive %s: %w", fn, ErrNone)
	}
	return list[len(list)-1], nil
}

func (s *Store) shifts(ctx context.Context, where string, args ...any) ([]Shift, error) {
	var rows []shiftRow
	if err := s.read.WithContext(ctx).Where(where, args...).Order("opened_at, number").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read shifts: %w", err)
	}
	out := make([]Shift, 0, len(rows))
	for _, r := range rows {
		out = append(out, Shift{FN: r.FN, Number: r.Number, State: r.State, OpenedAt: instant(r.OpenedAt), ClosedAt: instant(r.ClosedAt),
			OpenFD: r.OpenFD, CloseFD: r.CloseFD, OpenedBy: r.OpenedBy, ClosedBy: r.ClosedBy})
	}
	return out, nil
}

// CashMoves reads the moves made in [from, to), oldest first.
func (s *Store) CashMoves(ctx context.Context, from, to time.Time) ([]Cash, error) {
	var rows []cashRow
	err := s.read.WithContext(ctx).Where("at >= ? AND at < ?", from.UnixMilli(), to.UnixMilli()).Order("at, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read cash moves: %w", err)
	}
	out := make([]Cash, 0, len(rows))
	for _, r := range rows {
		out = append(out, Cash{ID: r.ID, At: instant(r.At), Kind: r.Kind, Sum: r.Sum, Shift: r.Shift, Cashier: r.Cashier, Reason: r.Reason})
	}
	return out, nil
}

// ShiftTotals counts the fiscalised receipts of a shift and its revenue, sales less returns, in kopecks.
func (s *Store) ShiftTotals(ctx context.Context, fn string, number int64) (receipts int, revenue int64, err error) {
	var row struct {
		Receipts int
		Revenue  int64
	}
	err = s.read.WithContext(ctx).Raw(`
		SELECT count(*) AS receipts, coalesce(sum(CASE WHEN kind = 'return' OR back THEN -total ELSE total END), 0) AS revenue
		  FROM receipt WHERE state = 'fiscalized' AND fn = ? AND shift = ?`, fn, number).Scan(&row).Error
	if err != nil {
		return 0, 0, fmt.Errorf("count the shift: %w", err)
	}
	return row.Receipts, row.Revenue, nil
}
