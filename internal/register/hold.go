package register

import (
	"context"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Hold puts the open basket aside.
func (r *Register) Hold(ctx context.Context) error {
	return r.do(ctx, "hold", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if len(r.basket.Lines) == 0 {
			return refuse(codeEmpty)
		}
		return r.moveBasket(ctx, r.basket, sale.Open, happensHold)
	})
}

// Resume takes a held basket back, "last" the one held last. An open basket with lines is in the way.
func (r *Register) Resume(ctx context.Context, id string) error {
	return r.do(ctx, "resume", func(ctx context.Context) error {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		if len(r.basket.Lines) > 0 {
			return refuse(codeBasketBusy)
		}
		at := -1
		for i, b := range r.held {
			if b.ID == id || id == "last" {
				at = i
			}
		}
		if at < 0 {
			return refuse(codeUnknownReceipt)
		}
		if err := r.moveBasket(ctx, r.held[at], sale.Held, happensResume); err != nil {
			return err
		}
		return r.recheckOld(ctx)
	})
}

func (r *Register) moveBasket(ctx context.Context, b basket, from sale.State, on occurrence) error {
	return r.travel(ctx, &passage{rec: store.Receipt{ID: b.ID, State: from}, basket: &b, kind: EventReceipt}, on)
}

// Cancel empties the open basket. On an empty one it does nothing, and it never touches a receipt that went to the printer. What a
// card terminal took for it is given back first.
func (r *Register) Cancel(ctx context.Context) error {
	return r.do(ctx, "cancel", func(ctx context.Context) error {
		if r.user != nil && len(r.basket.Lines) == 0 {
			r.permit = Permit{State: PermitReady}
			return nil
		}
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		for _, u := range r.unsettled {
			if u.ID == r.basket.ID {
				return refuse(codeSettling, "total", money.Kopecks(u.Total))
			}
		}
		if err := r.giveBack(ctx, r.basket.ID); err != nil {
			return err
		}
		return r.travel(ctx, &passage{rec: r.document(&r.basket, sale.Open), kind: EventReceipt}, happensCancel)
	})
}
