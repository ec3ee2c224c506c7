package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Broken is the first touched record of the chain, or the first row that does not say what its records say.
type Broken struct {
	Seq     int64     // of the record; of a row: the last record that speaks of it, 0 when no record does
	At      time.Time // zero when Seq is 0
	Kind    string
	Subject string
	Why     string // "hash", "link", "gap", "row", "seal", "sums" (a sum of the owner's screens, Seq 0)
	Place   string // of a row: table and column, "receipt_line 2: price"; "" for records
	Was     string // of a row: what the record says, shortened
	Is      string // of a row: what stands there now, shortened
}

// Verify walks the chain from its start, then makes every row of receipts, checks, shifts, money and people anew from the records and
// compares it with the one that stands there, and then the sums and narrow rows of the owner's screens with the documents. It reports how many records it read, the hash of the last one, and the first thing
// that was touched, nil when all is well. A running till may go on writing: Verify sees one moment of the journal. Memory grows by
// some 40 bytes a document. Records are hashed and read on all processors.
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
	sums := newRecount(v.seed)
	if broken, err = v.compare(ctx, tx, sums); err != nil || broken != nil {
		return count, head, broken, err
	}
	if sound, err := sums.settle(ctx, tx); err != nil || sound {
		return count, head, nil, err
	}
	broken, err = v.proveSums(ctx, tx)
	return count, head, broken, err
}

// walk reads the chain and tells the tally of every record. One goroutine reads, all processors hash and make the rows anew, and this
// one joins the links in their order.
func walk(ctx context.Context, tx *sql.Tx, v *tally) (count int64, head string, broken *Broken, err error) {
	ctx, cancel := context.WithCancel(ctx)
	line := newPassage(ctx, tx, v)
	defer line.wait()
	defer cancel()
	for some := range line.inOrder {
		<-some.done
		for i := range some.records {
			r := &some.records[i]
			why := r.why
			switch {
			case r.seq != count+1:
				why = "gap"
			case string(some.part(r, partPrev)) != head:
				why = "link"
			}
			if why != "" {
				return count, head, &Broken{Seq: r.seq, At: time.UnixMilli(r.at).UTC(), Kind: string(some.part(r, partKind)), Subject: string(some.part(r, partSubject)), Why: why}, nil
			}
			if r.key != 0 {
				v.want[r.key] = r.digest
			}
			count, head = r.seq, string(some.part(r, partHash))
		}
		line.giveBack(some)
	}
	if line.err != nil {
		return count, head, nil, fmt.Errorf("read chain: %w", line.err)
	}
	return count, head, nil, nil
}
