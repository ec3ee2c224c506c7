package cache

import (
	"database/sql"
	"errors"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
)

// The driver reads its SQL anew at each execution, so the texts are short. head holds the group, the bad mark from bit 16 on, and in
// bit 24 that the row tells of a sale or a return, which is then asked for.
const (
	lookSQL = `SELECT head,expires,parent FROM codes WHERE id=?`
	saleSQL = `SELECT sold, receipt, returned FROM codes WHERE id = ?`
	noteSQL = `SELECT coalesce(note, '') FROM blocks WHERE id IN (?1, ?2, ?3) LIMIT 1`

	groupSQL = `SELECT grp FROM gtins WHERE gtin = ?`
)

var _ checks.Known = (*Cache)(nil)

// Look says what is known of the code. A fault of the file is logged and means that nothing is known.
func (c *Cache) Look(code marking.Code) checks.Knowledge {
	id := key(keyCode, code.Cis)
	var k checks.Knowledge
	var m mark
	err := c.with(func(f *file) error {
		var err error
		if k, m, err = f.row(id); err != nil {
			return err
		}
		k.Blocked, k.BlockedBy, err = f.blockedBy(id, code)
		return err
	})
	if err != nil {
		c.report(err, "look up code")
		k, m = checks.Knowledge{}, mark{}
	}
	if kept, ok := c.unkept.get(id); ok {
		m = kept
	}
	if m.sold != 0 {
		k.SoldHere, k.SoldAt, k.SoldIn = true, time.UnixMilli(m.sold).UTC(), m.receipt
	} else if m.returned != 0 {
		k.ReturnedHere, k.ReturnedAt = true, time.UnixMilli(m.returned).UTC()
	}
	return k
}

// row is what was learned about a code, and whether it was sold here.
func (f *file) row(id int64) (checks.Knowledge, mark, error) {
	var head, expires int64
	var k checks.Knowledge
	var m mark
	switch err := f.look.QueryRow(id).Scan(&head, &expires, &k.Parent); {
	case errors.Is(err, sql.ErrNoRows):
		return k, m, nil
	case err != nil:
		return k, m, err
	}
	k.Group = int(head & 0xffff)
	k.Bad = badReason(head >> 16 & 0xff)
	if expires != 0 {
		at := time.UnixMilli(expires).UTC()
		k.Expires = &at
	}
	if head>>24 == 0 {
		return k, m, nil
	}
	err := f.sale.QueryRow(id).Scan(&m.sold, &m.receipt, &m.returned)
	return k, m, err
}

// blockedBy looks into the block list. The sieve in memory answers for nearly all codes that are not in it.
func (f *file) blockedBy(id int64, code marking.Code) (bool, string, error) {
	s, err := f.sieve()
	if err != nil || len(s) == 0 {
		return false, "", err
	}
	gtin, batch := int64(-1), int64(-1)
	if code.GTIN != "" {
		gtin = key(keyGTIN, code.GTIN)
		if lot := batchOf(code); lot != "" {
			batch = key(keyBatch, code.GTIN, lot)
		}
	}
	if !s.holds(id) && !s.holds(gtin) && (batch < 0 || !s.holds(batch)) {
		return false, "", nil
	}
	var note string
	err = f.note.QueryRow(id, gtin, batch).Scan(&note)
	if errors.Is(err, sql.ErrNoRows) {
		return false, "", nil
	}
	return err == nil, note, err
}

// Group is the product group learned for a GTIN, 0 when unknown.
func (c *Cache) Group(gtin string) int {
	n := number(gtin)
	if n == 0 {
		return 0
	}
	if g, ok := c.groups.get(n); ok {
		return g
	}
	var g int
	err := c.with(func(f *file) error { return f.group.QueryRow(n).Scan(&g) })
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		c.report(err, "look up product group")
		return 0
	}
	c.groups.put(n, g)
	return g
}

// GroupNow implements checks.Prompt: products that were asked for since the start are known.
func (c *Cache) GroupNow(gtin string) (group int, known bool) {
	n := number(gtin)
	if n == 0 {
		return 0, true
	}
	return c.groups.get(n)
}

func (c *Cache) report(err error, what string) {
	if !errors.Is(err, errClosed) {
		c.log.Error().Err(err).Msg("offline cache: " + what)
	}
}

// groupMemory keeps the groups of GTINs that were asked for; a shop has some thousands.
type groupMemory struct {
	mu sync.RWMutex
	m  map[int64]int
}

func (g *groupMemory) get(gtin int64) (int, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	n, ok := g.m[gtin]
	return n, ok
}

func (g *groupMemory) put(gtin int64, group int) {
	const most = 1 << 16
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.m == nil || len(g.m) >= most {
		g.m = map[int64]int{}
	}
	g.m[gtin] = group
}

func (g *groupMemory) forget() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.m = nil
}
