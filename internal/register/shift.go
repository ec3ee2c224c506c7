package register

import (
	"context"
	"errors"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// printerTime bounds one command to the printer. A receipt of a hundred lines on slow paper takes less.
const printerTime = 2 * time.Minute

func (r *Register) operator() fiscal.Operator {
	if r.user == nil {
		return fiscal.Operator{}
	}
	return r.operatorNamed(r.user.Name)
}

// operatorNamed is the cashier of that name as the printer gets him, with his taxpayer's number when he told it. A number that
// cannot be read leaves the document without one: tag 1203 is not obligatory.
func (r *Register) operatorNamed(name string) fiscal.Operator {
	inn, err := r.p.Store.PersonINN(context.Background(), name)
	if err != nil {
		r.p.Log.Error().Err(err).Msg("read the number of the cashier")
	}
	return fiscal.Operator{Name: name, INN: inn}
}

// glance asks the printer for what an intent needs and brings the picture of the shift up to date.
func (r *Register) glance(ctx context.Context) (fiscal.Status, error) {
	if g, ok := r.p.Printer.(fiscal.Glancer); ok {
		return r.readStatus(ctx, g.Glance, false)
	}
	return r.status(ctx)
}

// status asks the printer for everything.
func (r *Register) status(ctx context.Context) (fiscal.Status, error) {
	if r.p.Printer == nil {
		return fiscal.Status{}, refuse(codeNoPrinter)
	}
	return r.readStatus(ctx, r.p.Printer.Status, true)
}

// readStatus takes what the printer tells of itself into the picture. The till counts the sums of its shift after everything that it does
// itself; here only when asked to, or when the shift is another than it knew.
func (r *Register) readStatus(ctx context.Context, ask func(context.Context) (fiscal.Status, error), count bool) (fiscal.Status, error) {
	ctx, cancel := context.WithTimeout(ctx, printerTime)
	defer cancel()
	var st fiscal.Status
	err := r.attend(ctx, r.busy, func(ctx context.Context) (err error) {
		st, err = ask(ctx)
		return err
	})
	if err != nil {
		return fiscal.Status{}, err
	}
	count = count || r.fn != st.FN || r.shift.Number != st.ShiftNumber || r.shift.Open == (st.Shift == fiscal.ShiftClosed)
	r.fn = st.FN
	r.shift.Open, r.shift.Expired = st.Shift != fiscal.ShiftClosed, st.Shift == fiscal.ShiftExpired
	r.shift.Number = st.ShiftNumber
	if !st.ShiftOpenedAt.IsZero() {
		r.shift.OpenedAt = st.ShiftOpenedAt
	}
	r.compareClocks(st.Clock)
	if count {
		r.count(ctx)
	}
	r.finishPaper(ctx, st)
	return st, nil
}

// count brings the sums of the picture up to date; it only shows them, so a failure is no more than a line in the log.
func (r *Register) count(ctx context.Context) {
	cash, err := r.p.Store.Drawer(ctx)
	if err == nil {
		r.shift.Cash = money.Kopecks(cash)
		var revenue int64
		r.shift.Receipts, revenue, err = r.p.Store.ShiftTotals(ctx, r.fn, r.shift.Number)
		r.shift.Revenue = money.Kopecks(revenue)
	}
	if err != nil {
		r.p.Log.Error().Err(err).Msg("count the shift")
	}
}

// fit refuses a printer that could not print the document it is about to get.
func fit(st fiscal.Status) error {
	switch {
	case st.CoverOpen:
		return &fiscal.Error{Trouble: fiscal.CoverOpen}
	case !st.Paper:
		return &fiscal.Error{Trouble: fiscal.NoPaper}
	}
	return nil
}

// OpenShift opens the printer's shift.
func (r *Register) OpenShift(ctx context.Context) error {
	return r.do(ctx, "open_shift", func(ctx context.Context) error {
		if err := r.may(staff.Shift); err != nil {
			return err
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		switch st.Shift {
		case fiscal.ShiftOpen:
			return refuse(codeShiftOpen, "number", st.ShiftNumber)
		case fiscal.ShiftExpired:
			return refuse(codeShiftExpired)
		}
		if err := fit(st); err != nil {
			return err
		}
		doc, err := r.print(ctx, "printer.opening", func(ctx context.Context) (fiscal.Document, error) {
			return r.p.Printer.OpenShift(ctx, r.operator())
		})
		if err != nil {
			return err
		}
		at := doc.At
		if at.IsZero() {
			at = r.now()
		}
		h := store.Shift{FN: st.FN, Number: doc.ShiftNumber, State: "open", OpenedAt: at, OpenFD: doc.FD, OpenedBy: r.user.Name}
		if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutShift(h) }); err != nil {
			return err
		}
		r.drive, r.shift = h.FN, ShiftView{Open: true, Number: h.Number, OpenedAt: at, ClockOff: r.shift.ClockOff}
		r.count(ctx)
		r.emit(Event{Kind: EventShift})
		return nil
	})
}

