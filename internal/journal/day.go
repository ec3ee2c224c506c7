// Package journal is the owner's view of what the till wrote down: the day at a glance, the sale log and the check log, and
// their exports. It reads the store and never changes it.
package journal

import (
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/sale"
)

// Day is the owner's picture of a span of days in the shop's zone.
type Day struct {
	From, To time.Time // instants, To excluded
	Totals   Totals
	Receipts []ReceiptRow // newest first
	Checks   []CheckRow   // newest first
	Permits  []Permit     // oldest first; of an export only, and only when nothing is left out
}

// Totals of a span. Revenue is sales less returns.
type Totals struct {
	Receipts  int
	Returns   int
	Sales     money.Kopecks // without returns
	Revenue   money.Kopecks
	Cash      money.Kopecks
	Card      money.Kopecks
	Drawer    money.Kopecks // cash that should lie in the drawer now
	Checks    int
	Allowed   int
	Stopped   int
	Offline   int
	Unchecked int // sold without a check: must be 0
	Emergency int
	ByReason  map[checks.ReasonCode]int // bans only
}

// Plus adds the totals of another span. The drawer is as it is now, not a sum.
func (t Totals) Plus(o Totals) Totals {
	reasons := map[checks.ReasonCode]int{}
	for _, m := range []map[checks.ReasonCode]int{t.ByReason, o.ByReason} {
		for code, n := range m {
			reasons[code] += n
		}
	}
	return Totals{Receipts: t.Receipts + o.Receipts, Returns: t.Returns + o.Returns, Sales: t.Sales + o.Sales, Revenue: t.Revenue + o.Revenue, Cash: t.Cash + o.Cash,
		Card: t.Card + o.Card, Drawer: o.Drawer, Checks: t.Checks + o.Checks, Allowed: t.Allowed + o.Allowed, Stopped: t.Stopped + o.Stopped,
		Offline: t.Offline + o.Offline, Unchecked: t.Unchecked + o.Unchecked, Emergency: t.Emergency + o.Emergency, ByReason: reasons}
}

// ReceiptRow is one receipt of the log.
type ReceiptRow struct {
	ID       string
	At       time.Time
	Kind     sale.Kind
	State    sale.State
	FD       int64
	Number   int64
	Shift    int64
	Cashier  string
	Lines    int
	Marked   int
	Total    money.Kopecks
	Payments string // "cash", "card", "cash+card"
}

// CheckRow is one check of the log.
type CheckRow struct {
	ID        string
	At        time.Time
	Name      string // product, "" when unknown
	Cis       string
	Decision  checks.Decision
	Channel   checks.Channel
	Offline   bool
	Reason    string // text of the first reason, "" when allowed without remarks
	ElapsedMs float64
	Receipt   string // ID of the receipt that the line reached, "" when none
	Cashier   string
	Approved  string

	// CodeWanted: marked goods came by their barcode and their code was asked for. Nothing was checked and nothing stopped.
	CodeWanted bool
}

// Stopped tells that the check kept a code out of every receipt.
func (c CheckRow) Stopped() bool {
	return c.Decision == checks.Forbid && !c.CodeWanted && c.Receipt == ""
}
