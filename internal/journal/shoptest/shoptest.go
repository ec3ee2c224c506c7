// Package shoptest makes the journal of a busy shop, as long as wanted and always the same for the same seed: for benchmarks and for
// tests that need years. Nothing of it is part of the program.
package shoptest

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"dobro/internal/store"
)

// Params of Fill and Build.
type Params struct {
	First  time.Time // first day, at midnight of the shop's zone
	Days   int
	PerDay int // receipts of a usual day; a receipt has three lines on average, most of them marked
	Sweep  int // checks of a usual day at the shelf, which reach no receipt
	Seed   uint64
}

// Made counts what was written.
type Made struct {
	Receipts, Lines, Checks, Stopped, Returns, Cancelled int
	Wanted                                               int // of Checks: a barcode that brought the question for the code, no check of a code
}

func (m *Made) add(o Made) {
	m.Receipts += o.Receipts
	m.Lines += o.Lines
	m.Checks += o.Checks
	m.Wanted += o.Wanted
	m.Stopped += o.Stopped
	m.Returns += o.Returns
	m.Cancelled += o.Cancelled
}

// FN is the number of the shop's fiscal drive.
const FN = "9999078900001234"

// Moscow is the shop's zone.
var Moscow = time.FixedZone("MSK", 3*60*60)

// FiveYears is a shop with 2 million lines and 3 million checks up to the end of a day.
func FiveYears(last time.Time) Params {
	const days = 5*365 + 1
	return Params{First: last.AddDate(0, 0, 1-days), Days: days, PerDay: 384, Sweep: 716, Seed: 1}
}

// sink takes documents: a change of the journal, or a bundle of a journal that is being built.
type sink interface {
	PutShift(store.Shift) error
	PutCash(store.Cash) error
	PutCheck(store.Check) error
	Approve(check, senior, reason string) error
	PutReceipt(store.Receipt) error
	Seal() (store.Seal, error)
}

// Fill writes the days into an empty journal as a till does, a day a change.
func Fill(ctx context.Context, s *store.Store, p Params) (made Made, err error) {
	fd := int64(0)
	for d := range p.Days {
		m := newMaker(p, d, fd)
		close := m.at(closes)
		if err := s.Write(ctx, close, func(tx *store.Tx) error { return m.day(tx, func(time.Time) {}) }); err != nil {
			return made, fmt.Errorf("make day %d: %w", d, err)
		}
		fd = m.fd
		made.add(m.made)
	}
	return made, nil
}

// Build makes a journal of years in a folder that has none, in minutes. Progress hears of days; nil when nobody listens.
func Build(ctx context.Context, dir string, p Params, progress func(done, of int)) (made Made, err error) {
	err = store.Build(ctx, dir, func(b *store.Builder) error {
		for day := range drafted(p) {
			if day.err != nil {
				return day.err
			}
			if err := b.Add(day.bundle); err != nil {
				return err
			}
			made.add(day.made)
			if progress != nil {
				progress(day.n+1, p.Days)
			}
		}
		return nil
	})
	return made, err
}

type draftedDay struct {
	n      int
	bundle *store.Bundle
	made   Made
	err    error
}

// drafted makes the days side by side and hands them over in order. Whoever stops early leaves no goroutine behind.
func drafted(p Params) func(yield func(draftedDay) bool) {
	return func(yield func(draftedDay) bool) {
		days := make(chan chan draftedDay, runtime.NumCPU())
		stop := make(chan struct{})
		var ended sync.WaitGroup
		ended.Go(func() {
			defer close(days)
			fd := int64(0)
			for d := range p.Days {
				m := newMaker(p, d, fd)
				fd = m.lastFD()
				one := make(chan draftedDay, 1)
				select {
				case days <- one:
				case <-stop:
					return
				}
				ended.Go(func() {
					b := store.NewBundle()
					err := m.day(b, b.At)
					one <- draftedDay{n: d, bundle: b, made: m.made, err: err}
				})
			}
		})
		defer ended.Wait()
		defer close(stop)
		for one := range days {
			if !yield(<-one) {
				return
			}
		}
	}
}
