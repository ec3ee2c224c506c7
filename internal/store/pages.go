package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// page is how many documents are read at once by those who walk over years.
const page = 500

// ReceiptPages hands over the receipts opened in [from, to), oldest first, some hundreds at a time: memory does not grow with the span.
// No page is empty. An error of visit ends the walk and is returned as it is.
func (s *Store) ReceiptPages(ctx context.Context, from, to time.Time, visit func([]Receipt) error) error {
	at, id := from.UnixMilli(), ""
	for {
		list, err := s.receipts(s.read.WithContext(ctx).Where("(opened_at, id) > (?, ?) AND opened_at < ?", at, id, to.UnixMilli()).Limit(page))
		if err != nil {
			return err
		}
		if len(list) > 0 {
			if err := visit(list); err != nil {
				return err
			}
		}
		if len(list) < page {
			return nil
		}
		last := list[len(list)-1]
		at, id = last.OpenedAt.UnixMilli(), last.ID
	}
}

// CheckPages hands over the checks made in [from, to), oldest first; see ReceiptPages. Without answers, Raw stays empty: the answers
// are most of the bytes.
func (s *Store) CheckPages(ctx context.Context, from, to time.Time, answers bool, visit func([]Check) error) error {
	fields := checkFields
	if answers {
		fields += ", raw"
	}
	at, id := from.UnixMilli(), ""
	for {
		list := make([]Check, 0, page)
		err := s.checkRows(ctx, "SELECT "+fields+" FROM check_log WHERE (at, id) > (?, ?) AND at < ? ORDER BY at, id LIMIT ?", answers,
			func(r checkRow) { list = append(list, r.check()) }, at, id, to.UnixMilli(), page)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			if err := visit(list); err != nil {
				return err
			}
		}
		if len(list) < page {
			return nil
		}
		at, id = list[len(list)-1].At.UnixMilli(), list[len(list)-1].ID
	}
}

// SoldBy tells which of the checks stand under a line of a fiscalised sale, and in which: check ID to receipt ID.
func (s *Store) SoldBy(ctx context.Context, checks []string) (map[string]string, error) {
	out := make(map[string]string, len(checks))
	for len(checks) > 0 {
		part := checks[:min(page, len(checks))]
		checks = checks[len(part):]
		var rows []struct{ CheckID, ReceiptID string }
		// CROSS keeps the order of the tables: the planner would begin with all fiscalised receipts, which is nearly all there are.
		err := s.read.WithContext(ctx).Raw(`SELECT l.check_id, l.receipt_id FROM receipt_line l CROSS JOIN receipt r ON r.id = l.receipt_id
			WHERE l.check_id IN ? AND l.check_id <> '' AND r.state = 'fiscalized' AND r.kind <> 'return'`, part).Scan(&rows).Error
		if err != nil {
			return nil, fmt.Errorf("read sales of checks: %w", err)
		}
		for _, r := range rows {
			out[r.CheckID] = r.ReceiptID
		}
	}
	return out, nil
}

// ChecksByID reads checks without the operator's answers; those that are not there are left out.
func (s *Store) ChecksByID(ctx context.Context, ids []string) (map[string]Check, error) {
	out := make(map[string]Check, len(ids))
	for len(ids) > 0 {
		part := ids[:min(page, len(ids))]
		ids = ids[len(part):]
		args := make([]any, len(part))
		for i, id := range part {
			args[i] = id
		}
		places := strings.TrimSuffix(strings.Repeat("?, ", len(args)), ", ")
		err := s.checkRows(ctx, "SELECT "+checkFields+" FROM check_log WHERE id IN ("+places+")", false, func(r checkRow) { out[r.ID] = r.check() }, args...)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

const checkFields = "id, at, cis, gtin, product_group, name, decision, channel, offline, emergency, reason, elapsed_us, verdict, receipt_id, cashier, approved, approval"

func (r checkRow) check() Check {
	c := Check{ID: r.ID, At: instant(r.At), Cis: r.Cis, GTIN: r.GTIN, Group: r.ProductGroup, Name: r.Name, Decision: r.Decision, Channel: r.Channel,
		Offline: r.Offline, Emergency: r.Emergency, Reason: r.Reason, Elapsed: time.Duration(r.ElapsedUs) * time.Microsecond, Verdict: json.RawMessage(r.Verdict),
		Receipt: r.ReceiptID, Cashier: r.Cashier, Approved: r.Approved, Approval: r.Approval}
	if r.Raw != "" {
		c.Raw = json.RawMessage(r.Raw)
	}
	return c
}
