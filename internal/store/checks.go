package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Check is one permit check as the journal keeps it. Verdict is what the engine said, Raw what every channel sent back.
type Check struct {
	ID        string          `json:"id"`
	At        time.Time       `json:"at"`
	Cis       string          `json:"cis"`
	GTIN      string          `json:"gtin"`
	Group     int             `json:"group"`
	Name      string          `json:"name"` // product, "" when it is not in the catalogue
	Decision  string          `json:"decision"`
	Channel   string          `json:"channel"`
	Offline   bool            `json:"offline"`
	Emergency bool            `json:"emergency"`
	Reason    string          `json:"reason"` // code of the first reason
	Elapsed   time.Duration   `json:"elapsedNs"`
	Verdict   json.RawMessage `json:"verdict"`
	Raw       json.RawMessage `json:"raw"`
	Receipt   string          `json:"receipt"` // the receipt that was open
	Cashier   string          `json:"cashier"`
	Approved  string          `json:"approved,omitempty"` // senior who took it on himself
	Approval  string          `json:"approval,omitempty"` // his reason
}

type checkRow struct {
	ID                 string `gorm:"primaryKey"`
	At                 int64
	Cis, GTIN          string
	ProductGroup       int
	Name               string
	Decision, Channel  string
	Offline, Emergency bool
	Reason             string
	ElapsedUs          int64
	Verdict, Raw       string
	ReceiptID          string
	Cashier            string
	Approved, Approval string
}

func (checkRow) TableName() string { return "check_log" }

// PutCheck records a check.
func (tx *Tx) PutCheck(c Check) error {
	if len(c.Raw) == 0 || string(c.Raw) == "null" {
		c.Raw = json.RawMessage("[]")
	}
	if err := tx.append("check", c.ID, c); err != nil {
		return err
	}
	row := rowOfCheck(c)
	if err := tx.db.Create(&row).Error; err != nil {
		return fmt.Errorf("write check %s: %w", c.ID, err)
	}
	return nil
}

// Approve records that a senior took an unverified code on himself.
func (tx *Tx) Approve(checkID, senior, reason string) error {
	if err := tx.append("approval", checkID, map[string]string{"senior": senior, "reason": reason}); err != nil {
		return err
	}
	err := tx.db.Model(&checkRow{}).Where("id = ?", checkID).Updates(map[string]any{"approved": senior, "approval": reason}).Error
	if err != nil {
		return fmt.Errorf("write approval of check %s: %w", checkID, err)
	}
	return nil
}

// Checks reads the checks made in [from, to), oldest first.
func (s *Store) Checks(ctx context.Context, from, to time.Time) ([]Check, error) {
	var rows []checkRow
	err := s.read.WithContext(ctx).Where("at >= ? AND at < ?", from.UnixMilli(), to.UnixMilli()).Order("at, id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read checks: %w", err)
	}
	out := make([]Check, 0, len(rows))
	for _, r := range rows {
		out = append(out, Check{ID: r.ID, At: instant(r.At), Cis: r.Cis, GTIN: r.GTIN, Group: r.ProductGroup, Name: r.Name,
			Decision: r.Decision, Channel: r.Channel, Offline: r.Offline, Emergency: r.Emergency, Reason: r.Reason,
			Elapsed: time.Duration(r.ElapsedUs) * time.Microsecond, Verdict: json.RawMessage(r.Verdict), Raw: json.RawMessage(r.Raw),
			Receipt: r.ReceiptID, Cashier: r.Cashier, Approved: r.Approved, Approval: r.Approval})
	}
	return out, nil
}
