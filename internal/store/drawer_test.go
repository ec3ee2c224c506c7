package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"dobro/internal/sale"
)

// TestDrawerIsTheSumOfTheWholeJournalAtAnyMoment compares the quick sum with one that a fresh look at the file gives, while documents
// come, change their fate and are taken back.
func TestDrawerIsTheSumOfTheWholeJournalAtAnyMoment(t *testing.T) {
	ctx := context.Background()
	dir := folder(t)
	s := reopen(t, dir)
	rnd := rand.New(rand.NewPCG(4, 4))
	want := int64(0)
	var open []Receipt
	for i := range 120 {
		r := receipt(fmt.Sprint("r", i), []sale.State{sale.Fiscalized, sale.Sending, sale.Unknown, sale.NotFiscal, sale.Cancelled}[rnd.IntN(5)])
		switch rnd.IntN(4) {
		case 0:
			r.Kind, r.Change, r.Payments = sale.Return, 0, []sale.Payment{{Type: sale.Cash, Sum: r.Total}}
		case 1:
			r.Change, r.Payments = 0, []sale.Payment{{Type: sale.Card, Sum: r.Total}}
		}
		switch rnd.IntN(5) {
		case 0: // an old one gets its fate
			if len(open) > 0 {
				n := rnd.IntN(len(open))
				r = open[n]
				open = append(open[:n:n], open[n+1:]...)
				r.State = []sale.State{sale.Fiscalized, sale.Cancelled}[rnd.IntN(2)]
			}
		case 1:
			m := Cash{ID: fmt.Sprint("m", i), At: noon, Kind: []string{"in", "out", "drawer"}[rnd.IntN(3)], Sum: rnd.Int64N(90000)}
			write(t, s, func(tx *Tx) error { return tx.PutCash(m) })
			want += map[string]int64{"in": 1, "out": -1}[m.Kind] * m.Sum
		}
		write(t, s, func(tx *Tx) error { return tx.PutReceipt(r) })
		switch {
		case r.State == sale.Fiscalized:
			for _, p := range r.Payments {
				switch {
				case p.Type != sale.Cash:
				case r.Kind == sale.Return:
					want -= p.Sum
				default:
					want += p.Sum - r.Change
				}
			}
		case r.State != sale.Cancelled:
			open = append(open, r)
		}
		if got, err := s.Drawer(ctx); err != nil || got != want {
			t.Fatalf("step %d: got %d, %v; want %d", i, got, err, want)
		}
	}
	fresh := reopen(t, dir)
	if got, err := fresh.Drawer(ctx); err != nil || got != want {
		t.Fatalf("a fresh look: got %d, %v; want %d", got, err, want)
	}
}
