package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// States of a code that is asked again.
const (
	LaterWaiting = "waiting" // to be asked
	LaterGood    = "good"    // nothing against it
	LaterBan     = "ban"     // it should not have been sold: a task for the owner
	LaterSettled = "settled" // the owner dealt with it
	LaterSilent  = "silent"  // nobody answered for a month
)

// Later is a code that was sold without an online answer. Code is whole; Price is kopecks a unit.
type Later struct {
	CheckID   string `gorm:"primaryKey"`
	ReceiptID string
	Code, Cis string
	Name      string
	Group     int `gorm:"column:product_group"`
	Price     int64
	SoldAt    int64 // Unix milliseconds UTC, as all times here
	State     string
	Tries     int
	NextAt    int64
	AskedAt   int64
	Reason    string // the sentence of the ban
	SettledBy string
	SettledAt int64
	Note      string
}

// TableName is for gorm.
func (Later) TableName() string { return "later" }

// QueueLater finds the codes of checks made in [from, to) that were sold offline, in emergency mode or without any answer, and are not
// asked again yet. Demanded again and again it adds nothing twice. It reports how many are new.
func (s *Store) QueueLater(ctx context.Context, from, to, now time.Time) (added int64, err error) {
	err = s.Write(ctx, now, func(tx *Tx) error {
		done := tx.db.Exec(`INSERT OR IGNORE INTO later (check_id, receipt_id, code, cis, name, product_group, price, sold_at, state, tries, next_at, asked_at, reason, settled_by, settled_at, note)
			SELECT c.id, r.id, l.code, l.cis, l.name, l.product_group, l.price, r.opened_at, 'waiting', 0, 0, 0, '', '', 0, ''
			FROM check_log c CROSS JOIN receipt_line l ON l.check_id = c.id AND l.check_id <> '' CROSS JOIN receipt r ON r.id = l.receipt_id
			WHERE c.at >= ? AND c.at < ? AND (c.offline = 1 OR c.emergency = 1 OR c.channel IN ('none', 'cache')) AND l.code <> ''
				AND r.state = 'fiscalized' AND r.kind = 'sale'`, from.UnixMilli(), to.UnixMilli())
		added = done.RowsAffected
		return done.Error
	})
	if err != nil {
		return 0, fmt.Errorf("queue codes to ask again: %w", err)
	}
	return added, nil
}

// LaterDue reads codes that are to be asked now, the oldest sale first.
func (s *Store) LaterDue(ctx context.Context, now time.Time, some int) ([]Later, error) {
	var out []Later
	err := s.read.WithContext(ctx).Where("state = ? AND next_at <= ?", LaterWaiting, now.UnixMilli()).Order("sold_at").Limit(some).Find(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read codes to ask again: %w", err)
	}
	return out, nil
}

// LaterIn reads the codes in some states, the latest sale first: the owner's tasks.
func (s *Store) LaterIn(ctx context.Context, states ...string) ([]Later, error) {
	var out []Later
	if err := s.read.WithContext(ctx).Where("state IN ?", states).Order("sold_at DESC").Limit(10_000).Find(&out).Error; err != nil {
		return nil, fmt.Errorf("read codes asked again: %w", err)
	}
	return out, nil
}

// LaterAnswer is what the operator said afterwards; it is a record of the chain of its own and touches neither check nor receipt.
type LaterAnswer struct {
	Check   string          `json:"check"`
	Receipt string          `json:"receipt"`
	Cis     string          `json:"cis"`
	State   string          `json:"state"`
	Reason  string          `json:"reason,omitempty"`
	Verdict json.RawMessage `json:"verdict,omitempty"`
	By      string          `json:"by,omitempty"` // who settled it
	Note    string          `json:"note,omitempty"`
}

// PutLater keeps what came of asking again. Anything but another wait is recorded.
func (tx *Tx) PutLater(l Later, verdict json.RawMessage) error {
	if l.State != LaterWaiting {
		a := LaterAnswer{Check: l.CheckID, Receipt: l.ReceiptID, Cis: l.Cis, State: l.State, Reason: l.Reason, Verdict: verdict, By: l.SettledBy, Note: l.Note}
		if err := tx.append("later", l.CheckID, a); err != nil {
			return err
		}
	}
	if err := tx.db.Save(&l).Error; err != nil {
		return fmt.Errorf("keep code asked again: %w", err)
	}
	return nil
}

// SettleLater records that the owner dealt with a late ban; ErrNone when there is no such task.
func (s *Store) SettleLater(ctx context.Context, checkID, by, note string, now time.Time) error {
	return s.Write(ctx, now, func(tx *Tx) error {
		var list []Later
		if err := tx.db.Where("check_id = ? AND state = ?", checkID, LaterBan).Find(&list).Error; err != nil {
			return fmt.Errorf("read task: %w", err)
		}
		if len(list) == 0 {
			return errors.Join(ErrNone, fmt.Errorf("task of check %s", checkID))
		}
		l := list[0]
		l.State, l.SettledBy, l.SettledAt, l.Note = LaterSettled, by, now.UnixMilli(), note
		return tx.PutLater(l, nil)
	})
}
