package codes

import (
	"fmt"
	"maps"
	"sync"
	"time"
)

// Table holds all that the simulated operator knows. Its methods may be called from any goroutine.
type Table struct {
	mu       sync.RWMutex
	now      func() time.Time
	full     map[string]Entry
	cis      map[string]Entry
	products map[string]Product
	sold     map[string]bool
	parts    map[string]int64 // of packs that are sold by parts: how many are gone
	start    []Entry
}

// NewTable makes a table that knows the entries; Reset returns to exactly these.
func NewTable(now func() time.Time, entries []Entry) *Table {
	t := &Table{now: now, start: entries, products: map[string]Product{}}
	t.Reset()
	return t
}

// Reset forgets sales and added codes; products stay.
func (t *Table) Reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.full, t.cis, t.sold, t.parts = map[string]Entry{}, map[string]Entry{}, map[string]bool{}, map[string]int64{}
	for _, e := range t.start {
		t.put(e)
	}
}

// Add makes codes known, or replaces what was known of them.
func (t *Table) Add(entries ...Entry) error {
	for _, e := range entries {
		if err := e.check(); err != nil {
			return fmt.Errorf("add code: %w", err)
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range entries {
		e = e.clone()
		t.put(e)
		t.cis[Split(e.Code).Cis] = e
	}
	return nil
}

func (t *Table) put(e Entry) {
	t.full[e.Code] = e
	cis := Split(e.Code).Cis
	if _, known := t.cis[cis]; !known {
		t.cis[cis] = e
	}
}

// Product makes every well-formed code of the GTIN a good item of the group. GTIN may be a barcode of 8 to 14 digits.
func (t *Table) Product(p Product) error {
	for len(p.GTIN) < 14 {
		p.GTIN = "0" + p.GTIN
	}
	if !goodGTIN(p.GTIN) || p.Group <= 0 {
		return fmt.Errorf("add product: GTIN %q of group %d is not a product", p.GTIN, p.Group)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.products[p.GTIN] = p
	return nil
}

// Sell withdraws a code from circulation, Return brings it back.
func (t *Table) Sell(full string) { t.mark(full, true) }

// Return undoes Sell.
func (t *Table) Return(full string) { t.mark(full, false) }

// SellPart counts parts of a pack as sold, or back with a negative number. With its last part the pack is sold.
func (t *Table) SellPart(full string, parts int64) {
	inner := count(t.Lookup(full).Item["innerUnitCount"])
	t.mu.Lock()
	defer t.mu.Unlock()
	cis := Split(full).Cis
	t.parts[cis] = max(t.parts[cis]+parts, 0)
	if t.parts[cis] >= inner && inner > 0 {
		t.sold[cis] = true
	} else {
		delete(t.sold, cis)
	}
}

// count is a number as an entry or its JSON may hold it.
func count(v any) int64 {
	switch v := v.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	case float64:
		return int64(v)
	}
	return 0
}

func (t *Table) mark(full string, sold bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if sold {
		t.sold[Split(full).Cis] = true
	} else {
		delete(t.sold, Split(full).Cis)
	}
}

// Sold tells whether the code was sold through the simulated printer.
func (t *Table) Sold(full string) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.sold[Split(full).Cis]
}

// Answer is what is known of one code.
type Answer struct {
	Item    map[string]any // the code object of an online answer
	Parts   Parts
	Group   int // 0 when unknown
	Online  Online
	Offline Offline
	Known   bool
}

// Lookup answers for a full code, or for a cis.
func (t *Table) Lookup(full string) Answer {
	t.mu.RLock()
	defer t.mu.RUnlock()
	parts := Split(full)
	entry, exact := t.full[full]
	known := exact
	if !exact {
		entry, known = t.cis[parts.Cis]
	}
	product, listed := t.products[parts.GTIN]
	var a Answer
	switch {
	case known:
		a = entryAnswer(entry, full, parts, product, t.now())
	case listed && parts.Good:
		a = Answer{Item: item(full, parts, product, t.now()), Group: product.Group, Known: true}
		exact = product.AnyCheck || testKey(parts)
	default:
		return Answer{Item: unknown(full, parts), Parts: parts}
	}
	a.Parts = parts
	if !exact {
		a.Item["verified"], a.Item["errorCode"], a.Item["message"] = false, 6, "Криптоподпись не прошла проверку"
	}
	if n := t.parts[parts.Cis]; n > 0 {
		a.Item["soldUnitCount"] = count(a.Item["soldUnitCount"]) + n
	}
	if t.sold[parts.Cis] && !(known && entry.Fixed) {
		a.Item["sold"], a.Item["realizable"] = true, false
	}
	return a
}

func entryAnswer(e Entry, full string, parts Parts, p Product, now time.Time) Answer {
	p.Group = e.Group
	a := Answer{Item: item(full, parts, p, now), Group: e.Group, Online: e.Online, Offline: e.Offline, Known: true}
	maps.Copy(a.Item, e.Set)
	for _, key := range e.Drop {
		delete(a.Item, key)
	}
	if blocked, _ := a.Item["isBlocked"].(bool); blocked {
		a.Offline.Blocked = true
	}
	return a
}

// testKey tells whether the check part belongs to the operator's test contour, like those that Make gives.
func testKey(p Parts) bool { return len(p.Check) >= 4 && p.Check[:4] == TestKey }
