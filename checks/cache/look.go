package cache

import (
	"database/sql"
	"errors"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
)

const lookSQL = `SELECT coalesce(c.grp,0), coalesce(c.expires,0), coalesce(c.bad,''), coalesce(c.parent,''), coalesce(c.sold,0),
	coalesce(c.receipt,''), coalesce(c.returned,0), (SELECT coalesce(b.note,'') FROM blocks b WHERE b.id IN (?1,?2,?3) LIMIT 1)
	FROM (SELECT 1) LEFT JOIN codes c ON c.id = ?1`

const groupSQL = `SELECT grp FROM gtins WHERE gtin = ?`

var _ checks.Known = (*Cache)(nil)

// Look says what is known of the code. A fault of the file is logged and means that nothing is known.
func (c *Cache) Look(code marking.Code) checks.Knowledge {
	var (
		k                       checks.Knowledge
		expires, sold, returned int64
		bad                     string
		note                    sql.NullString
	)
	id := key(keyCode, code.Cis)
	gtin, batch := int64(-1), int64(-1)
	if code.GTIN != "" {
		gtin = key(keyGTIN, code.GTIN)
		if lot := batchOf(code); lot != "" {
			batch = key(keyBatch, code.GTIN, lot)
		}
	}
	err := c.with(func(f *file) error {
		return f.look.QueryRow(id, gtin, batch).Scan(&k.Group, &expires, &bad, &k.Parent, &sold, &k.SoldIn, &returned, &note)
	})
	if err != nil {
		c.report(err, "look up code")
		k = checks.Knowledge{}
		sold, returned = 0, 0
	}
	if m, ok := c.unkept.get(id); ok {
		sold, returned, k.SoldIn = m.sold, m.returned, m.receipt
	}
	k.Bad = checks.ReasonCode(bad)
	k.Blocked, k.BlockedBy = note.Valid, note.String
	if expires != 0 {
		at := time.UnixMilli(expires).UTC()
		k.Expires = &at
	}
	if sold != 0 {
		k.SoldHere, k.SoldAt = true, time.UnixMilli(sold).UTC()
	} else if returned != 0 {
		k.ReturnedHere, k.ReturnedAt = true, time.UnixMilli(returned).UTC()
	}
	return k
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
