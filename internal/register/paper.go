package register

import (
	"context"
	"errors"
	"slices"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Paper that did not come out. The document is in the drive and nothing about it can change; what is left is to print the rest when
// there is paper again. Continuing makes no document, so it may be tried as often as it takes.

// ContinuePrint finishes paper that did not come out.
func (r *Register) ContinuePrint(ctx context.Context) error {
	return r.do(ctx, "continue_print", func(ctx context.Context) error {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		if r.p.Printer == nil {
			return refuse(codeNoPrinter)
		}
		return r.continuePrint(ctx)
	})
}

func (r *Register) continuePrint(ctx context.Context) error {
	_, err := r.print(ctx, "printer.continuing", func(ctx context.Context) (fiscal.Document, error) {
		return fiscal.Document{}, r.p.Printer.ContinuePrint(ctx)
	})
	if err != nil {
		return err
	}
	return r.printed(ctx)
}

// finishPaper continues by itself what waits for paper, as soon as the printer has some. A printer that cannot is told of by the
// action that needs it next; one that refuses for another reason is not asked again by itself.
func (r *Register) finishPaper(ctx context.Context, st fiscal.Status) {
	// What another printer holds does not come out of this one: a copy is printed there, by its number.
	r.unprinted = slices.DeleteFunc(r.unprinted, func(rec store.Receipt) bool { return st.FN != "" && rec.FN != st.FN })
	if len(r.unprinted) == 0 || fit(st) != nil || st.Blocked {
		return
	}
	err := r.continuePrint(ctx)
	var fe *fiscal.Error
	switch {
	case err == nil:
	case errors.As(err, &fe) && (fe.Trouble == fiscal.NoPaper || fe.Trouble == fiscal.CoverOpen || fe.Trouble == fiscal.Offline || fe.Trouble == fiscal.Busy):
		r.p.Log.Warn().Err(err).Msg("paper could not be finished yet")
	default:
		r.p.Log.Error().Err(err).Msg("paper could not be finished")
		r.unprinted = nil
	}
}

// printed writes that the paper came out.
func (r *Register) printed(ctx context.Context) error {
	list := slices.Clone(r.unprinted)
	for i := range list {
		list[i].NotPrinted = false
	}
	err := r.save(ctx, func(tx *store.Tx) error {
		for _, rec := range list {
			if err := tx.PutReceipt(rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, rec := range list {
		if r.last != nil && r.last.ID == rec.ID {
			last := *r.last
			last.NotPrinted = false
			r.last = &last
		}
	}
	if r.unprinted = nil; len(list) > 0 {
		r.emit(Event{Kind: EventReport, Report: "printed"})
	}
	return nil
}

// keepPaper remembers a document whose paper did not come out.
func (r *Register) keepPaper(rec store.Receipt) {
	if rec.State == sale.Fiscalized && rec.NotPrinted && !rec.Electronic {
		r.unprinted = append(r.unprinted, rec)
	}
}
