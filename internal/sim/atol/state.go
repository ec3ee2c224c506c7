package atol

import (
	"time"

	"dobro/internal/money"
)

// state is what the counters of the printer hold: a fold over its documents.
type state struct {
	open     bool
	number   int64
	opened   time.Time
	receipts int64 // of the shift
	docs     int64 // of the shift
	cash     money.Kopecks
	shift    map[string]*total // by kind of document
	overall  map[string]*total
}

type total struct {
	count    int64
	sum      money.Kopecks
	payments [5]money.Kopecks
}

// dayOfShift is how long a shift may be open.
const dayOfShift = 24 * time.Hour

func (s *state) apply(d Document) {
	if s.overall == nil {
		s.shift, s.overall = map[string]*total{}, map[string]*total{}
	}
	switch d.Kind {
	case "openShift":
		s.open, s.number, s.opened, s.receipts, s.docs, s.shift = true, d.Shift, d.Moment, 0, 0, map[string]*total{}
	case "closeShift":
		s.open = false
	}
	s.docs++
	sign := money.Kopecks(1)
	if kind := receiptKinds[d.Kind]; kind != 0 {
		s.receipts = d.Receipt
		if kind == 2 || kind == 3 {
			sign = -1
		}
	}
	if d.Kind == "cashOut" {
		sign = -1
	}
	for _, where := range []map[string]*total{s.shift, s.overall} {
		t := where[d.Kind]
		if t == nil {
			t = &total{}
			where[d.Kind] = t
		}
		t.count++
		t.sum += d.Total
		for _, p := range d.Payments {
			t.payments[p.Type] += p.Sum
		}
	}
	for _, p := range d.Payments {
		if p.Type == 0 {
			s.cash += sign * p.Sum
		}
	}
	if len(d.Payments) > 0 {
		s.cash -= sign * d.Change
	}
}

// name of the shift's state by the printer's clock.
func (s *state) name(now time.Time) string {
	switch {
	case !s.open:
		return "closed"
	case now.Sub(s.opened) > dayOfShift:
		return "expired"
	}
	return "opened"
}
