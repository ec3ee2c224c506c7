package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Permission is a senior who let somebody do, once, what his role may not.
type Permission struct {
	At      time.Time `json:"-"`
	Senior  string    `json:"senior"`
	Cashier string    `json:"cashier"`
	Action  string    `json:"action"` // as in replay scripts: "return", "price", "cash_out" …
	Right   string    `json:"right"`
	Receipt string    `json:"receipt,omitempty"` // the basket that lay open
}

// PutPermission records a permission; it stands in the same change as what was permitted.
func (tx *Tx) PutPermission(p Permission) error { return tx.append("permission", p.Senior, p) }

// Permissions reads what seniors permitted in [from, to), oldest first.
func (s *Store) Permissions(ctx context.Context, from, to time.Time) ([]Permission, error) {
	var rows []Record
	err := s.read.WithContext(ctx).Where("kind = 'permission' AND at >= ? AND at < ?", from.UnixMilli(), to.UnixMilli()).Order("seq").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read permissions: %w", err)
	}
	out := make([]Permission, 0, len(rows))
	for _, r := range rows {
		p := Permission{At: time.UnixMilli(r.At).UTC()}
		if err := json.Unmarshal([]byte(r.Body), &p); err != nil {
			return nil, fmt.Errorf("read permission %d: %w", r.Seq, err)
		}
		out = append(out, p)
	}
	return out, nil
}
