package trueapi

import (
	"cmp"
	"slices"
	"time"
)

// Sort says what the ranking of platforms goes by; sources differ on which one is official.
type Sort string

// Sorts.
const (
	ByAverage  Sort = "avg_then_measured" // the platform's own average, then our round trip
	ByMeasured Sort = "measured"          // our round trip
	BySum      Sort = "sum"               // both together
)

func (s Sort) valid() bool { return s == ByAverage || s == ByMeasured || s == BySum }

// Host is one platform and what is known of it.
type Host struct {
	URL          string        `json:"url"`
	Average      time.Duration `json:"avg"`       // avgTimeMs of its last good health check
	RoundTrip    time.Duration `json:"roundTrip"` // how long that check took; 0 is never checked
	Failures     int           `json:"failures"`  // time-outs and torn connections in a row
	BlockedUntil time.Time     `json:"blockedUntil"`
	Probation    bool          `json:"probation"` // after a block only a good health check brings it back
}

// Available tells whether the platform may be asked.
func (h Host) Available(now time.Time) bool { return !h.Probation && !h.blocked(now) }

// blocked ignores a block that lies further ahead than any block can: then the clock was set back.
func (h Host) blocked(now time.Time) bool {
	return now.Before(h.BlockedUntil) && h.BlockedUntil.Sub(now) <= blockFor
}

// Rank orders platforms: available ones first, checked ones before unchecked ones, then by the sort, then in the order of the list.
// It changes nothing and depends on nothing but its arguments.
func Rank(hosts []Host, now time.Time, by Sort) []Host {
	ranked := slices.Clone(hosts)
	slices.SortStableFunc(ranked, func(a, b Host) int {
		return cmp.Or(
			first(a.Available(now), b.Available(now)),
			first(a.RoundTrip > 0, b.RoundTrip > 0),
			by.compare(a, b),
		)
	})
	return ranked
}

func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (s Sort) compare(a, b Host) int {
	switch s {
	case ByMeasured:
		return cmp.Compare(a.RoundTrip, b.RoundTrip)
	case BySum:
		return cmp.Compare(a.Average+a.RoundTrip, b.Average+b.RoundTrip)
	}
	return cmp.Or(cmp.Compare(a.Average, b.Average), cmp.Compare(a.RoundTrip, b.RoundTrip))
}
