package checks

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// asking is one question on its way through a chain of sources: the next source is asked when the one before had no answer.
// Its methods work on nil, which is a chain that was never asked.
type asking struct {
	out    chan result
	chain  []*slot
	began  []time.Duration // when each source was asked, from the start of the check
	sent   []Progress      // what each source has sent so far
	ended  []result
	finish bool
}

// result is what one source of the chain came to; asked only says that the next one is being asked.
type result struct {
	source  int
	started time.Duration // from the start of the check
	took    time.Duration
	asked   bool
	late    bool // an online answer after the deadline
	last    bool // the chain ends here
	answer  *Answer
	failure *Failure
}

func (c *check) begin(ctx context.Context, q Query, chain []*slot) *asking {
	a := &asking{out: make(chan result, 2*len(chain)), chain: chain, sent: make([]Progress, len(chain))}
	first := c.since()
	a.began = append(a.began, first)
	running := c.e.crew.take(func() {
		for i, s := range chain {
			started := first
			if i > 0 {
				started = c.since()
				a.out <- result{source: i, started: started, asked: true}
			}
			q.Progress = &a.sent[i]
			r := c.e.askOne(ctx, s, q)
			r.source, r.started, r.took = i, started, c.since()-started
			if r.answer != nil && r.answer.Channel != ChannelLocalModule {
				r.late = started+r.took > c.deadline
			}
			r.last = r.answer != nil || ctx.Err() != nil || i == len(chain)-1
			a.out <- r
			if l := c.e.learner; l != nil && r.answer != nil && r.answer.Channel != ChannelLocalModule {
				l.take(lesson{code: q.Code, answer: *r.answer, at: c.e.p.Clock.Now()})
			}
			if r.last {
				return
			}
		}
	})
	if !running {
		return nil
	}
	return a
}

func (c *check) since() time.Duration { return c.e.p.Clock.Now().Sub(c.start) }

// askOne asks one source and survives whatever it does.
func (e *Engine) askOne(ctx context.Context, s *slot, q Query) (r result) {
	select {
	case s.pending <- struct{}{}:
	default:
		return result{failure: &Failure{Channel: s.Channel(), Host: hostOf(s.Source), Outcome: OutcomeSkipped, Detail: "too many questions without an answer"}}
	}
	defer func() {
		<-s.pending
		if p := recover(); p != nil {
			e.p.Log.Error().Str("channel", string(s.Channel())).Str("panic", fmt.Sprint(p)).Msg("a source broke down")
			r = result{failure: &Failure{Channel: s.Channel(), Host: hostOf(s.Source), Outcome: OutcomeBadAnswer, Detail: "the source broke down"}}
		}
	}()
	answer, err := s.Ask(ctx, q)
	if err == nil {
		return result{answer: &answer}
	}
	var f *Failure
	if !errors.As(err, &f) || f == nil {
		outcome := OutcomeBadAnswer
		if ctx.Err() != nil {
			outcome = OutcomeTimeout
		}
		f = &Failure{Channel: s.Channel(), Host: hostOf(s.Source), Outcome: outcome, Detail: err.Error(), Err: err}
	}
	return result{failure: f}
}

// Hoster is a source that can say whom it asks, for the trace of a question that is still out.
type Hoster interface{ Host() string }

func hostOf(s Source) string {
	if h, ok := s.(Hoster); ok {
		return h.Host()
	}
	return ""
}

func (a *asking) results() <-chan result {
	if a == nil || a.finish {
		return nil
	}
	return a.out
}

func (a *asking) take(r result) {
	if r.asked {
		a.began = append(a.began, r.started)
		return
	}
	a.ended = append(a.ended, r)
	a.finish = r.last
}

// done tells that nothing more will come.
func (a *asking) done() bool { return a == nil || a.finish }

// answered tells that a usable answer came.
func (a *asking) answered() bool { return a.answer() != nil }

func (a *asking) answer() *Answer {
	if a == nil {
		return nil
	}
	for _, r := range a.ended {
		if r.answer != nil && !r.late {
			return r.answer
		}
	}
	return nil
}

func (a *asking) failures() []*Failure {
	if a == nil {
		return nil
	}
	var out []*Failure
	for _, r := range a.ended {
		if r.failure != nil {
			out = append(out, r.failure)
		}
	}
	return out
}
