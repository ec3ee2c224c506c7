package register

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"
)

// quantiles reports p50 and p99 of what was measured, in milliseconds.
func quantiles(b *testing.B, all []time.Duration) {
	b.Helper()
	slices.Sort(all)
	ms := func(q float64) float64 {
		return float64(all[min(len(all)-1, int(q*float64(len(all))))].Microseconds()) / 1000
	}
	b.ReportMetric(ms(0.5), "p50-ms")
	b.ReportMetric(ms(0.99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkPay is our part of the time from pay to fiscalized: the printer answers at once. A sale of ten lines, one of them marked,
// writes twice: the intent and the document. What the disk takes of it is BenchmarkTwoWrites.
func BenchmarkPay(b *testing.B) {
	s := openWith(b, nil, nil)
	ctx := context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	var all []time.Duration
	for i := 0; b.Loop(); i++ {
		s.must("", s.till.Scan(ctx, code(fmt.Sprintf("5A%04d", i))))
		for n := range 9 {
			// A line of its own: a changed one is not added to.
			s.must("", s.till.Scan(ctx, "4600000000015"))
			s.must("", s.till.Discount(ctx, n+2, 100))
		}
		began := time.Now()
		err := s.till.Pay(ctx, cash("10000"))
		all = append(all, time.Since(began))
		s.must("", err)
	}
	quantiles(b, all)
}

// BenchmarkTwoWrites is what the journal itself takes for the two changes of a payment, fsync included.
func BenchmarkTwoWrites(b *testing.B) {
	ctx := context.Background()
	st, err := store.Open(ctx, store.Params{Dir: filepath.Join(b.TempDir(), "x")})
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	rec := store.Receipt{Kind: sale.Sale, OpenedAt: day1, Total: 50940, Payments: []sale.Payment{{Type: sale.Cash, Sum: 1000000}}}
	for range 10 {
		l := lineOf(4550, 1000)
		rec.Lines = append(rec.Lines, store.Line{Line: l, Sum: l.Sum(), VATSum: l.VATSum()})
	}
	var all []time.Duration
	for i := 0; b.Loop(); i++ {
		rec.ID = fmt.Sprint(i)
		began := time.Now()
		for _, state := range []sale.State{sale.Sending, sale.Fiscalized} {
			rec.State = state
			if err := st.Write(ctx, day1, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); err != nil {
				b.Fatal(err)
			}
		}
		all = append(all, time.Since(began))
	}
	quantiles(b, all)
}
