package keeping

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"dobro/internal/store"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

type bench struct {
	t      *testing.T
	k      *Keeper
	now    time.Time
	free   uint64
	days   []string
	refuse error
	dir    string
}

func newBench(t *testing.T) *bench {
	b := &bench{t: t, now: noon, free: 10 << 30, dir: t.TempDir()}
	s, err := store.Open(context.Background(), store.Params{Dir: b.dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Write(context.Background(), noon, func(tx *store.Tx) error { return tx.PutCash(store.Cash{ID: "m", At: noon, Kind: "in", Sum: 100}) }); err != nil {
		t.Fatal(err)
	}
	b.k = New(Params{Store: s, Data: b.dir, Folder: filepath.Join(b.dir, "второй диск", "копии"), Keep: 3, Now: func() time.Time { return b.now },
		Free: func(string) (uint64, error) { return b.free, nil },
		Export: func(_ context.Context, day time.Time) error {
			b.days = append(b.days, day.Format(time.DateOnly))
			return b.refuse
		},
		Exported: func(day time.Time) bool {
			for _, d := range b.days {
				if d == day.Format(time.DateOnly) {
					return b.refuse == nil
				}
			}
			return false
		}})
	return b
}

func (b *bench) round(copies int) State {
	b.t.Helper()
	s := b.k.Once(context.Background())
	if s.Copies != copies {
		b.t.Errorf("%s: %d copies, want %d (%v)", b.now.Format(time.DateTime), s.Copies, copies, s.CopyTrouble)
	}
	return s
}

func TestCopiesAreMadeDailyAndWhenAShiftClosesAndTheLastOnesStay(t *testing.T) {
	b := newBench(t)
	s := b.round(1)
	if !s.LastCopy.Equal(noon) || s.CopySize == 0 || s.Journal == 0 {
		t.Errorf("%+v", s)
	}
	b.now = noon.Add(time.Hour)
	b.round(1) // nothing is due
	b.k.ShiftClosed()
	b.round(2)
	b.now = noon.Add(26 * time.Hour)
	b.round(3)
	for i := range 4 {
		b.now = noon.AddDate(0, 0, 3+i)
		s = b.round(3)
	}
	if c, err := store.Inspect(context.Background(), s.LastFile); err != nil || c.Broken != nil || c.Records != 1 {
		t.Errorf("the last copy: %+v, %v", c, err)
	}
	b.now = noon.AddDate(-1, 0, 0) // the clock of the computer was wrong and is set right
	if s := b.round(3); s.CopyTrouble != nil {
		t.Error(s.CopyTrouble)
	}
}

func TestALateCopyOfABigJournalWaitsForTheFirstSales(t *testing.T) {
	b := newBench(t)
	b.k.p.Big = 1
	b.k.begun = b.now
	b.round(0)
	b.now = b.now.Add(firstSales - time.Second)
	b.round(0)
	b.k.ShiftClosed()
	b.round(1)
	b.now = b.now.Add(copyEvery)
	b.k.begun = b.now
	b.round(1)
	b.now = b.now.Add(firstSales)
	b.round(2)
}

func TestDayIsExportedWhenItsShiftClosesAndYesterdayWhenItIsMissing(t *testing.T) {
	b := newBench(t)
	b.round(1)
	b.round(1)
	if len(b.days) != 1 || b.days[0] != "2026-11-21" {
		t.Errorf("exported %v; yesterday was missing", b.days)
	}
	b.k.ShiftClosed()
	b.now = noon.Add(time.Minute)
	b.round(2)
	if len(b.days) != 2 || b.days[1] != "2026-11-22" {
		t.Errorf("exported %v", b.days)
	}
	b.refuse = os.ErrPermission
	b.now = noon.AddDate(0, 0, 2)
	if s := b.k.Once(context.Background()); !errors.Is(s.ExportTrouble, os.ErrPermission) || s.CopyTrouble != nil {
		t.Errorf("%+v", s)
	}
}

func TestNoCopyTakesTheLastRoomOfTheTill(t *testing.T) {
	b := newBench(t)
	b.free = 50 << 20
	s := b.round(0)
	if !errors.Is(s.CopyTrouble, ErrNoRoom) || s.Free != 50<<20 {
		t.Errorf("%+v", s)
	}
	b.free = 2 << 30
	if s := b.round(1); s.CopyTrouble != nil {
		t.Errorf("room is there again: %v", s.CopyTrouble)
	}
}

func TestKeeperHearsOfAClosedShiftWithoutWaitingForItsRound(t *testing.T) {
	b := newBench(t)
	rounds := make(chan State, 10)
	b.k.p.Changed, b.k.p.Every = func(s State) { rounds <- s }, time.Hour
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { b.k.Serve(ctx); close(done) }()
	first := <-rounds
	b.k.ShiftClosed()
	b.k.ShiftClosed()
	if second := <-rounds; second.Copies != first.Copies && second.CopyTrouble != nil {
		t.Errorf("%+v", second)
	}
	stop()
	<-done
	if b.k.State().Copies != 1 { // the clock of this test stands still: the copy of the same second is the same
		t.Errorf("%+v", b.k.State())
	}
}
