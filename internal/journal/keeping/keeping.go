// Package keeping looks after the journal while the till works: copies when a shift closes and at least once a day, the daily file for the
// owner, old answers packed, and how much room is left. It never holds a sale up and never gives up selling: what it cannot do it tells.
package keeping

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// lastRoom is what a copy leaves to the till.
const lastRoom = 100 << 20

const (
	copyEvery = 24 * time.Hour
	packAfter = 90 * 24 * time.Hour // the operator disputes what is younger
	packSome  = 50                  // checks a round: some 20 ms of the disk
	// A late copy of a big journal keeps the disk busy for minutes: it waits until the first buyers after the start were served.
	firstSales = 10 * time.Minute
)

// Params of New. Store, Data, Folder, Keep, Now and Free are required.
type Params struct {
	Store  *store.Store
	Data   string // the data folder
	Folder string // of the copies
	Keep   int
	// Export writes the file of a day; nil is none. Exported tells whether it is there.
	Export   func(ctx context.Context, day time.Time) error
	Exported func(day time.Time) bool
	Zone     *time.Location
	Now      func() time.Time
	Log      zerolog.Logger
	// Free tells how many bytes may still be written where a folder lies.
	Free    func(dir string) (uint64, error)
	Every   time.Duration // between rounds, 0 is a minute
	Big     int64         // bytes of a journal whose late copy waits after a start; 0 is 1 GiB
	Changed func(State)   // after each round; may be nil
}

// State is how well the journal is kept.
type State struct {
	At       time.Time
	Journal  int64 // bytes of journal.db with its log
	Copies   int
	LastCopy time.Time // zero: there is none
	LastFile string
	CopySize int64
	Free     uint64 // bytes where the journal lies
	// What did not work in the last round, nil when all did.
	CopyTrouble, ExportTrouble, PackTrouble, FreeTrouble error
}

// Keeper does one round after the other.
type Keeper struct {
	p      Params
	wake   chan struct{}
	mu     sync.Mutex
	closed bool // a shift closed since the last round
	begun  time.Time
	last   State
}

// New makes a keeper; Serve sets it to work.
func New(p Params) *Keeper {
	if p.Every == 0 {
		p.Every = time.Minute
	}
	if p.Big == 0 {
		p.Big = 1 << 30
	}
	if p.Zone == nil {
		p.Zone = time.UTC
	}
	return &Keeper{p: p, wake: make(chan struct{}, 1)}
}

// ShiftClosed asks for a copy and the day's file; from any goroutine, it never waits.
func (k *Keeper) ShiftClosed() {
	k.mu.Lock()
	k.closed = true
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// State is how the last round left things.
func (k *Keeper) State() State {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.last
}

// Serve works until ctx ends. What a closed shift asked for just before is still done by the next start: the copy is then older than a day,
// or the day's file is missing.
func (k *Keeper) Serve(ctx context.Context) {
	k.mu.Lock()
	k.begun = k.p.Now()
	k.mu.Unlock()
	tick := time.NewTicker(k.p.Every)
	defer tick.Stop()
	for {
		k.Once(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-k.wake:
		}
	}
}

// Once does one round and reports.
func (k *Keeper) Once(ctx context.Context) State {
	k.mu.Lock()
	closed, begun := k.closed, k.begun
	k.closed = false
	k.mu.Unlock()
	now := k.p.Now()
	s := Look(k.p.Data, k.p.Folder, k.p.Free, now)
	late := now.Sub(s.LastCopy) >= copyEvery || now.Before(s.LastCopy.Add(-time.Hour))
	if busy := s.Journal > k.p.Big && now.Sub(begun) < firstSales; closed || late && !busy {
		if s.CopyTrouble = k.copy(ctx, s, now); s.CopyTrouble == nil {
			s = Look(k.p.Data, k.p.Folder, k.p.Free, now)
		}
	}
	if k.p.Export != nil {
		s.ExportTrouble = k.export(ctx, closed, now)
	}
	if _, err := k.p.Store.PackOlder(ctx, now.Add(-packAfter), now, packSome); err != nil {
		s.PackTrouble = err
	}
	if ctx.Err() == nil {
		for what, err := range map[string]error{"copy": s.CopyTrouble, "export": s.ExportTrouble, "pack": s.PackTrouble, "measure": s.FreeTrouble} {
			if err != nil {
				k.p.Log.Error().Err(err).Str("what", what).Msg("keep the journal")
			}
		}
	}
	k.mu.Lock()
	k.last = s
	k.mu.Unlock()
	if k.p.Changed != nil && ctx.Err() == nil {
		k.p.Changed(s)
	}
	return s
}

// copy makes a copy where there is room for it: one that fills the disk of the journal would stop the till for its own good.
func (k *Keeper) copy(ctx context.Context, s State, now time.Time) error {
	if err := os.MkdirAll(k.p.Folder, 0o755); err != nil {
		return fmt.Errorf("make folder of copies: %w", err)
	}
	if free, err := k.p.Free(k.p.Folder); err == nil && free < uint64(s.Journal)+lastRoom {
		return fmt.Errorf("copy journal to %s: %w: %d bytes are free", k.p.Folder, ErrNoRoom, free)
	}
	_, err := k.p.Store.BackupRotate(ctx, k.p.Folder, k.p.Keep, now)
	return err
}

// CopyNow makes a copy because somebody asked for one.
func (k *Keeper) CopyNow(ctx context.Context) error {
	now := k.p.Now()
	return k.copy(ctx, Look(k.p.Data, k.p.Folder, k.p.Free, now), now)
}

// export writes today's file when a shift closed, and yesterday's when it is missing.
func (k *Keeper) export(ctx context.Context, closed bool, now time.Time) error {
	today := now.In(k.p.Zone)
	if closed {
		if err := k.p.Export(ctx, today); err != nil {
			return err
		}
	}
	if before := today.AddDate(0, 0, -1); !k.p.Exported(before) {
		return k.p.Export(ctx, before)
	}
	return nil
}

// Look measures without doing anything: the doctor asks it as well.
func Look(data, folder string, free func(string) (uint64, error), now time.Time) State {
	s := State{At: now}
	for _, tail := range []string{"", "-wal"} {
		if i, err := os.Stat(filepath.Join(data, "journal.db"+tail)); err == nil {
			s.Journal += i.Size()
		}
	}
	if list, err := store.Copies(folder); err == nil && len(list) > 0 {
		s.Copies, s.LastFile = len(list), list[0]
		s.LastCopy, _ = store.CopyTime(list[0])
		if i, err := os.Stat(list[0]); err == nil {
			s.CopySize = i.Size()
		}
	}
	s.Free, s.FreeTrouble = free(data)
	return s
}
