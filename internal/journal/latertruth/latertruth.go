// Package latertruth asks again, quietly, about codes that were sold offline or unchecked, when the link is back. «Sold» after our own sale
// is what must be; a ban that would have stopped the sale becomes a task for the owner. It never holds a sale up: it asks one code at a
// time, only while no sale is being checked, and lets go at once when one begins.
package latertruth

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dobro/checks"
	"dobro/internal/store"

	"github.com/rs/zerolog"
)

// Asker asks the operator online about a code as of the time of its sale; ErrAway when nobody answered. It must teach nothing to anybody
// and make no evidence: the sale is long over.
type Asker interface {
	Ask(ctx context.Context, l store.Later) (checks.Verdict, error)
}

// ErrAway says that there is no link, or no answer in emergency mode.
var ErrAway = errors.New("nobody answered")

// Params of Worker. All are required.
type Params struct {
	Store *store.Store
	Asker Asker
	Busy  func() bool // a sale is being checked
	Now   func() time.Time
	Log   zerolog.Logger
	Every time.Duration       // between rounds
	Found func(l store.Later) // a late ban; may be called from Serve's goroutine only
}

const (
	span     = 30 * 24 * time.Hour // how far back sales are looked for, and how long they are asked
	some     = 20                  // codes a round
	watch    = 50 * time.Millisecond
	mostWait = 6 * time.Hour
)

// Worker does one round after the other.
type Worker struct {
	p    Params
	seen time.Time // sales before this were looked through
}

// New makes a worker.
func New(p Params) *Worker { return &Worker{p: p} }

// Serve works until ctx ends.
func (w *Worker) Serve(ctx context.Context) {
	tick := time.NewTicker(w.p.Every)
	defer tick.Stop()
	for {
		if _, err := w.Once(ctx); err != nil && ctx.Err() == nil {
			w.p.Log.Warn().Err(err).Msg("ask again about sold codes")
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once looks for new sales and asks what is due; it reports how many codes got an answer. The first code that nobody answers ends the round.
func (w *Worker) Once(ctx context.Context) (answered int, err error) {
	now := w.p.Now()
	from := now.Add(-span)
	if w.seen.After(from) {
		from = w.seen.Add(-time.Hour) // a receipt may be fiscalised long after its checks
	}
	if _, err := w.p.Store.QueueLater(ctx, from, now.Add(time.Minute), now); err != nil {
		return 0, err
	}
	w.seen = now
	list, err := w.p.Store.LaterDue(ctx, now, some)
	if err != nil {
		return 0, err
	}
	for _, l := range list {
		if w.p.Busy() || ctx.Err() != nil {
			return answered, ctx.Err()
		}
		v, err := w.ask(ctx, l)
		switch {
		case errors.Is(err, errLetGo):
			return answered, nil
		case err != nil:
			return answered, w.wait(ctx, l, err)
		}
		if err := w.judge(ctx, l, v); err != nil {
			return answered, err
		}
		answered++
	}
	return answered, nil
}

var errLetGo = errors.New("a sale is being checked")

// ask lets go of the question as soon as a sale is being checked.
func (w *Worker) ask(ctx context.Context, l store.Later) (v checks.Verdict, err error) {
	asking, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		t := time.NewTicker(watch)
		defer t.Stop()
		for {
			select {
			case <-asking.Done():
				return
			case <-t.C:
				if w.p.Busy() {
					cancel(errLetGo)
					return
				}
			}
		}
	}()
	v, err = w.p.Asker.Ask(asking, l)
	if errors.Is(context.Cause(asking), errLetGo) {
		return v, errLetGo
	}
	return v, err
}

// wait puts a code off, longer each time; after a month it is given up.
func (w *Worker) wait(ctx context.Context, l store.Later, why error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	now := w.p.Now()
	l.Tries++
	l.AskedAt = now.UnixMilli()
	l.NextAt = now.Add(min(time.Minute<<min(l.Tries, 10), mostWait)).UnixMilli()
	if now.Sub(time.UnixMilli(l.SoldAt)) > span {
		l.State = store.LaterSilent
	}
	err := w.p.Store.Write(context.WithoutCancel(ctx), now, func(tx *store.Tx) error { return tx.PutLater(l, nil) })
	return errors.Join(err, why)
}

func (w *Worker) judge(ctx context.Context, l store.Later, v checks.Verdict) error {
	now := w.p.Now()
	l.Tries++
	l.State, l.AskedAt = store.LaterGood, now.UnixMilli()
	if r, banned := Ban(v); banned {
		l.State, l.Reason = store.LaterBan, r.Text
	}
	text, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := w.p.Store.Write(context.WithoutCancel(ctx), now, func(tx *store.Tx) error { return tx.PutLater(l, text) }); err != nil {
		return err
	}
	if l.State == store.LaterBan && w.p.Found != nil {
		w.p.Found(l)
	}
	return nil
}

// Ban picks the reason that would have stopped the sale. That the code is sold by now is our own doing.
func Ban(v checks.Verdict) (checks.Reason, bool) {
	for _, r := range v.Reasons {
		if r.Severity == checks.Ban && r.Code != checks.Sold && r.Code != checks.SoldHere {
			return r, true
		}
	}
	return checks.Reason{}, false
}
