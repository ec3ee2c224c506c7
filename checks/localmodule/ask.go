package localmodule

import (
	"context"
	"net/http"

	"dobro/checks"
	"dobro/checks/wire"
)

// Ask implements checks.Source. The module gets the identification without its check part; the product group goes along in
// version 2 when it is known.
func (c *Client) Ask(ctx context.Context, q checks.Query) (checks.Answer, error) {
	trail := wire.TrailOf(checks.ChannelLocalModule, q)
	switch {
	case c.closed.Load():
		return checks.Answer{}, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	case q.Code.Cis == "":
		return checks.Answer{}, trail.Skip(c.base.Host(), "no identification code", nil)
	}
	reply, _, outcome := c.exchange(ctx, &trail, call{
		method: http.MethodPost, path: "/cis/outCheck", limit: c.timeout,
		body: func(v version) []byte { return checkBody(v, q) },
	})
	answer, failure := trail.Conclude(c.base.Host(), reply, outcome, q.Code, c.who().mask())
	if failure != nil {
		return checks.Answer{}, failure
	}
	answer.Offline = true
	return answer, nil
}

type code2 struct {
	Cis   string `json:"cis"`
	Group int    `json:"pg,omitempty"`
}

func checkBody(v version, q checks.Query) []byte {
	if v == 1 {
		return list([]string{q.Code.Cis})
	}
	return list([]code2{{Cis: q.Code.Cis, Group: max(q.Group, 0)}})
}

// list is the body that checks, sales and returns share.
func list[T any](codes []T) []byte {
	return wire.JSON(struct {
		Codes []T `json:"cis_list"`
	}{codes})
}
