package deviations

import (
	"context"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Sort is what a deviation turns out to be.
type Sort string

// Sorts of deviations.
const (
	Made      Sort = "made"      // the check was made in time; the proof is ready
	Offline   Sort = "offline"   // checked offline: there was no link
	Emergency Sort = "emergency" // emergency mode of the state system: no check was due
	Return    Sort = "return"    // the document is a return, which needs no check
	NotOurs   Sort = "not_ours"  // this till never saw the code
	Look      Sort = "look"      // a person has to look
)

// Why says more about a finding, above all why a person has to look.
type Why string

// Reasons of findings.
const (
	WhyNone      Why = ""
	WhyStopped   Why = "stopped"   // made: the till refused the code, it is in no receipt here
	WhyUnchecked Why = "unchecked" // look: sold without an answer, a senior took it on himself
	WhyNoCheck   Why = "no_check"  // look: sold, and the journal has no check of it
	WhyLate      Why = "late"      // look: the check was made after the sale
	WhyOld       Why = "old"       // look: the check was made long before the sale
	WhyTime      Why = "time"      // look: we had the code, but not at that time
	WhyNotSold   Why = "not_sold"  // look: checked and allowed here, and in no fiscalised receipt
)

// Finding is a row with what the journal knows of it. Check and Receipt are the IDs for the proof, "" when there is none.
type Finding struct {
	Row     Row
	Sort    Sort
	Why     Why
	Check   string
	Receipt string
}

// Journal is what matching asks.
type Journal interface {
	ChecksOf(ctx context.Context, cis string) ([]store.Check, error)
	ReceiptsWith(ctx context.Context, cis string) ([]store.Receipt, error)
}

// How far the operator's clock and ours may be apart, and how old a check may be at the sale: a basket may be held for a while.
const (
	window = 20 * time.Minute
	fresh  = 12 * time.Hour
)

// Match sorts every row, in their order.
func Match(ctx context.Context, j Journal, rows []Row) ([]Finding, error) {
	out := make([]Finding, 0, len(rows))
	for _, row := range rows {
		f, err := match(ctx, j, row)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}

func match(ctx context.Context, j Journal, row Row) (Finding, error) {
	f := Finding{Row: row, Sort: Look}
	receipts, err := j.ReceiptsWith(ctx, row.Cis)
	if err != nil {
		return f, err
	}
	made, err := j.ChecksOf(ctx, row.Cis)
	if err != nil {
		return f, err
	}
	var done []store.Receipt
	for _, r := range receipts {
		if r.State == sale.Fiscalized {
			done = append(done, r)
		}
	}
	if len(done) == 0 {
		f.withoutDocument(made)
		return f, nil
	}
	r, ok := document(row, done)
	if !ok {
		f.Why = WhyTime
		return f, nil
	}
	f.Receipt = r.ID
	if r.Kind == sale.Return || r.Back {
		f.Sort = Return
		return f, nil
	}
	f.sale(r, made)
	return f, nil
}

// withoutDocument judges a code that stands in no fiscalised receipt of this till.
func (f *Finding) withoutDocument(made []store.Check) {
	if len(made) == 0 {
		f.Sort = NotOurs
		return
	}
	c := nearest(f.Row.At, made)
	f.Check = c.ID
	switch {
	case !near(f.Row.At, c.At):
		f.Why = WhyTime
	case c.Decision == string(checks.Forbid):
		f.Sort, f.Why = Made, WhyStopped
	default:
		f.Why = WhyNotSold
	}
}

// document is the receipt that the row speaks of: the one with its number, or the nearest in time. Without number and time it is the
// only one there is.
func document(row Row, list []store.Receipt) (store.Receipt, bool) {
	if row.FD > 0 {
		for _, r := range list {
			if r.FD == row.FD && (row.FN == "" || r.FN == row.FN) {
				return r, true
			}
		}
		return store.Receipt{}, false
	}
	if row.At.IsZero() {
		return list[0], len(list) == 1
	}
	best := list[0]
	for _, r := range list[1:] {
		if apart(row.At, made(r)) < apart(row.At, made(best)) {
			best = r
		}
	}
	return best, near(row.At, made(best))
}

// sale judges the line of a fiscalised sale by its check.
func (f *Finding) sale(r store.Receipt, list []store.Check) {
	id := ""
	for _, l := range r.Lines {
		if l.Cis == f.Row.Cis {
			id = l.CheckID
		}
	}
	var c store.Check
	for _, k := range list {
		if k.ID == id && id != "" {
			c = k
		}
	}
	f.Check = c.ID
	switch {
	case c.ID == "":
		f.Why = WhyNoCheck
	case c.Emergency:
		f.Sort = Emergency
	case c.Channel == string(checks.ChannelNone) || c.Channel == string(checks.ChannelCache):
		f.Why = WhyUnchecked
	// The drive gives the time of a document by the minute, so a check in the same minute came before it.
	case c.At.After(made(r).Add(time.Minute)):
		f.Why = WhyLate
	case made(r).Sub(c.At) > fresh:
		f.Why = WhyOld
	case c.Offline:
		f.Sort = Offline
	default:
		f.Sort = Made
	}
}

func made(r store.Receipt) time.Time {
	if r.ClosedAt.IsZero() {
		return r.OpenedAt
	}
	return r.ClosedAt
}

func nearest(at time.Time, list []store.Check) store.Check {
	best := list[len(list)-1]
	for _, c := range list {
		if !at.IsZero() && apart(at, c.At) < apart(at, best.At) {
			best = c
		}
	}
	return best
}

func near(a, b time.Time) bool { return a.IsZero() || apart(a, b) <= window }

func apart(a, b time.Time) time.Duration {
	if a.After(b) {
		return a.Sub(b)
	}
	return b.Sub(a)
}
