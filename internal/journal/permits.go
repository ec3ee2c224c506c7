package journal

import (
	"dobro/internal/money"
	"dobro/internal/store"
)

// tablePermits is who permitted whom what on the spot.
var tablePermits = Table{"permits", []Column{{"at", Instant, 18, false}, {"senior", Text, 18, false}, {"cashier", Text, 18, false}, {"permit", Text, 30, false},
	{"why", Text, 34, false}, {"name", Text, 40, false}, {"cis", Text, 32, false}, {"sum", Money, 12, false}, {"receipt", Text, 38, false}, {"check", Text, 38, false}}}

// PermitFact is one permission of a senior in the JSON export.
type PermitFact struct {
	At      string `json:"at"`
	Senior  string `json:"senior"`
	Cashier string `json:"cashier"`
	Right   string `json:"right"` // what the cashier had no right to
	Reason  string `json:"reason"`
	Receipt string `json:"receipt"` // the document that was made by it, or the basket that lay open
	Check   string `json:"check"`   // of a code that the senior took on himself
}

// Permit is one permission with what it was about.
type Permit struct {
	store.Permission
	Name, Cis string        // of a code that the senior took on himself
	Sum       money.Kopecks // of the document that was made by it
}

// paperOf is the document of a permission, or the basket that lay open.
func paperOf(p store.Permission) string {
	if p.Document != "" {
		return p.Document
	}
	return p.Receipt
}

// permit finds what a permission was about among the documents of its day.
func (d dayFacts) permit(p store.Permission) Permit {
	out := Permit{Permission: p}
	for _, c := range d.checks {
		if p.Check != "" && c.ID == p.Check {
			out.Name, out.Cis = c.Name, c.Cis
		}
	}
	for _, rec := range d.receipts {
		if p.Document != "" && rec.ID == p.Document {
			out.Sum = money.Kopecks(rec.Total)
		}
	}
	for _, m := range d.moves {
		if p.Document != "" && m.ID == p.Document {
			out.Sum = money.Kopecks(m.Sum)
		}
	}
	return out
}

func (r Request) permitRow(p Permit) []any {
	var sum any
	if p.Sum != 0 {
		sum = p.Sum
	}
	return []any{p.At, p.Senior, p.Cashier, r.word("permit", p.Right), p.Reason, p.Name, p.Cis, sum, paperOf(p.Permission), p.Check}
}
