package recorder

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"dobro/internal/goods"
	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// Folder of the recorder in the data folder.
const Folder = "recorder"

// backlog is how many events may wait for the disk. A receipt of a hundred lines makes some hundreds.
const backlog = 4096

// syncEvery bounds what a power cut takes.
const syncEvery = 5 * time.Second

// Params of Open. Dir is required: the till's data folder.
type Params struct {
	Dir     string
	Begin   Begin
	Reading marking.Options
	// Catalogue tells what goods a scan or a number found; nil records none. It is asked on the recorder's own goroutine.
	Catalogue func(ctx context.Context, a Action) []goods.Product
	Log       zerolog.Logger
	Now       func() time.Time
}

// Tape is an open recorder. A nil Tape records nothing.
type Tape struct {
	p       Params
	events  chan event
	done    chan struct{}
	dropped atomic.Int64
	action  atomic.Int64 // number of the action at hand; 0 between actions

	mu     sync.RWMutex // guards closed against a send on the closed channel
	closed bool
}

// event becomes a line on the writer's goroutine, where it is masked.
type event interface{ line(m *mask, t *Tape) Line }

// Open begins to record, behind what an earlier run recorded.
func Open(p Params) (*Tape, error) {
	if p.Now == nil {
		p.Now = time.Now
	}
	dir := filepath.Join(p.Dir, Folder)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open the recorder: %w", err)
	}
	m, err := newMask(dir, p.Reading)
	if err != nil {
		return nil, err
	}
	w, err := openSegments(dir)
	if err != nil {
		return nil, err
	}
	t := &Tape{p: p, events: make(chan event, backlog), done: make(chan struct{})}
	go t.write(w, m)
	t.put(begun{at: p.Now(), begin: p.Begin})
	return t, nil
}

// put hands an event over and never waits.
func (t *Tape) put(e event) {
	if t == nil {
		return
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	if t.closed {
		return
	}
	select {
	case t.events <- e:
	default:
		t.dropped.Add(1)
	}
}

// Close writes what is waiting and ends the recorder. It may be called twice.
func (t *Tape) Close() error {
	if t == nil {
		return nil
	}
	t.put(happened{at: t.p.Now(), is: Line{Event: EventEnd}})
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		close(t.events)
	}
	t.mu.Unlock()
	<-t.done
	return nil
}

// Flush returns when everything that was recorded before it is written, or ctx has ended.
func (t *Tape) Flush(ctx context.Context) error {
	if t == nil {
		return nil
	}
	written := make(chan struct{})
	t.mu.RLock()
	if t.closed {
		t.mu.RUnlock()
		return nil
	}
	select {
	case t.events <- flushed(written):
		t.mu.RUnlock()
	case <-ctx.Done():
		t.mu.RUnlock()
		return ctx.Err()
	}
	select {
	case <-written:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// flushed is no event: the writer closes it when it comes to it.
type flushed chan struct{}

func (flushed) line(*mask, *Tape) Line { return Line{} }

// write is the writer's goroutine: whatever is waiting goes to the disk in one go.
func (t *Tape) write(w *segments, m *mask) {
	defer close(t.done)
	sync := time.NewTicker(syncEvery)
	defer sync.Stop()
	var failed error
	report := func(err error) {
		if err != nil && (failed == nil || failed.Error() != err.Error()) {
			t.p.Log.Error().Err(err).Msg("the flight recorder cannot write")
		}
		failed = err
	}
	defer func() { report(w.close()) }()
	for {
		select {
		case e, open := <-t.events:
			if !open {
				return
			}
			var waiting []flushed
			for more := true; more; {
				if f, ok := e.(flushed); ok {
					waiting = append(waiting, f)
				} else if err := t.add(w, m, e); err != nil {
					report(err)
				}
				select {
				case e, open = <-t.events:
					more = open
				default:
					more = false
				}
			}
			report(w.flush())
			for _, f := range waiting {
				close(f)
			}
			if !open {
				return
			}
		case <-sync.C:
			report(w.sync())
		}
	}
}

func (t *Tape) add(w *segments, m *mask, e event) (err error) {
	defer func() {
		if v := recover(); v != nil { // a value that cannot be masked is not written
			err = errors.Join(err, fmt.Errorf("the recorder broke down over %T: %v", e, v))
		}
	}()
	if n := t.dropped.Swap(0); n > 0 {
		if err := w.add(Line{At: Time{t.p.Now()}, Event: EventLost, Lost: n}); err != nil {
			return err
		}
	}
	if w.full() {
		if err := w.next(); err != nil {
			return err
		}
		still := t.p.Begin
		still.Still, still.Died = true, false
		if err := w.add(begun{t.p.Now(), still}.line(m, t)); err != nil {
			return err
		}
	}
	l := e.line(m, t)
	if l.Event == "" && (l.Action == nil || l.Do == "") {
		return nil
	}
	return w.add(l)
}

// begun is the start of a till.
type begun struct {
	at    time.Time
	begin Begin
}

func (b begun) line(*mask, *Tape) Line {
	return Line{At: Time{b.at}, Event: EventBegin, Begin: &b.begin}
}
