package store

import (
	"slices"
	"strings"
	"time"
)

// Outcome narrows a log to what became of a scan or of a line. "" is everything.
type Outcome string

// Outcomes of the check log, then of the sale log.
const (
	OutcomeAllowed   Outcome = "allowed"
	OutcomeStopped   Outcome = "stopped" // forbidden, or a senior was asked and did not take it on himself
	OutcomeApproved  Outcome = "approved"
	OutcomeOffline   Outcome = "offline"
	OutcomeEmergency Outcome = "emergency"
	OutcomeWantCode  Outcome = "want_code" // the barcode of a marked product: no sale was stopped, the code was asked for

	OutcomeSold      Outcome = "sold"
	OutcomeReturned  Outcome = "returned"
	OutcomeUnchecked Outcome = "unchecked" // sold without a check
	OutcomeNotMade   Outcome = "not_made"  // cancelled, or never reached the printer
)

// LogFilter says which lines of a log are wanted; zero fields want everything.
type LogFilter struct {
	From, To time.Time // instants, To excluded
	Outcome  Outcome
	Cashier  string
	Group    int
	Channel  string // of checks
	Reason   string // code of the first reason, of checks
	Found    *Found // what a search came to; nil when nothing was looked for
}

// terms are conditions of a statement.
type terms struct {
	sql  []string
	args []any
}

func (t *terms) add(sql string, args ...any) {
	t.sql = append(t.sql, sql)
	t.args = append(t.args, args...)
}

// and joins conditions; the arguments keep the order of the signs.
func (t terms) and(o terms) terms {
	return terms{sql: append(slices.Clone(t.sql), o.sql...), args: append(slices.Clone(t.args), o.args...)}
}

func (t terms) where() string {
	if len(t.sql) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(t.sql, " AND ")
}

// reasonNoCode is checks.NoCode: the store does not know the engine.
const reasonNoCode = "no_code"

// A plus before a column keeps SQLite from making an index of its own for it: joined to some days, it would go over all years to save a
// walk over those.

// ofChecks are the conditions on check_log or, with days, on check_day, whose columns have the same names but for approved.
func (f LogFilter) ofChecks(days bool) (t terms) {
	approved := "approved <> ''"
	if days {
		approved = "approved"
	}
	switch f.Outcome {
	case OutcomeAllowed:
		t.add("+decision = 'allow'")
	case OutcomeStopped:
		t.add("(decision = 'forbid' AND reason <> ? OR decision = 'ask' AND NOT "+approved+")", reasonNoCode)
	case OutcomeApproved:
		t.add(approved)
	case OutcomeOffline:
		t.add("+offline = 1")
	case OutcomeEmergency:
		t.add("+emergency = 1")
	case OutcomeWantCode:
		t.add("reason = ? AND reason <> ''", reasonNoCode)
	}
	if f.Cashier != "" {
		t.add("+cashier = ?", f.Cashier)
	}
	if f.Group != 0 {
		t.add("+product_group = ?", f.Group)
	}
	if f.Channel != "" {
		t.add("+channel = ?", f.Channel)
	}
	if f.Reason != "" {
		t.add("reason = ? AND reason <> ''", f.Reason) // the index of reasons holds no empty ones
	}
	return t
}

// ofLines are the conditions on sold and on sold_day.
func (f LogFilter) ofLines() (t terms) {
	switch f.Outcome {
	case OutcomeSold:
		t.add("+state = 'fiscalized' AND +kind = 'sale'")
	case OutcomeReturned:
		t.add("+state = 'fiscalized' AND +kind <> 'sale'")
	case OutcomeUnchecked:
		t.add("+state = 'fiscalized' AND +proof = 2")
	case OutcomeNotMade:
		t.add("state NOT IN ('fiscalized', 'sending', 'unknown')")
	}
	if f.Cashier != "" {
		t.add("+cashier = ?", f.Cashier)
	}
	if f.Group != 0 {
		t.add("+product_group = ?", f.Group)
	}
	return t
}

// wide tells whether the sums by product are enough: nothing but the product is asked for.
func (f LogFilter) wide() bool {
	return f.Outcome == "" && f.Cashier == "" && f.Group == 0 && f.Channel == "" && f.Reason == ""
}

const dayMs = 86_400_000

// wholeDays parts [from, to) into whole days of UTC [first, past) and the two ends before and behind them, in milliseconds.
func wholeDays(from, to int64) (first, past int64, ends [][2]int64) {
	first, past = (from+dayMs-1)/dayMs, to/dayMs
	if first >= past {
		return 0, 0, [][2]int64{{from, to}}
	}
	if from < first*dayMs {
		ends = append(ends, [2]int64{from, first * dayMs})
	}
	if past*dayMs < to {
		ends = append(ends, [2]int64{past * dayMs, to})
	}
	return first, past, ends
}
