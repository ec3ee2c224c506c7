package checks

import "time"

// Clock is the time as the engine sees it; tests move it by hand.
type Clock interface {
	Now() time.Time
	// Timer sends once after d; stop releases it and may be called at any time.
	Timer(d time.Duration) (fired <-chan time.Time, stop func())
}

// SystemClock is the clock of the machine.
type SystemClock struct{}

// Now is time.Now.
func (SystemClock) Now() time.Time { return time.Now() }

// Timer is a time.Timer.
func (SystemClock) Timer(d time.Duration) (<-chan time.Time, func()) {
	t := time.NewTimer(d)
	return t.C, func() { t.Stop() }
}
