// Package recorder is the screen «what was at 14:32»: the flight recorder as a time line in plain words, with a button that saves the
// piece for the support.
package recorder

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	tape "dobro/internal/recorder"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Backend reads the recorder. Its methods block and are asked off the UI thread.
type Backend interface {
	// Moments tells a span, oldest first; recorder.ErrNone where nothing is left of it.
	Moments(ctx context.Context, s tape.Span) ([]tape.Moment, error)
	// Save writes the span as a file that `dobro replay` runs again, and names it.
	Save(ctx context.Context, s tape.Span) (file string, err error)
}

// Params of the screen. All are required; Work and Fault as in package ui.
type Params struct {
	Words   *lang.Catalogue
	Zone    *time.Location
	Now     func() time.Time
	Backend Backend
	Work    func(action func(ctx context.Context) error, done func(error)) bool
	Fault   func(error) *register.Fault
	Close   func()
}

// width is how much is shown on each side of the moment that was asked for.
const width = 2 * time.Minute

// Screen is the time line.
type Screen struct {
	p       Params
	at      time.Time // the middle of what is shown, on the minute
	clock   *look.Text
	typed   string // digits of a time that is being typed
	list    *look.List
	moments []tape.Moment
	trouble *look.Trouble
	buttons []*look.Button
	busy    bool
	content fyne.CanvasObject
}

// New opens the screen at the present minute and asks for it.
func New(p Params) *Screen {
	s := &Screen{p: p, trouble: look.NewTrouble(), clock: &look.Text{Point: 34, Least: 24, Bold: true, Align: fyne.TextAlignCenter, Free: true}}
	views := map[fyne.CanvasObject]func(tape.Moment){}
	s.list = &look.List{Height: rowHigh, Length: func() int { return len(s.moments) },
		Create: func() fyne.CanvasObject {
			row, show := s.row()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](s.moments[i]) }}
	head := s.steps()
	save := &look.Button{Label: p.Words.T("recorder.save"), Key: p.Words.T("ui.key.enter"), Large: 17, OnTap: s.save}
	s.buttons = append(s.buttons, save)
	body := look.Board(fyne.NewSize(640, 360), func(size fyne.Size) {
		foot := size.Height - look.Target
		look.Put(head, 0, 0, size.Width, look.Target)
		look.Put(s.list, 0, look.Target+8, size.Width, foot-look.Target-16)
		look.Put(s.trouble.Content(), 0, foot, size.Width*0.68, look.Target)
		look.Put(save, size.Width*0.68+8, foot, size.Width*0.32-8, look.Target)
	}, head, s.list, s.trouble.Content(), save)
	s.content = look.Sheet(p.Words.T("recorder.title"), look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close), body)
	s.now()
	return s
}

// steps are the buttons that move the clock, with the clock in their middle.
func (s *Screen) steps() fyne.CanvasObject {
	step := func(key string, by time.Duration) fyne.CanvasObject {
		b := &look.Button{Label: s.p.Words.T(key), Large: 17, OnTap: func() { s.turn(s.at.Add(by)) }}
		s.buttons = append(s.buttons, b)
		return b
	}
	now := &look.Button{Label: s.p.Words.T("recorder.now"), Large: 17, OnTap: s.now}
	s.buttons = append(s.buttons, now)
	return look.Grid(8, step("recorder.back.hour", -time.Hour), step("recorder.back.ten", -10*time.Minute), step("recorder.back.one", -time.Minute), s.clock,
		step("recorder.on.one", time.Minute), step("recorder.on.ten", 10*time.Minute), step("recorder.on.hour", time.Hour), now)
}

