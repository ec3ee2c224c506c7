package register

import (
	"context"
	"math/big"
	"slices"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// partGroups are sold by parts of a marked pack even where the answer does not name their number (rules.md section 5): medical goods,
// other tobacco, nicotine, beer and its like in kegs, antiseptics, medicines.
var partGroups = []int{7, 10, 12, 15, 16, 19, 22}

// SetPart sells a part of a marked pack instead of all of it: 3 of 20 (tag 1291). The code is checked anew for just that part, so that
// the requisite of the line belongs to what is sold. More than what is left of the pack is refused and the line stays as it was; a ban
// that came up meanwhile takes the line away. The zero part is the whole pack again.
func (r *Register) SetPart(ctx context.Context, n int, part sale.Fraction) error {
	return r.do(ctx, "quantity", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		l, err := r.line(n)
		if err != nil {
			return err
		}
		if err := r.partFits(ctx, l, part); err != nil {
			return err
		}
		return r.recheck(ctx, n, part)
	})
}

// partFits refuses a part that cannot be sold whatever the operator says.
func (r *Register) partFits(ctx context.Context, l *line, part sale.Fraction) error {
	switch {
	case !part.Valid():
		return refuse(string(sale.BadPart))
	case part.Whole():
		return nil
	case !l.splits():
		return refuse(codeNoParts, "name", l.Name)
	case l.Inner > 0 && part.Of != l.Inner:
		return refuse(codeOtherParts, "name", l.Name, "parts", l.Inner)
	}
	left, err := r.leftOf(ctx, l, part.Of)
	if err != nil {
		return err
	}
	if part.N > left {
		return refuse(codePartOver, "name", l.Name, "left", left, "parts", part.Of)
	}
	return nil
}

// splits tells whether a part of the line's pack may be sold.
func (l *line) splits() bool {
	return l.Marked() && !l.Fixed && (l.Inner > 0 || slices.Contains(partGroups, l.Group))
}

// leftOf is how many parts of a pack are still there: by the operator's count and by our own, of which the worse holds.
func (r *Register) leftOf(ctx context.Context, l *line, parts int64) (int64, error) {
	share, err := r.p.Store.SoldShare(ctx, l.Cis)
	if err != nil {
		return 0, because(codeStore, err)
	}
	rest := share.Sub(big.NewRat(1, 1), share).Mul(share, big.NewRat(parts, 1))
	left := new(big.Int).Div(rest.Num(), rest.Denom()).Int64()
	if l.Inner > 0 {
		left = min(left, l.Inner-l.SoldParts)
	}
	return max(left, 0), nil
}

// begun tells whether a part of the pack was sold before: what is left of it cannot be sold as a whole.
func (r *Register) begun(ctx context.Context, l *line) (bool, error) {
	switch {
	case l.Inner > 0 && l.SoldParts > 0:
		return true, nil
	case l.Inner == 0 && !slices.Contains(partGroups, l.Group):
		return false, nil
	}
	share, err := r.p.Store.SoldShare(ctx, l.Cis)
	if err != nil {
		return false, because(codeStore, err)
	}
	return share.Sign() > 0 && share.Cmp(big.NewRat(1, 1)) < 0, nil
}

// recheck asks about the code of a line again, for a part of it, and lets the line stand on the new answer.
func (r *Register) recheck(ctx context.Context, n int, part sale.Fraction) error {
	l := r.basket.Lines[n-1]
	code, err := marking.ParseWith(l.Code, r.p.Reading)
	if err != nil {
		return because(codeInternal, err)
	}
	p := goods.Product{ID: l.Product, Name: l.Name, Group: l.Group, Price: money.Kopecks(l.Price), VAT: l.VAT}
	q := checks.Request{Raw: l.Code, Code: code, Group: l.Group, HasPrice: true, Price: l.Price, Parts: part.N,
		InBasket: func(cis string) bool { return cis != l.Cis && r.basket.holds(cis) }}
	v := r.p.Checks.Check(ctx, q)
	if v.Decision == checks.Forbid {
		return r.partForbidden(ctx, n, part, v, p)
	}
	change := func(l *line) error {
		l.Part, l.CheckID, l.Tag1265, l.State, l.Offline, l.Approved = part, v.ID, v.Evidence.Tag1265, lineState(v), v.Offline, ""
		l.Taken, l.Printer, l.MinPrice, l.Gray = false, nil, v.MinPrice, v.Has(checks.GrayZone)
		if v.InnerUnits > 0 {
			l.Inner, l.SoldParts = v.InnerUnits, v.SoldUnits
		}
		return nil
	}
	if err := r.note(ctx, v, p, nil); err != nil {
		return err
	}
	r.emit(Event{Kind: EventVerdict, Verdict: &v})
	if err := r.edit(ctx, n, change); err != nil {
		return err
	}
	r.permit = r.permitOf(v, p, l.Price)
	r.permit.Line = n
	return nil
}

// partForbidden keeps the line as it was when only the part is too large, and takes it away when the code itself may not be sold.
func (r *Register) partForbidden(ctx context.Context, n int, part sale.Fraction, v checks.Verdict, p goods.Product) error {
	for _, reason := range v.Reasons {
		if reason.Severity == checks.Ban && reason.Code != checks.PartialOverflow {
			if err := r.take(ctx, n, func(tx *store.Tx) error { return r.putCheck(tx, v, p) }); err != nil {
				return err
			}
			r.permit = r.permitOf(v, p, int64(p.Price))
			r.emit(Event{Kind: EventVerdict, Verdict: &v})
			return nil
		}
	}
	if err := r.note(ctx, v, p, nil); err != nil {
		return err
	}
	r.emit(Event{Kind: EventVerdict, Verdict: &v})
	return refuse(codePartOver, "name", p.Name, "left", max(v.InnerUnits-v.SoldUnits, 0), "parts", part.Of)
}

// gone tells whether nothing of a code's pack is left once a receipt is counted: only then the local module and the cache hear of the
// sale. What comes back is always told of.
func (r *Register) gone(ctx context.Context, l store.Line) bool {
	if l.Part.Whole() {
		return true
	}
	share, err := r.p.Store.SoldShare(ctx, l.Cis)
	if err != nil {
		r.p.Log.Error().Err(err).Msg("add up the parts of a pack")
		return false
	}
	return share.Cmp(big.NewRat(1, 1)) >= 0
}
