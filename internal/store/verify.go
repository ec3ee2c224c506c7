package store

import (
	"context"
	"database/sql"
	"errors"
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

// Verify walks the chain from its start and makes every row of receipts, checks, shifts, money and people anew from the records, and beside it reads
// the rows that stand there and compares; then it compares the sums and narrow rows of the owner's screens with the documents. It reports how many
// records it read, the hash of the last one, and the first thing that was touched, nil when all is well. A running till may go on writing: Verify
// sees one moment of the journal. Memory grows by some 100 bytes a receipt. Records are hashed and read on all processors.
//
// Outside the chain, because they are no facts of the shop, are baskets, the outbox, the goods, PINs and settings.
func (s *Store) Verify(ctx context.Context) (count int64, head string, broken *Broken, err error) {
	return s.VerifyTelling(ctx, func(int64, int64) {})
}

// VerifyTelling is Verify that tells how many of the records it has walked; of is how many there are.
func (s *Store) VerifyTelling(ctx context.Context, tell func(done, of int64)) (count int64, head string, broken *Broken, err error) {
	pool, err := s.read.DB()
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	tx, twin, last, err := twins(ctx, pool) // one moment for the chain and for the rows
	if err != nil {
		return 0, "", nil, fmt.Errorf("read chain: %w", err)
	}
	defer tx.Rollback()
	v := newTally()
	sums := newRecount(v.seed)
	rows := func(ctx context.Context) error { return v.stand(ctx, tx, sums) } // after the chain, when there is no second look at the same moment
	if twin != nil {
		defer twin.Rollback()
		var stop func()
		rows, stop = begun(ctx, func(ctx context.Context) error { return v.stand(ctx, twin, sums) })
		defer stop()
	}
	count, head, broken, err = walk(ctx, tx, v, func(done int64) { tell(done, last) })
	if err != nil || broken != nil {
		return count, head, broken, err
	}
	if err := rows(ctx); err != nil {
		return count, head, nil, err
	}
	if broken, err = v.leftOver(ctx, tx); err != nil || broken != nil {
		return count, head, broken, err
	}
	if sound, err := sums.settle(ctx, tx); err != nil || sound {
		return count, head, nil, err
	}
	broken, err = v.proveSums(ctx, tx)
	return count, head, broken, err
}

// begun sets work going beside this goroutine: wait gives its error, stop ends it and returns when it has ended.
func begun(ctx context.Context, work func(ctx context.Context) error) (wait func(context.Context) error, stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		err = work(ctx)
	}()
	return func(context.Context) error { <-done; return err }, func() { cancel(); <-done }
}

// twins begins two changes that read the same moment of the journal, so that two goroutines may. A till that writes between the two is met now and
// then; every durable change of documents adds a record, so the same last one means the same moment. When no try succeeds there is only the first. at is the last record of that moment.
func twins(ctx context.Context, pool *sql.DB) (one, two *sql.Tx, at int64, err error) {
	last := func() (*sql.Tx, int64, error) {
		tx, err := pool.BeginTx(ctx, nil)
		if err != nil {
			return nil, 0, err
		}
		var seq int64
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM record").Scan(&seq); err != nil {
			return nil, 0, errors.Join(err, tx.Rollback())
		}
		return tx, seq, nil
	}
	if one, at, err = last(); err != nil {
		return nil, nil, 0, err
	}
	for range 5 {
		two, then, err := last()
		if err != nil {
			return nil, nil, 0, errors.Join(err, one.Rollback())
		}
		if then == at {
			return one, two, at, nil
		}
		if err := one.Rollback(); err != nil {
			return nil, nil, 0, errors.Join(err, two.Rollback())
		}
		one, at = two, then
	}
	return one, nil, at, nil
}

// walk reads the chain and tells the tally of every record. One goroutine reads, all processors hash and make the rows anew, and this
// one joins the links in their order.
func walk(ctx context.Context, tx *sql.Tx, v *tally, tell func(done int64)) (count int64, head string, broken *Broken, err error) {
	ctx, cancel := context.WithCancel(ctx)
	line := newPassage(ctx, tx, v)
	defer line.wait()
	defer cancel()
	for some := range line.inOrder {
		<-some.done
		v.mu.Lock()
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
				v.mu.Unlock()
				return count, head, &Broken{Seq: r.seq, At: time.UnixMilli(r.at).UTC(), Kind: string(some.part(r, partKind)), Subject: string(some.part(r, partSubject)), Why: why}, nil
			}
			if r.key != 0 {
				v.record(r.key, r.digest, string(some.part(r, partKind)) == "check")
			}
			count, head = r.seq, string(some.part(r, partHash))
		}
		v.mu.Unlock()
		tell(count)
		line.giveBack(some)
	}
	if line.err != nil {
		return count, head, nil, fmt.Errorf("read chain: %w", line.err)
	}
	return count, head, nil, nil
}
