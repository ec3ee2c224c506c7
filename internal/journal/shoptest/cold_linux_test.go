package shoptest

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"dobro/internal/journal"
	"dobro/internal/store"
)

// BenchmarkCold is what BenchmarkOwner asks of the logs when nothing of the journal is in memory: before each question the system forgets the
// file and the journal is opened anew. It is the first question after the till was switched on.
func BenchmarkCold(b *testing.B) {
	s := big(b)
	ctx := context.Background()
	l := journal.Log{Store: s}
	begun, ended, err := s.Reach(ctx)
	if err != nil {
		b.Fatal(err)
	}
	sample, err := l.SaleLog(ctx, journal.Ask{From: begun, To: ended})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range filters(b, l, sample, begun, ended) {
		for _, log := range opened {
			b.Run(log.name+"/"+f.name, func(b *testing.B) {
				cold(b, f, func(l journal.Log, a journal.Ask) error { return log.open(ctx, l, a) })
			})
		}
	}
}

func cold(b *testing.B, f filter, ask func(l journal.Log, a journal.Ask) error) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var took []float64
	for b.Loop() {
		a := f.ask(rnd)
		forget(b, filepath.Join(os.Getenv("DOBRO_BIG"), "journal.db"))
		s, err := store.Open(context.Background(), store.Params{Dir: os.Getenv("DOBRO_BIG"), ReadOnly: true})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		err = ask(journal.Log{Store: s}, a)
		took = append(took, float64(time.Since(start).Microseconds())/1000)
		s.Close()
		if err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "p50-ms")
	b.ReportMetric(took[len(took)-1], "most-ms")
	b.ReportMetric(0, "ns/op")
}

// forget asks the system to keep nothing of a file in memory.
func forget(b *testing.B, path string) {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if err := unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED); err != nil {
		b.Fatal(err)
	}
}
