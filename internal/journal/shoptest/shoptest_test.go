package shoptest

import (
	"context"
	"os"
	"reflect"
	"strconv"
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
		made, err := Fill(ctx, s, Params{First: first, Days: 3, PerDay: 50, Seed: 5})
		if err != nil {
			t.Fatal(err)
		}
		if made.Receipts < 125 || made.Receipts > 175 || made.Lines < 370 || made.Checks < 165 || made.Stopped == 0 || made.Returns == 0 {
			t.Errorf("made %+v", made)
		}
		count, head, broken, err := s.Verify(ctx)
		if err != nil || broken != nil || count == 0 {
			t.Fatalf("%d records, %+v, %v", count, broken, err)
		}
		heads[head] = true
		sum, err := journal.Log{Store: s}.Sum(ctx, first, first.AddDate(0, 0, 3))
		if err != nil || sum.Receipts+sum.Returns != made.Receipts || sum.Checks+made.Wanted != made.Checks || made.Wanted == 0 || sum.Stopped < made.Stopped {
			t.Errorf("the sum %+v, %v does not count what was made: %+v", sum, err, made)
		}
	}
	if len(heads) != 1 {
		t.Error("the same seed made two journals")
	}
}

// TestBuiltJournalIsTheWrittenOne holds the fast way to the disk to the till's own.
func TestBuiltJournalIsTheWrittenOne(t *testing.T) {
	ctx := context.Background()
	p := Params{First: first, Days: 4, PerDay: 60, Sweep: 20, Seed: 7}
	dir := t.TempDir()
	built, err := Build(ctx, dir, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if count, _, broken, err := s.Verify(ctx); err != nil || broken != nil || count == 0 {
		t.Fatalf("%d records, %+v, %v", count, broken, err)
	}
	o, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	written, err := Fill(ctx, o, p)
	if err != nil || written != built {
		t.Fatalf("built %+v, wrote %+v, %v", built, written, err)
	}
	for _, at := range []time.Time{first, first.AddDate(0, 0, 3)} {
		one, err := journal.Log{Store: s}.Read(ctx, at, at.AddDate(0, 0, 1))
		if err != nil {
			t.Fatal(err)
		}
		two, err := journal.Log{Store: o}.Read(ctx, at, at.AddDate(0, 0, 1))
		if err != nil || !reflect.DeepEqual(one, two) {
			t.Errorf("%v: built %+v, wrote %+v, %v", at, one.Totals, two.Totals, err)
		}
	}
	if _, err := Build(ctx, dir, p, nil); err == nil {
		t.Error("a journal was built over another")
	}
}

// TestMakeFiveYears makes the journal of a busy shop in the folder that DOBRO_MAKE_YEARS names: 2 million lines, 3 million checks. It ends
// with DOBRO_MAKE_UNTIL (YYYY-MM-DD, 2026-11-26 when not said); DOBRO_MAKE_DAYS makes only the last so many days of the same shop.
func TestMakeFiveYears(t *testing.T) {
	dir := os.Getenv("DOBRO_MAKE_YEARS")
	if dir == "" {
		t.Skip("DOBRO_MAKE_YEARS names no folder")
	}
	until := os.Getenv("DOBRO_MAKE_UNTIL")
	if until == "" {
		until = "2026-11-26"
	}
	last, err := time.ParseInLocation(time.DateOnly, until, Moscow)
	if err != nil {
		t.Fatal(err)
	}
	p := FiveYears(last)
	if days, err := strconv.Atoi(os.Getenv("DOBRO_MAKE_DAYS")); err == nil {
		p.First, p.Days = last.AddDate(0, 0, 1-days), days
	}
	start := time.Now()
	made, err := Build(context.Background(), dir, p, func(done, of int) {
		if done%200 == 0 {
			t.Logf("%v: %d of %d days", time.Since(start).Round(time.Second), done, of)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("made %+v in %v", made, time.Since(start).Round(time.Second))
	if p.Days == FiveYears(last).Days && (made.Lines < 2_000_000 || made.Checks < 3_000_000) {
		t.Errorf("too little: %+v", made)
	}
}

// big is a journal kept between runs of the benchmarks: DOBRO_BIG names its folder, made by TestMakeFiveYears.
func big(b *testing.B) *store.Store {
	b.Helper()
	dir := os.Getenv("DOBRO_BIG")
	if dir == "" {
		b.Skip("DOBRO_BIG names no folder with the big journal")
	}
	s, err := store.Open(context.Background(), store.Params{Dir: dir, ReadOnly: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
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
