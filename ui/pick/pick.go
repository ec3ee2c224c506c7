// Package pick is a panel with a list of which one is chosen by a tap, and a panel that asks for a few words.
package pick

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// Option is a line of the list.
type Option struct{ Label, Value string }

// Params of the list. Choose is told the value.
type Params struct {
	Words   *lang.Catalogue
	Title   string
	Options []Option
	Chosen  string
	Choose  func(value string)
	Close   func()
}

// List is the panel with the list.
type List struct {
	p       Params
	at      int
	list    *look.List
	content fyne.CanvasObject
}

// New opens the list.
func New(p Params) *List {
	l := &List{p: p}
	for i, o := range p.Options {
		if o.Value == p.Chosen {
			l.at = i
		}
	}
	views := map[fyne.CanvasObject]func(Option, bool){}
	l.list = &look.List{
		Length: func() int { return len(p.Options) },
		Create: func() fyne.CanvasObject {
			row, show := newRow()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](p.Options[i], i == l.at) },
		OnTap:  l.choose,
	}
	card := look.NewCard()
	l.content = look.Sheet(p.Title, look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close), look.Board(fyne.NewSize(400, 300), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(l.list, 4, 4, size.Width-8, size.Height-8)
	}, card, l.list))
	return l
}

func newRow() (fyne.CanvasObject, func(Option, bool)) {
	ground, rule, sign := &look.ThemeRect{}, &look.ThemeRect{Fill: look.ColorLine}, &look.Sign{}
	text := &look.Text{Point: 19, Least: 13, Free: true}
	box := look.Board(fyne.NewSize(300, look.Target), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(sign, 12, (size.Height-24)/2, 24, 24)
		look.Put(text, 52, 0, size.Width-64, size.Height)
	}, ground, rule, sign, text)
	return box, func(o Option, on bool) {
		fill, icon := look.ColorCard, ""
		if on {
			fill, icon = look.ColorSelected, "check"
		}
		ground.Set(fill, "")
		sign.Set(icon, look.ColorPrimaryInk)
		text.Set(o.Label)
	}
}

// Content is what the window shows.
func (l *List) Content() fyne.CanvasObject { return l.content }

// Rune does nothing: the list is short.
func (l *List) Rune(rune) bool { return false }

// Key walks, chooses, leaves.
func (l *List) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		l.p.Close()
	case look.IsEnter(k):
		l.choose(l.at)
	case k == fyne.KeyDown || k == fyne.KeyUp:
		before := l.at
		if k == fyne.KeyDown {
			l.at++
		} else {
			l.at--
		}
		l.at = max(min(l.at, len(l.p.Options)-1), 0)
		l.list.Reveal(l.at)
		l.list.RefreshRow(before)
		l.list.RefreshRow(l.at)
	default:
		return false
	}
	return true
}

func (l *List) choose(i int) {
	if i >= 0 && i < len(l.p.Options) {
		l.p.Choose(l.p.Options[i].Value)
	}
}

// WordsParams of the panel that asks for words. Done is told what was typed, without spaces at its ends; "" takes the words away.
type WordsParams struct {
	Words             *lang.Catalogue
	Title, Hint, Tell string
	Value             string
	Done              func(text string)
	Close             func()
}

// Words asks for a few words, with the keyboard of the screen.
type Words struct {
	p       WordsParams
	field   *look.Field
	content fyne.CanvasObject
}

// NewWords opens the question.
func NewWords(p WordsParams) *Words {
	w := &Words{p: p, field: &look.Field{Point: 22, Hint: p.Hint, Limit: 120}}
	if p.Value != "" {
		w.field.Propose(p.Value)
	}
	w.field.Activate(true)
	tell := &look.Text{Text: p.Tell, Point: 16, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted}
	find := &look.Button{Label: p.Words.T("ui.logs.find"), Key: p.Words.T("ui.key.enter"), Icon: "search", Kind: look.Primary, Large: 20, OnTap: w.done}
	all := &look.Button{Label: p.Words.T("ui.logs.no_words"), Large: 18, OnTap: func() { p.Done("") }}
	keys := look.ScreenKeyboard(p.Words, w.Rune, w.Key)
	w.content = look.Sheet(p.Title, look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close), look.Board(fyne.NewSize(700, 400), func(size fyne.Size) {
		const gap = look.Gap
		look.Put(w.field, 0, 0, size.Width-2*(190+gap), look.Target)
		look.Put(find, size.Width-2*190-gap, 0, 190, look.Target)
		look.Put(all, size.Width-190, 0, 190, look.Target)
		look.Put(tell, 4, look.Target+4, size.Width-8, 44)
		y := look.Target + 52
		look.Put(keys, 0, y, size.Width, size.Height-y)
	}, w.field, find, all, tell, keys))
	return w
}

// Content is what the window shows.
func (w *Words) Content() fyne.CanvasObject { return w.content }

// Rune types.
func (w *Words) Rune(r rune) bool { return w.field.Rune(r) }

// Paste pastes.
func (w *Words) Paste(text string) { w.field.Paste(text) }

// Key edits, confirms, leaves.
func (w *Words) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		w.p.Close()
	case look.IsEnter(k):
		w.done()
	default:
		return w.field.Key(k)
	}
	return true
}

func (w *Words) done() { w.p.Done(strings.TrimSpace(w.field.Value())) }
