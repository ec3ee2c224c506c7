package register

import (
	"context"
	"time"

	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// LocalModule names the target of errands about sold and returned codes.
const LocalModule = "local_module"

// Teller is told what was sold and what came back. Gone says that an error will not heal by repeating; Refused, that the target is
// well and objects to something in this very request, so that its codes are better told one by one.
type Teller interface {
	Sell(ctx context.Context, cis []string) error
	Return(ctx context.Context, cis []string) error
	Gone(err error) bool
	Refused(err error) bool
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

// Once tells the oldest run of errands of one kind and reports how many were taken. When the target refuses the run, one bad code must
// not hold up the others: then the errands go one by one.
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
	err = o.tell(ctx, list[0].Kind, cis)
	if err != nil && len(list) > 1 && o.Teller.Refused(err) {
		return o.singly(ctx, list)
	}
	if err != nil && !o.Teller.Gone(err) {
		werr := o.Store.Write(context.WithoutCancel(ctx), o.Now(), func(tx *store.Tx) error { return tx.NotTold(err.Error(), ids...) })
		if werr != nil {
			return 0, werr
		}
		return 0, err
	}
	return len(ids), o.Store.Write(context.WithoutCancel(ctx), o.Now(), func(tx *store.Tx) error { return tx.Told(ids...) })
}

func (o Outbox) tell(ctx context.Context, kind string, cis []string) error {
	if kind == "return" {
		return o.Teller.Return(ctx, cis)
	}
	return o.Teller.Sell(ctx, cis)
}

// singly tells errands one by one. A code that is refused keeps its errands, in their order, for the next time.
func (o Outbox) singly(ctx context.Context, list []store.Errand) (int, error) {
	var told []int64
	var last error
	refused := map[string]bool{}
	change := func(do func(tx *store.Tx) error) error { return o.Store.Write(context.WithoutCancel(ctx), o.Now(), do) }
	for _, e := range list {
		if refused[e.Cis] {
			continue
		}
		err := o.tell(ctx, e.Kind, []string{e.Cis})
		if err == nil || o.Teller.Gone(err) {
			told = append(told, e.ID)
			continue
		}
		last = err
		if err := change(func(tx *store.Tx) error { return tx.NotTold(err.Error(), e.ID) }); err != nil {
			return 0, err
		}
		if !o.Teller.Refused(err) {
			break
		}
		refused[e.Cis] = true
	}
	if len(told) > 0 {
		return len(told), change(func(tx *store.Tx) error { return tx.Told(told...) })
	}
	return 0, last
}
