// Package sound says by ear what the banner says by colour: high and short is good, low and double is a ban. The sounds are
// our own, made by Make and embedded; where there is no device the till is silent and nothing waits.
package sound

import (
	"sync"

	"dobro/assets"
)

// Name of a sound, and of its file in assets/sounds.
type Name string

// Sounds.
const (
	Allowed   Name = "allowed"   // one short high tone
	Warning   Name = "warning"   // high, then lower
	Forbidden Name = "forbidden" // low and double
	Ask       Name = "ask"       // three even tones: somebody must decide
	Attention Name = "attention" // two even tones: scan something else
	Tick      Name = "tick"      // an unmarked product is in the basket
	Refused   Name = "refused"   // a scan was not taken
	Paid      Name = "paid"      // three rising tones
	Fault     Name = "fault"     // two falling tones
)

// Names is every sound.
var Names = []Name{Allowed, Warning, Forbidden, Ask, Attention, Tick, Refused, Paid, Fault}

// A Player plays one sound at a time and returns at once.
type Player interface {
	Play(n Name)
}

// Silent plays nothing.
type Silent struct{}

// Play does nothing.
func (Silent) Play(Name) {}

// Speaker plays through the computer's own device, one sound after the other; what comes faster than it can be heard is
// dropped. Close stops it and waits.
type Speaker struct {
	queue chan Name
	stop  chan struct{}
	done  sync.WaitGroup
	once  sync.Once
	waves map[Name][]byte
}

// NewSpeaker starts a speaker. Volume goes from 0 (silent) to 1.
func NewSpeaker(volume float64) *Speaker {
	s := &Speaker{queue: make(chan Name, 2), stop: make(chan struct{}), waves: map[Name][]byte{}}
	for _, n := range Names {
		if b, err := assets.Files.ReadFile("sounds/" + string(n) + ".wav"); err == nil {
			s.waves[n] = louder(b, volume)
		}
	}
	s.done.Add(1)
	go s.run(newDevice())
	return s
}

// Play asks for a sound.
func (s *Speaker) Play(n Name) {
	select {
	case s.queue <- n:
	default:
	}
}

// Close stops the speaker; it may be called twice.
func (s *Speaker) Close() {
	s.once.Do(func() { close(s.stop) })
	s.done.Wait()
}

// A device makes one wave heard and returns when it is over or cannot be heard. It gives up for good after a few failures in a row.
type device interface {
	play(wave []byte, stop <-chan struct{}) error
}

const patience = 3

func (s *Speaker) run(d device) {
	defer s.done.Done()
	failures := 0
	for {
		select {
		case <-s.stop:
			return
		case n := <-s.queue:
			wave, ok := s.waves[n]
			if !ok || d == nil || failures >= patience {
				continue
			}
			if err := d.play(wave, s.stop); err != nil {
				failures++
			} else {
				failures = 0
			}
		}
	}
}
