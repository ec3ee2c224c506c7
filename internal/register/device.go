package register

import (
	"context"
	"strings"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// OpenDrawer kicks the drawer open without a sale; the journal keeps who did it and why.
func (r *Register) OpenDrawer(ctx context.Context, reason string) error {
	return r.do(ctx, "drawer", func(ctx context.Context) error {
		if err := r.may(staff.Drawer); err != nil {
			return err
		}
		if reason = strings.TrimSpace(reason); reason == "" {
			return refuse(codeNoReason)
		}
		opener, ok := r.p.Printer.(fiscal.DrawerOpener)
		if !ok {
			return r.lacking()
		}
		// First the journal: an opened drawer that nobody knows of is the worse of the two.
		move := store.Cash{ID: newID(), At: r.now(), Kind: "drawer", Shift: r.shift.Number, Cashier: r.user.Name, Reason: reason}
		if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutCash(move) }); err != nil {
			return err
		}
		_, err := r.print(ctx, "printer.drawer", func(ctx context.Context) (fiscal.Document, error) {
			return fiscal.Document{}, opener.OpenDrawer(ctx)
		})
		if err != nil {
			return err
		}
		r.emit(Event{Kind: EventCash, Receipt: &ReceiptView{ID: move.ID, Kind: "cash_drawer"}})
		return nil
	})
}

// lacking says that the printer cannot do it, or that there is none.
func (r *Register) lacking() error {
	if r.p.Printer == nil {
		return refuse(codeNoPrinter)
	}
	return &fiscal.Error{Trouble: fiscal.Unsupported}
}

// PrintCopy prints a receipt once more, marked as a copy. It is named as in Return; "" and "last" are the last one, of an earlier run
// too.
func (r *Register) PrintCopy(ctx context.Context, name string) error {
	return r.do(ctx, "copy", func(ctx context.Context) error {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		copier, ok := r.p.Printer.(fiscal.Copier)
		if !ok {
			return r.lacking()
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if err := fit(st); err != nil {
			return err
		}
		var fd int64
		if name != "" && (name != "last" || r.last != nil) {
			rec, err := r.findReceipt(ctx, name)
			if err != nil {
				return err
			}
			if rec.State != sale.Fiscalized || rec.FN != st.FN {
				return refuse(codeUnknownReceipt)
			}
			fd = rec.FD
		}
		_, err = r.print(ctx, "printer.printing", func(ctx context.Context) (fiscal.Document, error) {
			return fiscal.Document{}, copier.PrintCopy(ctx, fd)
		})
		if err != nil {
			return err
		}
		r.emit(Event{Kind: EventReport, Report: "copy"})
		return nil
	})
}

// clockAsk is the difference of the clocks from which on the till offers to set the printer's.
const clockAsk = 3 * time.Minute

// SetClock sets the printer's clock to the till's. Most printers take it only while the shift is closed, and none an earlier time than
// that of its last document.
func (r *Register) SetClock(ctx context.Context) error {
	return r.do(ctx, "set_clock", func(ctx context.Context) error {
		if err := r.may(staff.Shift); err != nil {
			return err
		}
		setter, ok := r.p.Printer.(fiscal.ClockSetter)
		if !ok {
			return r.lacking()
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if st.Shift != fiscal.ShiftClosed {
			return refuse(codeClockInShift)
		}
		_, err = r.print(ctx, "printer.clock", func(ctx context.Context) (fiscal.Document, error) {
			return fiscal.Document{}, setter.SetClock(ctx, r.now())
		})
		if err != nil {
			return err
		}
		if _, err := r.status(ctx); err != nil {
			return err
		}
		r.emit(Event{Kind: EventReport, Report: "clock"})
		return nil
	})
}

// compareClocks shows by how much the printer's clock is off.
func (r *Register) compareClocks(printer time.Time) {
	if printer.IsZero() {
		r.shift.ClockOff, r.shift.SetClock = 0, false
		return
	}
	off := printer.Sub(r.now()).Round(time.Minute)
	_, can := r.p.Printer.(fiscal.ClockSetter)
	r.shift.ClockOff, r.shift.SetClock = off, can && !r.shift.Open && off.Abs() >= clockAsk
}
