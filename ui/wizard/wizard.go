// Package wizard is the installer's hour on one screen: steps on the left, the step at hand on the right, a live tick or a cross with
// what to do under every answer. It can be left and resumed. What a step does is done by a Backend; the screen knows no rules.
package wizard

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"

	"dobro/device/scanner"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the screen. Words and Backend are required.
type Params struct {
	Words   *lang.Catalogue
	Backend Backend
	// Work runs an action off the UI thread and after on it; false when too much waits.
	Work func(action func(ctx context.Context) error, after func(error)) bool
	Hop  func(func()) // to the UI thread
	// Fault makes the sentence of an error.
	Fault  func(error) *register.Fault
	Finish func() // the last step is done
	Leave  func() // later; nil when there is nothing to go back to
	// TryScanner opens the scan doctor; nil hides its button.
	TryScanner func()
}

// Screen is the wizard.
type Screen struct {
	p     Params
	steps []Step
	at    int
	vals  Values
	marks map[string]Mark
	ready bool // Load has answered
	busy  bool
	lines map[string][]Line

	frame   *frame
	body    *body
	content fyne.CanvasObject
}

// New opens the wizard; it shows itself when the Backend has told where the installer left.
func New(p Params) *Screen {
	s := &Screen{p: p, steps: p.Backend.Steps(), vals: Values{}, marks: map[string]Mark{}, lines: map[string][]Line{}}
	s.frame = newFrame(s)
	s.content = s.frame.content
	s.show(0)
	var vals Values
	var progress Progress
	p.Work(func(ctx context.Context) (err error) {
		vals, progress, err = p.Backend.Load(ctx)
		return err
	}, func(err error) {
		s.ready = true
		if err != nil {
			s.fail(err)
			return
		}
		maps.Copy(s.vals, vals)
		maps.Copy(s.marks, progress.Marks)
		s.show(s.index(progress.At))
	})
	return s
}

// Whole says that the screen takes the whole window: there is no permit to speak of while a till is set up.
func (s *Screen) Whole() bool { return true }

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Step is the ID of the step at hand.
func (s *Screen) Step() string { return s.steps[s.at].ID }

// TakesScans tells whether the step at hand wants what the scanner sends.
func (s *Screen) TakesScans() bool { return s.steps[s.at].Scans }

// Take gets a read; only steps that want scans do anything with it.
func (s *Screen) Take(read scanner.Scan) {
	if s.TakesScans() {
		ending := map[scanner.Ending]string{scanner.EndingSent: "sent", scanner.EndingNone: "none"}[read.Ending]
		s.vals["scan"], s.vals["scan.source"], s.vals["scan.ending"] = read.Raw, read.Source, ending
		s.do(Scan)
	}
}

// Rune types into the active field.
func (s *Screen) Rune(r rune) bool {
	if s.body.chooser != nil {
		return !s.busy && s.body.chooser.rune(r)
	}
	return s.body.form != nil && !s.busy && s.body.form.Rune(r)
}

// Paste pastes into the active field.
func (s *Screen) Paste(text string) {
	if s.body.form != nil && !s.busy {
		s.body.form.Paste(text)
	}
}

// Key walks among fields and steps.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case s.busy:
	case k == fyne.KeyPageDown:
		s.next()
	case k == fyne.KeyPageUp:
		s.back()
	case k == fyne.KeyF1:
		s.frame.keys(!s.frame.typing)
	case look.IsEnter(k) && (s.body.form == nil || s.body.last() || s.marks[s.Step()] == Done):
		s.enter()
	case s.body.chooser != nil:
		return s.body.chooser.key(k)
	case s.body.form != nil:
		return s.body.form.Key(k)
	default:
		return false
	}
	return true
}

func (s *Screen) index(id string) int {
	for i, st := range s.steps {
		if st.ID == id {
			return i
		}
	}
	return 0
}

// show turns to a step.
func (s *Screen) show(i int) {
	s.at = i
	s.body = newBody(s, s.steps[i])
	s.frame.turn()
}

