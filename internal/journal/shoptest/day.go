package shoptest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"dobro/internal/store"
)

// Hours of the shop, from midnight.
const (
	opens  = 8 * time.Hour
	closes = 22*time.Hour + 5*time.Minute
)

// maker makes one day; what it does depends on the seed and the number of the day only.
type maker struct {
	p       Params
	n       int // day
	rnd     *rand.Rand
	made    Made
	fd      int64
	sales   int // receipts of the day that get a document
	serial  int
	staff   [2]string
	last    []store.Receipt // sales that may come back
	put     sink
	weather weather
}

// weather is what was wrong outside on a day.
type weather struct{ offline, cut, emergency bool }

func newMaker(p Params, n int, fd int64) *maker {
	m := &maker{p: p, n: n, rnd: rand.New(rand.NewPCG(p.Seed, uint64(n)+1)), fd: fd}
	// Fridays and Saturdays are busier, and each year brings a little more.
	busy := []float64{0.93, 0.92, 0.93, 0.97, 0.99, 1.14, 1.12}[m.weekday()] * (0.92 + 0.16*float64(n)/float64(max(p.Days, 365)))
	m.sales = max(1, int(float64(p.PerDay)*busy*(0.95+0.1*m.rnd.Float64())))
	m.staff = [2]string{cashiers[(n/2)%len(cashiers)], cashiers[(n/2+1+n/700)%len(cashiers)]}
	m.weather = weather{offline: n%37 == 5, cut: n%97 == 11, emergency: n%173 == 29}
	return m
}

func (m *maker) weekday() time.Weekday { return m.p.First.AddDate(0, 0, m.n).Weekday() }

// lastFD is the number of the day's last document: the opening of the shift, the receipts, the closing.
func (m *maker) lastFD() int64 { return m.fd + int64(m.sales) + 2 }

func (m *maker) at(past time.Duration) time.Time { return m.p.First.AddDate(0, 0, m.n).Add(past) }

func (m *maker) day(put sink, clock func(time.Time)) error {
	m.put = put
	clock(m.at(opens))
	h := store.Shift{FN: FN, Number: int64(m.n + 1), State: "open", OpenedAt: m.at(opens), OpenFD: m.next(), OpenedBy: m.staff[0]}
	if err := put.PutShift(h); err != nil {
		return err
	}
	if err := put.PutCash(store.Cash{ID: m.id(), At: m.at(opens), Kind: "in", Sum: 300000, Shift: h.Number, Cashier: m.staff[0], Reason: words["change"][0]}); err != nil {
		return err
	}
	number := int64(0)
	for _, a := range m.plan() {
		clock(m.at(a.past))
		var err error
		switch {
		case a.shelf:
			err = m.shelf(m.at(a.past))
		default:
			number++
			err = m.receipt(m.at(a.past), h.Number, number)
		}
		if err != nil {
			return err
		}
	}
	clock(m.at(closes))
	if err := put.PutCash(store.Cash{ID: m.id(), At: m.at(closes), Kind: "out", Sum: 1500000 + int64(m.rnd.IntN(900))*1000, Shift: h.Number, Cashier: m.staff[1], Reason: words["bank"][0]}); err != nil {
		return err
	}
	h.State, h.ClosedAt, h.CloseFD, h.ClosedBy = "closed", m.at(closes), m.next(), m.staff[1]
	if err := put.PutShift(h); err != nil {
		return err
	}
	_, err := put.Seal()
	return err
}

// act is a receipt or a check at the shelf.
type act struct {
	past  time.Duration // since midnight
	shelf bool
}

// hours is how many of a thousand buyers come in each hour from eight on.
var hours = []int{34, 46, 55, 62, 78, 84, 66, 60, 72, 95, 118, 108, 74, 48}

// plan spreads the receipts over the hours, and the sweep of the shelf over the quiet morning.
func (m *maker) plan() []act {
	all := 0
	for _, n := range hours {
		all += n
	}
	var out []act
	for range m.sales {
		lot, hour := m.rnd.IntN(all), 0
		for lot >= hours[hour] {
			lot -= hours[hour]
			hour++
		}
		out = append(out, act{past: opens + time.Duration(hour)*time.Hour + time.Duration(m.rnd.IntN(3_600_000))*time.Millisecond})
	}
	sweep := m.p.Sweep
	if sweep > 0 {
		sweep = int(float64(sweep) * (0.9 + 0.2*m.rnd.Float64()))
	}
	for range sweep {
		out = append(out, act{past: opens + time.Duration(m.rnd.IntN(150*60_000))*time.Millisecond, shelf: true})
	}
	slices.SortFunc(out, func(a, b act) int { return int(a.past - b.past) })
	return out
}

func (m *maker) cashier(at time.Time) string {
	if at.Before(m.at(15 * time.Hour)) {
		return m.staff[0]
	}
	return m.staff[1]
}

func (m *maker) next() int64 { m.fd++; return m.fd }

// id is a UUID made of the seed.
func (m *maker) id() string {
	a, b := m.rnd.Uint64(), m.rnd.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xFFF, uint16(b)&0xFFF, b>>16)
}
