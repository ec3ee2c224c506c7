package journal

import (
	"context"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"
)

// dayFacts is everything that one day brought, with what its documents refer to.
type dayFacts struct {
	from, to time.Time
	receipts []store.Receipt
	checks   []store.Check
	made     map[string]store.Check // the checks under the lines of the receipts
	sold     map[string]string      // check to the fiscalised sale that stands on it
	shifts   []store.Shift
	moves    []store.Cash
	permits  []store.Permission
	err      error
}

// eachDay hands over the days of the request one after the other and tells of the progress. While one is written the next is read: three days
// are in memory at most, however long the span.
func (l Log) eachDay(ctx context.Context, r Request, visit func(d dayFacts) error) error {
	ctx, cancel := context.WithCancel(ctx)
	ready := make(chan dayFacts, 1)
	go func() {
		defer close(ready)
		quiet := r
		quiet.Progress = nil
		_ = quiet.Days(ctx, func(from, to time.Time) error {
			d := l.readDay(ctx, from, to)
			select {
			case ready <- d:
				return d.err
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	defer func() {
		cancel()
		for range ready { // the reader has ended when the channel is closed
		}
	}()
	return r.Days(ctx, func(_, _ time.Time) error {
		d, ok := <-ready
		switch {
		case d.err != nil:
			return d.err
		case !ok:
			return context.Cause(ctx)
		}
		return visit(d)
	})
}

func (l Log) readDay(ctx context.Context, from, to time.Time) (d dayFacts) {
	d = dayFacts{from: from, to: to, made: map[string]store.Check{}, sold: map[string]string{}}
	// Checks and receipts are read side by side, each over a connection of its own.
	tested := make(chan error, 1)
	go func() {
		tested <- l.Store.CheckPages(ctx, from, to, false, func(list []store.Check) error { d.checks = append(d.checks, list...); return nil })
	}()
	d.err = l.Store.ReceiptPages(ctx, from, to, func(list []store.Receipt) error { d.receipts = append(d.receipts, list...); return nil })
	if err := <-tested; d.err == nil {
		d.err = err
	}
	if d.err != nil {
		return d
	}
	today := make(map[string]int, len(d.checks))
	for i, c := range d.checks {
		today[c.ID] = i
	}
	// Nearly every line stands on a check of its own day; only the others are looked for one by one.
	var former []string
	for _, rec := range d.receipts {
		for _, line := range rec.Lines {
			if line.CheckID == "" {
				continue
			}
			if i, ok := today[line.CheckID]; ok {
				d.made[line.CheckID] = d.checks[i]
			} else {
				former = append(former, line.CheckID)
			}
			if rec.State == sale.Fiscalized && rec.Kind != sale.Return {
				d.sold[line.CheckID] = rec.ID
			}
		}
	}
	found, err := l.Store.ChecksByID(ctx, former)
	if d.err = err; err != nil {
		return d
	}
	for id, c := range found {
		d.made[id] = c
	}
	var later []string // a check of today under a receipt of another day; at the shelf there is no receipt
	for _, c := range d.checks {
		if d.sold[c.ID] == "" && c.Receipt != "" {
			later = append(later, c.ID)
		}
	}
	sold, err := l.Store.SoldBy(ctx, later)
	if d.err = err; err != nil {
		return d
	}
	for id, receipt := range sold {
		d.sold[id] = receipt
	}
	if d.shifts, d.err = l.Store.Shifts(ctx, from, to); d.err != nil {
		return d
	}
	if d.moves, d.err = l.Store.CashMoves(ctx, from, to); d.err != nil {
		return d
	}
	d.permits, d.err = l.Store.Permissions(ctx, from, to)
	return d
}

// EachDay hands over the pictures of the request's days, each with its rows, the latest first; what the request leaves out counts nowhere.
func (l Log) EachDay(ctx context.Context, r Request, visit func(d Day) error) error {
	k, err := l.keep(ctx, r.Only)
	if err != nil {
		return err
	}
	return l.eachDay(ctx, r, func(facts dayFacts) error {
		d := Day{From: facts.from, To: facts.to, Totals: newTotals()}
		for i := len(facts.receipts) - 1; i >= 0; i-- {
			if k.receipt(facts.receipts[i], facts.made) {
				d.Receipts = append(d.Receipts, d.Totals.receipt(facts.receipts[i]))
			}
		}
		for i := len(facts.checks) - 1; i >= 0; i-- {
			if c := facts.checks[i]; k.check(c) {
				d.Checks = append(d.Checks, d.Totals.check(c, facts.sold[c.ID]))
			}
		}
		if k.all() {
			for _, p := range facts.permits {
				d.Permits = append(d.Permits, facts.permit(p))
			}
		}
		return visit(d)
	})
}
