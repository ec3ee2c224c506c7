package localmodule

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// Init asks the module to begin its work: it takes the operator's key and loads the bases, for minutes or hours.
type Init struct {
	Token     wire.Secret   // X-API-KEY of the shop
	ClearSold bool          // version 2: wipe the module's own list of sold codes
	GreyList  *bool         // version 2: store products instead of codes; nil leaves it as it is
	Polls     int           // how often the state is asked for when the answer stays out, 8
	Every     time.Duration // between two polls, 3s
}

// Errors of Init, in the chain of the *checks.Failure.
var (
	ErrToken    = errors.New("module refused the token")
	ErrPassword = errors.New("module refused login or password")
)

// Init starts the initialisation, also a repeated one, which is the cure of sync_error. It returns the state once the module has
// accepted: initialization or ready. No answer in time is not a refusal, the work goes on inside the module: then the state is
// polled. The error is a *checks.Failure; ErrToken and ErrPassword say what to correct.
func (c *Client) Init(ctx context.Context, p Init) (Status, error) {
	trail := wire.NewTrail(checks.ChannelLocalModule)
	if c.closed.Load() {
		return Status{}, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	}
	reply, _, outcome := c.exchange(ctx, &trail, call{
		method: http.MethodPost, path: "/init", limit: c.initLimit, body: p.body,
	})
	accepted := reply.Err == nil && reply.Status/100 == 2
	if !accepted && reply.Outcome != checks.OutcomeTimeout {
		failure := c.fail(&trail, reply, outcome)
		failure.Detail = wire.NewMask(p.Token).Words(failure.Detail) // a bad token is readily repeated
		failure.Body = wire.NewMask(p.Token).Body(failure.Body)
		for i := range failure.Steps {
			failure.Steps[i].Detail = wire.NewMask(p.Token).Words(failure.Steps[i].Detail)
		}
		switch reply.Status {
		case http.StatusBadRequest:
			failure.Outcome, failure.Err = checks.OutcomeHTTP, ErrToken
		case http.StatusUnauthorized:
			failure.Err = ErrPassword
		}
		return Status{}, failure
	}
	return c.awaitInit(ctx, p, trail, reply, accepted)
}

func (c *Client) awaitInit(ctx context.Context, p Init, trail wire.Trail, reply wire.Reply, accepted bool) (Status, error) {
	polls, every := p.Polls, p.Every
	if polls <= 0 {
		polls = 8
	}
	if every <= 0 {
		every = 3 * time.Second
	}
	var last Status
	var failure *checks.Failure
	for i := range polls {
		if i > 0 && wire.Pause(ctx, every) != nil {
			break
		}
		s, err := c.Status(ctx)
		if err != nil {
			errors.As(err, &failure)
			continue
		}
		if last = s; s.State == Initialization || s.State == Ready {
			return s, nil
		}
	}
	switch {
	case failure != nil && last.State == "":
		return Status{}, failure
	case accepted: // it said yes; what it is doing will be seen by the watcher
		return last, nil
	}
	f := trail.Fail(c.base.Host(), reply, checks.OutcomeTimeout, fmt.Sprintf("state is still %q", last.State), wire.Mask{})
	return last, f
}

func (p Init) body(v version) []byte {
	if v == 1 {
		return wire.JSON(struct {
			Token string `json:"token"`
		}{p.Token.Reveal()})
	}
	return wire.JSON(struct {
		Token     string `json:"token"`
		ClearSold bool   `json:"clearSold,omitempty"`
		GreyList  *bool  `json:"enableGreyList,omitempty"`
	}{p.Token.Reveal(), p.ClearSold, p.GreyList})
}
