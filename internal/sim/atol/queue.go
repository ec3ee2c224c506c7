package atol

import (
	"context"
	"encoding/json"
	"sync"

	"dobro/internal/sim/fault"
)

// Statuses of a task in the queue.
const (
	statusWait        = "wait"
	statusInProgress  = "inProgress"
	statusReady       = "ready"
	statusError       = "error"
	statusInterrupted = "interrupted"
	statusBlocked     = "blocked"
	statusCanceled    = "canceled"
)

// step is one task of a request with what became of it.
type step struct {
	task   json.RawMessage
	kind   string
	status string
	err    *taskError
	result any
}

// request is what came with one uuid.
type request struct {
	uuid     string
	steps    []*step
	canceled bool
}

// queue runs requests one after another in one goroutine, as the driver's web server does for one printer.
type queue struct {
	printer *Printer
	mu      sync.Mutex
	known   map[string]*request
	order   []*request
	number  int
	blocked string        // uuid of the request that stopped the queue
	wake    chan struct{} // a request came or the queue may go on
	goOn    chan struct{}
	told    int // how often the driver was told to go on
	cancel  context.CancelFunc
	done    chan struct{}
}

func startQueue(ctx context.Context, p *Printer) *queue {
	q := &queue{printer: p, known: map[string]*request{}, wake: make(chan struct{}, 1), goOn: make(chan struct{}, 1),
		done: make(chan struct{})}
	ctx, q.cancel = context.WithCancel(ctx)
	p.p.Board.Watch(Service, q.resume)
	go q.work(ctx)
	return q
}

// stop ends the worker and waits for it. What was waiting is lost, like the server's memory.
func (q *queue) stop() {
	q.cancel()
	<-q.done
}

// resume lets a blocked queue look whether the printer is there again.
func (q *queue) resume() {
	select {
	case q.goOn <- struct{}{}:
	default:
	}
}

// put queues a request; false when its uuid is known.
func (q *queue) put(r *request) (number int, blocked string, fresh bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.known[r.uuid] != nil || len(q.printer.made(r.uuid)) > 0 {
		return 0, q.blocked, false
	}
	q.number++
	q.known[r.uuid], q.order = r, append(q.order, r)
	select {
	case q.wake <- struct{}{}:
	default:
	}
	return q.number, q.blocked, true
}

func (q *queue) next() *request {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.order) == 0 {
		return nil
	}
	r := q.order[0]
	q.order = q.order[1:]
	return r
}

func (q *queue) work(ctx context.Context) {
	defer close(q.done)
	for {
		r := q.next()
		if r == nil {
			select {
			case <-ctx.Done():
				return
			case <-q.wake:
			}
			continue
		}
		q.run(ctx, r)
		if ctx.Err() != nil {
			return
		}
	}
}

func (q *queue) run(ctx context.Context, r *request) {
	stopped := false
	for _, s := range r.steps {
		q.mu.Lock()
		switch {
		case r.canceled:
			s.status = statusCanceled
		case stopped:
			s.status, s.err = statusInterrupted, fails(codeInterrupted)
		default:
			s.status = statusInProgress
		}
		running := s.status == statusInProgress
		q.mu.Unlock()
		if running {
			stopped = !q.step(ctx, r, s)
		}
	}
}

func (q *queue) step(ctx context.Context, r *request, s *step) bool {
	before := q.printer.last()
	o := q.printer.run(ctx, r.uuid, s.task)
	if o.blocked {
		q.mark(r.uuid, s, statusBlocked, nil, fails(codeNoConnection))
		told := q.tellings()
		for q.stands(o, told) { // a notice may be older than the block
			select {
			case <-ctx.Done():
				return false
			case <-q.goOn:
			}
		}
		o = q.printer.recover(r.uuid, before)
	}
	status := statusReady
	if o.err != nil {
		status = statusError
	}
	q.mark("", s, status, o.result, o.err)
	return o.err == nil
}

// stands tells whether the queue has to wait on: until somebody changed the faults or, where the driver does not look for the printer by
// itself, until it is told to.
func (q *queue) stands(o outcome, told int) bool {
	return q.tellings() == told && (o.stuck || q.printer.p.Board.Sets(Service) == o.since)
}

func (q *queue) tellings() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.told
}

// goAhead takes the printer up again, false while it is away.
func (q *queue) goAhead() bool {
	if q.printer.p.Board.Holds(Service, fault.Blocked) {
		return false
	}
	q.mu.Lock()
	q.told++
	q.mu.Unlock()
	q.resume()
	return true
}

func (q *queue) mark(blocked string, s *step, status string, result any, err *taskError) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.blocked, s.status, s.result, s.err = blocked, status, result, err
}

// cancelRequest takes a waiting request out; false when it is unknown or has begun.
func (q *queue) cancelRequest(uuid string) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	r := q.known[uuid]
	if r == nil || r.steps[0].status != statusWait {
		return false
	}
	r.canceled = true
	for _, s := range r.steps {
		s.status = statusCanceled
	}
	return true
}

// look returns a copy of what became of a request, from the queue or, after a restart, from the fiscal memory.
func (q *queue) look(uuid string) []step {
	q.mu.Lock()
	defer q.mu.Unlock()
	var out []step
	if r := q.known[uuid]; r != nil {
		for _, s := range r.steps {
			out = append(out, *s)
		}
		return out
	}
	for _, d := range q.printer.made(uuid) {
		out = append(out, step{kind: d.Kind, status: statusReady, result: recovered(q.printer.answer(d))})
	}
	return out
}

// recovered marks a result that was read back from the drive.
func recovered(answer map[string]any) map[string]any {
	warnings, _ := answer["warnings"].(map[string]any)
	if warnings == nil {
		warnings = map[string]any{}
	}
	warnings["recovered"] = true
	answer["warnings"] = warnings
	return answer
}

func (a *Printer) last() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.memory.last
}

func (a *Printer) made(uuid string) []Document {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.memory.of(uuid)
}

// recover finds out after a break whether the task made its document: the driver compares the number of the last one.
func (a *Printer) recover(uuid string, before int64) outcome {
	a.mu.Lock()
	defer a.mu.Unlock()
	d, ok := a.memory.find(a.memory.last)
	if !ok || d.FD <= before || d.UUID != uuid {
		return outcome{err: fails(codeConnectionLost)}
	}
	return outcome{result: recovered(a.answer(d))}
}
