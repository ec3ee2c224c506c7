package journal

import (
	"context"
	"slices"
	"strings"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Log reads the store for the owner. Words says the reasons of older verdicts.
type Log struct {
	Store *store.Store
}

// Read makes the picture of [from, to) with all its rows; for a day, not for years.
func (l Log) Read(ctx context.Context, from, to time.Time) (Day, error) {
	d := Day{From: from, To: to}
	var err error
	d.Totals, err = l.sum(ctx, from, to, func(r ReceiptRow) { d.Receipts = append(d.Receipts, r) }, func(c CheckRow) { d.Checks = append(d.Checks, c) })
	if err != nil {
		return Day{}, err
	}
	slices.Reverse(d.Receipts)
	slices.Reverse(d.Checks)
	return d, nil
}

// Sum counts a span of any length; memory does not grow with it.
func (l Log) Sum(ctx context.Context, from, to time.Time) (Totals, error) {
	return l.sum(ctx, from, to, func(ReceiptRow) {}, func(CheckRow) {})
}

func (l Log) sum(ctx context.Context, from, to time.Time, receipt func(ReceiptRow), check func(CheckRow)) (Totals, error) {
	drawer, err := l.Store.Drawer(ctx)
	if err != nil {
		return Totals{}, err
	}
	t := newTotals()
	t.Drawer = money.Kopecks(drawer)
	err = l.Store.ReceiptPages(ctx, from, to, func(list []store.Receipt) error {
		for _, r := range list {
			receipt(t.receipt(r))
		}
		return nil
	})
	if err != nil {
		return Totals{}, err
	}
	err = l.Store.CheckPages(ctx, from, to, false, func(list []store.Check) error {
		sold, err := l.sold(ctx, list)
		if err != nil {
			return err
		}
		for _, c := range list {
			check(t.check(c, sold[c.ID]))
		}
		return nil
	})
	return t, err
}

func newTotals() Totals { return Totals{ByReason: map[checks.ReasonCode]int{}} }

func (t *Totals) receipt(r store.Receipt) ReceiptRow {
	row := ReceiptRow{ID: r.ID, At: r.OpenedAt, Kind: r.Kind, State: r.State, FD: r.FD, Number: r.Number, Shift: r.Shift, Cashier: r.Cashier,
		Lines: len(r.Lines), Total: money.Kopecks(r.Total)}
	var ways []string
	for _, p := range r.Payments {
		ways = append(ways, string(p.Type))
	}
	row.Payments = strings.Join(ways, "+")
	for _, line := range r.Lines {
		if line.Code != "" {
			row.Marked++
		}
	}
	if r.State != sale.Fiscalized {
		return row
	}
	sign := money.Kopecks(1)
	if goesBack(r) {
		sign = -1
	}
	if r.Kind == sale.Return {
		t.Returns++
	} else {
		t.Receipts++
		t.Sales += sign * money.Kopecks(r.Total)
	}
	t.Revenue += sign * money.Kopecks(r.Total)
	for _, p := range r.Payments {
		switch p.Type {
		case sale.Cash:
			t.Cash += sign * money.Kopecks(p.Sum)
		case sale.Card:
			t.Card += sign * money.Kopecks(p.Sum)
		}
	}
	t.Cash -= money.Kopecks(r.Change)
	return row
}

func (t *Totals) check(c store.Check, receipt string) CheckRow {
	row := CheckRow{ID: c.ID, At: c.At, Name: c.Name, Cis: c.Cis, Decision: checks.Decision(c.Decision), Channel: checks.Channel(c.Channel),
		Offline: c.Offline, ElapsedMs: float64(c.Elapsed) / float64(time.Millisecond), Cashier: c.Cashier, Approved: c.Approved}
	row.Receipt = receipt
	reasons := facetsOf(c.Verdict).Reasons
	if len(reasons) > 0 {
		row.Reason = reasons[0].Text
	}
	if row.CodeWanted = slices.ContainsFunc(reasons, func(r checks.Reason) bool { return r.Code == checks.NoCode }); row.CodeWanted {
		return row
	}
	t.Checks++
	if c.Offline {
		t.Offline++
	}
	if c.Emergency {
		t.Emergency++
	}
	switch row.Decision {
	case checks.Allow:
		t.Allowed++
	case checks.Forbid:
		t.Stopped++
		for _, r := range reasons {
			if r.Severity == checks.Ban {
				t.ByReason[r.Code]++
			}
		}
	}
	if receipt != "" && !c.Emergency && unchecked(reasons) {
		t.Unchecked++
	}
	return row
}

// unchecked tells that a check was due and could not be made; where none was due the reason is for the record only.
func unchecked(reasons []checks.Reason) bool {
	return slices.ContainsFunc(reasons, func(r checks.Reason) bool { return r.Code == checks.Unverified && r.Severity != checks.Info })
}

// Span is whole days of the shop: from the start of the first to the end of the last.
func Span(first, last time.Time, zone *time.Location) (from, to time.Time) {
	y, m, d := first.In(zone).Date()
	from = time.Date(y, m, d, 0, 0, 0, 0, zone)
	y, m, d = last.In(zone).Date()
	return from, time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}
