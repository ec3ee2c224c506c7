package trueapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
	"dobro/internal/marking"
)

// ErrCrossBorder is in the failure of a check that met the operator's code 5000 twice: his cross-border service is down, no other
// platform would know better, and the local module must decide.
var ErrCrossBorder = errors.New("operator's cross-border service is unavailable (5000)")

// Ask implements checks.Source. It goes from platform to platform as long as the context allows and as another one may help: after
// a time-out, a torn connection, nonsense, 429 or 5xx (these after one repeat). A refused key, another 4xx and code 5000 end it.
func (c *Client) Ask(ctx context.Context, q checks.Query) (checks.Answer, error) {
	a := &attempt{client: c, ctx: ctx, query: q, trail: wire.TrailOf(checks.ChannelTrueAPI, q), budget: c.check}
	a.token, a.drive = c.who()
	a.mask = wire.NewMask(a.token)
	if end, limited := ctx.Deadline(); limited {
		a.budget = min(a.budget, time.Until(end))
	}
	switch {
	case c.closed():
		return checks.Answer{}, a.trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	case q.Code.Full == "":
		return checks.Answer{}, a.trail.Skip(c.base.Host(), "no marking code", nil)
	}
	answer, failure := a.run()
	c.nudge()
	if failure != nil {
		return checks.Answer{}, failure
	}
	return answer, nil
}

// attempt is one Ask under way.
type attempt struct {
	client *Client
	ctx    context.Context //nolint:containedctx // lives as long as the call of Ask
	query  checks.Query
	trail  wire.Trail
	mask   wire.Mask
	token  wire.Secret
	drive  string
	budget time.Duration // what one request could have at most

	tried []string // platforms given up
	torn  []string // of these, without any HTTP answer and sooner than a time-out
	heard bool     // some platform gave an HTTP answer
}

func (a *attempt) run() (answer checks.Answer, failure *checks.Failure) {
	if answer, failure, done := a.platforms(); done {
		return answer, failure
	}
	defer a.settle()
	c := a.client
	url, ok := c.pool.best(c.now(), nil)
	if !ok { // all are blocked: the best gets one chance, and the list is asked for again behind our back
		c.hurry()
		if url, ok = c.pool.unblock(c.now()); !ok {
			return checks.Answer{}, a.trail.Skip(c.base.Host(), "no platform is known", nil)
		}
		answer, failure, _ = a.askHost(url)
		return answer, failure
	}
	for ok {
		var more bool
		if answer, failure, more = a.askHost(url); !more || a.ctx.Err() != nil {
			break
		}
		a.tried = append(a.tried, url)
		url, ok = c.pool.best(c.now(), a.tried)
	}
	return answer, failure
}

// platforms fetches the list inside the check when there is none yet; only an emergency or a refused key ends the check here.
func (a *attempt) platforms() (checks.Answer, *checks.Failure, bool) {
	c := a.client
	if !c.pool.empty() {
		return checks.Answer{}, nil, false
	}
	ctx, cancel := context.WithTimeout(a.ctx, a.budget/2) // the other half is for the check itself
	defer cancel()
	a.trail.Send(c.base.Host())
	reply, err := c.learn(ctx)
	if reply.Began.IsZero() { // another goroutine has just learnt it
		return checks.Answer{}, nil, false
	}
	outcome := reply.Outcome
	if reply.Err == nil {
		outcome = wire.Judge(reply.Status)
	}
	if errors.Is(err, errEmergency) || outcome == checks.OutcomeTokenRefused {
		answer, failure := a.conclude(c.base.Host(), reply, outcome)
		return answer, failure, true
	}
	switch {
	case err == nil:
		outcome = checks.OutcomeOK
	case outcome == "":
		outcome = checks.OutcomeBadAnswer
	}
	detail := "list of platforms"
	if err != nil {
		detail = a.mask.Words(err.Error())
	}
	a.trail.Add(c.base.Host(), reply, outcome, detail)
	return checks.Answer{}, nil, false
}

