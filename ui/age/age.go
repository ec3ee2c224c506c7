// Package age asks the cashier whether the buyer is old enough for what lies in the basket. One tap answers; it is asked once a receipt.
package age

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the question. Done gets the answer.
type Params struct {
	Words *lang.Catalogue
	Years int
	Lines []register.LineView // of the basket
	Done  func(enough bool)
}

// Panel is the question. It cannot be put off: the receipt is not paid without the answer.
type Panel struct {
	p       Params
	years   int
	goods   *look.Text
	trouble *look.Trouble
	busy    bool
	content fyne.CanvasObject
}

// New asks.
func New(p Params) *Panel {
	w := p.Words
	years := strconv.Itoa(p.Years)
	a := &Panel{p: p, years: p.Years, trouble: look.NewTrouble()}
	ground, card := &look.ThemeRect{Fill: look.ColorWindow}, look.NewCard()
	disc := &look.ThemeRect{Fill: look.ColorAmber, Radius: 60}
	number := &look.Text{Text: years + "+", Point: 44, Bold: true, Free: true, Color: look.ColorOnAmber, Align: fyne.TextAlignCenter}
	head := &look.Text{Text: w.T("ui.age.title", "years", years), Point: 34, Least: 20, Bold: true, Lines: 2, Free: true}
	text := &look.Text{Text: w.T("ui.age.text"), Point: 19, Least: 14, Lines: 2, Free: true, Color: look.ColorMuted}
	a.goods = &look.Text{Point: 19, Least: 13, Lines: 3, Free: true, Bold: true}
	no := &look.Button{Label: w.T("ui.age.no"), Key: "Del", Icon: "cross", Kind: look.Danger, Large: 24, OnTap: func() { a.answer(false) }}
	yes := &look.Button{Label: w.T("ui.age.yes", "years", years), Key: w.T("ui.key.enter"), Icon: "check", Kind: look.Good, Large: 28, OnTap: func() { a.answer(true) }}
	a.content = look.Board(fyne.NewSize(800, 420), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		w, h := min(size.Width-32, 900), min(size.Height-32, 460)
		x, y := (size.Width-w)/2, (size.Height-h)/2
		look.Put(card, x, y, w, h)
		look.Put(disc, x+28, y+28, 120, 120)
		look.Put(number, x+28, y+28, 120, 120)
		look.Put(head, x+172, y+28, w-200, 76)
		look.Put(text, x+172, y+104, w-200, 54)
		look.Put(a.goods, x+28, y+172, w-56, 84)
		look.Put(a.trouble.Content(), x+20, y+h-196, w-40, 76)
		look.Put(no, x+20, y+h-116, w*0.4-24, 96)
		look.Put(yes, x+w*0.4+4, y+h-116, w*0.6-24, 96)
	}, ground, card, disc, number, head, text, a.goods, a.trouble.Content(), no, yes)
	a.Show(p.Lines)
	return a
}

// Content is what the window shows.
func (a *Panel) Content() fyne.CanvasObject { return a.content }

// Years that were asked for.
func (a *Panel) Years() int { return a.years }

// Show names what the question is about.
func (a *Panel) Show(lines []register.LineView) {
	var names []string
	for _, l := range lines {
		if l.Age >= a.years {
			names = append(names, l.Name)
		}
	}
	a.goods.Set(strings.Join(names, "  ·  "))
}

// Fail says why the answer was not taken.
func (a *Panel) Fail(f *register.Fault) {
	a.busy = false
	a.trouble.Fail(f.Text, f.Action)
}

// Rune types nothing here.
func (a *Panel) Rune(rune) bool { return false }

// Key answers.
func (a *Panel) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		a.answer(true)
	case k == fyne.KeyDelete:
		a.answer(false)
	}
	return true
}

func (a *Panel) answer(enough bool) {
	if !a.busy {
		a.busy = true
		a.p.Done(enough)
	}
}
