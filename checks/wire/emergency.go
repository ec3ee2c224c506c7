package wire

import (
	"sync"
	"time"
)

// EmergencyLasts is how long a 203 keeps the lamp lit when nobody asks again: the mode belongs to the answer, and a remembered one
// would leave the till open for ever.
const EmergencyLasts = 10 * time.Minute

// Emergency remembers, for the lamp only, since when the operator has been answering 203. The zero value is ready.
type Emergency struct {
	mu          sync.Mutex
	since, last time.Time
}

// Saw takes note of one answer of the operator: emergency or not.
func (e *Emergency) Saw(emergency bool, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case !emergency:
		e.since, e.last = time.Time{}, time.Time{}
	case e.since.IsZero() || now.Sub(e.last) > EmergencyLasts:
		e.since, e.last = now, now
	default:
		e.last = now
	}
}

// Since is when the present emergency was first seen; false when there is none.
func (e *Emergency) Since(now time.Time) (time.Time, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.since.IsZero() || now.Sub(e.last) > EmergencyLasts {
		return time.Time{}, false
	}
	return e.since, true
}

// Last is when the present emergency was met last; false when there is none.
func (e *Emergency) Last(now time.Time) (time.Time, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.last, !e.since.IsZero() && now.Sub(e.last) <= EmergencyLasts
}
