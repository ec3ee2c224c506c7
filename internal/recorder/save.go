package recorder

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

// Span is a piece of time; zero bounds are open.
type Span struct{ From, To time.Time }

// Around is the span of so much time before and after an instant.
func Around(at time.Time, width time.Duration) Span { return Span{at.Add(-width), at.Add(width)} }

func (s Span) holds(t time.Time) bool {
	return (s.From.IsZero() || !t.Before(s.From)) && (s.To.IsZero() || !t.After(s.To))
}

// Within gives the lines of a span.
func (s Span) Within(all []Line) []Line {
	first, end := s.bounds(all)
	return all[first:end]
}

func (s Span) bounds(all []Line) (first, end int) {
	first = len(all)
	for i, l := range all {
		if s.holds(l.At.Time) {
			first = min(first, i)
			end = i + 1
		}
	}
	return min(first, end), end
}

// Save writes the events of a span as a recording of its own, which `dobro replay` runs again. So that it can, the recording begins
// earlier where it must: at the last moment before the span at which the till had nothing in work. It gives ErrNone when the span
// holds nothing.
func Save(w io.Writer, all []Line, s Span, h Head) error {
	first, end := s.bounds(all)
	if first == end {
		return ErrNone
	}
	for n := first; n >= 0; n-- {
		if all[n].Fresh != nil {
			first = n
			break
		}
	}
	list := append([]Line(nil), all[first:end]...)
	if begin := beginAt(all, first); begin != nil {
		list = append([]Line{*begin}, list...)
	}
	h.From, h.To, h.Replay = s.From, s.To, 0
	if list[0].Begin != nil {
		for i, l := range list {
			if l.Fresh != nil {
				h.Replay = i + 1
				break
			}
		}
	}
	out := bufio.NewWriter(w)
	for _, l := range append([]Line{{Event: EventHead, Head: &h}}, list...) {
		text, err := encode(l)
		if err == nil {
			_, err = out.Write(text)
		}
		if err != nil {
			return fmt.Errorf("save a recording: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("save a recording: %w", err)
	}
	return nil
}
