package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// CheckLog is the check log under a filter, newest first; see SoldLog.
type CheckLog struct {
	s      *Store
	f      LogFilter
	window window
	held   []Check
	Cut    time.Time // checks older than this were not looked at, zero when all were
}

// CheckLog counts the checks that pass the filter.
func (s *Store) CheckLog(ctx context.Context, f LogFilter) (*CheckLog, error) {
	l := &CheckLog{s: s, f: f}
	if f.Found != nil && f.Found.Checks != nil {
		return l, l.hold(ctx)
	}
	from, to := f.From.UnixMilli(), f.To.UnixMilli()
	if f.Found != nil && !f.wide() {
		if cut, err := s.enough(ctx, f.Found.Products, "checks", from, to); err != nil {
			return nil, err
		} else if cut > from {
			from, l.Cut = cut, time.UnixMilli(cut)
		}
	}
	list, err := s.countSpan(ctx, from, to, l.days, func(from, to int64) (string, []any) {
		t := l.terms(from, to)
		return "SELECT count(*) FROM check_log" + t.where(), t.args
	})
	if err != nil {
		return nil, fmt.Errorf("count the check log: %w", err)
	}
	l.window = newWindow(list)
	return l, nil
}

func (l *CheckLog) days(first, past int64) (string, []any) {
	if l.f.Found == nil {
		t := l.f.ofChecks(true)
		t.add("day >= ? AND day < ?", first, past)
		return "SELECT day, sum(checks) AS n FROM check_day" + t.where() + " GROUP BY day", t.args
	}
	if l.f.wide() {
		return "SELECT day, sum(checks) AS n FROM product_day WHERE product IN ? AND day >= ? AND day < ? GROUP BY day", []any{l.f.Found.Products, first, past}
	}
	t := l.f.ofChecks(false)
	t.add("gtin IN ? AND at >= ? AND at < ?", l.f.Found.Products, first*dayMs, past*dayMs)
	return "SELECT at / 86400000 AS day, count(*) AS n FROM check_log" + t.where() + " GROUP BY 1", t.args
}

func (l *CheckLog) terms(from, to int64) terms {
	t := l.wanted()
	t.add("at >= ? AND at < ?", from, to)
	return t
}

// wanted are the conditions on the rows, but for their time.
func (l *CheckLog) wanted() terms {
	t := l.f.ofChecks(false)
	if l.f.Found != nil {
		t.add("gtin IN ?", l.f.Found.Products)
	}
	return t
}

// Count is how many checks there are.
func (l *CheckLog) Count() int { return len(l.held) + l.window.count() }

// Checks reads checks [first, first+n), without the operator's answers.
func (l *CheckLog) Checks(ctx context.Context, first, n int) ([]Check, error) {
	if l.held != nil {
		first = min(first, len(l.held))
		return l.held[first:min(first+n, len(l.held))], nil
	}
	list, skip := l.window.stretches(first, n)
	if len(list) == 0 {
		return nil, nil
	}
	from, t := within("check_log", list)
	t = t.and(l.wanted())
	// The rows to show are chosen in the index; the wide ones are read for those only.
	return l.s.checksIn(ctx, "rowid IN (SELECT check_log.rowid FROM "+from+t.where()+" ORDER BY at DESC, check_log.rowid DESC LIMIT ? OFFSET ?)", append(t.args, n, skip)...)
}

// hold reads the checks that a search found, all at once: they are few.
func (l *CheckLog) hold(ctx context.Context) error {
	l.held = []Check{}
	ids := l.f.Found.Checks
	for len(ids) > 0 {
		part := ids[:min(page, len(ids))]
		ids = ids[len(part):]
		t := l.f.ofChecks(false)
		t.add("at >= ? AND at < ?", l.f.From.UnixMilli(), l.f.To.UnixMilli())
		t.add("id IN ?", part)
		list, err := l.s.checksIn(ctx, strings.Join(t.sql, " AND "), t.args...)
		if err != nil {
			return err
		}
		l.held = append(l.held, list...)
	}
	slices.SortStableFunc(l.held, func(a, b Check) int { return b.At.Compare(a.At) })
	return nil
}

func (s *Store) checksIn(ctx context.Context, where string, args ...any) ([]Check, error) {
	var rows []checkRow
	if err := s.read.WithContext(ctx).Raw("SELECT "+checkFields+" FROM check_log WHERE "+where+" ORDER BY at DESC, rowid DESC", args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read the check log: %w", err)
	}
	out := make([]Check, len(rows))
	for i, r := range rows {
		out[i] = r.check()
	}
	return out, nil
}
