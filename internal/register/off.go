package register

import (
	"context"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
)

// off is a discount of the whole receipt. It follows the lines: the share of each is counted anew whenever one changes.
type off struct {
	Percent money.BasisPoints `json:"percent,omitempty"`
	Sum     int64             `json:"sum,omitempty"`  // kopecks; of Percent and Sum one is set
	Most    money.BasisPoints `json:"most,omitempty"` // of a sum: what the one who gave it may give, should goods be taken out later
}

// on is what comes off goods that cost so much.
func (o off) on(total int64) int64 {
	if o.Percent > 0 {
		return sale.PercentOf(total, int64(o.Percent))
	}
	return min(o.Sum, sale.PercentOf(total, int64(o.Most)))
}

// takes tells whether a line may take a share: not when its price stands in its code or the law sets a least one.
func (l *line) takes() bool { return !l.Fixed && l.MinPrice == 0 }

// recount makes the discounts of all lines anew: each line's own, then its share of the receipt's, then of the rounding.
func (b *basket) recount() error {
	var at []int
	var share []sale.Line
	for i := range b.Lines {
		l := &b.Lines[i]
		l.recount()
		if l.takes() {
			at, share = append(at, i), append(share, l.Line)
		}
	}
	b.share, b.round = 0, 0
	if b.Off != nil {
		b.share = b.Off.on(sale.Total(share))
		spread, err := sale.Spread(share, b.share, nil)
		if err != nil {
			return saleProblem(err)
		}
		share = spread
	}
	if b.Step > 1 {
		fixed := int64(0) // what does not take a share counts all the same
		for i := range b.Lines {
			if l := &b.Lines[i]; !l.takes() {
				fixed += l.Sum()
			}
		}
		// Where nothing can be taken off, or all of it would be, nothing is.
		if over := (fixed + sale.Total(share)) % b.Step; over < sale.Total(share) {
			if spread, err := sale.Spread(share, over, nil); err == nil {
				share, b.round = spread, over
			}
		}
	}
	for i, n := range at {
		b.Lines[n].Discount = share[i].Discount
	}
	return nil
}

// DiscountReceipt takes a percentage off the whole receipt, within the limit of the role; 0 takes the discount back.
func (r *Register) DiscountReceipt(ctx context.Context, percent money.BasisPoints) error {
	return r.discountAll(ctx, func() (*off, error) {
		switch {
		case percent < 0 || percent >= 10000:
			return nil, refuse(codeDiscount)
		case percent == 0:
			return nil, nil
		case percent > cashierDiscount:
			return &off{Percent: percent}, r.may(staff.AnyDiscount)
		}
		return &off{Percent: percent}, nil
	})
}

// DiscountSum takes a sum off the whole receipt, spread over its lines to the kopeck, within the limit of the role; 0 takes the
// discount back. When goods are taken out afterwards it never grows over that limit.
func (r *Register) DiscountSum(ctx context.Context, sum money.Kopecks) error {
	return r.discountAll(ctx, func() (*off, error) {
		o := &off{Sum: int64(sum), Most: 9999}
		var total int64
		for i := range r.basket.Lines {
			if l := r.basket.Lines[i]; l.takes() {
				l.recount()
				total += l.Sum()
			}
		}
		switch {
		case sum < 0 || sum > 0 && int64(sum) >= total:
			return nil, refuse(codeDiscount)
		case sum == 0:
			return nil, nil
		case int64(sum) > sale.PercentOf(total, cashierDiscount):
			return o, r.may(staff.AnyDiscount)
		}
		if !r.user.Role.May(staff.AnyDiscount) {
			o.Most = cashierDiscount
		}
		return o, nil
	})
}

func (r *Register) discountAll(ctx context.Context, make func() (*off, error)) error {
	return r.do(ctx, "discount", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if len(r.basket.Lines) == 0 {
			return refuse(codeEmpty)
		}
		o, err := make()
		if err != nil {
			return err
		}
		return r.reprice(ctx, func(b *basket) { b.Off = o })
	})
}