// askHost asks one platform, twice after 429 and 5xx. More tells that another platform may help.
func (a *attempt) askHost(url string) (answer checks.Answer, failure *checks.Failure, more bool) {
	c := a.client
	base, err := wire.ParseBase(url)
	if err != nil {
		return checks.Answer{}, a.trail.Skip(url, "address of the platform cannot be read", err), true
	}
	reply := a.send(base)
	repeated := repeatable(reply) && wire.Enough(a.ctx, leastTime)
	if repeated {
		a.trail.Add(base.Host(), reply, checks.OutcomeHTTP, a.mask.WithCode(a.query.Code).Words(wire.Explain(reply)))
		reply = a.send(base)
	}
	if reply.Err != nil {
		answer, failure = a.conclude(base.Host(), reply, reply.Outcome)
		a.blame(url, reply)
		return answer, failure, true
	}
	a.heard = true
	outcome := wire.Judge(reply.Status)
	answer, failure = a.conclude(base.Host(), reply, outcome)
	switch {
	case failure == nil:
		c.pool.worked(url)
	case failure.Outcome == checks.OutcomeBadAnswer:
		c.pool.failed(url, c.now())
		more = true
	case crossBorder(reply):
		c.pool.answered(url)
		failure.Err = ErrCrossBorder
	case repeatable(reply):
		if repeated { // one fault without the time for a second try is held against nobody
			c.pool.block(url, c.now())
		}
		more = true
	case reply.Status == http.StatusNotFound && url == c.base.Root():
		c.pool.dropUnlisted() // it lists platforms and is none: the next check asks it for the list
	default: // a refused key, our own bad request, a business code: no other platform would say otherwise
		c.pool.answered(url)
	}
	return answer, failure, more
}

// conclude records the exchange, and what it says of the mode and of the key.
func (a *attempt) conclude(host string, r wire.Reply, outcome checks.Outcome) (checks.Answer, *checks.Failure) {
	answer, failure := a.trail.Conclude(host, r, outcome, a.query.Code, a.mask)
	c := a.client
	switch {
	case failure == nil:
		c.emergent.Saw(answer.Emergency, c.now())
		if !answer.Emergency {
			c.refused.Store(0)
		}
	case failure.Outcome == checks.OutcomeTokenRefused:
		c.sawRefusal()
	}
	return answer, failure
}

// blame counts a request without an HTTP answer against the platform. A torn connection counts only when another platform can be
// reached (see settle); a time-out only when the platform really had the time, and the caller did not lose interest.
func (a *attempt) blame(url string, r wire.Reply) {
	switch {
	case errors.Is(r.Err, context.Canceled):
	case r.Outcome != checks.OutcomeTimeout:
		a.torn = append(a.torn, url)
	case r.Took >= a.budget/2:
		a.client.pool.failed(url, a.client.now())
	}
}

// settle counts torn connections once it is known that our own network works.
func (a *attempt) settle() {
	if !a.heard {
		return
	}
	for _, url := range a.torn {
		a.client.pool.failed(url, a.client.now())
	}
}

// leastTime is what a repeat needs to have any hope of an answer.
const leastTime = 50 * time.Millisecond

func repeatable(r wire.Reply) bool {
	return r.Err == nil && (r.Status == http.StatusTooManyRequests || r.Status >= 500)
}

// crossBorder finds code 5000 in any place where it was met.
func crossBorder(r wire.Reply) bool {
	return r.Err == nil && r.Status >= 500 && wire.ReadProblem(r.Body).Names("5000")
}

func (a *attempt) send(base wire.Base) wire.Reply {
	ctx, cancel := wire.Within(a.ctx, a.client.check)
	defer cancel()
	req, err := wire.PostJSON(ctx, base.URL(checkPath), checkBody(a.query.Code, a.drive, a.client.zone))
	if err != nil {
		return wire.Reply{Began: time.Now(), Outcome: checks.OutcomeSkipped, Err: err}
	}
	sign(req, a.token)
	a.trail.Send(base.Host())
	return wire.Do(a.client.transport, req)
}

func checkBody(code marking.Code, drive string, zone int) []byte {
	return wire.JSON(struct {
		Codes []string `json:"codes"`
		Drive string   `json:"fiscalDriveNumber,omitempty"`
		Zone  int      `json:"timeZone,omitempty"`
	}{[]string{code.Full}, drive, zone})
}
