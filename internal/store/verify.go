package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"
)

// Broken is the first touched record of the chain, or the first row that does not say what its records say.
type Broken struct {
	Seq     int64     // of the record; of a row: the last record that speaks of it, 0 when no record does
	At      time.Time // zero when Seq is 0
	Kind    string
	Subject string
	Why     string // "hash", "link", "gap", "row", "seal"
	Place   string // of a row: table and column, "receipt_line 2: price"; "" for records
	Was     string // of a row: what the record says, shortened
	Is      string // of a row: what stands there now, shortened
}

// Verify walks the chain from its start, then makes every row of receipts, checks, shifts, money and people anew from the records and
// compares it with the one that stands there. It reports how many records it read, the hash of the last one, and the first thing
// that was touched, nil when all is well. A running till may go on writing: Verify sees one moment of the journal. Memory grows by
// some 40 bytes a document.
//
// Outside the chain, because they are no facts of the shop, are baskets, the outbox, the goods, PINs and settings.
func (s *Store) Verify(ctx context.Context) (count int64, head string, broken *Broken, err error) {
	pool, err := s.read.DB()
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	tx, err := pool.BeginTx(ctx, nil) // one moment for the chain and for the rows
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	defer tx.Rollback()
	v := newTally()
	count, head, broken, err = walk(ctx, tx, v)
	if err != nil || broken != nil {
		return count, head, broken, err
	}
	broken, err = v.compare(ctx, tx)
	return count, head, broken, err
}

// walk reads the chain and tells the tally of every record.
func walk(ctx context.Context, tx *sql.Tx, v *tally) (count int64, head string, broken *Broken, err error) {
	rows, err := tx.QueryContext(ctx, "SELECT seq, at, kind, subject, body, prev, hash FROM record ORDER BY seq")
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	defer rows.Close()
	var text []byte
	var last, seq, at, kind, subject, body, prev, hash sql.RawBytes // bytes, so that a number turned into a text is a finding too
	for rows.Next() {
		if err := rows.Scan(&seq, &at, &kind, &subject, &body, &prev, &hash); err != nil {
			return count, head, nil, fmt.Errorf("read record %d: %w", count+1, err)
		}
		text = text[:0]
		for _, part := range [][]byte{prev, seq, at, kind, subject, body} {
			text = append(append(text, part...), 0)
		}
		sum := sha256.Sum256(text)
		n, _ := strconv.ParseInt(string(seq), 10, 64)
		ms, _ := strconv.ParseInt(string(at), 10, 64)
		why := ""
		switch {
		case n != count+1:
			why = "gap"
		case string(prev) != string(last):
			why = "link"
		case string(hash) != hex.EncodeToString(sum[:]):
			why = "hash"
		default:
			why = v.record(string(kind), string(subject), ms, n, string(prev), body)
		}
		if why != "" {
			return count, string(last), &Broken{Seq: n, At: time.UnixMilli(ms).UTC(), Kind: string(kind), Subject: string(subject), Why: why}, nil
		}
		count, last = n, append(last[:0], hash...)
	}
	if err := rows.Err(); err != nil {
		return count, string(last), nil, fmt.Errorf("read chain: %w", err)
	}
	return count, string(last), nil, nil
}
