package wizard

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// frame is what stands around the questions: the list of steps, the ticks or the keyboard, the way on and back.
type frame struct {
	s       *Screen
	title   *look.Text
	later   *look.Button
	steps   []*look.Button
	ticks   *ticks
	board   *fyne.Container // the keyboard of the screen
	waiting *look.Trouble
	hold    *fyne.Container // the questions; never hidden
	lower   *fyne.Container // ticks, or the keyboard
	back    *look.Button
	skip    *look.Button
	abc     *look.Button
	enter   *look.Button
	typing  bool
	content *fyne.Container
}

func newFrame(s *Screen) *frame {
	w := s.p.Words
	f := &frame{s: s, title: &look.Text{Point: 24, Least: 15, Bold: true, Free: true}, ticks: newTicks(s.pick), waiting: look.NewTrouble()}
	f.later = &look.Button{Label: w.T("wizard.later"), Large: 16, OnTap: func() {
		if s.p.Leave != nil && !s.busy {
			s.p.Leave()
		}
	}}
	f.back = &look.Button{Label: w.T("wizard.back"), Large: 18, OnTap: s.back}
	f.skip = &look.Button{Label: w.T("wizard.skip"), Large: 18, OnTap: s.next}
	f.abc = &look.Button{Icon: "keyboard", Key: "F1", OnTap: func() { f.keys(!f.typing) }}
	f.enter = &look.Button{Large: 20, Kind: look.Primary, OnTap: s.enter}
	parts := []fyne.CanvasObject{&look.ThemeRect{Fill: look.ColorWindow}, f.title, f.later, f.back, f.skip, f.abc, f.enter}
	for i, st := range s.steps {
		b := &look.Button{Label: w.T("wizard." + st.ID), Large: 15, Icon: "lamp-off", OnTap: func() { s.turnTo(i) }}
		f.steps = append(f.steps, b)
		parts = append(parts, b)
	}
	f.hold, f.lower = look.Board(fyne.NewSize(1, 1), f.placeBody), look.Board(fyne.NewSize(1, 1), f.placeLower)
	parts = append(parts, f.hold, f.lower)
	f.content = look.Board(fyne.NewSize(900, 680), func(size fyne.Size) { f.place(size, parts[0]) }, parts...)
	return f
}

const (
	headHigh float32 = 64
	footHigh float32 = 72
	listWide float32 = 222
	keysHigh float32 = 5 * (look.Target + 4)
)

func (f *frame) place(size fyne.Size, ground fyne.CanvasObject) {
	look.Put(ground, 0, 0, size.Width, size.Height)
	wide := float32(200)
	if f.later.Hidden {
		wide = 0
	}
	look.Put(f.title, 16, 4, size.Width-wide-40, headHigh-8)
	look.Put(f.later, size.Width-wide-10, 6, wide, headHigh-12)
	step := min((size.Height-headHigh-8)/float32(len(f.steps)), look.Target+6)
	for i, b := range f.steps {
		look.Put(b, 10, headHigh+float32(i)*step, listWide-16, step-min(max(step-look.Target, 2), 6))
	}
	x, w := listWide, size.Width-listWide-12
	body := min(f.high(), size.Height-headHigh-footHigh-120)
	look.Put(f.hold, x, headHigh, w, body)
	y := headHigh + body + 6
	look.Put(f.lower, x, y, w, size.Height-footHigh-y-4)
	y = size.Height - footHigh + 4
	look.Put(f.back, x, y, w*0.18, footHigh-12)
	look.Put(f.skip, x+w*0.18+8, y, w*0.24, footHigh-12)
	look.Put(f.abc, x+w*0.42+16, y, w*0.16, footHigh-12)
	look.Put(f.enter, x+w*0.58+24, y, w*0.42-24, footHigh-12)
}

func (f *frame) high() float32 {
	if f.s.body == nil {
		return 0
	}
	return f.s.body.high
}

func (f *frame) placeBody(size fyne.Size) {
	for _, o := range f.hold.Objects {
		look.Put(o, 0, 0, size.Width, size.Height)
	}
}

func (f *frame) placeLower(size fyne.Size) {
	for _, o := range f.lower.Objects {
		high := size.Height
		switch {
		case o == f.waiting.Content():
			high = min(high, 76)
		case f.board != nil && o == f.board: // as near to the hand as it gets
			high = min(high, keysHigh)
			look.Put(o, 0, size.Height-high, size.Width, high)
			continue
		}
		look.Put(o, 0, 0, size.Width, high)
	}
}

// turn shows the questions of another step.
func (f *frame) turn() {
	s := f.s
	f.hold.Objects = []fyne.CanvasObject{s.body.content}
	f.board = nil
	if s.body.form != nil {
		f.board = s.body.form.ScreenKeyboard().(*fyne.Container)
	}
	f.typing = s.body.form != nil && len(s.lines[s.Step()]) == 0
	f.place(f.content.Size(), f.content.Objects[0])
	f.hold.Refresh()
	f.refresh()
}

// keys lays the keyboard over the ticks, or takes it away.
func (f *frame) keys(on bool) {
	f.typing = on && f.board != nil
	f.refresh()
}

// wait says what is going on.
func (f *frame) wait(text string) {
	f.waiting.Wait(text)
	f.refresh()
}

// refresh says how the steps stand and what can be done.
func (f *frame) refresh() {
	s, w := f.s, f.s.p.Words
	st := s.steps[s.at]
	f.title.Set(w.T("wizard.title", "n", s.at+1, "all", len(s.steps), "step", w.T("wizard."+st.ID)))
	f.later.Hidden = s.p.Leave == nil
	for i, b := range f.steps {
		b.Icon = map[Mark]string{Open: "lamp-off", Done: "check", Ill: "cross", Skipped: "exclaim"}[s.marks[s.steps[i].ID]]
		b.Kind = look.Plain
		if i == s.at {
			b.Kind = look.Primary
		}
		b.Refresh()
	}
	done := s.marks[st.ID] == Done
	f.enter.Kind, f.enter.Key = look.Primary, w.T("ui.key.enter")
	f.enter.Label = w.T("wizard.check")
	switch {
	case done && s.at == len(s.steps)-1:
		f.enter.Label, f.enter.Kind = w.T("wizard.finish"), look.Good
	case done:
		f.enter.Label, f.enter.Kind = w.T("wizard.next"), look.Good
	}
	f.enter.Off = s.busy || !s.ready
	f.enter.Refresh()
	f.back.Enable(!s.busy && s.at > 0)
	f.skip.Enable(!s.busy && st.Skip && !done && s.at < len(s.steps)-1)
	f.abc.Enable(f.board != nil && !s.busy)
	s.body.enable(!s.busy && s.ready)
	f.show()
}

// show puts the right thing below the questions.
func (f *frame) show() {
	var o fyne.CanvasObject = f.ticks.list
	switch {
	case f.s.busy:
		o = f.waiting.Content()
	case f.typing && f.board != nil:
		o = f.board
	}
	f.ticks.show(f.s.lines[f.s.Step()])
	if len(f.lower.Objects) != 1 || f.lower.Objects[0] != o {
		f.lower.Objects = []fyne.CanvasObject{o}
	}
	f.placeLower(f.lower.Size())
	f.lower.Refresh()
}
