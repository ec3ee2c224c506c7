package checks

import (
	"sync"
	"sync/atomic"
	"time"

	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// learner writes answers into the shop's own knowledge, one after the other and never on the way of a verdict. When the disk
// cannot keep up the newest are dropped: what is lost is learned again at the next check.
type learner struct {
	known   Known
	log     zerolog.Logger
	lessons chan lesson
	done    chan struct{}
	dropped atomic.Int64

	mu     sync.RWMutex
	closed bool
}

type lesson struct {
	code   marking.Code
	answer Answer
	at     time.Time
}

func newLearner(known Known, log zerolog.Logger) *learner {
	const backlog = 1024
	l := &learner{known: known, log: log, lessons: make(chan lesson, backlog), done: make(chan struct{})}
	go l.write()
	return l
}

func (l *learner) write() {
	defer close(l.done)
	for s := range l.lessons {
		l.learn(s)
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

// take keeps a real answer of the state system; an emergency or an offline answer teaches nothing.
func (l *learner) take(s lesson) {
	if s.answer.Emergency || s.answer.Offline {
		return
	}
	s.answer.Body, s.answer.Steps = nil, nil
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.closed {
		return
	}
	select {
	case l.lessons <- s:
	default:
		if n := l.dropped.Add(1); n&(n-1) == 0 {
			l.log.Warn().Int64("dropped", n).Msg("answers come faster than they can be remembered")
		}
	}
}

// close writes what is waiting and returns when it is written.
func (l *learner) close() {
	l.mu.Lock()
	if !l.closed {
		l.closed = true
		close(l.lessons)
	}
	l.mu.Unlock()
	<-l.done
}
