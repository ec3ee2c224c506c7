package localmodule

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"dobro/checks"
	"dobro/checks/wire"
)

// ErrNoSoldList is in the failure of Sell and Return when the module is of version 1, which keeps no list of sold codes: the mark is
// done with, no repeat will help.
var ErrNoSoldList = errors.New("module of version 1 keeps no list of sold codes")

// Refused is one code that the module did not take, with its words.
type Refused struct{ Cis, Words string }

// Sell puts codes (КИ) on the module's list of sold ones, after the receipt was fiscalised. It may be repeated without harm, and
// must be after every failure but ErrNoSoldList; the caller keeps the queue. Codes that the module refused by name come back.
func (c *Client) Sell(ctx context.Context, cis ...string) ([]Refused, error) {
	return c.mark(ctx, "/cis/sell", cis)
}

// Return takes codes (КИ) off the list, after a return of goods. It is repeated like Sell.
func (c *Client) Return(ctx context.Context, cis ...string) ([]Refused, error) {
	return c.mark(ctx, "/cis/return", cis)
}

func (c *Client) mark(ctx context.Context, path string, cis []string) ([]Refused, error) {
	trail := wire.NewTrail(checks.ChannelLocalModule)
	switch {
	case c.closed.Load():
		return nil, trail.Skip(c.base.Host(), wire.ErrClosed.Error(), wire.ErrClosed)
	case len(cis) == 0:
		return nil, nil
	case c.forced == 1:
		return nil, trail.Skip(c.base.Host(), ErrNoSoldList.Error(), ErrNoSoldList)
	}
	const most = 100 // codes in a request
	var refused []Refused
	for part := range slices.Chunk(cis, most) {
		some, err := c.markSome(ctx, &trail, path, part)
		if err != nil {
			return refused, err
		}
		refused = append(refused, some...)
	}
	return refused, nil
}

func (c *Client) markSome(ctx context.Context, trail *wire.Trail, path string, cis []string) ([]Refused, error) {
	reply, _, outcome := c.exchange(ctx, trail, call{
		method: http.MethodPost, path: path, limit: c.timeout, only: 2, body: func(version) []byte { return list(cis) },
	})
	if reply.Err == nil && (reply.Status == http.StatusOK || reply.Status == http.StatusCreated) {
		refused, err := decodeMarks(reply.Body, cis)
		if err == nil {
			return refused, nil
		}
		outcome, reply.Err = checks.OutcomeBadAnswer, err
	}
	failure := c.fail(trail, reply, outcome)
	if absent(reply.Status) && c.onlyVersion1(ctx) {
		failure.Err = ErrNoSoldList
	}
	return nil, failure
}

// onlyVersion1 makes sure that a missing path is a module of version 1 and not one that is just starting.
func (c *Client) onlyVersion1(ctx context.Context) bool {
	s, err := c.Status(ctx)
	return err == nil && s.API == "v1"
}

// decodeMarks reads {"results":[{"success":true,"cis":"…"}]}. Only what is named with success=false was refused: the status has
// already said that the rest was taken.
func decodeMarks(body []byte, asked []string) ([]Refused, error) {
	var b struct {
		Results json.RawMessage `json:"results"`
		wire.Problem
	}
	if len(body) == 0 { // a return answers with a bare 200
		return nil, nil
	}
	if !wire.Object(body, &b) {
		return nil, wire.ErrNotJSON
	}
	if code, words := b.Problem.Say(); code != 0 {
		return nil, fmt.Errorf("mark sold codes: code %d %s", code, wire.Clean(words))
	}
	var refused []Refused
	for _, raw := range wire.Elements(b.Results) {
		var one struct {
			Success wire.Flag `json:"success"`
			Cis     wire.Text `json:"cis"`
			wire.Problem
		}
		if !wire.Object(raw, &one) || one.Success.Said == nil || *one.Success.Said {
			continue
		}
		_, words := one.Problem.Say()
		cis := string(one.Cis)
		if cis == "" && len(asked) == 1 {
			cis = asked[0]
		}
		refused = append(refused, Refused{Cis: cis, Words: wire.Clean(words)})
	}
	return refused, nil
}
