package register

import (
	"context"
	"errors"

	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// AddGoods puts goods into the basket that were chosen, not scanned: found by name or on a tile. Quantity is one piece, or what a scale
// showed; marked goods ask for their code.
func (r *Register) AddGoods(ctx context.Context, id int64, quantity money.Quantity) error {
	return r.do(ctx, "add", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		if r.p.HoldOnForbid && r.permit.State == PermitForbidden {
			r.turnAway()
			return nil
		}
		if r.waitsForCode() {
			r.turnAway()
			return nil
		}
		list, err := r.p.Store.GoodsByID(ctx, []int64{id})
		if err != nil {
			return because(codeStore, err)
		}
		if len(list) == 0 {
			return refuse(codeUnknownGoods, "barcode", id)
		}
		p := list[0]
		if quantity <= 0 {
			return refuse(codeQuantity)
		}
		if len(p.Barcodes) > 0 && (p.Unit == sale.Piece || p.Marked()) {
			gtin, ok := marking.GTIN14(p.Barcodes[0])
			if !ok {
				return refuse(codeUnknownGoods, "barcode", p.Barcodes[0])
			}
			return r.addBarcode(ctx, p.Barcodes[0], gtin, quantity)
		}
		if p.Marked() {
			return refuse(codeUnknownGoods, "barcode", p.Code)
		}
		return r.addMeasured(ctx, p, quantity)
	})
}

// addMeasured sells goods by weight or length, or such that have no barcode at all; every weighing is a line of its own.
func (r *Register) addMeasured(ctx context.Context, p goods.Product, quantity money.Quantity) error {
	gtin, barcode := "", p.Code
	if len(p.Barcodes) > 0 {
		barcode = p.Barcodes[0]
		gtin, _ = marking.GTIN14(barcode)
	}
	r.begin()
	if err := r.add(ctx, r.plain(p, gtin, barcode, quantity), nil); err != nil {
		return err
	}
	r.permit = Permit{State: PermitReady}
	return nil
}

// QuickPages are the tiles of the sale screen. It asks the store beside the till and waits for no action.
func (r *Register) QuickPages(ctx context.Context) ([]goods.QuickPage, error) {
	pages, err := r.p.Store.QuickPages(ctx)
	if err != nil {
		return nil, r.faultOf(because(codeStore, err))
	}
	return pages, nil
}

// SetQuickPages arranges the tiles anew; the right of whoever may change settings.
func (r *Register) SetQuickPages(ctx context.Context, pages []goods.QuickPage) error {
	return r.do(ctx, "quick", func(ctx context.Context) error {
		if err := r.may(staff.Settings); err != nil {
			return err
		}
		err := r.save(ctx, func(tx *store.Tx) error { return tx.SetQuickPages(pages) })
		if errors.Is(err, goods.ErrBadQuick) {
			return because(codeBadQuick, err)
		}
		return err
	})
}

// codeBadQuick is a fault of tiles that break the limits of goods.CheckQuick.
const codeBadQuick = "bad_tiles"
