package register

import (
	"context"
	"slices"
	"strings"
	"sync"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/store"
)

// askedAtOnce bounds the codes of one return that are asked about side by side.
const askedAtOnce = 4

// inCirculation asks the services about the codes that come back, before the document. Bans are about sales and do not hold here; but a
// unit that the operator still lists as never sold (rules.md section 5) is told of, stops the return, or wants a reason, as the shop's
// policy says. Nobody's answer stops nothing. Every check is kept under the return.
func (r *Register) inCirculation(ctx context.Context, rec store.Receipt) error {
	if !slices.ContainsFunc(rec.Lines, func(l store.Line) bool { return l.Code != "" }) {
		return nil
	}
	verdicts, err := r.askBack(ctx, rec.Lines)
	if err != nil {
		return err
	}
	products := make([]goods.Product, len(rec.Lines))
	for i, l := range rec.Lines {
		products[i] = goods.Product{Name: l.Name, Group: l.Group, Price: money.Kopecks(l.Price), VAT: l.VAT}
	}
	err = r.save(ctx, func(tx *store.Tx) error {
		for i, v := range verdicts {
			if v.ID == "" {
				continue
			}
			if err := r.putCheckOf(tx, v, products[i], rec.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, v := range verdicts {
		if !v.Has(checks.NotSold) {
			continue
		}
		l := rec.Lines[i]
		r.permit = r.permitOf(v, products[i], l.Price)
		r.emit(Event{Kind: EventVerdict, Verdict: &v})
		if v.Decision == checks.Forbid || v.Decision == checks.Ask && strings.TrimSpace(rec.Reason) == "" {
			return refuse(codeBackNotSold, "name", l.Name)
		}
	}
	return nil
}

// askBack asks about every line that comes back with its code; the others get an empty verdict.
func (r *Register) askBack(ctx context.Context, lines []store.Line) ([]checks.Verdict, error) {
	queries := make([]*checks.Request, len(lines))
	for i, l := range lines {
		if l.Code == "" {
			continue
		}
		code, err := marking.ParseWith(l.Code, r.p.Reading)
		if err != nil {
			return nil, because(codeInternal, err) // it was sold by this code
		}
		queries[i] = &checks.Request{Raw: l.Code, Code: code, Group: l.Group, Parts: l.Part.N, Return: true, InBasket: func(string) bool { return false }}
	}
	r.busy = r.p.Words.T("permit.checking")
	r.publish()
	defer func() { r.busy = "" }()
	out := make([]checks.Verdict, len(lines))
	free := make(chan struct{}, askedAtOnce)
	var all sync.WaitGroup
	for i, q := range queries {
		if q == nil {
			continue
		}
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			out[i] = r.p.Checks.Check(ctx, *q)
		})
	}
	all.Wait()
	return out, nil
}
