package register

import (
	"context"

	"dobro/device/fiscal"
	"dobro/internal/staff"
)

// Unblock sets the printer's driver going again after its queue stopped on a document whose end it does not know, and settles what that
// leaves in doubt. It makes no document, so that whoever may sell may do it, and it may be repeated: while the printer is away it says
// so and changes nothing.
func (r *Register) Unblock(ctx context.Context) error {
	return r.do(ctx, "unblock", func(ctx context.Context) error {
		if err := r.may(staff.Sell); err != nil {
			return err
		}
		driver, ok := r.p.Printer.(fiscal.Unblocker)
		if !ok {
			return r.lacking()
		}
		_, err := r.print(ctx, "printer.unblocking", func(ctx context.Context) (fiscal.Document, error) {
			return fiscal.Document{}, driver.Unblock(ctx)
		})
		if err != nil {
			r.stopped = true // whatever it was, the queue is not known to go on
			return err
		}
		if err := r.settle(ctx, EventRecovered); err != nil {
			return err
		}
		if _, err := r.glance(ctx); err != nil {
			return err
		}
		r.emit(Event{Kind: EventReport, Report: "unblocked"})
		return nil
	})
}
