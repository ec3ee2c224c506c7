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
	Kind    string // "receipt" "check" "approval" "shift" "cash" "person" "goods" "setting"
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
	db  *gorm.DB
	now time.Time
}

// Write runs one change. The function may be run only once and must not start another Write.
func (s *Store) Write(ctx context.Context, now time.Time, change func(tx *Tx) error) error {
	if s.write == nil {
		return errors.New("write journal: it is open for reading only")
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
	var last Record
	err = tx.db.Order("seq desc").Limit(1).Find(&last).Error
	if err != nil {
		return fmt.Errorf("read end of chain: %w", err)
	}
	r := Record{Seq: last.Seq + 1, At: tx.now.UnixMilli(), Kind: kind, Subject: subject, Body: string(text), Prev: last.Hash}
	r.Hash = r.sum()
	if err := tx.db.Create(&r).Error; err != nil {
		return fmt.Errorf("append to chain: %w", err)
	}
	return nil
}

// Broken is the first touched record of the chain.
type Broken struct {
	Seq     int64
	At      time.Time
	Kind    string
	Subject string
	Why     string // "hash", "link", "gap", "row"
}

// Verify walks the chain from its start and reports how many records it read, the hash of the last one, and the first record
// that was touched, nil when all is well.
func (s *Store) Verify(ctx context.Context) (count int64, head string, broken *Broken, err error) {
	rows, err := s.read.WithContext(ctx).Model(&Record{}).Order("seq").Rows()
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var r Record
		if err := s.read.ScanRows(rows, &r); err != nil {
			return count, head, nil, fmt.Errorf("read record %d: %w", count+1, err)
		}
		why := ""
		switch {
		case r.Seq != count+1:
			why = "gap"
		case r.Prev != head:
			why = "link"
		case r.Hash != r.sum():
			why = "hash"
		}
		if why != "" {
			return count, head, &Broken{Seq: r.Seq, At: time.UnixMilli(r.At).UTC(), Kind: r.Kind, Subject: r.Subject, Why: why}, nil
		}
		count, head = r.Seq, r.Hash
	}
	return count, head, nil, rows.Err()
}
