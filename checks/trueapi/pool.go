package trueapi

import (
	"slices"
	"sync"
	"time"
)

const (
	blockFor     = 15 * time.Minute
	failuresMost = 3 // time-outs and torn connections in a row until a platform is blocked
)

// pool is the list of platforms with their standing. Every change is remembered as unsaved.
type pool struct {
	mu      sync.Mutex
	by      Sort
	hosts   []Host
	listed  time.Time // when the operator last gave the list; zero is never
	unsaved bool
	drops   int // how often dropUnlisted emptied it
}

func newPool(by Sort) *pool { return &pool{by: by} }

func (p *pool) empty() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.hosts) == 0
}

func (p *pool) all(now time.Time) []Host {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Rank(p.hosts, now, p.by)
}

// best is the available platform to ask next, those of skip left out; false when there is none.
func (p *pool) best(now time.Time, skip []string) (string, bool) {
	for _, h := range p.all(now) {
		if h.Available(now) && !slices.Contains(skip, h.URL) {
			return h.URL, true
		}
	}
	return "", false
}

// unblock lifts all blocks when no platform is left, and gives the best one. Probation stays: only a good answer or health check
// ends it.
func (p *pool) unblock(now time.Time) (string, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.hosts {
		p.hosts[i].BlockedUntil, p.hosts[i].Probation, p.hosts[i].Failures = time.Time{}, false, 0
		p.unsaved = true
	}
	if len(p.hosts) == 0 {
		return "", false
	}
	return Rank(p.hosts, now, p.by)[0].URL, true
}

// list takes a new list of platforms; the standing of known ones stays.
func (p *pool) list(urls []string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	hosts := make([]Host, 0, len(urls))
	for _, u := range urls {
		if slices.ContainsFunc(hosts, func(h Host) bool { return h.URL == u }) {
			continue
		}
		h := Host{URL: u}
		if i := p.index(u); i >= 0 {
			h = p.hosts[i]
		}
		hosts = append(hosts, h)
	}
	p.hosts, p.listed, p.unsaved = hosts, now, true
}

// dropUnlisted forgets platforms that were taken for want of a list.
func (p *pool) dropUnlisted() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.listed.IsZero() {
		p.hosts, p.unsaved = nil, true
		p.drops++
	}
}

// dropped counts how often that happened.
func (p *pool) dropped() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.drops
}

func (p *pool) index(url string) int {
	return slices.IndexFunc(p.hosts, func(h Host) bool { return h.URL == url })
}

// change edits one platform.
func (p *pool) change(url string, edit func(*Host)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := p.index(url); i >= 0 {
		before := p.hosts[i]
		edit(&p.hosts[i])
		p.unsaved = p.unsaved || p.hosts[i] != before
	}
}

// answered clears the count of a platform that gave any HTTP answer.
func (p *pool) answered(url string) { p.change(url, func(h *Host) { h.Failures = 0 }) }

// worked clears everything that was held against a platform.
func (p *pool) worked(url string) {
	p.change(url, func(h *Host) { h.Failures, h.BlockedUntil, h.Probation = 0, time.Time{}, false })
}

// failed counts a time-out or a torn connection; the third in a row blocks.
func (p *pool) failed(url string, now time.Time) {
	p.change(url, func(h *Host) {
		if h.Failures++; h.Failures >= failuresMost {
			h.block(now)
		}
	})
}

// block leaves a platform alone for a quarter of an hour.
func (p *pool) block(url string, now time.Time) { p.change(url, func(h *Host) { h.block(now) }) }

func (h *Host) block(now time.Time) {
	h.Failures, h.BlockedUntil, h.Probation = 0, now.Add(blockFor), true
}

// healthy takes note of a good health check; it brings a platform back whose block is over.
func (p *pool) healthy(url string, average, roundTrip time.Duration, now time.Time) {
	p.change(url, func(h *Host) {
		h.Average, h.RoundTrip = average, max(roundTrip, time.Microsecond)
		if !h.blocked(now) {
			h.BlockedUntil, h.Probation = time.Time{}, false
		}
	})
}

// recovering are the platforms whose block is over and which wait for a health check.
func (p *pool) recovering(now time.Time) (urls []string) {
	for _, h := range p.all(now) {
		if h.Probation && !h.blocked(now) {
			urls = append(urls, h.URL)
		}
	}
	return urls
}

// nextEnd is when the next block ends; false when none is running.
func (p *pool) nextEnd(now time.Time) (end time.Time, running bool) {
	for _, h := range p.all(now) {
		if h.blocked(now) && (!running || h.BlockedUntil.Before(end)) {
			end, running = h.BlockedUntil, true
		}
	}
	return end, running
}

func (p *pool) dirty() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.unsaved
}

// takeUnsaved gives what is to be saved, when anything has changed since.
func (p *pool) takeUnsaved() (hosts []Host, listed time.Time, changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	changed, p.unsaved = p.unsaved, false
	return slices.Clone(p.hosts), p.listed, changed
}

func (p *pool) markUnsaved() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.unsaved = true
}
