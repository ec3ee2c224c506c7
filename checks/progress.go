package checks

import (
	"slices"
	"sync"
)

// Progress is what a source has sent so far in one Ask, for the trace of a verdict that does not wait for its end. Without it a
// platform that lets the deadline pass could not be named. Its methods work on nil and from any goroutine.
type Progress struct {
	mu    sync.Mutex
	ended []Step
	out   *Step
}

// Sent tells that a request leaves now; StartMs counts from the start of the Ask.
func (p *Progress) Sent(s Step) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out = &s
}

// Ended tells how the request that was out has ended.
func (p *Progress) Ended(s Step) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended, p.out = append(p.ended, s), nil
}

// soFar is every request that has ended, and the one that is still out.
func (p *Progress) soFar() (ended []Step, out *Step) {
	if p == nil {
		return nil, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.ended), p.out
}
