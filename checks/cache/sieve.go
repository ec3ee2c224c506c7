package cache

import (
	"context"
	"encoding/binary"
	"fmt"
	"sync/atomic"
	"time"
)

// sieve tells that a key is surely not in the block list, without asking the file (a Bloom filter). It grows by parts while a list
// is read, so that nobody has to know the length of the list before. A key that passes by mistake, about one in 500 with a list of a
// million, costs a look into the file.
type sieve []*sievePart

const (
	partBits = 1 << 21 // 256 KiB
	partKeys = partBits / 16
	probes   = 8
)

type sievePart struct {
	bits [partBits / 64]uint64
	keys int // added in this run; only the last part is added to
}

func (s *sieve) add(id int64) {
	if n := len(*s); n == 0 || (*s)[n-1].keys == partKeys {
		*s = append(*s, &sievePart{})
	}
	p := (*s)[len(*s)-1]
	p.keys++
	at, step := spread(id)
	for range probes {
		p.bits[at%partBits/64] |= 1 << (at % 64)
		at += step
	}
}

func (s sieve) holds(id int64) bool {
	first, step := spread(id)
next:
	for _, p := range s {
		at := first
		for range probes {
			if p.bits[at%partBits/64]&(1<<(at%64)) == 0 {
				continue next
			}
			at += step
		}
		return true
	}
	return false
}

// spread makes the first place and the step from a key, whose bits are those of a good hash already.
func spread(id int64) (first, step uint64) { return uint64(id), uint64(id)>>21 | 1 }

func (p *sievePart) bytes() []byte {
	b := make([]byte, 0, partBits/8)
	for _, w := range p.bits {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

func partFrom(b []byte) (*sievePart, error) {
	p := &sievePart{}
	if len(b) != partBits/8 {
		return nil, fmt.Errorf("sieve of %d bytes: %w", len(b), errForeign)
	}
	for i := range p.bits {
		p.bits[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return p, nil
}

// watchedSieve is the sieve in use, with the version of the list that it belongs to. Another process may import a list: the
// version is asked for once in a while.
type watchedSieve struct {
	now     atomic.Pointer[loadedSieve]
	checked atomic.Int64 // when the version was last asked for, Unix ms
}

type loadedSieve struct {
	sieve   sieve
	version int64
}

// staleAfter is how long a list that another process imported may stay unknown.
const staleAfter = 2 * time.Second

const listVersionSQL = `SELECT version FROM list`

// sieve is the one to use now.
func (f *file) sieve() (sieve, error) {
	now, last := time.Now().UnixMilli(), f.blocked.checked.Load()
	if d := now - last; (d >= staleAfter.Milliseconds() || d < 0) && f.blocked.checked.CompareAndSwap(last, now) {
		var version int64
		if err := f.listVersion.QueryRow().Scan(&version); err != nil {
			return nil, fmt.Errorf("ask for the version of the block list: %w", err)
		}
		if version != f.blocked.now.Load().version {
			if err := f.refreshSieve(context.Background()); err != nil {
				return nil, err
			}
		}
	}
	return f.blocked.now.Load().sieve, nil
}

// refreshSieve reads the sieve of the list in force.
func (f *file) refreshSieve(ctx context.Context) error {
	tx, err := f.read.BeginTx(ctx, nil) // version and parts belong together
	if err != nil {
		return fmt.Errorf("read block list: %w", err)
	}
	defer tx.Rollback()
	var s loadedSieve
	if err := tx.QueryRowContext(ctx, listVersionSQL).Scan(&s.version); err != nil {
		return fmt.Errorf("read block list: %w", err)
	}
	rows, err := tx.QueryContext(ctx, `SELECT bits FROM sieve ORDER BY part`)
	if err != nil {
		return fmt.Errorf("read block list: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return fmt.Errorf("read block list: %w", err)
		}
		p, err := partFrom(b)
		if err != nil {
			return err
		}
		s.sieve = append(s.sieve, p)
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read block list: %w", err)
	}
	f.blocked.now.Store(&s)
	f.blocked.checked.Store(time.Now().UnixMilli())
	return nil
}
