// Package lesson is the lesson of ten tasks that a cashier learns the till by: what has to be done, by what it is seen that it was
// done, and what it is worth. It watches the events of a training till and knows no window; nobody tells it that he is done.
//
// A Lesson belongs to one goroutine at a time; its owner brings the events in the order in which they came.
package lesson

import (
	"time"

	"dobro/internal/register"
	"dobro/internal/sale"
)

// Seen is one event of the training till. Paid is how the receipt of the event was paid, as it stands in the training journal; nil for
// events without a finished receipt.
type Seen struct {
	register.Event
	Paid []sale.Payment
}

// Scene is what is wrong in the training world while a task is done.
type Scene string

// Scenes.
const (
	AllWell Scene = ""
	Offline Scene = "offline"  // ГИС МТ cannot be reached, the local module answers
	NoPaper Scene = "no_paper" // the roll ends; who learns puts in another
)

// State is the lesson as it stands: what a screen shows.
type State struct {
	Task     int    // number of the task in hand, from 0; Count when all are behind
	ID       string // of the task, "" at the end
	Scene    Scene
	Steps    []Step
	Hinted   bool   // the hint of the step in hand is shown
	Mistakes int    // in this task
	Said     string // the last mistake, until the next step is done
	Done     []Mark
	Who      string // who is at the till
}

// Step is one thing to do within a task.
type Step struct {
	ID   string
	Done bool
}

// Over tells whether no task is left.
func (s State) Over() bool { return s.Task >= Count }

// Next is the step in hand, "" at the end.
func (s State) Next() string {
	for _, p := range s.Steps {
		if !p.Done {
			return p.ID
		}
	}
	return ""
}

// Lesson is one person's way through the tasks.
type Lesson struct {
	now   func() time.Time
	state State
	began time.Time // of the task
	hints int       // in the task
	heard memory
}

// memory is what a task has to remember of what it saw.
type memory struct {
	gtin string // of the package that may not be sold
}

// New begins with the first task.
func New(now func() time.Time) *Lesson {
	l := &Lesson{now: now}
	l.begin(0)
	return l
}

// State is a copy for whoever shows it.
func (l *Lesson) State() State {
	s := l.state
	s.Steps = append([]Step(nil), s.Steps...)
	s.Done = append([]Mark(nil), s.Done...)
	return s
}

func (l *Lesson) begin(task int) {
	l.began, l.hints, l.heard = l.now(), 0, memory{}
	done, who := l.state.Done, l.state.Who
	l.state = State{Task: task, Done: done, Who: who}
	if task >= Count {
		return
	}
	t := tasks[task]
	l.state.ID, l.state.Scene = t.id, t.scene
	for _, s := range t.steps {
		l.state.Steps = append(l.state.Steps, Step{ID: s.id})
	}
}

// See looks at one event; true when the lesson changed.
func (l *Lesson) See(e Seen) bool {
	if e.View.User != nil && l.state.Who != e.View.User.Name {
		if l.state.Who == "" && l.state.Task == 0 {
			l.began = l.now() // the clock starts when somebody is there
		}
		l.state.Who = e.View.User.Name
	}
	if l.state.Over() {
		return false
	}
	before := l.at()
	t := tasks[l.state.Task]
	for at := before; at < len(t.steps) && t.steps[at].seen(&l.heard, e); at++ {
		l.state.Steps[at].Done = true
		l.state.Hinted, l.state.Said = false, ""
	}
	if l.at() == len(t.steps) {
		l.finish(false)
		return true
	}
	mistake := mistakeOf(t, e)
	if mistake == "" {
		return l.at() != before
	}
	l.state.Mistakes++
	l.state.Said = mistake
	if mistake == WrongReceipt {
		l.heard, l.state.Scene = memory{}, t.scene
		for i := range l.state.Steps {
			l.state.Steps[i].Done = false
		}
	}
	return true
}

// at is the number of the step in hand.
func (l *Lesson) at() int {
	for i, s := range l.state.Steps {
		if !s.Done {
			return i
		}
	}
	return len(l.state.Steps)
}

// Hint shows how the step in hand is done; it costs a little.
func (l *Lesson) Hint() {
	if !l.state.Over() && !l.state.Hinted {
		l.state.Hinted = true
		l.hints++
	}
}

// Skip leaves the task in hand; it is worth nothing then.
func (l *Lesson) Skip() {
	if !l.state.Over() {
		l.finish(true)
	}
}

// Mend takes away what the task put in the way: the learner put a new roll in.
func (l *Lesson) Mend() {
	if l.state.Scene == NoPaper {
		l.state.Scene = AllWell
	}
}

func (l *Lesson) finish(skipped bool) {
	m := Mark{Task: l.state.ID, Mistakes: l.state.Mistakes, Hints: l.hints, Took: l.now().Sub(l.began), Skipped: skipped}
	m.Points = points(m, tasks[l.state.Task].norm)
	l.state.Done = append(l.state.Done, m)
	l.begin(l.state.Task + 1)
}
