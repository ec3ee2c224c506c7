package checks

import (
	"sync"
	"sync/atomic"
)

// crew are the goroutines that ask and look up. They are kept between checks: the stack of a fresh one is small, and growing it on the
// way through TLS and SQLite took as long as everything else that a verdict does by itself.
type crew struct {
	busy atomic.Int64 // at work
	all  sync.WaitGroup

	mu        sync.Mutex
	idle      []chan func() // the one that rested last is taken first: it is the warmest
	dismissed bool
}

// mostIdle is how many wait for work: a till has two channels and a look-up at a time, a file of codes some more.
const mostIdle = 32

// take lets one of the crew do the work; after dismiss nobody does, which it tells.
func (c *crew) take(work func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dismissed {
		return false
	}
	c.busy.Add(1)
	if n := len(c.idle); n > 0 {
		c.idle[n-1] <- work // has room for it
		c.idle = c.idle[:n-1]
		return true
	}
	c.all.Add(1)
	go c.serve(work)
	return true
}

func (c *crew) serve(work func()) {
	defer c.all.Done()
	next := make(chan func(), 1)
	for work != nil {
		work()
		c.busy.Add(-1)
		if !c.rest(next) {
			return
		}
		work = <-next
	}
}

// rest offers to wait for more work; false when there are enough who do.
func (c *crew) rest(next chan func()) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dismissed || len(c.idle) >= mostIdle {
		return false
	}
	c.idle = append(c.idle, next)
	return true
}

// dismiss sends home who rests; who works goes when it is done. It may be called twice.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dismissed = true
	for _, next := range c.idle {
		close(next)
	}
	c.idle = nil
}

// wait returns when everybody has gone.
func (c *crew) wait() { c.all.Wait() }
