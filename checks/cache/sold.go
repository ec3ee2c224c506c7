package cache

import (
	"fmt"
	"sync"
	"time"
)

const soldSQL = `INSERT INTO codes (id, sold, receipt) VALUES (?1,?2,?3)
	ON CONFLICT (id) DO UPDATE SET sold = ?2, receipt = ?3, returned = 0`

const returnedSQL = `INSERT INTO codes (id, returned) VALUES (?1,?2)
	ON CONFLICT (id) DO UPDATE SET sold = 0, receipt = '', returned = ?2, bad = iif(bad = 1, 0, bad)`

// Sold remembers that the shop sold the code, by its cis, in the receipt. Call it once the receipt is fiscalised; of a pack that is
// sold in parts, after its last part. When the disk refuses it is remembered until the program ends, and the error says so.
func (c *Cache) Sold(cis, receipt string, at time.Time) error {
	return c.mark(cis, mark{sold: at.UnixMilli(), receipt: receipt})
}

// Returned remembers that the shop took the code back.
func (c *Cache) Returned(cis string, at time.Time) error {
	return c.mark(cis, mark{returned: at.UnixMilli()})
}

func (c *Cache) mark(cis string, m mark) error {
	id := key(keyCode, cis)
	err := c.with(func(f *file) error {
		if m.sold != 0 {
			_, err := f.sold.Exec(id, m.sold, m.receipt)
			return err
		}
		_, err := f.takenBack.Exec(id, m.returned)
		return err
	})
	if err != nil {
		c.unkept.put(id, m)
		return fmt.Errorf("remember sale in the offline cache: %w", err)
	}
	c.unkept.drop(id)
	return nil
}

// mark is a sale or a return that could not be written.
type mark struct {
	sold, returned int64
	receipt        string
}

// marks keep what the disk refused, so that the same code is not sold twice in this run all the same.
type marks struct {
	mu sync.RWMutex
	m  map[int64]mark
}

func (s *marks) get(id int64) (mark, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	m, ok := s.m[id]
	return m, ok
}

func (s *marks) put(id int64, m mark) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.m == nil {
		s.m = map[int64]mark{}
	}
	s.m[id] = m
}

func (s *marks) drop(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.m, id)
}
