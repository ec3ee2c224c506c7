package register

import (
	"context"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// CashIn puts money into the drawer.
func (r *Register) CashIn(ctx context.Context, sum money.Kopecks) error {
	return r.moveCash(ctx, "cash_in", staff.CashIn, "in", sum)
}

// CashOut takes money out of the drawer; never more than lies in it.
func (r *Register) CashOut(ctx context.Context, sum money.Kopecks) error {
	return r.moveCash(ctx, "cash_out", staff.CashOut, "out", sum)
}

func (r *Register) moveCash(ctx context.Context, name string, right staff.Right, kind string, sum money.Kopecks) error {
	return r.do(ctx, name, func(ctx context.Context) error {
		// A sum that cannot be is told before a senior is called to allow it.
		allowed := r.may(right)
		if r.user == nil {
			return allowed
		}
		if sum <= 0 || int64(sum) > sale.MaxTotal {
			return refuse(codeBadSum)
		}
		if kind == "out" {
			have, err := r.p.Store.Drawer(ctx)
			if err != nil {
				return because(codeStore, err)
			}
			if int64(sum) > have {
				return refuse(codeNotEnoughCash, "have", money.Kopecks(have))
			}
		}
		if allowed != nil {
			return allowed
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if err := r.inShift(st); err != nil {
			return err
		}
		_, err = r.print(ctx, "printer.cash", func(ctx context.Context) (fiscal.Document, error) {
			if kind == "in" {
				return fiscal.Document{}, r.p.Printer.CashIn(ctx, int64(sum), r.operator())
			}
			return fiscal.Document{}, r.p.Printer.CashOut(ctx, int64(sum), r.operator())
		})
		if err != nil {
			return err
		}
		move := store.Cash{ID: newID(), At: r.now(), Kind: kind, Sum: int64(sum), Shift: st.ShiftNumber, Cashier: r.user.Name}
		if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutCash(move) }); err != nil {
			return err
		}
		r.count(ctx)
		r.emit(Event{Kind: EventCash, Receipt: &ReceiptView{ID: move.ID, Kind: sale.Kind("cash_" + kind), Total: sum}})
		return nil
	})
}
