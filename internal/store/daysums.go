package store

import (
	"context"
	"fmt"
	"time"
)

// SumFilter narrows the sums of a span; zero fields want everything.
type SumFilter struct {
	Cashier  string
	Group    int
	Products []string // barcodes of 14 digits; nil: all
}

func (f SumFilter) narrow() bool { return f.Group != 0 || f.Products != nil }

// Took is what the receipts of one step of time brought, in kopecks. Under a filter of goods only their lines count, and Cash and Card, which
// belong to whole receipts, stay 0.
type Took struct {
	Step     int64 // since the shop's midnight of the first day
	Kind     string
	Back     bool
	Receipts int
	Sum      int64
	Cash     int64 // less change
	Card     int64
}

// Took adds up the fiscalised receipts of [from, to) by steps of time that begin at from.
func (s *Store) Took(ctx context.Context, from, to time.Time, step time.Duration, f SumFilter) (out []Took, err error) {
	t := terms{}
	t.add("+state = 'fiscalized'") // +: nearly all receipts are, their index is the wrong way in
	table, at, sums := "receipt", "opened_at", "count(*) AS receipts, sum(total) AS sum, sum(cash - CASE WHEN kind = 'return' THEN 0 ELSE change END) AS cash, sum(card) AS card"
	if f.narrow() {
		table, at, sums = "sold", "at", "count(DISTINCT receipt_id) AS receipts, sum(sum) AS sum, 0 AS cash, 0 AS card"
	}
	t.add(at+" >= ? AND "+at+" < ?", from.UnixMilli(), to.UnixMilli())
	f.goods(&t, "product")
	args := append([]any{from.UnixMilli(), step.Milliseconds()}, t.args...)
	err = s.read.WithContext(ctx).Raw("SELECT ("+at+" - ?) / ? AS step, kind, back, "+sums+" FROM "+table+t.where()+" GROUP BY 1, 2, 3", args...).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("add up receipts: %w", err)
	}
	return out, nil
}

func (f SumFilter) goods(t *terms, product string) {
	if f.Cashier != "" {
		t.add("cashier = ?", f.Cashier)
	}
	if f.Group != 0 {
		t.add("product_group = ?", f.Group)
	}
	if f.Products != nil {
		t.add(product+" IN ?", f.Products)
	}
}

// Checked counts checks that went alike.
type Checked struct {
	Decision  string
	Approved  bool
	Channel   string
	Offline   bool
	Emergency bool
	Reason    string // code of the first reason
	Checks    int
}

// Checked counts the checks of [from, to).
func (s *Store) Checked(ctx context.Context, from, to time.Time, f SumFilter) (out []Checked, err error) {
	first, past, ends := wholeDays(from.UnixMilli(), to.UnixMilli())
	if f.Products != nil {
		first, past, ends = 0, 0, [][2]int64{{from.UnixMilli(), to.UnixMilli()}}
	}
	const alike = "decision, approved, channel, offline, emergency, reason"
	q, args := "", []any(nil)
	for _, e := range ends {
		t := terms{}
		t.add("at >= ? AND at < ?", e[0], e[1])
		f.goods(&t, "gtin")
		q += "SELECT decision, approved <> '' AS approved, channel, offline, emergency, reason, 1 AS checks FROM check_log" + t.where() + " UNION ALL "
		args = append(args, t.args...)
	}
	t := terms{}
	t.add("day >= ? AND day < ?", first, past)
	SumFilter{Cashier: f.Cashier, Group: f.Group}.goods(&t, "")
	q += "SELECT " + alike + ", checks FROM check_day" + t.where()
	err = s.read.WithContext(ctx).Raw("SELECT "+alike+", sum(checks) AS checks FROM ("+q+") GROUP BY "+alike, append(args, t.args...)...).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("add up checks: %w", err)
	}
	return out, nil
}

// Waited counts checks of a channel, and of the host that was asked first, by how long the answer took, in steps of WaitStep; the last step
// holds all longer ones.
type Waited struct {
	Channel string
	Host    string // "" when hosts were not asked for, or nobody was asked
	Step    int
	Checks  int
}

