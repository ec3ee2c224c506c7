package shoptest

import (
	"context"
	"os"
	"testing"
	"time"

	"dobro/internal/journal"
	"dobro/internal/store"
)

var first = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

func TestMadeShopIsSoundAndTheSameEachTime(t *testing.T) {
	ctx := context.Background()
	heads := map[string]bool{}
	for range 2 {
		s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		made, err := Fill(ctx, s, Params{First: first, Days: 3, PerDay: 150, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		if made.Receipts != 450 || made.Lines < 1100 || made.Checks < 500 || made.Stopped == 0 || made.Returns == 0 {
			t.Errorf("made %+v", made)
		}
		count, head, broken, err := s.Verify(ctx)
		if err != nil || broken != nil || count == 0 {
			t.Fatalf("%d records, %+v, %v", count, broken, err)
		}
		heads[head] = true
		sum, err := journal.Log{Store: s}.Sum(ctx, first, first.AddDate(0, 0, 3))
		if err != nil || sum.Receipts+sum.Returns != made.Receipts || sum.Checks != made.Checks || sum.Stopped != made.Stopped {
			t.Errorf("the sum %+v, %v does not count what was made: %+v", sum, err, made)
		}
	}
	if len(heads) != 1 {
		t.Error("the same seed made two journals")
	}
}

// big is a journal kept between runs of the benchmarks: DOBRO_BIG names its folder, DOBRO_BIG_DAYS would be asked of Fill at 220
// receipts a day.
func big(b *testing.B) *store.Store {
	b.Helper()
	dir := os.Getenv("DOBRO_BIG")
	if dir == "" {
		b.Skip("DOBRO_BIG names no folder for the big journal")
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	used, err := s.Used(ctx)
	if err != nil {
		b.Fatal(err)
	}
	if !used {
		start := time.Now()
		made, err := Fill(ctx, s, Params{First: first, Days: 310, PerDay: 220, Seed: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("made %+v in %v", made, time.Since(start))
	}
	return s
}

func BenchmarkVerify(b *testing.B) {
	s := big(b)
	var count int64
	for b.Loop() {
		n, _, broken, err := s.Verify(context.Background())
		if err != nil || broken != nil {
			b.Fatal(broken, err)
		}
		count = n
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(count)*1e6, "s/million-records")
}

func BenchmarkDay(b *testing.B) {
	s := big(b)
	for b.Loop() {
		d, err := journal.Log{Store: s}.Read(context.Background(), first.AddDate(0, 0, 200), first.AddDate(0, 0, 201))
		if err != nil || d.Totals.Receipts == 0 {
			b.Fatal(d.Totals, err)
		}
	}
}
