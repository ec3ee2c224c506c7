package trueapi

import (
	"context"
	"errors"
	"time"

	"dobro/checks/wire"
)

const (
	listEvery        = 6 * time.Hour // not earlier; the random part keeps it below 7 h
	listSpread       = 10 * time.Minute
	listAgain        = time.Minute // after a failure
	recheckEmergency = 2 * time.Minute
	longestNap       = time.Minute // a clock that was set forward is noticed after that
)

// schedule is what the loop has to remember; it belongs to the loop's goroutine.
type schedule struct {
	list   time.Time // when the list is due
	asked  time.Time // when it was last asked for
	misses int       // failures in a row
}

// lookAfter is the only goroutine of the client.
func (c *Client) lookAfter(ctx context.Context) {
	defer close(c.done)
	defer c.save(context.WithoutCancel(ctx))
	var s schedule
	for ctx.Err() == nil {
		c.turn(ctx, &s)
		nap := time.NewTimer(c.nap(s))
		select {
		case <-ctx.Done():
		case <-nap.C:
		case <-c.wake:
		}
		nap.Stop()
	}
}

// turn does whatever is due now.
func (c *Client) turn(ctx context.Context, s *schedule) {
	now := c.now()
	if c.urgent.Swap(false) && now.Sub(s.asked) >= listAgain {
		s.list = now
	}
	if !now.Before(s.list) || s.list.Sub(now) > listEvery+listSpread { // the second: the clock was set back
		s.asked = now
		if c.refresh(ctx) {
			s.misses, s.list = 0, now.Add(listEvery+time.Duration(c.random()*float64(listSpread)))
		} else {
			s.list = now.Add(min(listAgain<<min(s.misses, 5), 30*time.Minute))
			s.misses++
		}
	} else if back := c.pool.recovering(now); len(back) > 0 {
		c.probeAll(ctx, back)
	}
	if last, on := c.emergent.Last(now); on && now.Sub(last) >= recheckEmergency {
		if url, ok := c.pool.best(now, nil); ok {
			c.probeAll(ctx, []string{url})
		}
	}
	c.save(ctx)
}

// nap is how long nothing will be due.
func (c *Client) nap(s schedule) time.Duration {
	now := c.now()
	nap := min(s.list.Sub(now), longestNap)
	if end, running := c.pool.nextEnd(now); running {
		nap = min(nap, end.Sub(now))
	}
	return max(nap, 10*time.Millisecond)
}

// refresh asks for the list and for the health of every platform; it tells whether the operator gave a list.
func (c *Client) refresh(ctx context.Context) bool {
	limited, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if !c.acquire(limited) {
		return false
	}
	urls, _, err := c.fetchList(limited)
	c.keep(urls, err, 0)
	<-c.listing
	var all []string
	for _, h := range c.pool.all(c.now()) {
		all = append(all, h.URL)
	}
	c.probeAll(ctx, all)
	return err == nil
}

// learn fetches the list for a check that found none. The reply is empty when another goroutine was faster.
func (c *Client) learn(ctx context.Context) (wire.Reply, error) {
	if !c.acquire(ctx) {
		c.keep(nil, ctx.Err(), c.pool.dropped())
		return wire.Reply{}, ctx.Err()
	}
	defer func() { <-c.listing }()
	if !c.pool.empty() {
		return wire.Reply{}, nil
	}
	drops := c.pool.dropped()
	urls, reply, err := c.fetchList(ctx)
	c.keep(urls, err, drops)
	return reply, err
}

// keep takes a list over; without one the known platforms stay, or the built-in ones begin. Drops is how often such beginnings may
// have been given up: once a check has found that its only platform is none, nobody but a later check tries it again.
func (c *Client) keep(urls []string, err error, drops int) {
	switch {
	case err == nil:
		c.pool.list(urls, c.now())
	case errors.Is(err, errEmergency), errors.Is(err, errRefused): // the next check asks again and hears the same, or better
	case c.pool.empty() && c.pool.dropped() == drops:
		c.pool.list(c.fallback(), time.Time{})
	}
}

// known makes sure that there are platforms.
func (c *Client) known(ctx context.Context) error {
	if !c.pool.empty() {
		return nil
	}
	_, err := c.learn(ctx)
	if errors.Is(err, errEmergency) {
		return nil
	}
	return err
}

func (c *Client) acquire(ctx context.Context) bool {
	select {
	case c.listing <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// hurry has the list and the health asked for at once, but not more than once a minute.
func (c *Client) hurry() {
	c.urgent.Store(true)
	c.rouse()
}

// nudge has the loop save what a check has changed.
func (c *Client) nudge() {
	if c.pool.dirty() {
		c.rouse()
	}
}

func (c *Client) rouse() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}