// WaitStep is how finely answer times are told apart, and LongestWait the step that holds everything above.
const (
	WaitStep    = 10 * time.Millisecond
	LongestWait = 500
)

// Waited counts the checks of [from, to) that somebody was asked about, by the time that the answer took. Hosts stand in the verdicts, which
// are wide: for a day, not for months.
func (s *Store) Waited(ctx context.Context, from, to time.Time, f SumFilter, hosts bool) (out []Waited, err error) {
	t := terms{}
	t.add("at >= ? AND at < ? AND elapsed_us > 0", from.UnixMilli(), to.UnixMilli())
	f.goods(&t, "gtin")
	host := "''"
	if hosts {
		host = "coalesce(json_extract(verdict, '$.trace[0].host'), '')"
	}
	q := "SELECT channel, " + host + " AS host, min(elapsed_us / ?, ?) AS step, count(*) AS checks FROM check_log" + t.where() + " GROUP BY 1, 2, 3"
	if err := s.read.WithContext(ctx).Raw(q, append([]any{WaitStep.Microseconds(), LongestWait}, t.args...)...).Scan(&out).Error; err != nil {
		return nil, fmt.Errorf("add up answer times: %w", err)
	}
	return out, nil
}

// SoldUnchecked counts the lines of fiscalised sales of [from, to) that needed a check and have none.
func (s *Store) SoldUnchecked(ctx context.Context, from, to time.Time, f SumFilter) (n int, err error) {
	t := LogFilter{Outcome: OutcomeUnchecked}.ofLines()
	t.add("at >= ? AND at < ?", from.UnixMilli(), to.UnixMilli())
	f.goods(&t, "product")
	if err := s.read.WithContext(ctx).Raw("SELECT count(*) FROM sold"+t.where(), t.args...).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("count unchecked lines: %w", err)
	}
	return n, nil
}

// Cashiers are the names of everybody who ever sold or checked anything, by the alphabet.
func (s *Store) Cashiers(ctx context.Context) (out []string, err error) {
	err = s.read.WithContext(ctx).Raw(`SELECT DISTINCT cashier FROM (SELECT cashier FROM sold_day UNION SELECT cashier FROM check_day) WHERE cashier <> '' ORDER BY 1`).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read cashiers: %w", err)
	}
	return out, nil
}

// SoldGroups are the product groups that were ever sold or checked here.
func (s *Store) SoldGroups(ctx context.Context) (out []int, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT product_group FROM sold_day WHERE product_group > 0 UNION SELECT product_group FROM check_day WHERE product_group > 0 ORDER BY 1").Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read product groups: %w", err)
	}
	return out, nil
}

// StopReasons are the codes of reasons for which anything was ever forbidden or left to a senior, the commonest first.
func (s *Store) StopReasons(ctx context.Context) (out []string, err error) {
	err = s.read.WithContext(ctx).Raw("SELECT reason FROM check_day WHERE decision <> 'allow' AND reason NOT IN ('', ?) GROUP BY reason ORDER BY sum(checks) DESC", reasonNoCode).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read reasons: %w", err)
	}
	return out, nil
}

// Reach tells when the first and the last receipt or check was made; now and now when there is none.
func (s *Store) Reach(ctx context.Context) (first, last time.Time, err error) {
	var row struct{ First, Last int64 }
	err = s.read.WithContext(ctx).Raw(`SELECT min(coalesce((SELECT min(opened_at) FROM receipt), 9000000000000000), coalesce((SELECT min(at) FROM check_log), 9000000000000000)) AS first,
		max(coalesce((SELECT max(opened_at) FROM receipt), 0), coalesce((SELECT max(at) FROM check_log), 0)) AS last`).Scan(&row).Error
	if err != nil {
		return first, last, fmt.Errorf("read the span of the journal: %w", err)
	}
	if row.Last == 0 {
		now := time.Now()
		return now, now, nil
	}
	return time.UnixMilli(row.First).UTC(), time.UnixMilli(row.Last).UTC(), nil
}
