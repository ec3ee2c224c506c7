package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dobro/internal/sale"
)

// Draft is a basket that is not a document yet: open, or held for later.
type Draft struct {
	ID      string
	State   sale.State
	SavedAt time.Time
	Body    json.RawMessage
}

type draftRow struct {
	ID      string `gorm:"primaryKey"`
	State   string
	SavedAt int64
	Body    string
}

func (draftRow) TableName() string { return "draft" }

// PutDraft keeps a basket over a restart.
func (tx *Tx) PutDraft(d Draft) error {
	row := draftRow{ID: d.ID, State: string(d.State), SavedAt: tx.now.UnixMilli(), Body: string(d.Body)}
	if err := tx.db.Save(&row).Error; err != nil {
		return fmt.Errorf("keep basket: %w", err)
	}
	return nil
}

// DropDraft forgets a basket: it became a document or was cancelled. It is no error when there is none.
func (tx *Tx) DropDraft(id string) error {
	if err := tx.db.Where("id = ?", id).Delete(&draftRow{}).Error; err != nil {
		return fmt.Errorf("drop basket: %w", err)
	}
	return nil
}

// Drafts reads all kept baskets, oldest first.
func (s *Store) Drafts(ctx context.Context) ([]Draft, error) {
	var rows []draftRow
	if err := s.read.WithContext(ctx).Order("saved_at, id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read kept baskets: %w", err)
	}
	out := make([]Draft, 0, len(rows))
	for _, r := range rows {
		out = append(out, Draft{ID: r.ID, State: sale.State(r.State), SavedAt: instant(r.SavedAt), Body: json.RawMessage(r.Body)})
	}
	return out, nil
}