// Whole says that the screen takes the whole window.
func (s *Screen) Whole() bool { return true }

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Rune takes the digits of a time: 1432.
func (s *Screen) Rune(r rune) bool {
	if r == ':' {
		return true
	}
	if !look.DigitRune(r) || s.busy {
		return false
	}
	s.typed += string(r)
	s.clock.Set(s.typed)
	if len(s.typed) < 4 {
		return true
	}
	t, err := time.Parse("1504", s.typed)
	s.typed = ""
	if err != nil {
		s.show()
		s.trouble.Fail(s.p.Words.T("recorder.no_time"), s.p.Words.T("recorder.no_time.do"))
		return true
	}
	now := s.p.Now().In(s.p.Zone)
	at := time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), 0, 0, s.p.Zone)
	if at.After(now) { // a time of day that has not come yet was yesterday's
		at = at.AddDate(0, 0, -1)
	}
	s.turn(at)
	return true
}

// Key saves, pages, moves the clock and leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		s.p.Close()
	case look.IsEnter(k):
		s.save()
	case k == fyne.KeyPageDown || k == fyne.KeyDown:
		s.list.Page(1)
	case k == fyne.KeyPageUp || k == fyne.KeyUp:
		s.list.Page(-1)
	case k == fyne.KeyLeft:
		s.turn(s.at.Add(-time.Minute))
	case k == fyne.KeyRight:
		s.turn(s.at.Add(time.Minute))
	case k == fyne.KeyBackspace && s.typed != "":
		s.typed = s.typed[:len(s.typed)-1]
		s.show()
	default:
		return false
	}
	return true
}

func (s *Screen) now() { s.turn(s.p.Now()) }

// turn shows another time.
func (s *Screen) turn(at time.Time) {
	if s.busy {
		return
	}
	if now := s.p.Now(); at.After(now) {
		at = now
	}
	s.at, s.typed = at.Truncate(time.Minute), ""
	s.show()
	s.wait(s.p.Words.T("recorder.reading"))
	var found []tape.Moment
	span := s.span()
	s.begin(func(ctx context.Context) (err error) {
		found, err = s.p.Backend.Moments(ctx, span)
		return err
	}, func(err error) {
		s.rest()
		s.moments = found
		switch {
		case errors.Is(err, tape.ErrNone) || err == nil && len(found) == 0:
			s.moments = nil
			s.trouble.Tell("clock", s.p.Words.T("recorder.none"), s.p.Words.T("recorder.none.do"))
		case err != nil:
			f := s.p.Fault(err)
			s.trouble.Fail(f.Text, f.Action)
		}
		s.list.ScrollTo(0)
		s.list.Refresh()
	})
}

// span is the minute that was asked for and what is around it.
func (s *Screen) span() tape.Span {
	return tape.Span{From: s.at.Add(-width), To: s.at.Add(time.Minute + width)}
}

func (s *Screen) show() {
	text := s.at.In(s.p.Zone).Format("15:04")
	if s.typed != "" {
		text = s.typed
	}
	if now := s.p.Now(); s.typed == "" && s.at.In(s.p.Zone).YearDay() != now.In(s.p.Zone).YearDay() {
		text = s.at.In(s.p.Zone).Format("02.01 15:04")
	}
	s.clock.Set(text)
}

func (s *Screen) save() {
	if s.busy || len(s.moments) == 0 {
		return
	}
	s.wait(s.p.Words.T("recorder.saving"))
	file := ""
	span := s.span()
	s.begin(func(ctx context.Context) (err error) {
		file, err = s.p.Backend.Save(ctx, span)
		return err
	}, func(err error) {
		s.rest()
		if err != nil {
			f := s.p.Fault(err)
			s.trouble.Fail(f.Text, f.Action)
			return
		}
		s.trouble.Tell("check", s.p.Words.T("recorder.saved", "file", file), s.p.Words.T("recorder.saved.do"))
	})
}

// begin asks the backend; when too much is waiting already the screen only rests.
func (s *Screen) begin(action func(ctx context.Context) error, after func(error)) {
	if !s.p.Work(action, after) {
		s.rest()
	}
}

func (s *Screen) wait(text string) {
	s.busy = true
	s.trouble.Wait(text)
	s.enable()
}

func (s *Screen) rest() {
	s.busy = false
	s.trouble.Clear()
	s.enable()
}

func (s *Screen) enable() {
	for _, b := range s.buttons {
		b.Enable(!s.busy)
	}
}
