package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"
)

// Record is one link of the chain. Hash is SHA-256 over prev, seq, at, kind, subject and body, each ended by a zero byte, in
// lower-case hex; the first record's prev is "".
type Record struct {
	Seq     int64  `gorm:"primaryKey"`
	At      int64  // Unix milliseconds UTC
	Kind    string // "receipt" "check" "approval" "shift" "cash" "person" "goods" "setting" "selftest" "charge" "decision" "printer_check" "permission" "badge" "age" "leftover" "seal"
	Subject string // ID of what it speaks of
	Body    string // JSON
	Prev    string
	Hash    string
}

// TableName is for gorm.
func (Record) TableName() string { return "record" }

func (r Record) sum() string {
	h := sha256.New()
	for _, part := range []string{r.Prev, strconv.FormatInt(r.Seq, 10), strconv.FormatInt(r.At, 10), r.Kind, r.Subject, r.Body} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Tx is one durable change: everything in it is on disk when Write returns, or nothing is.
type Tx struct {
	db   *gorm.DB
	now  time.Time
	last *Record // end of the chain, once it was read
}

// Write runs one change. The function may be run only once and must not start another Write.
func (s *Store) Write(ctx context.Context, now time.Time, change func(tx *Tx) error) error {
	if s.write == nil {
		return errors.New("write journal: it is open for reading only")
	}
	if _, err := holdMemory(); err != nil {
		return fmt.Errorf("write journal: %w", err)
	}
	return s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		return change(&Tx{db: db, now: now})
	})
}

// append adds a record to the chain.
func (tx *Tx) append(kind, subject string, body any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write record %s: %w", kind, err)
	}
	last, err := tx.end()
	if err != nil {
		return err
	}
	r := Record{Seq: last.Seq + 1, At: tx.now.UnixMilli(), Kind: kind, Subject: subject, Body: string(text), Prev: last.Hash}
	r.Hash = r.sum()
	if err := tx.db.Create(&r).Error; err != nil {
		return fmt.Errorf("append to chain: %w", err)
	}
	tx.last = &r
	return nil
}

// end is the last record of the chain, the zero one before the first. Nobody else can append while the change runs.
func (tx *Tx) end() (Record, error) {
	if tx.last == nil {
		var last Record
		if err := tx.db.Order("seq desc").Limit(1).Find(&last).Error; err != nil {
			return Record{}, fmt.Errorf("read end of chain: %w", err)
		}
		tx.last = &last
	}
	return *tx.last, nil
}
