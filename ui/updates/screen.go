// Package updates is the screen of the program's versions: which one runs, which one lies ready and what is new in it, what came of the
// last exchange, and buttons for the next one.
package updates

import (
	"context"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// Plan is what was decided about the next exchange and waits for the shift to be closed.
type Plan int

// Plans.
const (
	Nothing Plan = iota
	Forward      // the version that lies ready
	Back         // the former one
)

// View is how things are. Ready is "" when nothing newer lies ready, From when no source of updates is set; Outcome is a sentence about
// the last exchange, "" when there was none, and Sick tells that it went wrong.
type View struct {
	Now     string
	Ready   string
	Notes   string
	Broken  string // what is wrong with the package that was fetched; it is not put in place
	Former  string // "" when there is nothing to go back to
	From    string
	Outcome string
	Stuck   string // why the last exchange could not be made and when it is tried again, "" when it could
	Sick    bool
	Plan    Plan
	Watched bool // somebody opens the window again after an exchange
}

// Backend answers for the program. Its methods may take long and are asked off the UI thread.
type Backend interface {
	Look(ctx context.Context) (View, error)
	// Check asks the source for a newer version, fetches and verifies it.
	Check(ctx context.Context) (View, error)
	// Decide keeps what shall happen when the shift is closed.
	Decide(ctx context.Context, plan Plan) (View, error)
}

// Params of the screen.
type Params struct {
	Words   *lang.Catalogue
	Backend Backend
	Work    func(action func(ctx context.Context) error, after func(error)) bool
	Fault   func(error) *register.Fault
	Close   func()
}

// Screen is the versions.
type Screen struct {
	p       Params
	view    View
	busy    bool
	sure    bool // going back is asked for twice
	list    *listing.Listing
	check   *look.Button
	forward *look.Button
	back    *look.Button
	trouble *look.Trouble
	content fyne.CanvasObject
}

// New opens the screen and looks how things are.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, list: listing.New(nil), trouble: look.NewTrouble()}
	s.check = &look.Button{Label: w.T("updates.check"), Key: "1", Icon: "search", Large: 18, OnTap: s.look}
	s.forward = &look.Button{Label: w.T("updates.forward"), Key: w.T("ui.key.enter"), Kind: look.Primary, Large: 18, OnTap: s.take}
	s.back = &look.Button{Label: w.T("updates.back"), Key: "2", Icon: "return", Large: 18, OnTap: s.goBack}
	body := look.Board(fyne.NewSize(760, 460), func(size fyne.Size) {
		foot := size.Height - look.Target
		told := foot - look.Target - 8
		look.Put(s.list.Content(), 0, 0, size.Width, told-8)
		look.Put(s.trouble.Content(), 0, told, size.Width, look.Target)
		one := (size.Width - 16) / 3
		look.Put(s.check, 0, foot, one, look.Target)
		look.Put(s.back, one+8, foot, one, look.Target)
		look.Put(s.forward, size.Width-one, foot, one, look.Target)
	}, s.list.Content(), s.trouble.Content(), s.check, s.back, s.forward)
	s.content = look.Sheet(w.T("updates.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), body)
	s.show()
	s.ask("ui.wait", p.Backend.Look)
	return s
}

// Whole says that the screen takes the whole window.
func (s *Screen) Whole() bool { return true }

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Rune takes the digits printed on the buttons.
func (s *Screen) Rune(r rune) bool {
	switch r {
	case '1':
		s.look()
	case '2':
		s.goBack()
	default:
		return false
	}
	return true
}

// Key decides and leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		s.take()
	case k == fyne.KeyEscape:
		s.p.Close()
	default:
		return false
	}
	return true
}

// ask has the program do something and shows how things are then.
func (s *Screen) ask(wait string, do func(ctx context.Context) (View, error)) {
	if s.busy {
		return
	}
	s.busy = true
	s.sure = false
	s.trouble.Wait(s.p.Words.T(wait))
	s.show()
	var v View
	s.p.Work(func(ctx context.Context) (err error) {
		v, err = do(ctx)
		return err
	}, func(err error) {
		s.busy = false
		if err != nil {
			f := s.p.Fault(err)
			s.trouble.Fail(f.Text, f.Action)
			s.show()
			return
		}
		s.view = v
		s.tell()
		s.show()
	})
}

func (s *Screen) look() { s.ask("updates.checking", s.p.Backend.Check) }

func (s *Screen) decide(plan Plan) {
	s.ask("ui.wait", func(ctx context.Context) (View, error) { return s.p.Backend.Decide(ctx, plan) })
}

// take decides for the version that lies ready, or takes a decision back.
func (s *Screen) take() {
	switch {
	case s.busy || s.forward.Off:
	case s.view.Plan != Nothing:
		s.decide(Nothing)
	default:
		s.decide(Forward)
	}
}

func (s *Screen) goBack() {
	switch {
	case s.busy || s.back.Off:
	case !s.sure:
		s.sure = true
		s.trouble.Warn(s.p.Words.T("updates.sure", "version", s.view.Former), s.p.Words.T("updates.sure.do"))
	default:
		s.decide(Back)
	}
}
