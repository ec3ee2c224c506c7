package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// tally is what was held together, in kopecks. Money back counts as less.
type tally struct {
	receipts, returns, corrections, lines, divided int
	gross, discount, total, cash                   int64
	paid                                           map[sale.Pay]int64
	vat                                            map[sale.VAT]int64
}

func (a *tally) add(b tally) {
	a.receipts, a.returns, a.corrections = a.receipts+b.receipts, a.returns+b.returns, a.corrections+b.corrections
	a.lines, a.divided = a.lines+b.lines, a.divided+b.divided
	a.gross, a.discount, a.total, a.cash = a.gross+b.gross, a.discount+b.discount, a.total+b.total, a.cash+b.cash
	if a.paid == nil {
		a.paid, a.vat = map[sale.Pay]int64{}, map[sale.VAT]int64{}
	}
	for k, v := range b.paid {
		a.paid[k] += v
	}
	for k, v := range b.vat {
		a.vat[k] += v
	}
}

func (a tally) String() string {
	rubles := func(v int64) string { return money.Kopecks(v).String() }
	s := fmt.Sprintf("receipts %d (returns %d, corrections %d), lines %d (%d divided for the printer)\ngoods %s less discounts %s = %s\npayments:",
		a.receipts, a.returns, a.corrections, a.lines, a.divided, rubles(a.gross), rubles(a.discount), rubles(a.total))
	for _, k := range slices.Sorted(maps.Keys(a.paid)) {
		s += fmt.Sprintf(" %s %s", k, rubles(a.paid[k]))
	}
	s += "\nVAT:"
	for _, k := range slices.Sorted(maps.Keys(a.vat)) {
		s += fmt.Sprintf(" %s: %s", k, rubles(a.vat[k]))
	}
	return s + fmt.Sprintf("\ndrawer %s: journal, till, drive and the printer's counter agree", rubles(a.cash))
}

// compare holds the journal against the drive, and both against the counters.
func (b *sumsBench) compare() tally {
	list, err := b.store.Receipts(b.ctx, time.Now().AddDate(-1, 0, 0), time.Now().AddDate(1, 0, 0))
	b.must(err)
	drive := map[int64]driven{}
	for _, d := range b.printer.drive() {
		drive[d.fd] = d
	}
	out := tally{paid: map[sale.Pay]int64{}, vat: map[sale.VAT]int64{}}
	inDrive := map[sale.Pay]int64{}
	for _, r := range list {
		if r.State != sale.Fiscalized {
			if r.State != sale.Cancelled {
				b.Errorf("receipt %s is %s", r.ID, r.State)
			}
			continue
		}
		d, ok := drive[r.FD]
		if !ok {
			b.Errorf("document %d of receipt %s is not in the drive", r.FD, r.ID)
			continue
		}
		delete(drive, r.FD)
		b.one(r, d, &out)
		sign := int64(1)
		if d.back {
			sign = -1
		}
		for k, v := range d.paid {
			inDrive[k] += sign * v
		}
	}
	if len(drive) > 0 {
		b.Errorf("%d documents in the drive are in no receipt of the journal", len(drive))
	}
	if !maps.Equal(trimmed(out.paid), trimmed(inDrive)) {
		b.Errorf("payments in the journal %v, in the drive %v", out.paid, inDrive)
	}
	out.cash = out.paid[sale.Cash] + b.moved
	drawer, err := b.store.Drawer(b.ctx)
	b.must(err)
	st, err := b.printer.adapter().Status(b.ctx)
	b.must(err)
	if drawer != out.cash || st.CashInDrawer != out.cash || int64(b.till.View().Shift.Cash) != out.cash {
		b.Errorf("cash: by receipts %d, journal %d, till %d, the printer's counter %d", out.cash, drawer, b.till.View().Shift.Cash, st.CashInDrawer)
	}
	if n, revenue, err := b.store.ShiftTotals(b.ctx, st.FN, st.ShiftNumber); err != nil || revenue != out.total {
		b.Errorf("shift: %d receipts over %d, %v; want %d", n, revenue, err, out.total)
	}
	if _, _, broken, err := b.store.Verify(b.ctx); err != nil || broken != nil {
		b.Errorf("chain: %+v, %v", broken, err)
	}
	return out
}

// one holds a receipt of the journal against its document.
func (b *sumsBench) one(r store.Receipt, d driven, out *tally) {
	b.Helper()
	back := r.Kind == sale.Return || r.Back
	sign := int64(1)
	if back {
		sign = -1
	}
	out.receipts++
	switch r.Kind {
	case sale.Return:
		out.returns++
	case sale.Correction:
		out.corrections++
	}
	at, sum := 0, int64(0)
	vat := map[sale.VAT]int64{}
	for n, l := range r.Lines {
		parts, quantity, paid := 0, int64(0), int64(0)
		for at < len(d.lines) && quantity < l.Quantity {
			p := d.lines[at]
			if p.name != strings.TrimSpace(l.Name) || p.vat != l.VAT {
				b.Errorf("document %d line %d: %+v in the drive, %+v in the journal", d.fd, n+1, p, l)
			}
			parts, quantity, paid, at = parts+1, quantity+p.quantity, paid+p.sum, at+1
		}
		if quantity != l.Quantity || paid != l.Sum || l.Gross()-l.Discount != l.Sum {
			b.Errorf("document %d line %d: %d for %d in the drive, %d for %d in the journal, gross %d less %d", d.fd, n+1, paid, quantity, l.Sum, l.Quantity, l.Gross(), l.Discount)
		}
		if parts > 1 {
			out.divided++
		}
		out.lines++
		out.gross, out.discount = out.gross+sign*l.Gross(), out.discount+sign*l.Discount
		out.vat[l.VAT] += sign * l.VATSum
		vat[l.VAT] += l.VATSum
		sum += l.Sum
	}
	paid := map[sale.Pay]int64{}
	for _, p := range r.Payments {
		paid[p.Type] += p.Sum
	}
	paid[sale.Cash] -= r.Change
	for k, v := range paid {
		out.paid[k] += sign * v
	}
	out.total += sign * r.Total
	if sum != r.Total || d.total != r.Total || d.back != back || at != len(d.lines) || !maps.Equal(trimmed(paid), trimmed(d.paid)) {
		b.Errorf("document %d: %+v\nin the journal total %d, lines %d, payments %v", d.fd, d, r.Total, sum, paid)
	}
	if d.hasVAT && !maps.Equal(trimmed(vat), trimmed(d.vat)) {
		b.Errorf("document %d: VAT %v in the drive, %v in the journal", d.fd, d.vat, vat)
	}
}

func trimmed[K comparable](m map[K]int64) map[K]int64 {
	out := maps.Clone(m)
	maps.DeleteFunc(out, func(_ K, v int64) bool { return v == 0 })
	return out
}
