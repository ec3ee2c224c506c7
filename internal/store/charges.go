package store

import (
	"context"
	"fmt"
	"time"
)

// Charge is money that a card terminal took, or may have taken, for a receipt. Sum is in kopecks. State is one of "charging",
// "charged", "declined", "unknown", "reversing", "reversed"; Slip is what the terminal gave to name the operation, Trouble its
// words when it did not go well.
type Charge struct {
	ID      string    `json:"id"`
	Receipt string    `json:"receipt"`
	Sum     int64     `json:"sum"`
	State   string    `json:"state"`
	At      time.Time `json:"at"`
	Slip    string    `json:"slip,omitempty"`
	Trouble string    `json:"trouble,omitempty"`
}

type chargeRow struct {
	ID            string `gorm:"primaryKey"`
	ReceiptID     string
	Sum           int64
	State         string
	At            int64
	Slip, Trouble string
}

func (chargeRow) TableName() string { return "charge" }

// PutCharge records a charge as it now is.
func (tx *Tx) PutCharge(c Charge) error {
	if err := tx.append("charge", c.ID, c); err != nil {
		return err
	}
	row := rowOfCharge(c)
	if err := tx.db.Save(&row).Error; err != nil {
		return fmt.Errorf("write charge %s: %w", c.ID, err)
	}
	return nil
}

// ChargesOf reads the charges of a receipt, oldest first.
func (s *Store) ChargesOf(ctx context.Context, receipt string) ([]Charge, error) {
	return s.charges(ctx, "receipt_id = ?", receipt)
}

// ChargesIn reads the charges in one of the states, oldest first: what a restart has to clear up.
func (s *Store) ChargesIn(ctx context.Context, states ...string) ([]Charge, error) {
	return s.charges(ctx, "state IN ?", states)
}

func (s *Store) charges(ctx context.Context, where string, args ...any) ([]Charge, error) {
	var rows []chargeRow
	if err := s.read.WithContext(ctx).Where(where, args...).Order("at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read charges: %w", err)
	}
	out := make([]Charge, 0, len(rows))
	for _, r := range rows {
		out = append(out, Charge{ID: r.ID, Receipt: r.ReceiptID, Sum: r.Sum, State: r.State, At: instant(r.At), Slip: r.Slip, Trouble: r.Trouble})
	}
	return out, nil
}
