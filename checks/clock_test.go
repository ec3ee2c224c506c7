package checks

import (
	"sync"
	"testing"
	"time"
)

// handClock stands still until a test moves it.
type handClock struct {
	mu     sync.Mutex
	now    time.Time
	timers []*handTimer
	set    *sync.Cond
}

type handTimer struct {
	at      time.Time
	c       chan time.Time
	stopped bool
}

func newHandClock() *handClock {
	c := &handClock{now: today}
	c.set = sync.NewCond(&c.mu)
	return c
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) Timer(d time.Duration) (<-chan time.Time, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &handTimer{at: c.now.Add(d), c: make(chan time.Time, 1)}
	c.timers = append(c.timers, t)
	c.set.Broadcast()
	return t.c, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		t.stopped = true
		c.set.Broadcast()
	}
}

// advance moves the clock and fires what is due.
func (c *handClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	for _, t := range c.timers {
		if !t.stopped && !t.at.After(c.now) {
			t.stopped = true
			t.c <- c.now
		}
	}
}

// awaitTimer returns when a running timer is due exactly d from now.
func (c *handClock) awaitTimer(t *testing.T, d time.Duration) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	giveUp := time.AfterFunc(10*time.Second, func() { c.mu.Lock(); c.set.Broadcast(); c.mu.Unlock() })
	defer giveUp.Stop()
	began := time.Now()
	for {
		for _, timer := range c.timers {
			if !timer.stopped && timer.at.Equal(c.now.Add(d)) {
				return
			}
		}
		if time.Since(began) > 9*time.Second {
			t.Fatalf("nobody waits for %s", d)
		}
		c.set.Wait()
	}
}
