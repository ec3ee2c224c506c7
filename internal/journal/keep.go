package journal

import (
	"context"

	"dobro/internal/sale"
	"dobro/internal/store"
)

// keep is what an export leaves in: all of the span, or what a log shows.
type keep struct {
	ask      Ask
	searched bool
	products map[string]bool
	receipts map[string]bool
	checks   map[string]bool
	cis      map[string]bool
}

func (l Log) keep(ctx context.Context, a Ask) (keep, error) {
	k := keep{ask: a, searched: a.Text != ""}
	if !k.searched {
		return k, nil
	}
	f, err := l.Store.Seek(ctx, a.Text)
	k.products, k.receipts, k.checks, k.cis = map[string]bool{}, map[string]bool{}, map[string]bool{}, f.Cis
	for _, p := range f.Products {
		k.products[p] = true
	}
	for _, r := range f.Receipts {
		k.receipts[r.ID] = true
	}
	for _, id := range f.Checks {
		k.checks[id] = true
	}
	return k, err
}

// line tells whether a line stays; made are the checks under the lines.
func (k keep) line(rec store.Receipt, l store.Line, made map[string]store.Check) bool {
	a := k.ask
	if a.Cashier != "" && rec.Cashier != a.Cashier || a.Group != 0 && l.Group != a.Group {
		return false
	}
	fiscal := rec.State == sale.Fiscalized
	switch store.Outcome(a.Outcome) {
	case store.OutcomeSold:
		if !fiscal || rec.Kind != sale.Sale {
			return false
		}
	case store.OutcomeReturned:
		if !fiscal || rec.Kind == sale.Sale {
			return false
		}
	case store.OutcomeUnchecked:
		if !fiscal || !soldUnchecked(rec, l, made[l.CheckID]) {
			return false
		}
	case store.OutcomeNotMade:
		if fiscal || rec.State == sale.Sending || rec.State == sale.Unknown {
			return false
		}
	}
	if !k.searched {
		return true
	}
	return k.products[product(l)] || k.receipts[rec.ID] && (k.cis == nil || k.cis[l.Cis])
}

// receipt stays when one of its lines does.
func (k keep) receipt(rec store.Receipt, made map[string]store.Check) bool {
	for _, l := range rec.Lines {
		if k.line(rec, l, made) {
			return true
		}
	}
	return len(rec.Lines) == 0 && k.all()
}

func (k keep) check(c store.Check) bool {
	a := k.ask
	if a.Cashier != "" && c.Cashier != a.Cashier || a.Group != 0 && c.Group != a.Group || a.Channel != "" && c.Channel != string(a.Channel) || a.Reason != "" && c.Reason != string(a.Reason) {
		return false
	}
	switch store.Outcome(a.Outcome) {
	case store.OutcomeAllowed:
		if c.Decision != "allow" {
			return false
		}
	case store.OutcomeStopped:
		if c.Decision == "allow" || c.Approved != "" || c.Reason == "no_code" {
			return false
		}
	case store.OutcomeApproved:
		if c.Approved == "" {
			return false
		}
	case store.OutcomeOffline:
		if !c.Offline {
			return false
		}
	case store.OutcomeEmergency:
		if !c.Emergency {
			return false
		}
	case store.OutcomeWantCode:
		if c.Reason != "no_code" {
			return false
		}
	}
	return !k.searched || k.products[c.GTIN] || k.checks[c.ID]
}

// all tells whether nothing is left out: then shifts and cash belong to the export too.
func (k keep) all() bool {
	a := k.ask
	return !k.searched && a.Outcome == "" && a.Cashier == "" && a.Group == 0 && a.Channel == "" && a.Reason == ""
}

// soldUnchecked tells what the store notes as proof 2 of a sold line: a code went over the counter though no check of it could be made.
func soldUnchecked(rec store.Receipt, l store.Line, c store.Check) bool {
	switch {
	case l.Code == "" || rec.Kind != sale.Sale:
		return false
	case l.CheckID == "":
		return true
	case c.Emergency:
		return false
	}
	return unchecked(facetsOf(c.Verdict).Reasons)
}

// product is a line's barcode as the logs know it.
func product(l store.Line) string {
	switch {
	case l.GTIN != "":
		return l.GTIN
	case l.Barcode != "" && len(l.Barcode) < 14:
		return "00000000000000"[len(l.Barcode):] + l.Barcode
	}
	return l.Barcode
}
