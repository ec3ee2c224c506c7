package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// SettingChange is one setting that got another value. Secrets stand as asterisks, never as what they are.
type SettingChange struct {
	Key  string    `json:"key"`
	From string    `json:"from"`
	To   string    `json:"to"`
	Who  string    `json:"who"` // a person, or how it came: by hand in the file, from the command line
	At   time.Time `json:"-"`
}

// ChangeSetting records a change of the settings in the chain.
func (tx *Tx) ChangeSetting(c SettingChange) error { return tx.append("setting", c.Key, c) }

// SettingChanges reads the last changes of settings, newest first.
func (s *Store) SettingChanges(ctx context.Context, limit int) ([]SettingChange, error) {
	var rows []Record
	if err := s.read.WithContext(ctx).Where("kind = ?", "setting").Order("seq desc").Limit(limit).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read changes of settings: %w", err)
	}
	out := make([]SettingChange, 0, len(rows))
	for _, r := range rows {
		var c SettingChange
		if err := json.Unmarshal([]byte(r.Body), &c); err != nil {
			return nil, fmt.Errorf("read record %d: %w", r.Seq, err)
		}
		c.At = time.UnixMilli(r.At)
		out = append(out, c)
	}
	return out, nil
}
