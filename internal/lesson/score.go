package lesson

import "time"

// Mark is how a task went.
type Mark struct {
	Task     string        `json:"task"`
	Points   int           `json:"points"` // 0 to Full
	Mistakes int           `json:"mistakes,omitempty"`
	Hints    int           `json:"hints,omitempty"`
	Took     time.Duration `json:"took"` // nanoseconds
	Skipped  bool          `json:"skipped,omitempty"`
}

// Full is what a task is worth at most; a lesson is worth Count times as much.
const Full = 10

// What a mistake and a hint cost, and what slowness costs at most. Who did a task himself keeps a point in any case.
const (
	perMistake = 2
	perHint    = 1
	perSlow    = 1 // slower than the norm; again beyond three times the norm
)

func points(m Mark, norm time.Duration) int {
	if m.Skipped {
		return 0
	}
	p := Full - perMistake*m.Mistakes - perHint*m.Hints
	if m.Took > norm {
		p -= perSlow
	}
	if m.Took > 3*norm {
		p -= perSlow
	}
	return max(p, 1)
}

// Grade is a score in a word.
type Grade string

// Grades; the words are in the translations.
const (
	Excellent Grade = "excellent"
	Good      Grade = "good"
	Again     Grade = "again" // not ready for the real till yet
)

// Result is one lesson of one person.
type Result struct {
	Who   string    `json:"who"`
	At    time.Time `json:"at"` // of the end
	Score int       `json:"score"`
	Marks []Mark    `json:"marks"`
}

// ResultOf sums a lesson up.
func ResultOf(s State, at time.Time) Result {
	r := Result{Who: s.Who, At: at.UTC(), Marks: s.Done}
	for _, m := range s.Done {
		r.Score += m.Points
	}
	return r
}

// Tasks that were done, not skipped and not left.
func (r Result) Tasks() (n int) {
	for _, m := range r.Marks {
		if !m.Skipped {
			n++
		}
	}
	return n
}

// Sums of the lesson.
func (r Result) Sums() (mistakes, hints int, took time.Duration) {
	for _, m := range r.Marks {
		mistakes, hints, took = mistakes+m.Mistakes, hints+m.Hints, took+m.Took
	}
	return mistakes, hints, took
}

// Grade of the score: a lesson that was not finished is to be repeated.
func (r Result) Grade() Grade {
	switch {
	case r.Tasks() < Count || r.Score < 60:
		return Again
	case r.Score < 85:
		return Good
	}
	return Excellent
}
