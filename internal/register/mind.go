package register

import (
	"context"
	"time"
)

// mindTime bounds one look by itself, so that the cashier never waits for it longer than this.
const mindTime = 3 * time.Second

// Minder looks after what the till owes the printer while nobody does anything: a receipt in doubt is settled and unfinished paper
// comes out as soon as the printer is there again, without the cashier's having to try.
type Minder struct {
	Till  *Register
	Every time.Duration // how often, and the first pause after a failure
	Most  time.Duration // the pause grows to this while the printer stays away
}

// Serve works until ctx ends.
func (m Minder) Serve(ctx context.Context) {
	pause := m.Every
	for {
		t := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
		}
		if m.Till.Mind(ctx) {
			pause = m.Every
		} else {
			pause = min(2*pause, m.Most)
		}
	}
}

// Mind looks once and tells whether nothing is owed any more. What goes wrong is no fault of an action: it stands in the log and the
// picture keeps saying what is owed.
func (r *Register) Mind(ctx context.Context) bool {
	v := r.View()
	if r.p.Printer == nil || !v.Settling && v.Unprinted == 0 {
		return true
	}
	done := make(chan bool, 1)
	op := func() {
		r.began(ctx, "mind")
		well := r.mind(ctx)
		r.ended("mind", nil)
		done <- well
		r.publish()
	}
	select {
	case r.ops <- op:
		return <-done
	case <-r.quit:
	case <-ctx.Done():
	}
	return true
}

func (r *Register) mind(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, mindTime)
	defer cancel()
	if err := r.settle(ctx, EventRecovered); err != nil {
		r.p.Log.Debug().Err(err).Msg("the printer does not tell yet")
		return false
	}
	if len(r.unprinted) == 0 {
		return true
	}
	if _, err := r.glance(ctx); err != nil {
		r.p.Log.Debug().Err(err).Msg("paper waits for the printer")
		return false
	}
	return len(r.unprinted) == 0
}
