package journal

import (
	"context"
	"encoding/json"
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

// Read makes the picture of [from, to).
func (l Log) Read(ctx context.Context, from, to time.Time) (Day, error) {
	receipts, err := l.Store.Receipts(ctx, from, to)
	if err != nil {
		return Day{}, err
	}
	made, err := l.Store.Checks(ctx, from, to)
	if err != nil {
		return Day{}, err
	}
	drawer, err := l.Store.Drawer(ctx)
	if err != nil {
		return Day{}, err
	}
	d := Day{From: from, To: to, Totals: Totals{Drawer: money.Kopecks(drawer), ByReason: map[checks.ReasonCode]int{}}}
	sold := map[string]bool{} // checks whose line stands in a fiscalised receipt
	for _, r := range receipts {
		d.Receipts = append(d.Receipts, d.Totals.receipt(r, sold))
	}
	for _, c := range made {
		d.Checks = append(d.Checks, d.Totals.check(c, sold[c.ID]))
	}
	slices.Reverse(d.Receipts)
	slices.Reverse(d.Checks)
	return d, nil
}

func (t *Totals) receipt(r store.Receipt, sold map[string]bool) ReceiptRow {
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
	if r.Kind == sale.Return {
		sign = -1
		t.Returns++
	} else {
		t.Receipts++
		for _, line := range r.Lines {
			sold[line.CheckID] = line.CheckID != ""
		}
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

func (t *Totals) check(c store.Check, sold bool) CheckRow {
	row := CheckRow{ID: c.ID, At: c.At, Name: c.Name, Cis: c.Cis, Decision: checks.Decision(c.Decision), Channel: checks.Channel(c.Channel),
		Offline: c.Offline, ElapsedMs: float64(c.Elapsed) / float64(time.Millisecond), Cashier: c.Cashier, Approved: c.Approved}
	if sold {
		row.Receipt = c.Receipt
	}
	var v checks.Verdict
	if err := json.Unmarshal(c.Verdict, &v); err == nil && len(v.Reasons) > 0 {
		row.Reason = v.Reasons[0].Text
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
		for _, r := range v.Reasons {
			if r.Severity == checks.Ban {
				t.ByReason[r.Code]++
			}
		}
	}
	if sold && !c.Emergency && v.Has(checks.Unverified) {
		t.Unchecked++
	}
	return row
}

// Span is whole days of the shop: from the start of the first to the end of the last.
func Span(first, last time.Time, zone *time.Location) (from, to time.Time) {
	y, m, d := first.In(zone).Date()
	from = time.Date(y, m, d, 0, 0, 0, 0, zone)
	y, m, d = last.In(zone).Date()
	return from, time.Date(y, m, d+1, 0, 0, 0, 0, zone)
}
