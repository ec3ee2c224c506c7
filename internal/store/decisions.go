package store

import (
	"context"
	"encoding/json"
)

// Decision is what a person said about a receipt that nobody could settle by asking the printer. Facts are what lay side by side
// when it was taken: the intent and the documents of the printer.
type Decision struct {
	Receipt string          `json:"receipt"`
	Senior  string          `json:"senior"`
	Verdict string          `json:"verdict"` // "made" or "not_made"
	FD      int64           `json:"fd,omitempty"`
	Facts   json.RawMessage `json:"facts"`
}

// PutDecision records a decision. The receipt itself is written by PutReceipt in the same change.
func (tx *Tx) PutDecision(d Decision) error { return tx.append("decision", d.Receipt, d) }

// PrinterSaid records what the fiscal printer answered about a code that it refused, beside the permit check that allowed it. An
// answer that stopped nothing stands in the line of the receipt.
func (tx *Tx) PrinterSaid(checkID string, answer json.RawMessage) error {
	return tx.append("printer_check", checkID, answer)
}

// ReceiptByFD reads the receipts that are fiscal document fd of a drive; fn "" means any drive. There is more than one only when
// drives were changed.
func (s *Store) ReceiptByFD(ctx context.Context, fn string, fd int64) ([]Receipt, error) {
	q := s.read.WithContext(ctx).Where("fd = ? AND fd > 0", fd)
	if fn != "" {
		q = q.Where("fn = ?", fn)
	}
	return s.receipts(q)
}
