package store

import (
	"context"
	"fmt"
)

// Errand is one thing to tell another system: Kind "sell" or "return" of a code.
type Errand struct {
	ID        int64 `gorm:"primaryKey"`
	Target    string
	Kind      string
	Cis       string
	ReceiptID string
	At        int64 `gorm:"autoCreateTime:false"`
	Tries     int
	Trouble   string
}

// TableName is for gorm.
func (Errand) TableName() string { return "outbox" }

// Queue adds an errand, in the same change as what it tells of.
func (tx *Tx) Queue(target, kind, cis, receipt string) error {
	e := Errand{Target: target, Kind: kind, Cis: cis, ReceiptID: receipt, At: tx.now.UnixMilli()}
	if err := tx.db.Create(&e).Error; err != nil {
		return fmt.Errorf("queue %s of a code for %s: %w", kind, target, err)
	}
	return nil
}

// Errands reads what has to be told to a target, oldest first, at most limit.
func (s *Store) Errands(ctx context.Context, target string, limit int) ([]Errand, error) {
	var out []Errand
	if err := s.read.WithContext(ctx).Where("target = ?", target).Order("id").Limit(limit).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("read outbox: %w", err)
	}
	return out, nil
}

// Told takes errands out of the outbox: the target took them, or will never want them.
func (tx *Tx) Told(ids ...int64) error {
	if len(ids) == 0 {
		return nil
	}
	if err := tx.db.Delete(&Errand{}, ids).Error; err != nil {
		return fmt.Errorf("clear outbox: %w", err)
	}
	return nil
}

// NotTold counts a failed attempt.
func (tx *Tx) NotTold(trouble string, ids ...int64) error {
	err := tx.db.Exec("UPDATE outbox SET tries = tries + 1, trouble = ? WHERE id IN ?", trouble, ids).Error
	if err != nil {
		return fmt.Errorf("write outbox: %w", err)
	}
	return nil
}
