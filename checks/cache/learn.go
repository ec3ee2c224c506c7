package cache

import (
	"time"

	"dobro/checks"
	"dobro/internal/marking"
)

const learnSQL = `INSERT INTO codes (id, grp, expires, bad, parent, seen, channel, flags) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)
	ON CONFLICT (id) DO UPDATE SET grp = iif(?2 = 0, grp, ?2), expires = iif(?3 = 0, expires, ?3), bad = ?4,
	parent = iif(?5 = '', parent, ?5), seen = ?6, channel = ?7, flags = ?8 WHERE seen <= ?6`

const learnGroupSQL = `INSERT INTO gtins (gtin, grp) VALUES (?1,?2) ON CONFLICT (gtin) DO UPDATE SET grp = ?2 WHERE grp <> ?2`

// Learn keeps an answer of the state system: the last one counts. Emergency and offline answers teach nothing. It writes to the
// disk and so is called away from a verdict.
func (c *Cache) Learn(code marking.Code, a checks.Answer, at time.Time) {
	if a.Emergency || a.Offline || code.Cis == "" {
		return
	}
	it := a.Item
	group := 0
	if len(it.Groups) > 0 {
		group = it.Groups[0]
		if group < 0 || group > 0xffff {
			group = 0
		}
	}
	var expires int64
	if it.ExpireDate != nil {
		expires = it.ExpireDate.UnixMilli()
	}
	err := c.with(func(f *file) error {
		_, err := f.learn.Exec(key(keyCode, code.Cis), group, expires, lasting(it), parentOf(it), at.UnixMilli(), string(a.Channel), flagsOf(it))
		return err
	})
	if err != nil {
		c.report(err, "keep answer")
		return
	}
	gtin := number(code.GTIN)
	if group == 0 || gtin == 0 || c.groups.holds(gtin, group) {
		return
	}
	if err := c.with(func(f *file) error { _, err := f.learnGroup.Exec(gtin, group); return err }); err != nil {
		c.report(err, "keep product group")
		return
	}
	c.groups.put(gtin, group)
}

func (g *groupMemory) holds(gtin int64, group int) bool {
	known, ok := g.get(gtin)
	return ok && known == group
}

// lasting is the ban of an answer that does not heal by itself. A code that was not found, not applied, not in circulation or not
// genuine may be well tomorrow, or was only read badly; an expired one is known by its date.
func lasting(it checks.Item) int64 {
	switch {
	case it.IsBlocked != nil && *it.IsBlocked:
		return badBlocked
	case it.Sold != nil && *it.Sold:
		return badSold
	}
	return 0
}

// Numbers of bans in the file; they never change.
const (
	badSold    = 1
	badBlocked = 2
)

func badReason(n int64) checks.ReasonCode {
	switch n {
	case badSold:
		return checks.Sold
	case badBlocked:
		return checks.Blocked
	}
	return ""
}

// parentOf is the cis of the box, at most as long as a cis can be.
func parentOf(it checks.Item) string {
	const longest = 90
	for i := range len(it.Parent) {
		if it.Parent[i] == marking.GS {
			return it.Parent[:i]
		}
	}
	if len(it.Parent) > longest {
		return ""
	}
	return it.Parent
}

// flagsOf packs the flags of an answer, two bits each: 0 not said, 1 false, 2 true; for the scan doctor and support.
func flagsOf(it checks.Item) int64 {
	var n int64
	for i, f := range []*bool{
		it.Found, it.Valid, it.Verified, it.Utilised, it.Realizable, it.Sold, it.IsBlocked, it.IsGreyGTIN, it.IsOwner, it.IsTracking, it.GrayZone,
	} {
		if f == nil {
			continue
		}
		v := int64(1)
		if *f {
			v = 2
		}
		n |= v << (2 * i)
	}
	return n
}