// CloseShift prints the Z-report, of a shift that is open for more than 24 hours too. The open basket and the held ones stay for the next shift.
func (r *Register) CloseShift(ctx context.Context) error {
	return r.do(ctx, "close_shift", func(ctx context.Context) error {
		if err := r.may(staff.Shift); err != nil {
			return err
		}
		st, err := r.ready(ctx)
		if err != nil {
			return err
		}
		if st.Shift == fiscal.ShiftClosed {
			return refuse(codeShiftClosed)
		}
		if err := fit(st); err != nil {
			return err
		}
		h, err := r.p.Store.OpenShift(ctx, st.FN)
		if errors.Is(err, store.ErrNone) || err == nil && h.Number != st.ShiftNumber {
			// Opened by another program: the journal learns of it at its end.
			h, err = store.Shift{FN: st.FN, Number: st.ShiftNumber, OpenedAt: st.ShiftOpenedAt}, nil
		}
		if err != nil {
			return because(codeStore, err)
		}
		r.seal(ctx)
		doc, err := r.print(ctx, "printer.closing", func(ctx context.Context) (fiscal.Document, error) {
			return r.p.Printer.CloseShift(ctx, r.operator())
		})
		if err != nil {
			return err
		}
		h.State, h.ClosedAt, h.CloseFD, h.ClosedBy = "closed", doc.At, doc.FD, r.user.Name
		if h.ClosedAt.IsZero() {
			h.ClosedAt = r.now()
		}
		if err := r.save(ctx, func(tx *store.Tx) error { return tx.PutShift(h) }); err != nil {
			return err
		}
		r.drive = h.FN
		r.shift.Open, r.shift.Expired = false, false
		r.count(ctx)
		r.emit(Event{Kind: EventShift})
		return nil
	})
}

// XReport prints the sums of the shift without closing it.
func (r *Register) XReport(ctx context.Context) error {
	return r.do(ctx, "x_report", func(ctx context.Context) error {
		if err := r.may(staff.XReport); err != nil {
			return err
		}
		if _, err := r.ready(ctx); err != nil {
			return err
		}
		_, err := r.print(ctx, "printer.report", func(ctx context.Context) (fiscal.Document, error) {
			return fiscal.Document{}, r.p.Printer.XReport(ctx, r.operator())
		})
		if err != nil {
			return err
		}
		r.emit(Event{Kind: EventReport, Report: "x"})
		return nil
	})
}

// print runs one command and says meanwhile what the printer is doing.
func (r *Register) print(ctx context.Context, key string, command func(ctx context.Context) (fiscal.Document, error)) (doc fiscal.Document, err error) {
	ctx, cancel := context.WithTimeout(ctx, printerTime)
	defer cancel()
	err = r.attend(ctx, r.p.Words.T(key), func(ctx context.Context) (err error) {
		doc, err = command(ctx)
		return err
	})
	return doc, err
}
