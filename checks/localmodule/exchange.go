package localmodule

import (
	"context"
	"net/http"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// call is one question to the module, built anew for each version.
type call struct {
	method string
	path   string // after /api/vN
	body   func(version) []byte
	limit  time.Duration
	only   version // the one version that has this call, 0 is both
}

// exchange asks the versions in order until one is there, and goes back from a refused token to login and password. Steps of the
// way are recorded; the last exchange is left to the caller.
func (c *Client) exchange(ctx context.Context, trail *wire.Trail, what call) (wire.Reply, version, checks.Outcome) {
	versions := c.candidates()
	if what.only != 0 {
		versions = []version{what.only}
	}
	var reply wire.Reply
	var outcome checks.Outcome
	for i, v := range versions {
		reply, outcome = c.signed(ctx, trail, what, v)
		c.remember(v, reply.Status)
		if !absent(reply.Status) || reply.Err != nil || i+1 == len(versions) || ctx.Err() != nil {
			return reply, v, outcome
		}
		trail.Add(c.base.Host(), reply, outcome, v.String()+" is not there")
	}
	return reply, 0, outcome
}

func (c *Client) signed(ctx context.Context, trail *wire.Trail, what call, v version) (wire.Reply, checks.Outcome) {
	who := c.who()
	trail.Send(c.base.Host())
	reply, outcome := c.send(ctx, what, v, who)
	if reply.Status != http.StatusUnauthorized || !who.byToken(v) || ctx.Err() != nil {
		return reply, outcome
	}
	trail.Add(c.base.Host(), reply, outcome, "token refused, login and password follow")
	token := who.token
	who.token = ""
	trail.Send(c.base.Host())
	reply, outcome = c.send(ctx, what, v, who)
	if reply.Err == nil && reply.Status != http.StatusUnauthorized {
		c.dropToken(token)
	}
	return reply, outcome
}

func (c *Client) send(ctx context.Context, what call, v version, who auth) (wire.Reply, checks.Outcome) {
	ctx, cancel := wire.Within(ctx, what.limit)
	defer cancel()
	var req *http.Request
	var err error
	if what.method == http.MethodGet {
		req, err = wire.Get(ctx, c.base.URL(v.path(what.path)))
	} else {
		req, err = wire.PostJSON(ctx, c.base.URL(v.path(what.path)), what.body(v))
	}
	if err != nil {
		return wire.Reply{Began: time.Now(), Err: err}, checks.OutcomeSkipped
	}
	who.sign(req, v)
	reply := wire.Do(c.transport, req)
	return reply, judge(reply)
}

// judge knows the module's own errors: 4045 (not configured, or still loading) and 4050 (72 hours without synchronisation) mean
// that no check was made.
func judge(r wire.Reply) checks.Outcome {
	const notLoaded, tooOld = 4045, 4050
	if r.Err != nil {
		return r.Outcome
	}
	if code, _ := wire.ReadProblem(r.Body).Say(); code == notLoaded || code == tooOld {
		return checks.OutcomeNotReady
	}
	switch r.Status {
	case http.StatusOK:
		return ""
	case http.StatusUnauthorized:
		return checks.OutcomeTokenRefused
	}
	return checks.OutcomeHTTP // 203 too: only the operator can declare an emergency
}
