package register

import (
	"context"
	"slices"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// changed counts and stores the basket after a change of one line and tells about it.
func (r *Register) changed(ctx context.Context, n int) error {
	if err := r.basket.recount(); err != nil {
		return err
	}
	if err := r.save(ctx, r.keep); err != nil {
		return err
	}
	v := r.basket.Lines[n-1].view(n)
	r.emit(Event{Kind: EventLine, Line: &v})
	return nil
}

// edit changes one line of a copy of the basket and takes the copy only when the change and its storing went well.
func (r *Register) edit(ctx context.Context, n int, change func(l *line) error) error {
	if _, err := r.line(n); err != nil {
		return err
	}
	before := r.basket
	r.basket = before.copy()
	err := r.tryEdit(ctx, n, change)
	if err != nil {
		r.basket = before
	}
	return err
}

func (r *Register) tryEdit(ctx context.Context, n int, change func(l *line) error) error {
	l := &r.basket.Lines[n-1]
	if err := change(l); err != nil {
		return err
	}
	l.recount()
	if err := l.Validate(); err != nil {
		return saleProblem(err)
	}
	if l.MinPrice > 0 && l.PackPrice() < l.MinPrice {
		return refuse(codePriceBelowMin, "price", money.Kopecks(l.MinPrice))
	}
	return r.changed(ctx, n)
}

// SetQuantity changes how much of a line is sold. A marked line is one code and one piece.
func (r *Register) SetQuantity(ctx context.Context, n int, q money.Quantity) error {
	return r.do(ctx, "quantity", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if l, err := r.line(n); err == nil && !l.Part.Whole() && q == money.Piece {
			return r.recheck(ctx, n, sale.Fraction{}) // the whole pack after all
		}
		return r.edit(ctx, n, func(l *line) error {
			if l.Marked() && q != money.Piece {
				return refuse(codeMarkedQuantity)
			}
			l.Quantity = int64(q)
			return nil
		})
	})
}

// SetPrice sets the price of a unit; a senior's right. A price that stands in the code cannot be changed.
func (r *Register) SetPrice(ctx context.Context, n int, price money.Kopecks) error {
	return r.do(ctx, "price", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Price); err != nil {
			return err
		}
		return r.edit(ctx, n, func(l *line) error {
			if l.Fixed {
				return refuse(codePriceFixed, "price", money.Kopecks(l.Price))
			}
			l.Price, l.Own = int64(price), true
			return nil
		})
	})
}

// Discount takes a percentage off a line, within the limit of the role; 0 takes the discount back.
func (r *Register) Discount(ctx context.Context, n int, percent money.BasisPoints) error {
	return r.do(ctx, "discount", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if percent > cashierDiscount {
			if err := r.may(staff.AnyDiscount); err != nil {
				return err
			}
		}
		return r.edit(ctx, n, func(l *line) error {
			switch {
			case percent < 0 || percent >= 10000:
				return refuse(codeDiscount)
			case l.Fixed && percent > 0:
				return refuse(codePriceFixed, "price", money.Kopecks(l.Price))
			}
			l.Percent, l.Cut = percent, nil
			return nil
		})
	})
}

// DiscountLine takes a sum off a line, within the limit of the role; 0 takes the discount back. When the line becomes cheaper
// afterwards, the discount never grows over that limit.
func (r *Register) DiscountLine(ctx context.Context, n int, sum money.Kopecks) error {
	return r.do(ctx, "discount", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		return r.edit(ctx, n, func(l *line) error {
			cut := &off{Sum: int64(sum), Most: 9999}
			switch {
			case sum < 0 || sum > 0 && int64(sum) >= l.Gross():
				return refuse(codeDiscount)
			case l.Fixed && sum > 0:
				return refuse(codePriceFixed, "price", money.Kopecks(l.Price))
			case sum == 0:
				cut = nil
			case int64(sum) > sale.PercentOf(l.Gross(), cashierDiscount):
				if err := r.may(staff.AnyDiscount); err != nil {
					return err
				}
			case !r.user.Role.May(staff.AnyDiscount):
				cut.Most = cashierDiscount
			}
			l.Percent, l.Cut = 0, cut
			return nil
		})
	})
}

// Remove takes a line out of the basket.
func (r *Register) Remove(ctx context.Context, n int) error {
	return r.do(ctx, "remove", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		return r.take(ctx, n, nil)
	})
}

// take removes a line, on disk in one change with what else belongs to it.
func (r *Register) take(ctx context.Context, n int, with func(tx *store.Tx) error) error {
	l, err := r.line(n)
	if err != nil {
		return err
	}
	gone := l.view(n)
	before := r.basket
	r.basket = before.copy()
	r.basket.Lines = slices.Delete(r.basket.Lines, n-1, n)
	if len(r.basket.Lines) == 0 {
		r.basket.Off, r.basket.Step, r.basket.Note = nil, 0, ""
	}
	if err = r.basket.recount(); err == nil {
		err = r.save(ctx, func(tx *store.Tx) error {
			if with != nil {
				if err := with(tx); err != nil {
					return err
				}
			}
			return r.keep(tx)
		})
	}
	if err != nil {
		r.basket = before
		return err
	}
	if r.permit.Line == n || len(r.basket.Lines) == 0 {
		r.permit = Permit{State: PermitReady}
	} else if r.permit.Line > n {
		r.permit.Line--
	}
	r.emit(Event{Kind: EventRemoved, Line: &gone})
	return nil
}
