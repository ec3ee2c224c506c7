package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Permission is a senior who let somebody do, once, what his role may not.
type Permission struct {
	At      time.Time `json:"-"`
	Senior  string    `json:"senior"`
	Cashier string    `json:"cashier"`
	Action  string    `json:"action"` // as in replay scripts: "return", "price", "cash_out" …
	Right   string    `json:"right"`
	Receipt string    `json:"receipt,omitempty"` // the basket that lay open

	// What was written in the same change: a document, or a check that the senior took on himself; "" when only the basket changed.
	Document string `json:"-"`
	Check    string `json:"-"`
	Reason   string `json:"-"` // that stands in it
}

// PutPermission records a permission; it stands in the same change as what was permitted.
func (tx *Tx) PutPermission(p Permission) error { return tx.append("permission", p.Senior, p) }

// Permissions reads what seniors permitted in [from, to), oldest first: what stands in records of permissions, and the codes without an answer that
// they took on themselves. Both are found by their subjects, of which there are few: people, who never leave the journal, and checks of those days.
func (s *Store) Permissions(ctx context.Context, from, to time.Time) ([]Permission, error) {
	var rows []struct {
		Seq, At                   int64
		Kind, Subject             string
		Body, Did, DidOf, DidBody string
		Cashier, Receipt          string
	}
	// The plus keeps the planner to the index of subjects.
	err := s.read.WithContext(ctx).Raw(`SELECT p.seq, p.at, p.kind, p.subject, p.body, coalesce(d.kind, '') AS did, coalesce(d.subject, '') AS did_of, coalesce(d.body, '') AS did_body, '' AS cashier, '' AS receipt
		FROM person CROSS JOIN record p ON p.subject = person.name
		LEFT JOIN record d ON d.seq = (SELECT min(n.seq) FROM record n WHERE n.seq > p.seq AND n.seq <= p.seq + 4 AND n.at = p.at AND n.kind IN ('receipt', 'cash'))
		WHERE +p.kind = 'permission' AND p.at >= ? AND p.at < ?
		UNION ALL SELECT a.seq, a.at, a.kind, a.subject, a.body, '', '', '', c.cashier, c.receipt_id
		FROM check_log c CROSS JOIN record a ON a.subject = c.id
		WHERE c.approved <> '' AND c.at >= ? AND c.at < ? AND +a.kind = 'approval' ORDER BY 1`, from.UnixMilli(), to.UnixMilli(), from.UnixMilli(), to.UnixMilli()).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read permissions: %w", err)
	}
	out := make([]Permission, 0, len(rows))
	for _, r := range rows {
		p := Permission{At: time.UnixMilli(r.At).UTC()}
		body := struct{ Senior, Reason string }{}
		if r.Kind == "approval" {
			p = Permission{At: p.At, Cashier: r.Cashier, Action: "approve", Right: "approve", Receipt: r.Receipt, Check: r.Subject}
			err = json.Unmarshal(unpacked([]byte(r.Body)), &body)
			p.Senior = body.Senior
		} else {
			err = json.Unmarshal(unpacked([]byte(r.Body)), &p)
			if err == nil && r.Did != "" {
				p.Document = r.DidOf
				err = json.Unmarshal(unpacked([]byte(r.DidBody)), &body)
			}
		}
		if err != nil {
			return nil, fmt.Errorf("read permission %d: %w", r.Seq, err)
		}
		p.Reason = body.Reason
		out = append(out, p)
	}
	return out, nil
}
