package training

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/lesson"
	"dobro/ui/look"
)

// Height of the strip.
const Height float32 = 64

// Strip says on every screen that this is training, and what to do next.
type Strip struct {
	w       *lang.Catalogue
	ground  *look.ThemeRect
	badge   *look.Text
	number  *look.Text
	text    *look.Text
	open    *look.Button
	roll    *look.Button
	content *fyne.Container
}

// NewStrip is a strip without a task yet.
func NewStrip(w *lang.Catalogue, open, roll func()) *Strip {
	s := &Strip{w: w, ground: &look.ThemeRect{Fill: look.ColorAmber, Edge: look.ColorAmber},
		badge:  &look.Text{Text: w.T("ui.lesson.badge"), Point: 17, Least: 12, Lines: 2, Bold: true, Free: true, Color: look.ColorOnAmber, Align: fyne.TextAlignCenter},
		number: &look.Text{Point: 15, Least: 12, Free: true, Color: look.ColorOnAmber},
		text:   &look.Text{Point: 18, Least: 12, Lines: 2, Bold: true, Free: true, Color: look.ColorOnAmber},
		open:   &look.Button{Label: w.T("ui.lesson.open"), Key: w.T("ui.key.tab"), Icon: "box", Kind: look.OnColor, OnTap: open},
		roll:   &look.Button{Label: w.T("ui.lesson.roll"), Icon: "printer", Kind: look.OnColor, OnTap: roll}}
	s.roll.Hidden = true
	s.content = look.Board(fyne.NewSize(700, Height), s.place, s.ground, s.badge, s.number, s.text, s.open, s.roll)
	return s
}

// Content is what the window shows.
func (s *Strip) Content() *fyne.Container { return s.content }

// Show turns to another state of the lesson.
func (s *Strip) Show(state lesson.State) {
	number, text := s.w.T("ui.lesson.number", "n", state.Task+1, "of", lesson.Count, "score", scoreOf(state)), ""
	switch {
	case state.Over():
		number, text = s.w.T("ui.lesson.over"), s.w.T("ui.lesson.over.score", "score", scoreOf(state), "of", lesson.Full*lesson.Count)
	case state.Said != "":
		text = MistakeText(s.w, state.Said)
	default:
		text = s.w.T("ui.lesson.step." + state.ID + "." + state.Next())
	}
	s.number.Set(number)
	s.text.Set(text)
	s.roll.Hidden = state.Scene != lesson.NoPaper || state.Next() == "basket"
	s.place(s.content.Size())
	s.content.Refresh()
}

func (s *Strip) place(size fyne.Size) {
	look.Put(s.ground, 0, 0, size.Width, size.Height)
	look.Put(s.badge, 10, 0, 124, size.Height)
	right := size.Width - 8
	look.Put(s.open, right-148, 4, 148, size.Height-8)
	right -= 156
	if !s.roll.Hidden {
		look.Put(s.roll, right-190, 4, 190, size.Height-8)
		right -= 198
	}
	look.Put(s.number, 146, 2, right-146-8, 20)
	look.Put(s.text, 146, 21, right-146-8, size.Height-22)
}

func scoreOf(s lesson.State) (sum int) {
	for _, m := range s.Done {
		sum += m.Points
	}
	return sum
}

// MistakeText says what was done wrong.
func MistakeText(w *lang.Catalogue, mistake string) string {
	if key := "ui.lesson.mistake." + mistake; w.Has(key) {
		return w.T(key)
	}
	return w.T("ui.lesson.mistake.other")
}