// enter is the big button: check, and once that went well, go on.
func (s *Screen) enter() {
	switch {
	case s.busy:
	case s.marks[s.Step()] == Done && s.at == len(s.steps)-1:
		s.p.Finish()
	case s.marks[s.Step()] == Done:
		s.next()
	default:
		s.do(Check)
	}
}

func (s *Screen) next() {
	if s.at == len(s.steps)-1 {
		return
	}
	st := s.steps[s.at]
	if m := s.marks[st.ID]; m != Done {
		if !st.Skip {
			return
		}
		if m == Open {
			s.marks[st.ID] = Skipped
		}
	}
	s.turnTo(s.at + 1)
}

func (s *Screen) back() {
	if s.at > 0 {
		s.turnTo(s.at - 1)
	}
}

// turnTo turns to a step and writes down that it did. A step that cannot be skipped is not passed.
func (s *Screen) turnTo(i int) {
	if s.busy || !s.ready {
		return
	}
	for j := range i {
		if st := s.steps[j]; !st.Skip && s.marks[st.ID] != Done {
			i = j
			break
		}
	}
	s.show(i)
	s.keep()
	if s.Step() == "summary" && len(s.lines["summary"]) == 0 {
		s.do(Check)
	}
}

func (s *Screen) keep() {
	p := Progress{At: s.Step(), Marks: maps.Clone(s.marks)}
	s.p.Work(func(ctx context.Context) error { return s.p.Backend.Keep(ctx, p) }, func(err error) {
		if err != nil {
			s.fail(err)
		}
	})
}

// do starts an action of the step at hand.
func (s *Screen) do(action string) {
	if s.busy || !s.ready || action == Check && s.body.form != nil && !s.body.form.Check() {
		return
	}
	st := s.steps[s.at]
	s.busy = true
	s.lines[st.ID] = nil
	s.frame.keys(false)
	s.frame.wait(s.p.Words.T("wizard.wait"))
	vals := maps.Clone(s.vals)
	var out Outcome
	say := func(l Line) { s.p.Hop(func() { s.tell(st.ID, l) }) }
	if !s.p.Work(func(ctx context.Context) (err error) {
		out, err = s.p.Backend.Do(ctx, st.ID, action, vals, say)
		return err
	}, func(err error) { s.done(st, action, out, err) }) {
		s.busy = false
		s.frame.refresh()
	}
}

// tell says how far an action is that is still going on.
func (s *Screen) tell(step string, l Line) {
	if !s.busy || s.Step() != step {
		return
	}
	s.frame.wait(l.Text)
}

func (s *Screen) done(st Step, action string, out Outcome, err error) {
	s.busy = false
	if err != nil {
		s.marks[st.ID] = Ill
		s.fail(err)
		return
	}
	s.lines[st.ID] = out.Lines
	for k, v := range out.Values {
		s.vals[k] = v
	}
	if action == Check || out.Good {
		s.marks[st.ID] = Ill
		if out.Good {
			s.marks[st.ID] = Done
		}
	}
	switch {
	case out.Columns != nil:
		s.body = newColumnsBody(s, st, *out.Columns)
		s.frame.turn()
	case len(out.Values) > 0 || s.body.chooser != nil && out.Good:
		s.body = newBody(s, st)
		s.frame.turn()
	}
	s.frame.refresh()
	s.keep()
}

// pick takes what one of several found things says into the fields.
func (s *Screen) pick(l Line) {
	if s.busy || !s.ready {
		return
	}
	for k, v := range l.Picks {
		s.changed(k, v)
	}
	s.body = newBody(s, s.steps[s.at])
	s.frame.turn()
	s.frame.refresh()
}

func (s *Screen) fail(err error) {
	f := s.p.Fault(err)
	s.lines[s.Step()] = []Line{{Level: "bad", Text: f.Text, Action: f.Action}}
	s.frame.refresh()
}

// changed is told by every field: what was checked is not checked any more.
func (s *Screen) changed(key, value string) {
	s.vals[key] = value
	if m := s.marks[s.Step()]; m == Done || m == Ill {
		s.marks[s.Step()] = Open
		s.frame.refresh()
	}
}
