package central

import (
	"context"
	"fmt"
	"time"
)

// Sum is what one till did in a span. Money is in kopecks.
type Sum struct {
	Till     string
	Receipts int   // sales
	Returns  int   // documents that gave money back
	Revenue  int64 // sales less what was given back
	Checks   int
	Stopped  int
	Offline  int
	LastAt   int64 // Unix milliseconds of the till's last record that arrived
}

// Sums reads every till's sums of [from, to), by the name of the till. A till that did nothing is there with zeros.
func (d *Database) Sums(ctx context.Context, from, to time.Time) ([]Sum, error) {
	var out []Sum
	err := d.db.WithContext(ctx).Raw(`
		SELECT t.till, COALESCE(r.receipts, 0) receipts, COALESCE(r.returns, 0) returns, COALESCE(r.revenue, 0) revenue,
			COALESCE(c.checks, 0) checks, COALESCE(c.stopped, 0) stopped, COALESCE(c.offline, 0) offline, t.last_at
		FROM (SELECT till, max(at) last_at FROM till_record GROUP BY till) t
		LEFT JOIN (SELECT till, count(*) FILTER (WHERE NOT back) receipts, count(*) FILTER (WHERE back) returns, sum(CASE WHEN back THEN -total ELSE total END) revenue
			FROM till_receipt WHERE at >= @from AND at < @to AND state = 'fiscalized' GROUP BY till) r ON r.till = t.till
		LEFT JOIN (SELECT till, count(*) checks, count(*) FILTER (WHERE decision = 'forbid') stopped, count(*) FILTER (WHERE offline) offline
			FROM till_check WHERE at >= @from AND at < @to GROUP BY till) c ON c.till = t.till
		ORDER BY t.till`, map[string]any{"from": from.UnixMilli(), "to": to.UnixMilli()}).Scan(&out).Error
	if err != nil {
		return nil, fmt.Errorf("read owner's database: %w", err)
	}
	return out, nil
}
