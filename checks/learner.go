package checks

import (
	"sync"
	"sync/atomic"
	"time"

	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// learner writes answers into the shop's own knowledge, one after the other and after the verdict: writing takes a disk, and the
// processor that the verdict needs. When the disk cannot keep up the newest are dropped: what is lost is learned again at the next
// check.
//
// While a verdict is being made it writes nothing, unless verdicts follow each other so closely that answers pile up.
type learner struct {
	known   Known
	log     zerolog.Logger
	dropped atomic.Int64
	writers sync.WaitGroup
	making  atomic.Int64  // verdicts under way
	calm    chan struct{} // tells the writer that none is any more

	mu      sync.Mutex // guards what follows
	lessons []lesson
	start   *time.Timer // of the writer; nil while one waits or writes
	closed  bool
}

type lesson struct {
	code   marking.Code
	answer Answer
	at     time.Time
}

// backlog is how many answers may wait for the disk; from piled on they are written beside verdicts too.
const (
	backlog = 1024
	piled   = 64
)

// afterVerdict is how long an answer rests before it is written, so that its verdict is made by then.
const afterVerdict = 50 * time.Millisecond

func newLearner(known Known, log zerolog.Logger) *learner {
	return &learner{known: known, log: log, calm: make(chan struct{}, 1)}
}

// verdict tells the learner that a verdict is being made, until the returned function is called. A nil learner does not mind.
func (l *learner) verdict() (made func()) {
	if l == nil {
		return func() {}
	}
	l.making.Add(1)
	return func() {
		if l.making.Add(-1) == 0 {
			l.wake()
		}
	}
}

func (l *learner) wake() {
	select {
	case l.calm <- struct{}{}:
	default:
	}
}

// rest waits until no verdict is being made, or until too much is waiting for the disk; have is what the writer holds of it. A verdict
// that hangs holds nothing up for long.
func (l *learner) rest(have int) {
	if !l.mayRest(have) {
		return
	}
	patience := time.NewTimer(5 * time.Second)
	defer patience.Stop()
	for l.mayRest(have) {
		select {
		case <-l.calm:
		case <-patience.C:
			return
		}
	}
}

func (l *learner) mayRest(have int) bool {
	if l.making.Load() == 0 {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.closed && have+len(l.lessons) < piled
}

// take keeps a real answer of the state system; an emergency or an offline answer teaches nothing.
func (l *learner) take(s lesson) {
	if s.answer.Emergency || s.answer.Offline {
		return
	}
	s.answer.Body, s.answer.Steps = nil, nil
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.closed:
	case len(l.lessons) >= backlog:
		if n := l.dropped.Add(1); n&(n-1) == 0 {
			l.log.Warn().Int64("dropped", n).Msg("answers come faster than they can be remembered")
		}
	default:
		l.lessons = append(l.lessons, s)
		if len(l.lessons) >= piled {
			l.wake()
		}
		if l.start == nil {
			l.writers.Add(1)
			l.start = time.AfterFunc(afterVerdict, l.write)
		}
	}
}

// write empties the backlog, in a goroutine of its own, and ends.
func (l *learner) write() {
	defer l.writers.Done()
	for {
		l.mu.Lock()
		lessons := l.lessons
		l.lessons = nil
		if len(lessons) == 0 {
			l.start = nil
		}
		l.mu.Unlock()
		if len(lessons) == 0 {
			return
		}
		for i, s := range lessons {
			l.rest(len(lessons) - i)
			l.learn(s)
		}
	}
}

func (l *learner) learn(s lesson) {
	defer func() {
		if p := recover(); p != nil {
			l.log.Error().Any("panic", p).Msg("the offline cache broke down while learning")
		}
	}()
	l.known.Learn(s.code, s.answer, s.at)
}

// close writes what is waiting and returns when it is written.
func (l *learner) close() {
	l.mu.Lock()
	l.closed = true
	l.wake()
	start := l.start
	l.mu.Unlock()
	if start != nil && start.Stop() {
		l.write()
	}
	l.writers.Wait()
}
