package training

import (
	"strconv"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/lesson"
	"dobro/ui/look"
)

// Params of the lesson's panel.
type Params struct {
	Words     *lang.Catalogue
	SeniorPIN string
	State     lesson.State
	Packages  []Package
	Take      func(Package) // scan it
	Hint      func()
	Roll      func()
	Skip      func()
	Leave     func() // end the training
	Close     func()
}

// Panel shows the task in hand with its steps, and the packages that lie ready for it.
type Panel struct {
	p       Params
	task    *look.Text
	steps   []stepRow
	said    *look.Text
	roll    *look.Button
	hint    *look.Button
	skip    *look.Button
	shelf   *fyne.Container
	content fyne.CanvasObject
}

// most is how many steps a task has at most; a test knows.
const most = 4

type stepRow struct {
	sign *look.Sign
	text *look.Text
}

var _ look.Panel = (*Panel)(nil)

// New opens the panel.
func New(p Params) *Panel {
	w := p.Words
	v := &Panel{p: p,
		task: &look.Text{Point: 20, Least: 14, Lines: 5, Bold: true, Free: true, Top: true},
		said: &look.Text{Point: 17, Least: 12, Lines: 4, Free: true, Top: true, Color: look.ColorPrimaryInk},
		hint: &look.Button{Label: w.T("ui.lesson.hint"), Key: "F1", Icon: "question", OnTap: p.Hint},
		roll: &look.Button{Label: w.T("ui.lesson.roll"), Key: "F2", Icon: "printer", Kind: look.Primary, OnTap: p.Roll},
		skip: &look.Button{Label: w.T("ui.lesson.skip"), Key: "Del", OnTap: p.Skip}}
	for range most {
		v.steps = append(v.steps, stepRow{&look.Sign{}, &look.Text{Point: 17, Least: 12, Lines: 2, Free: true}})
	}
	v.shelf = v.newShelf()
	leave := &look.Button{Label: w.T("ui.lesson.leave"), Key: "F12", Kind: look.Danger, OnTap: p.Leave}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	title := w.T("ui.lesson.title")
	if !p.State.Over() {
		title = w.T("ui.lesson.title.task", "n", p.State.Task+1, "of", lesson.Count)
	}
	v.content = look.Sheet(title, out, v.body(leave))
	v.Show(p.State)
	return v
}

// Content is what the window shows.
func (v *Panel) Content() fyne.CanvasObject { return v.content }

// Show turns to another state of the same task.
func (v *Panel) Show(s lesson.State) {
	w := v.p.Words
	v.p.State = s
	if s.Over() {
		v.task.Set(w.T("ui.lesson.free"))
	} else {
		v.task.Set(w.T("ui.lesson.task." + s.ID))
	}
	next := s.Next()
	for i, row := range v.steps {
		row.sign.Hidden, row.text.Hidden = i >= len(s.Steps), i >= len(s.Steps)
		if i >= len(s.Steps) {
			continue
		}
		icon, ink := "lamp-off", look.ColorMuted
		switch {
		case s.Steps[i].Done:
			icon, ink = "check", look.ColorAllowedInk
		case s.Steps[i].ID == next:
			icon, ink = "right", look.ColorPrimaryInk
		}
		row.sign.Set(icon, ink)
		row.text.Bold = s.Steps[i].ID == next && !s.Steps[i].Done
		row.text.Set(w.T("ui.lesson.step." + s.ID + "." + s.Steps[i].ID))
		row.text.Refresh()
	}
	switch {
	case s.Hinted:
		v.said.SetColor(look.ColorPrimaryInk)
		v.said.Set(w.T("ui.lesson.hint."+s.ID+"."+next, "pin", v.p.SeniorPIN))
	case s.Said != "":
		v.said.SetColor(look.ColorForbiddenInk)
		v.said.Set(MistakeText(w, s.Said))
	default:
		v.said.Set("")
	}
	v.hint.Enable(!s.Over() && !s.Hinted)
	v.skip.Enable(!s.Over())
	v.roll.Enable(s.Scene == lesson.NoPaper)
}

// Rune takes a package by its number.
func (v *Panel) Rune(r rune) bool {
	if i := int(r - '1'); i >= 0 && i < len(v.p.Packages) {
		v.p.Take(v.p.Packages[i])
	}
	return true
}

// Key presses the buttons.
func (v *Panel) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape, fyne.KeyTab:
		v.p.Close()
	case fyne.KeyF1:
		v.hint.Tapped(nil)
	case fyne.KeyF2:
		v.roll.Tapped(nil)
	case fyne.KeyDelete:
		v.skip.Tapped(nil)
	case fyne.KeyF12:
		v.p.Leave()
	default:
		return false
	}
	return true
}

func (v *Panel) newShelf() *fyne.Container {
	w := v.p.Words
	head := &look.Text{Text: w.T("ui.lesson.shelf"), Point: 17, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted}
	if len(v.p.Packages) == 0 {
		head.Text = w.T("ui.lesson.shelf.none")
	}
	parts := []fyne.CanvasObject{head}
	for i, p := range v.p.Packages {
		parts = append(parts, newCard(w, p, strconv.Itoa(i+1), func() { v.p.Take(p) }))
	}
	return look.Board(fyne.NewSize(300, 280), func(size fyne.Size) {
		look.Put(head, 4, 0, size.Width-8, 44)
		columns, rows := 1, 3
		if len(parts) > 4 {
			columns = 2
		}
		high := min((size.Height-48+look.Gap)/float32(rows), 124)
		wide := (size.Width + look.Gap) / float32(columns)
		for i, o := range parts[1:] {
			look.Put(o, float32(i%columns)*wide, 48+float32(i/columns)*high, wide-look.Gap, high-look.Gap)
		}
	}, parts...)
}

func (v *Panel) body(leave *look.Button) fyne.CanvasObject {
	ground := look.NewCard()
	parts := []fyne.CanvasObject{ground, v.task, v.said, v.shelf, v.hint, v.roll, v.skip, leave}
	for _, s := range v.steps {
		parts = append(parts, s.sign, s.text)
	}
	return look.Board(fyne.NewSize(800, 360), func(size fyne.Size) {
		foot := size.Height - look.Target
		left := size.Width * 0.47
		if len(v.p.Packages) > 3 { // practice without tasks: the shelf wants the room
			left = size.Width * 0.3
		}
		look.Put(ground, 0, 0, left, foot-look.Gap)
		look.Put(v.task, 14, 8, left-28, 78)
		if v.p.State.Over() {
			look.Put(v.task, 14, 8, left-28, 200)
		}
		y := float32(90)
		for _, s := range v.steps {
			look.Put(s.sign, 14, y+6, 24, 24)
			look.Put(s.text, 48, y, left-62, 36)
			y += 37
		}
		look.Put(v.said, 14, y+2, left-28, foot-look.Gap-y-8)
		look.Put(v.shelf, left+look.Gap*2, 0, size.Width-left-look.Gap*2, foot-look.Gap)
		wide := (size.Width + look.Gap) / 4
		for i, b := range []*look.Button{v.hint, v.roll, v.skip, leave} {
			look.Put(b, float32(i)*wide, foot, wide-look.Gap, look.Target)
		}
	}, parts...)
}
