package checks

import (
	"context"
	"encoding/json"
	"time"
)

// check is one code on its way to a verdict.
type check struct {
	e        *Engine
	req      Request
	start    time.Time // by the engine's clock
	at       time.Time // what dates are compared with
	deadline time.Duration
	c        Case
	online   *asking // nil when nobody is asked
	local    *asking
	steps    []Step // the trace, taken before the sources are told that nobody waits any more
}

func newCheck(e *Engine, req Request) *check {
	c := &check{e: e, req: req, start: e.p.Clock.Now(), steps: []Step{}}
	c.at = req.At
	if c.at.IsZero() {
		c.at = c.start
	}
	c.c = Case{Request: req, At: c.at}
	return c
}

func (c *check) run(ctx context.Context) Ruling {
	rules := c.e.p.Rules
	if _, bad := unfit(c.req); bad {
		return rules.Decide(c.c)
	}
	c.deadline = max(c.e.p.Deadline(), 0)
	looked := c.look()
	if c.waitsForMemory() {
		c.recall(looked)
		looked = nil
	}
	if forbids(rules.Guard(c.req, c.c.Known)) || rules.Exempt(c.req, c.supposedGroup(), c.at) {
		c.recall(looked)
		return rules.Decide(c.c)
	}
	ctx, cancel := context.WithTimeout(ctx, c.deadline-c.since())
	defer cancel()
	stop := context.AfterFunc(c.e.alive, cancel)
	defer stop()
	c.ask(ctx)
	if c.recall(looked); !forbids(rules.Guard(c.req, c.c.Known)) {
		c.await(ctx)
	}
	c.drain()
	c.gather()
	c.steps = c.trace()
	return rules.Decide(c.c)
}

func (c *check) supposedGroup() int {
	if c.req.Group > 0 {
		return c.req.Group
	}
	return c.c.LearnedGroup
}

func (c *check) ask(ctx context.Context) {
	q := Query{Code: c.req.Code, Group: c.supposedGroup()}
	if len(c.e.online) > 0 {
		c.online = c.begin(ctx, q, c.e.online)
	}
	if c.e.local != nil {
		c.local = c.begin(ctx, q, []*slot{c.e.local})
	}
}

// await returns the moment the verdict is certain, at the deadline at the latest.
func (c *check) await(ctx context.Context) {
	clock := c.e.p.Clock
	deadline, stop := clock.Timer(max(c.deadline-clock.Now().Sub(c.start), 0) + collect)
	defer stop()
	var grace <-chan time.Time
	for {
		if c.certain() {
			return
		}
		if c.online.answered() && grace == nil {
			if c.e.p.Grace < 0 || forbids(c.decideNow().Findings) {
				return
			}
			timer, stop := clock.Timer(c.e.p.Grace)
			defer stop()
			grace = timer
		}
		select {
		case r := <-c.online.results():
			c.online.take(r)
		case r := <-c.local.results():
			c.local.take(r)
		case <-grace:
			return
		case <-deadline:
			return
		case <-ctx.Done(): // the deadline, or the caller gave up
			c.linger()
			return
		}
	}
}

// linger lets sources that keep to their context hand over what they tried.
func (c *check) linger() {
	timer, stop := c.e.p.Clock.Timer(collect)
	defer stop()
	for !c.online.done() || !c.local.done() {
		select {
		case r := <-c.online.results():
			c.online.take(r)
		case r := <-c.local.results():
			c.local.take(r)
		case <-timer:
			return
		}
	}
}

// drain takes what has come and was not read yet.
func (c *check) drain() {
	for {
		select {
		case r := <-c.online.results():
			c.online.take(r)
		case r := <-c.local.results():
			c.local.take(r)
		default:
			return
		}
	}
}

// certain tells that nothing still out can change the verdict: both have ended, or the local module says that the code is sold,
// which forbids whatever the online answer may be as soon as the group's ban is known to bind.
func (c *check) certain() bool {
	if c.online.done() && c.local.done() {
		return true
	}
	a := c.local.answer()
	return a != nil && yes(a.Item.Sold) && !c.req.Return && c.e.p.Rules.Binding(c.req, c.c.LearnedGroup, c.at)
}

func (c *check) decideNow() Ruling {
	c.gather()
	return c.e.p.Rules.Decide(c.c)
}

// gather brings what came into the case. An online answer after the deadline is no answer.
func (c *check) gather() {
	c.c.Online, c.c.Local, c.c.Failures = c.online.answer(), c.local.answer(), nil
	c.c.Failures = append(append(c.c.Failures, c.online.failures()...), c.local.failures()...)
}

// raw is what came back, online first.
func (c *check) raw() []Raw {
	var out []Raw
	keep := func(ch Channel, host string, status int, body []byte) {
		if status == 0 && len(body) == 0 {
			return
		}
		out = append(out, Raw{Channel: ch, Host: host, Status: status, Body: rawBody(body)})
	}
	for _, a := range []*asking{c.online, c.local} {
		for _, f := range a.failures() {
			keep(f.Channel, f.Host, f.Status, f.Body)
		}
		if got := a.answer(); got != nil {
			keep(got.Channel, got.Host, got.Status, got.Body)
		}
	}
	return out
}

// maxBody is how much of an answer the journal keeps.
const maxBody = 64 << 10

func rawBody(b []byte) json.RawMessage {
	if len(b) <= maxBody && json.Valid(b) {
		return json.RawMessage(b)
	}
	s, err := json.Marshal(string(b[:min(len(b), maxBody)]))
	if err != nil {
		return json.RawMessage(`""`)
	}
	return s
}
