package fault

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"sync"
)

// Board holds the faults of all services. Its methods may be called from any goroutine at any time.
type Board struct {
	mu       sync.Mutex
	random   *rand.Rand
	faults   map[string][]*Fault
	watchers map[string][]func()
	fired    map[string]int
	sets     map[string]int
}

// NewBoard makes an empty board; seed makes the chances repeatable.
func NewBoard(seed uint64) *Board {
	return &Board{random: rand.New(rand.NewPCG(seed, 0)), faults: map[string][]*Fault{}, watchers: map[string][]func(){},
		fired: map[string]int{}, sets: map[string]int{}}
}

// Seed starts the chances anew.
func (b *Board) Seed(seed uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.random = rand.New(rand.NewPCG(seed, 0))
}

// Set replaces the faults of a service; without faults it clears them. It returns when the service has taken notice.
func (b *Board) Set(service string, faults ...Fault) error {
	fresh := make([]*Fault, 0, len(faults))
	for _, f := range faults {
		if err := f.Check(); err != nil {
			return fmt.Errorf("faults of %s: %w", service, err)
		}
		fresh = append(fresh, &f)
	}
	b.mu.Lock()
	b.faults[service] = fresh
	b.sets[service]++
	b.mu.Unlock()
	b.tell(service)
	return nil
}

// Add puts further faults behind those already set.
func (b *Board) Add(service string, faults ...Fault) error {
	return b.Set(service, append(b.List()[service], faults...)...)
}

// Clear makes a service well again.
func (b *Board) Clear(service string) { _ = b.Set(service) }

// ClearAll makes every service well again, and tells also those whose faults are used up.
func (b *Board) ClearAll() {
	b.mu.Lock()
	services := maps.Clone(b.sets)
	b.mu.Unlock()
	for service := range services {
		b.Clear(service)
	}
}

// Sets counts how often the faults of a service were set or cleared.
func (b *Board) Sets(service string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sets[service]
}

// List returns the faults that are set, with what is left of their counts.
func (b *Board) List() map[string][]Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := map[string][]Fault{}
	for service, faults := range b.faults {
		for _, f := range faults {
			all[service] = append(all[service], *f)
		}
	}
	return all
}

// Fired counts the firings of a kind at a service since the start.
func (b *Board) Fired(service string, kind Kind) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.fired[service+" "+string(kind)]
}

// Holds tells whether a fault of the kind stands for the whole service.
func (b *Board) Holds(service string, kind Kind) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults[service] {
		if f.Kind == kind && f.standing() {
			return true
		}
	}
	return false
}

// Watch calls change after every change of the service's faults, in the goroutine that made it.
func (b *Board) Watch(service string, change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watchers[service] = append(b.watchers[service], change)
}

func (b *Board) tell(service string) {
	b.mu.Lock()
	watchers := append([]func(){}, b.watchers[service]...)
	b.mu.Unlock()
	for _, w := range watchers {
		w()
	}
}

// Line draws the faults of the line for one request: the waits before and after the work, and at most one fault that
// spoils the answer, nil when none does.
func (b *Board) Line(service string, s Subject) (before, after int, spoil *Fault) {
	for _, f := range b.draw(service, s, line) {
		switch {
		case f.Kind == Certificate:
		case f.Kind == Delay && f.After:
			after += f.DelayMs
		case f.Kind == Delay:
			before += f.DelayMs
		default:
			spoil = &f
		}
	}
	return before, after, spoil
}

// Device draws the faults of the device for one command: its slowness and at most one failure, nil when there is none.
func (b *Board) Device(service string, s Subject) (slow int, failure *Fault) {
	for _, f := range b.draw(service, s, device) {
		if f.Kind == Slow {
			slow += f.DelayMs
		} else {
			failure = &f
		}
	}
	return slow, failure
}

// draw takes the faults that fire now. Of those that spoil only the first fires, so that a list reads as alternatives.
func (b *Board) draw(service string, s Subject, kinds map[Kind]bool) []Fault {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []Fault
	spoilt, left := false, b.faults[service][:0:0]
	for _, f := range b.faults[service] {
		waits := f.Kind == Delay || f.Kind == Slow || f.Kind == Certificate
		fires := kinds[f.Kind] && f.matches(s) && (waits || !spoilt) &&
			(f.Chance == 0 || b.random.Float64() < f.Chance)
		if fires {
			out, spoilt = append(out, *f), spoilt || !waits
			out[len(out)-1].drawn = b.sets[service]
			b.fired[service+" "+string(f.Kind)]++
		}
		if fires && f.Count > 0 {
			if f.Count--; f.Count == 0 {
				continue
			}
		}
		left = append(left, f)
	}
	b.faults[service] = left
	return out
}
