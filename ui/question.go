package ui

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// question is asked before something is lost. Enter is yes, Esc is no.
type question struct {
	yes, no func()
	other   func() // F2, when there is a third answer
	do      *look.Button
	leave   *look.Button
	content fyne.CanvasObject
}

// newChoice is a question with two answers that do something: Enter and F2.
func newChoice(w *lang.Catalogue, icon, title, text, label string, yes func(), third string, other, no func()) *question {
	q := newQuestion(w, icon, title, text, label, yes, no)
	q.other, q.do.Kind = other, look.Good
	ask := &look.Button{Label: third, Key: "F2", Large: 22, OnTap: other}
	two := q.content
	q.content = look.Board(fyne.NewSize(640, 360), func(size fyne.Size) {
		look.Put(two, 0, 0, size.Width, size.Height-look.Target-2*look.Gap)
		w := min(size.Width-32, 760)
		look.Put(ask, (size.Width-w)/2+16, size.Height-look.Target-2*look.Gap, w-32, look.Target)
	}, &look.ThemeRect{Fill: look.ColorWindow}, two, ask)
	return q
}

// newDoubt is a question about what was just typed and confirmed by Enter. A second Enter of the same hand does not say yes: F2 does.
func newDoubt(w *lang.Catalogue, icon, title, text, label string, yes func(), mend string, no func()) *question {
	q := newQuestion(w, icon, title, text, label, no, no)
	q.other, q.do.Key, q.do.OnTap = yes, "F2", yes
	q.leave.Label, q.leave.Key, q.leave.Kind = mend, w.T("ui.key.enter"), look.Primary
	return q
}

func newQuestion(w *lang.Catalogue, icon, title, text, label string, yes, no func()) *question {
	q := &question{yes: yes, no: no}
	card := look.NewCard()
	sign := &look.Sign{Name: icon, Color: look.ColorAmberInk}
	head := &look.Text{Text: title, Point: 30, Least: 18, Bold: true, Lines: 2, Free: true, Align: fyne.TextAlignCenter}
	body := &look.Text{Text: text, Point: 20, Least: 14, Lines: 3, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	do := &look.Button{Label: label, Key: w.T("ui.key.enter"), Kind: look.Danger, Large: 22, OnTap: yes}
	q.do = do
	q.leave = &look.Button{Label: w.T("ui.no_back"), Key: w.T("ui.key.esc"), Large: 22, OnTap: no}
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	q.content = look.Board(fyne.NewSize(640, 360), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		w, h := min(size.Width-32, 760), min(size.Height-32, 400)
		x, y := (size.Width-w)/2, (size.Height-h)/2
		look.Put(card, x, y, w, h)
		look.Put(sign, x+w/2-36, y+20, 72, 72)
		look.Put(head, x+20, y+100, w-40, 80)
		look.Put(body, x+20, y+184, w-40, 80)
		look.Put(q.leave, x+16, y+h-92, (w-40)/2, 76)
		look.Put(do, x+24+(w-40)/2, y+h-92, (w-40)/2, 76)
	}, ground, card, sign, head, body, do, q.leave)
	return q
}

func (q *question) Content() fyne.CanvasObject { return q.content }

func (q *question) Rune(rune) bool { return false }

func (q *question) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		q.yes()
	case k == fyne.KeyEscape:
		q.no()
	case k == fyne.KeyF2 && q.other != nil:
		q.other()
	}
	return true
}
