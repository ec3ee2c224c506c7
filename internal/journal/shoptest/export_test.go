package shoptest

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/journal"
	"dobro/internal/journal/paper"
	"dobro/internal/journal/sheets"
	"dobro/internal/lang"
	"dobro/internal/store"
)

// formats are the ways to write an export.
func formats(t testing.TB) (map[string]func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error, *lang.Catalogue) {
	t.Helper()
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	var fonts paper.Fonts
	if fonts.Regular, err = assets.Files.ReadFile("fonts/NotoSans-Regular.ttf"); err != nil {
		t.Fatal(err)
	}
	if fonts.Bold, err = assets.Files.ReadFile("fonts/NotoSans-Bold.ttf"); err != nil {
		t.Fatal(err)
	}
	return map[string]func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error{
		"json": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error {
			return l.WriteJSON(ctx, w, r)
		},
		"csv":  sheets.WriteCSV,
		"zip":  sheets.WriteZip,
		"xlsx": sheets.WriteXLSX,
		"pdf": func(ctx context.Context, w io.Writer, l journal.Log, r journal.Request) error {
			return paper.WriteReport(ctx, w, fonts, words, l, r)
		},
	}, words
}

// BenchmarkExport writes ten days and a month of a busy shop in each format. peak-MB is the heap at its fullest, with what waits to be collected: it
// must not grow with the span.
func BenchmarkExport(b *testing.B) {
	s := big(b)
	ctx := context.Background()
	_, ended, err := s.Reach(ctx)
	if err != nil {
		b.Fatal(err)
	}
	ways, words := formats(b)
	for _, name := range []string{"xlsx", "csv", "zip", "json", "pdf"} {
		for _, days := range []int{10, 30} {
			// The days before the last month: a shop grows, so they are among the fullest, and are whole.
			r := journal.Request{First: ended.AddDate(0, 0, -30-days), Last: ended.AddDate(0, 0, -31), Zone: Moscow, Words: words}
			b.Run(fmt.Sprintf("%s/%d_days", name, days), func(b *testing.B) {
				peak, stop := watchHeap()
				for b.Loop() {
					if err := ways[name](ctx, io.Discard, journal.Log{Store: s}, r); err != nil {
						b.Fatal(err)
					}
				}
				stop()
				b.ReportMetric(float64(peak.Load())/(1<<20), "peak-MB")
			})
		}
	}
}

// watchHeap looks at the heap a hundred times a second until it is stopped.
func watchHeap() (peak *atomic.Uint64, stop func()) {
	runtime.GC()
	peak = new(atomic.Uint64)
	done := make(chan struct{})
	var ended sync.WaitGroup
	ended.Go(func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak.Store(max(peak.Load(), m.HeapAlloc))
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
	})
	return peak, func() { close(done); ended.Wait() }
}

// TestExportsHoldTheMemoryOfFewDays holds every format to the same memory however long the span.
func TestExportsHoldTheMemoryOfFewDays(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a month")
	}
	ctx, dir := context.Background(), t.TempDir()
	if _, err := Build(ctx, dir, Params{First: first, Days: 18, PerDay: 60, Sweep: 60, Seed: 2}, nil); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(ctx, store.Params{Dir: dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ways, words := formats(t)
	live := func(way string, days int) (held uint64, wrote int) {
		var out counted
		r := journal.Request{First: first, Last: first.AddDate(0, 0, days-1), Zone: Moscow, Words: words, Progress: func(done, of int) {
			if done < of-3 { // by now as many days wait as ever will
				return
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			held = max(held, m.HeapAlloc)
		}}
		if err := ways[way](ctx, &out, journal.Log{Store: s}, r); err != nil {
			t.Fatal(err)
		}
		return held, int(out)
	}
	for way := range ways {
		live(way, 1)
		few, little := live(way, 6)
		many, much := live(way, 18)
		t.Logf("%s: 6 days held %d KB and wrote %d, 18 days %d KB and wrote %d", way, few>>10, little>>10, many>>10, much>>10)
		room := uint64(2 << 20) // what the collector leaves differs by one from run to run
		if way == "pdf" {       // it lists up to 1,500 receipts; more of them become a row a day
			room = 3 << 20
		}
		if many > few+room {
			t.Errorf("%s: 6 days held %d KB, 18 days %d KB", way, few>>10, many>>10)
		}
	}
}

// counted counts what is written.
type counted int

func (c *counted) Write(b []byte) (int, error) {
	*c += counted(len(b))
	return len(b), nil
}

// BenchmarkLookUps is what the screens and the register ask.
func BenchmarkLookUps(b *testing.B) {
	s := big(b)
	ctx := context.Background()
	var sample store.Check
	err := s.CheckPages(ctx, first.AddDate(0, 0, 150), first.AddDate(0, 0, 151), false, func(list []store.Check) error {
		sample = list[len(list)/2]
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for name, ask := range map[string]func() error{
		"sold here":     func() error { _, _, _, err := s.SoldHere(ctx, sample.Cis); return err },
		"checks of":     func() error { _, err := s.ChecksOf(ctx, sample.Cis); return err },
		"receipts with": func() error { _, err := s.ReceiptsWith(ctx, sample.Cis); return err },
		"shift totals":  func() error { _, _, err := s.ShiftTotals(ctx, FN, 100); return err },
		"drawer":        func() error { _, err := s.Drawer(ctx); return err },
		"proof": func() error {
			_, err := journal.Log{Store: s}.ProveCode(ctx, journal.Shop{}, sample.Cis, time.UTC, first)
			return err
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := ask(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
