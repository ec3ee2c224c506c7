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
type learner struct {
	known   Known
	log     zerolog.Logger
	dropped atomic.Int64
	writers sync.WaitGroup

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

// backlog is how many answers may wait for the disk.
const backlog = 1024

// afterVerdict is how long an answer rests before it is written, so that its verdict is made by then.
const afterVerdict = 50 * time.Millisecond

func newLearner(known Known, log zerolog.Logger) *learner { return &learner{known: known, log: log} }

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
		for _, s := range lessons {
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
	start := l.start
	l.mu.Unlock()
	if start != nil && start.Stop() {
		l.write()
	}
	l.writers.Wait()
}
