package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	"dobro/internal/lang"
	"dobro/internal/register"
)

// worker does what the cashier asked for, one thing after the other, off the UI thread.
type worker struct {
	ctx   context.Context
	stop  context.CancelFunc
	hop   func(func()) // to the UI thread: fyne.Do
	jobs  chan func(ctx context.Context)
	ended sync.WaitGroup
}

// queued is how many actions may wait. More than that means that the till hangs; then new ones are refused.
const queued = 64

func newWorker(ctx context.Context, hop func(func())) *worker {
	w := &worker{hop: hop, jobs: make(chan func(context.Context), queued)}
	w.ctx, w.stop = context.WithCancel(ctx)
	w.ended.Add(1)
	go func() {
		defer w.ended.Done()
		for {
			select {
			case <-w.ctx.Done():
				return
			case job := <-w.jobs:
				job(w.ctx)
			}
		}
	}()
	return w
}

// do queues an action; after runs on the UI thread with its error. False when too much is waiting.
func (w *worker) do(action func(ctx context.Context) error, after func(error)) bool {
	job := func(ctx context.Context) {
		err := action(ctx)
		if after != nil && ctx.Err() == nil {
			w.hop(func() { after(err) })
		}
	}
	select {
	case w.jobs <- job:
		return true
	default:
		return false
	}
}

// soon queues an action as do does and gives it a moment: what is ready by then is shown in the picture that follows the key, a whole tick of
// the toolkit before what is hopped. It is for what is asked at every key and needs no device; patience must be less than a tick.
func (w *worker) soon(patience time.Duration, action func(ctx context.Context) error, after func(error)) bool {
	done, late := make(chan error), make(chan struct{})
	job := func(ctx context.Context) {
		err := action(ctx)
		select {
		case done <- err:
		case <-late:
			if ctx.Err() == nil {
				w.hop(func() { after(err) })
			}
		}
	}
	select {
	case w.jobs <- job:
	default:
		return false
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case err := <-done:
		after(err)
	case <-limit.C:
		close(late)
	}
	return true
}

// close ends the worker and waits for the action in hand.
func (w *worker) close() {
	w.stop()
	w.ended.Wait()
}

// faultOf is the sentence for an error: the till's own, or a plain one.
func faultOf(words *lang.Catalogue, err error) *register.Fault {
	if err == nil {
		return nil
	}
	var f *register.Fault
	if errors.As(err, &f) {
		return f
	}
	return &register.Fault{Code: "internal", Text: words.T("ui.fault.other"), Action: words.T("ui.fault.other.do"), Err: err}
}
