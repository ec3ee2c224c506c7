package training

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/lesson"
	"dobro/internal/register"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// StartParams of the page from which a lesson is begun. Begin is asked once at a time; Stop ends the lesson that runs.
type StartParams struct {
	Words *lang.Catalogue
	Zone  *time.Location
	Begin func()
	Stop  func()
	Close func()
}

// Start is the page of the real till from which a lesson is begun, with the results of those before. While a lesson runs in its window
// nothing can be done here but to end it: the real till stays locked.
type Start struct {
	p       StartParams
	running bool
	text    *look.Text
	begin   *look.Button
	out     *look.Button
	list    *listing.Listing
	trouble *look.Trouble
	content fyne.CanvasObject
}

var _ look.Panel = (*Start)(nil)

// NewStart opens the page.
func NewStart(p StartParams) *Start {
	w := p.Words
	s := &Start{p: p, list: listing.New(nil), trouble: look.NewTrouble(),
		text: &look.Text{Point: 18, Least: 13, Lines: 10, Free: true, Top: true}}
	s.begin = &look.Button{Key: w.T("ui.key.enter"), Large: 22, OnTap: s.enter}
	s.out = look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), s.leave)
	ground := look.NewCard()
	sign := &look.Sign{Name: "person", Color: look.ColorPrimaryInk}
	head := &look.Text{Text: w.T("ui.lesson.results"), Point: 18, Least: 13, Free: true, Bold: true}
	s.content = look.Sheet(w.T("ui.lesson.start.title"), s.out, look.Board(fyne.NewSize(800, 360), func(size fyne.Size) {
		left := size.Width * 0.46
		look.Put(ground, 0, 0, left, size.Height)
		look.Put(sign, 16, 14, 56, 56)
		look.Put(s.text, 88, 14, left-104, size.Height-14-84-84)
		look.Put(s.trouble.Content(), 8, size.Height-84-84, left-16, 76)
		look.Put(s.begin, 12, size.Height-84, left-24, 72)
		look.Put(head, left+look.Gap+4, 0, size.Width-left-look.Gap-8, 36)
		look.Put(s.list.Content(), left+look.Gap, 40, size.Width-left-look.Gap, size.Height-40)
	}, ground, sign, s.text, s.trouble.Content(), s.begin, head, s.list.Content()))
	s.Running(false)
	s.list.Show(nil, w.T("ui.lesson.results.loading"))
	return s
}

// Running turns between the page and a lesson that runs.
func (s *Start) Running(on bool) {
	w := s.p.Words
	s.running = on
	s.trouble.Clear()
	if on {
		s.text.Set(w.T("ui.lesson.running"))
		s.begin.SetLabel(w.T("ui.lesson.stop"))
		s.begin.SetKind(look.Danger)
	} else {
		s.text.Set(w.T("ui.lesson.start.text"))
		s.begin.SetLabel(w.T("ui.lesson.begin"))
		s.begin.SetKind(look.Good)
	}
	s.out.Enable(!on)
}

// Busy tells whether a lesson runs.
func (s *Start) Busy() bool { return s.running }

// Results shows who learnt, the newest first.
func (s *Start) Results(list []lesson.Result) {
	w := s.p.Words
	var rows []listing.Row
	for _, r := range list {
		mistakes, hints, took := r.Sums()
		row := listing.Row{Icon: "check", Ink: look.ColorAllowedInk, Title: r.Who + " · " + r.At.In(s.p.Zone).Format("02.01.2006 15:04"),
			About: w.T("ui.lesson.results.row", "tasks", r.Tasks(), "of", lesson.Count, "mistakes", mistakes, "hints", hints, "minutes", minutes(took)),
			Value: w.T("ui.lesson.score", "score", r.Score, "of", lesson.Full*lesson.Count)}
		if r.Grade() == lesson.Again {
			row.Icon, row.Ink = "exclaim", look.ColorAmberInk
		}
		rows = append(rows, row)
	}
	s.list.Show(rows, w.T("ui.lesson.results.none"))
}

// Fail says why a lesson could not be begun.
func (s *Start) Fail(f *register.Fault) { s.trouble.Fail(f.Text, f.Action) }

// Content is what the window shows.
func (s *Start) Content() fyne.CanvasObject { return s.content }

// Rune takes nothing.
func (s *Start) Rune(rune) bool { return true }

// Key begins, ends and leaves.
func (s *Start) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		s.enter()
	case k == fyne.KeyEscape:
		s.leave()
	case k == fyne.KeyDown || k == fyne.KeyPageDown:
		s.list.Page(1)
	case k == fyne.KeyUp || k == fyne.KeyPageUp:
		s.list.Page(-1)
	}
	return true
}

func (s *Start) enter() {
	if s.running {
		s.p.Stop()
		return
	}
	s.p.Begin()
}

func (s *Start) leave() {
	if !s.running {
		s.p.Close()
	}
}

// minutes of a lesson, at least one.
func minutes(d time.Duration) int { return max(int(d.Minutes()+0.5), 1) }
