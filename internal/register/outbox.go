package register

import (
	"context"
	"time"

	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// LocalModule names the target of errands about sold and returned codes.
const LocalModule = "local_module"

// Teller is told what was sold and what came back. Gone says that an error will not heal by repeating.
type Teller interface {
	Sell(ctx context.Context, cis []string) error
	Return(ctx context.Context, cis []string) error
	Gone(err error) bool
}

// Outbox tells the local module of every sold and returned code, in order, until it took it. What was fiscalised while the module was
// away is told when it is back; the queue lives in the journal and survives everything the journal survives.
type Outbox struct {
	Store  *store.Store
	Teller Teller
	Log    zerolog.Logger
	Now    func() time.Time
	Every  time.Duration // how often the queue is looked at, and the first pause after a failure
	Most   time.Duration // the pause grows to this
}

// Serve works until ctx ends.
func (o Outbox) Serve(ctx context.Context) {
	pause := o.Every
	for {
		done, err := o.Once(ctx)
		switch {
		case err != nil:
			o.Log.Warn().Err(err).Msg("the local module was not told of sales")
			pause = min(2*pause, o.Most)
		case done > 0:
			pause = 0
		default:
			pause = o.Every
		}
		t := time.NewTimer(max(pause, time.Millisecond))
		select {
		case <-ctx.Done():
			t.Stop()
			return
		case <-t.C:
		}
		pause = max(pause, o.Every)
	}
}

// Once tells the oldest run of errands of one kind and reports how many were taken.
func (o Outbox) Once(ctx context.Context) (int, error) {
	const atOnce = 50
	list, err := o.Store.Errands(ctx, LocalModule, atOnce)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	var ids []int64
	var cis []string
	for _, e := range list {
		if e.Kind != list[0].Kind {
			break
		}
		ids, cis = append(ids, e.ID), append(cis, e.Cis)
	}
	tell := o.Teller.Sell
	if list[0].Kind == "return" {
		tell = o.Teller.Return
	}
	if err := tell(ctx, cis); err != nil && !o.Teller.Gone(err) {
		werr := o.Store.Write(context.WithoutCancel(ctx), o.Now(), func(tx *store.Tx) error { return tx.NotTold(err.Error(), ids...) })
		if werr != nil {
			return 0, werr
		}
		return 0, err
	}
	return len(ids), o.Store.Write(context.WithoutCancel(ctx), o.Now(), func(tx *store.Tx) error { return tx.Told(ids...) })
}
