package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/store"
)

// Claim is one row of the operator's list of deviations and what it turned out to be.
type Claim struct {
	Line int    `json:"line"`           // of the list, the heading is 1
	At   string `json:"at,omitempty"`   // RFC 3339 with the shop's offset
	Kind string `json:"kind,omitempty"` // the operator's words
	Sort string `json:"sort"`           // as deviations.Sort
	Why  string `json:"why,omitempty"`  // as deviations.Why
}

// Found is a claim with the traces in the journal: IDs, "" where there is none.
type Found struct {
	Claim   Claim
	Cis     string
	Check   string
	Receipt string
}

// ProveList gathers the proof of several claims, in their order. file names the list. A claim of which the journal knows nothing is
// left out; ErrNothing when that leaves none.
func (l Log) ProveList(ctx context.Context, shop Shop, file string, list []Found, zone *time.Location, now time.Time) (Proof, error) {
	p := Proof{Shop: shop, MadeAt: clock(zone)(now), Subject: "list", ID: file, Items: []ProofItem{}, zone: zone}
	for _, f := range list {
		before := len(p.Items)
		if err := l.addFound(ctx, &p, f); err != nil {
			return Proof{}, err
		}
		for i := before; i < len(p.Items); i++ {
			claim := f.Claim
			p.Items[i].Claim = &claim
		}
	}
	if len(p.Items) == 0 {
		return Proof{}, fmt.Errorf("prove list: %w", ErrNothing)
	}
	return p, l.close(ctx, &p)
}

func (l Log) addFound(ctx context.Context, p *Proof, f Found) error {
	if f.Receipt != "" {
		rec, err := l.Store.Receipt(ctx, f.Receipt)
		if err != nil && !errors.Is(err, store.ErrNone) {
			return err
		}
		for n, line := range rec.Lines {
			if line.Cis == f.Cis {
				return l.addLine(ctx, p, rec, n)
			}
		}
	}
	if f.Check == "" {
		return nil
	}
	c, err := l.Store.Check(ctx, f.Check)
	if errors.Is(err, store.ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	item := ProofItem{Outcome: OutcomeNotSold, Name: c.Name, Cis: c.Cis, GTIN: c.GTIN, Group: c.Group}
	if c.Decision == string(checks.Forbid) {
		item.Outcome = OutcomeStopped
	}
	if err := l.addCheck(ctx, p, &item, c); err != nil {
		return err
	}
	p.Items = append(p.Items, item)
	return nil
}
