package tspiot

import (
	"context"
	"net/http"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// StatusNoUpstream is the module's own status: neither the operator nor the local module answered it in time.
const StatusNoUpstream = 514

// Ask implements checks.Source. A version that is not there is stepped over, a fault of the module (5xx) is repeated once, both
// within the context.
func (c *Client) Ask(ctx context.Context, q checks.Query) (checks.Answer, error) {
	trail := wire.TrailOf(checks.ChannelTSPIoT, q)
	switch {
	case c.closed.Load():
		return checks.Answer{}, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	case q.Code.Full == "":
		return checks.Answer{}, trail.Skip(c.base.Host(), "no marking code", nil)
	}
	mask := c.mask.WithCode(q.Code)
	known := version(c.found.Load())
	versions := c.candidates()
	for i, v := range versions {
		reply, outcome := c.try(ctx, &trail, v, q, mask)
		if absent(reply.Status) && reply.Err == nil && i+1 < len(versions) && ctx.Err() == nil {
			trail.Add(c.base.Host(), reply, outcome, v.String()+" is not there")
			continue
		}
		c.remember(v, known, reply)
		answer, failure := trail.Conclude(c.base.Host(), reply, outcome, q.Code, mask)
		if failure != nil {
			return checks.Answer{}, failure
		}
		c.pin.Confirm()
		if answer.Emergency || !answer.Offline { // an offline answer knows nothing of the operator's mode
			c.emergent.Saw(answer.Emergency, c.now())
		}
		return answer, nil
	}
	return checks.Answer{}, trail.Skip(c.base.Host(), "no version to ask", nil) // cannot be: the last candidate concludes
}

// try asks one version, once more after a 5xx when the context leaves time for an answer.
func (c *Client) try(ctx context.Context, trail *wire.Trail, v version, q checks.Query, mask wire.Mask) (wire.Reply, checks.Outcome) {
	trail.Send(c.base.Host())
	reply, outcome := c.send(ctx, v, q)
	if reply.Err != nil || !worthRepeating(reply.Status) || !wire.Enough(ctx, c.pause+leastTime) {
		return reply, outcome
	}
	trail.Add(c.base.Host(), reply, outcome, mask.Words(wire.Explain(reply)))
	if wire.Pause(ctx, c.pause) != nil {
		return reply, outcome
	}
	trail.Send(c.base.Host())
	return c.send(ctx, v, q)
}

// leastTime is what a repeat needs to have any hope of an answer.
const leastTime = 50 * time.Millisecond

func worthRepeating(status int) bool { return status >= 500 && status != StatusNoUpstream }

func (c *Client) send(ctx context.Context, v version, q checks.Query) (wire.Reply, checks.Outcome) {
	ctx, cancel := wire.Within(ctx, c.timeout)
	defer cancel()
	req, err := wire.PostJSON(ctx, c.base.URL(v.path()), c.body(v, q))
	if err != nil {
		return wire.Reply{Began: time.Now(), Err: err}, checks.OutcomeSkipped
	}
	reply := wire.Do(c.transport, req)
	return reply, judge(reply)
}

func judge(r wire.Reply) checks.Outcome {
	switch {
	case r.Err != nil:
		return r.Outcome
	case r.Status == StatusNoUpstream:
		return checks.OutcomeNoUpstream
	}
	return wire.Judge(r.Status)
}

// remember keeps the version that is there; one that has gone is forgotten, unless another goroutine has found a new one since.
func (c *Client) remember(v, known version, r wire.Reply) {
	switch {
	case c.forced != 0 || r.Err != nil:
	case absent(r.Status):
		c.found.CompareAndSwap(int32(known), 0)
	case r.Status == http.StatusOK || r.Status == http.StatusNonAuthoritativeInfo:
		c.found.Store(int32(v))
	}
}
