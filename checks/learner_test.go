package checks

import (
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

type pupil struct{ learned atomic.Int64 }

func (*pupil) Look(marking.Code) Knowledge { return Knowledge{} }

func (*pupil) Group(string) int { return 0 }

func (p *pupil) Learn(marking.Code, Answer, time.Time) { p.learned.Add(1) }

// TestNothingIsWrittenWhileAVerdictIsMade: the processor and the disk are the verdict's; what was learned waits, unless it piles up.
func TestNothingIsWrittenWhileAVerdictIsMade(t *testing.T) {
	for _, c := range []struct {
		name    string
		lessons int
		during  int64 // written while the verdict is made
	}{{"one waits", 1, 0}, {"a pile is worn down", piled + 9, 10}} {
		t.Run(c.name, func(t *testing.T) {
			known := &pupil{}
			l := newLearner(known, zerolog.Nop())
			made := l.verdict()
			for range c.lessons {
				l.take(lesson{})
			}
			for {
				l.mu.Lock()
				begun := len(l.lessons) == 0
				l.mu.Unlock()
				if begun && known.learned.Load() >= c.during {
					break
				}
				runtime.Gosched()
			}
			if got := known.learned.Load(); got != c.during {
				t.Errorf("%d answers written beside the verdict, want %d", got, c.during)
			}
			for range piled {
				l.take(lesson{})
			}
			for known.learned.Load() < int64(c.lessons+1) { // verdict after verdict: the disk gets its turn
				runtime.Gosched()
			}
			made()
			l.close()
			if got := known.learned.Load(); got != int64(c.lessons+piled) {
				t.Errorf("%d answers written in the end, want %d", got, c.lessons+piled)
			}
		})
	}
}
