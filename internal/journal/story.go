package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/store"
)

// Story is the way of one code or line: what the operator said, what the rules decided, what the till did, what the printer printed. Lines
// are the other lines of the receipt, so that it is seen whole.
type Story struct {
	ProofItem
	Lines []LineRow
}

// StoryOfLine tells of line n, counted from 1, of a receipt; ErrNothing when there is none.
func (l Log) StoryOfLine(ctx context.Context, receipt string, n int, zone *time.Location) (Story, error) {
	rec, err := l.Store.Receipt(ctx, receipt)
	if errors.Is(err, store.ErrNone) || err == nil && (n < 1 || n > len(rec.Lines)) {
		return Story{}, fmt.Errorf("line %d of receipt %s: %w", n, receipt, ErrNothing)
	}
	if err != nil {
		return Story{}, err
	}
	p := Proof{zone: zone}
	if err := l.addLine(ctx, &p, rec, n-1); err != nil {
		return Story{}, err
	}
	s := Story{ProofItem: p.Items[0]}
	for i, line := range rec.Lines {
		s.Lines = append(s.Lines, LineRow{At: rec.OpenedAt, Receipt: rec.ID, N: i + 1, Kind: rec.Kind, State: rec.State, Name: line.Name, Cis: line.Cis, Sum: money.Kopecks(line.Sum), CheckID: line.CheckID})
	}
	return s, nil
}

// StoryOfCheck tells of a check, and of the line that it allowed; ErrNothing when there is none.
func (l Log) StoryOfCheck(ctx context.Context, id string, zone *time.Location) (Story, error) {
	rec, err := l.Store.ReceiptOfCheck(ctx, id)
	switch {
	case err == nil:
		for i, line := range rec.Lines {
			if line.CheckID == id {
				return l.StoryOfLine(ctx, rec.ID, i+1, zone)
			}
		}
	case !errors.Is(err, store.ErrNone):
		return Story{}, err
	}
	c, err := l.Store.Check(ctx, id)
	if errors.Is(err, store.ErrNone) {
		return Story{}, fmt.Errorf("check %s: %w", id, ErrNothing)
	}
	if err != nil {
		return Story{}, err
	}
	p := Proof{zone: zone}
	s := Story{ProofItem: ProofItem{Outcome: OutcomeNotSold, Name: c.Name, Cis: c.Cis, GTIN: c.GTIN, Group: c.Group}}
	if c.Decision == string(checks.Forbid) {
		s.Outcome = OutcomeStopped
	}
	return s, l.addCheck(ctx, &p, &s.ProofItem, c)
}
