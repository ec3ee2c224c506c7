// Package doctor is the screen that says how every device and service is, since when, and what to do, with a button where the
// program can do it itself.
package doctor

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/probe"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the screen. All functions run on the UI thread and answer by Show, Told or Fail.
type Params struct {
	Words  *lang.Catalogue
	Zone   *time.Location
	Again  func()          // examine once more
	Fix    func(probe.Fix) // do it
	Bundle func()          // write the file for the support
	Close  func()
	May    bool // whoever is at the till may mend, and read the flight recorder

	Recorder func() // opens it
}

// Screen is the doctor.
type Screen struct {
	p       Params
	list    *look.List
	found   []probe.Finding
	trouble *look.Trouble
	buttons []*look.Button
	sure    probe.Fix // asked once more before it is done
	busy    bool
	content fyne.CanvasObject
}

// New opens the screen; it waits for the first Show.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, trouble: look.NewTrouble()}
	views := map[fyne.CanvasObject]func(probe.Finding){}
	s.list = &look.List{Height: rowHigh, Length: func() int { return len(s.found) },
		Create: func() fyne.CanvasObject {
			row, show := s.row()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](s.found[i]) }}
	again := &look.Button{Label: w.T("doctor.again"), Key: w.T("ui.key.enter"), Large: 17, OnTap: s.again}
	bundle := &look.Button{Label: w.T("doctor.bundle"), Large: 17, OnTap: s.bundle}
	s.buttons = []*look.Button{again, bundle}
	was := &look.Button{Label: w.T("recorder.title"), Large: 17, OnTap: p.Recorder}
	was.Hidden = !p.May
	body := look.Board(fyne.NewSize(640, 360), func(size fyne.Size) {
		foot := size.Height - look.Target
		look.Put(s.list, 0, 0, size.Width, foot-8)
		one := size.Width * 0.2
		told := size.Width - 2*one
		if !was.Hidden {
			told -= one
			look.Put(was, told+8, foot, one-8, look.Target)
		}
		look.Put(s.trouble.Content(), 0, foot, told, look.Target)
		look.Put(bundle, size.Width-2*one+8, foot, one-8, look.Target)
		look.Put(again, size.Width-one+8, foot, one-8, look.Target)
	}, s.list, s.trouble.Content(), was, bundle, again)
	s.content = look.Sheet(w.T("doctor.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), body)
	s.Wait(w.T("doctor.looking"))
	return s
}

// Whole says that the screen takes the whole window.
func (s *Screen) Whole() bool { return true }

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Rune takes nothing.
func (s *Screen) Rune(rune) bool { return false }

// Key asks again, pages and leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		s.p.Close()
	case look.IsEnter(k):
		s.again()
	case k == fyne.KeyPageDown || k == fyne.KeyDown:
		s.list.Page(1)
	case k == fyne.KeyPageUp || k == fyne.KeyUp:
		s.list.Page(-1)
	default:
		return false
	}
	return true
}

// Show turns to what was found, the worst first.
func (s *Screen) Show(found []probe.Finding) {
	s.found = nil
	for _, level := range []string{probe.Bad, probe.Warn, probe.Well, probe.Off} {
		for _, f := range found {
			if f.Level == level {
				s.found = append(s.found, f)
			}
		}
	}
	s.rest()
	s.list.ScrollTo(0)
	s.list.Refresh()
}

// Wait says what is going on.
func (s *Screen) Wait(text string) {
	s.busy = true
	s.trouble.Wait(text)
	s.enable()
}

// Told says how something went.
func (s *Screen) Told(text string) {
	s.rest()
	s.trouble.Tell("check", text, "")
}

// Fail says why something could not be done.
func (s *Screen) Fail(f *register.Fault) {
	s.rest()
	s.trouble.Fail(f.Text, f.Action)
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
	s.list.Refresh()
}

func (s *Screen) again() {
	if !s.busy {
		s.Wait(s.p.Words.T("doctor.looking"))
		s.p.Again()
	}
}

func (s *Screen) bundle() {
	if !s.busy {
		s.Wait(s.p.Words.T("doctor.bundling"))
		s.p.Bundle()
	}
}

// mend does a fix; one that decides whom to trust is asked for twice.
func (s *Screen) mend(f probe.Fix) {
	if s.busy || !s.p.May {
		return
	}
	if f.Asked() && s.sure != f {
		s.sure = f
		s.trouble.Warn(s.p.Words.T("doctor.sure"), s.p.Words.T("doctor.sure.do"))
		return
	}
	s.sure = ""
	s.Wait(s.p.Words.T("doctor.mending"))
	s.p.Fix(f)
}
