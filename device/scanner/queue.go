package scanner

import (
	"context"
	"sync"
)

// maxQueued is how many scans wait for a receiver that does not come; a person scans that many in some minutes.
const maxQueued = 256

// queue lets a port be read while nobody receives: a listener that waited would take the next scan for a part of this one.
type queue struct {
	out     chan<- Scan
	mu      sync.Mutex
	scans   []Scan
	dropped int
	more    chan struct{}
}

func newQueue(out chan<- Scan) *queue { return &queue{out: out, more: make(chan struct{}, 1)} }

// put never blocks. When the queue is full the newest scan is dropped: the cashier has it in the hand.
func (q *queue) put(s Scan) {
	q.mu.Lock()
	if len(q.scans) < maxQueued {
		q.scans = append(q.scans, s)
	} else {
		q.dropped++
	}
	q.mu.Unlock()
	select {
	case q.more <- struct{}{}:
	default:
	}
}

// run sends until the context ends.
func (q *queue) run(ctx context.Context) {
	for {
		q.mu.Lock()
		scans := q.scans
		q.scans = nil
		q.mu.Unlock()
		for _, s := range scans {
			select {
			case q.out <- s:
			case <-ctx.Done():
				return
			}
		}
		select {
		case <-q.more:
		case <-ctx.Done():
			return
		}
	}
}
