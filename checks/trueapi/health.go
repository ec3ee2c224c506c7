package trueapi

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"dobro/checks"
	"dobro/checks/wire"
)

// probe is what a health check brought.
type probe struct {
	url     string
	average time.Duration
	took    time.Duration
	err     error
}

// probeAll asks the platforms in parallel and judges them together: when none at all answers, the fault is ours and nothing is held
// against anybody.
func (c *Client) probeAll(ctx context.Context, urls []string) {
	ctx, cancel := context.WithTimeout(ctx, c.health)
	defer cancel()
	probes := make([]probe, len(urls))
	var wg sync.WaitGroup
	for i, url := range urls {
		wg.Go(func() { probes[i] = c.probe(ctx, url, false) })
	}
	wg.Wait()
	c.judge(probes)
}

func (c *Client) judge(probes []probe) {
	now := c.now()
	anybody := false
	for _, p := range probes {
		anybody = anybody || p.err == nil || errors.Is(p.err, errEmergency) || errors.Is(p.err, errRefused)
	}
	for _, p := range probes {
		switch {
		case p.err == nil:
			c.pool.healthy(p.url, p.average, p.took, now)
			c.calm(now)
		case errors.Is(p.err, errEmergency):
			c.emergent.Saw(true, now)
		case errors.Is(p.err, errRefused):
			c.sawRefusal()
		case anybody && !errors.Is(p.err, context.Canceled):
			c.pool.block(p.url, now)
		}
	}
}

// calm ends the emergency when no check has met it for the time of a re-ask; a till that is busy selling knows better than a health
// check.
func (c *Client) calm(now time.Time) {
	if last, on := c.emergent.Last(now); on && now.Sub(last) >= recheckEmergency {
		c.emergent.Saw(false, now)
	}
}

// probe asks one platform for its health; keep leaves the connection open for the checks to come.
func (c *Client) probe(ctx context.Context, url string, keep bool) probe {
	p := probe{url: url}
	base, err := wire.ParseBase(url)
	if err != nil {
		p.err = err
		return p
	}
	req, err := wire.Get(ctx, base.URL(healthPath))
	if err != nil {
		p.err = err
		return p
	}
	req.Close = !keep // the operator asks for it: health checks go to every platform, checks to one
	token, _ := c.who()
	sign(req, token)
	reply := wire.Do(c.transport, req)
	p.took = reply.Took
	p.average, p.err = decodeHealth(reply)
	return p
}

// decodeHealth reads {"code":0,"avgTimeMs":12}.
func decodeHealth(r wire.Reply) (time.Duration, error) {
	if r.Err != nil {
		return 0, fmt.Errorf("ask for health: %w", r.Err)
	}
	switch wire.Judge(r.Status) {
	case "":
	case checks.OutcomeEmergency:
		return 0, errEmergency
	case checks.OutcomeTokenRefused:
		return 0, errRefused
	default:
		return 0, fmt.Errorf("ask for health: status %d", r.Status)
	}
	var b struct {
		Code    wire.Int `json:"code"`
		Average wire.Int `json:"avgTimeMs"`
	}
	switch {
	case !wire.Object(r.Body, &b):
		return 0, wire.ErrNotJSON
	case b.Code.N != 0:
		return 0, fmt.Errorf("ask for health: code %d", b.Code.N)
	case b.Average.N < 0 || b.Average.N > int64(time.Hour/time.Millisecond):
		return 0, nil
	}
	return time.Duration(b.Average.N) * time.Millisecond, nil
}

// Warm makes sure that the platforms are known and that a connection to the best one is open, so that the first scan does not pay
// for it. An error says that no platform answered; it changes nothing.
func (c *Client) Warm(ctx context.Context) error {
	if err := c.known(ctx); err != nil {
		return err
	}
	url, ok := c.pool.best(c.now(), nil)
	if !ok {
		return errors.New("warm up: all platforms are blocked")
	}
	p := c.probe(ctx, url, true)
	if errors.Is(p.err, errEmergency) {
		c.emergent.Saw(true, c.now())
		return nil
	}
	if errors.Is(p.err, errRefused) {
		c.sawRefusal()
	}
	if p.err == nil {
		c.pool.healthy(url, p.average, p.took, c.now())
	}
	return p.err
}
