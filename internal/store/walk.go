package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"runtime"
	"strconv"
	"sync"
)

// Parts of a record in the order of the query; the numbers are places in reading.end.
const (
	partSeq = iota
	partAt
	partKind
	partSubject
	partBody
	partPrev
	partHash
	parts
)

// hashed are the parts under a record's hash, in their order there.
var hashed = [...]int{partPrev, partSeq, partAt, partKind, partSubject, partBody}

// reading is one record on its way through Verify: where its parts lie in the stretch, and what came of it.
type reading struct {
	from, end   [parts]int
	seq, at     int64
	why         string
	key, digest uint64 // of the row that it stands for; key 0 is no row
}

// stretch is some records in a row. Its memory is used again.
type stretch struct {
	bytes   []byte
	records []reading
	done    chan struct{} // all records were judged
}

func (s *stretch) part(r *reading, n int) []byte { return s.bytes[r.from[n]:r.end[n]] }

const (
	stretchRecords = 256
	stretchBytes   = 1 << 20
)

// passage brings the chain from the database through all processors, and back into order.
type passage struct {
	inOrder chan *stretch
	work    chan *stretch
	free    chan *stretch
	ended   sync.WaitGroup
	err     error // of reading; to be looked at when inOrder is closed
}

func newPassage(ctx context.Context, tx *sql.Tx, v *tally) *passage {
	n := runtime.GOMAXPROCS(0)
	p := &passage{inOrder: make(chan *stretch, 2*n), work: make(chan *stretch, 2*n), free: make(chan *stretch, 4*n+4)}
	for range n {
		p.ended.Go(func() {
			c := v.worker()
			for s := range p.work {
				c.judge(s)
				close(s.done)
			}
		})
	}
	p.ended.Go(func() {
		defer close(p.inOrder)
		defer close(p.work)
		p.err = p.read(ctx, tx)
	})
	return p
}

// wait returns when all goroutines ended; the context must be done or the chain read to its end.
func (p *passage) wait() { p.ended.Wait() }

func (p *passage) giveBack(s *stretch) {
	select {
	case p.free <- s:
	default:
	}
}

func (p *passage) read(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, "SELECT seq, at, kind, subject, body, prev, hash FROM record ORDER BY seq")
	if err != nil {
		return err
	}
	defer rows.Close()
	var raw [parts]sql.RawBytes // bytes, so that a number turned into a text is a finding too
	var dest [parts]any
	for i := range raw {
		dest[i] = &raw[i]
	}
	s := p.empty()
	for rows.Next() {
		if err := rows.Scan(dest[:]...); err != nil {
			return err
		}
		var r reading
		for i, b := range raw {
			if i == partBody {
				b = unpacked(b)
			}
			r.from[i] = len(s.bytes)
			s.bytes = append(s.bytes, b...)
			r.end[i] = len(s.bytes)
		}
		s.records = append(s.records, r)
		if len(s.records) == stretchRecords || len(s.bytes) > stretchBytes {
			if !p.send(ctx, s) {
				return ctx.Err()
			}
			s = p.empty()
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	p.send(ctx, s)
	return ctx.Err()
}

func (p *passage) empty() *stretch {
	select {
	case s := <-p.free:
		s.bytes, s.records, s.done = s.bytes[:0], s.records[:0], make(chan struct{})
		return s
	default:
		return &stretch{done: make(chan struct{})}
	}
}

func (p *passage) send(ctx context.Context, s *stretch) bool {
	for _, to := range []chan *stretch{p.work, p.inOrder} {
		select {
		case to <- s:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// judge hashes the records of a stretch and makes their rows anew.
func (w *judge) judge(s *stretch) {
	for i := range s.records {
		r := &s.records[i]
		r.seq, _ = strconv.ParseInt(string(s.part(r, partSeq)), 10, 64)
		r.at, _ = strconv.ParseInt(string(s.part(r, partAt)), 10, 64)
		w.hash.Reset()
		for _, n := range hashed {
			w.hash.Write(s.part(r, n))
			w.hash.Write(zero)
		}
		w.sum = w.hash.Sum(w.sum[:0])
		hex.Encode(w.text[:], w.sum)
		if string(w.text[:]) != string(s.part(r, partHash)) {
			r.why = "hash"
			continue
		}
		r.key, r.digest, r.why = w.made(s, r)
	}
}

var zero = []byte{0}

func (v *tally) worker() *judge {
	return &judge{tally: v, hash: sha256.New(), text: [2 * sha256.Size]byte{}}
}
