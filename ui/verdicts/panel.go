package verdicts

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// Params of the panel. Choose is told whose details are wanted.
type Params struct {
	Words  *lang.Catalogue
	Past   Past
	Choose func(Row)
	Close  func()
}

// Panel is the list of the last verdicts as they were when it was opened.
type Panel struct {
	p       Params
	list    *look.List
	at      int
	content fyne.CanvasObject
}

var _ look.Panel = (*Panel)(nil)

// New opens the panel.
func New(p Params) *Panel {
	w := p.Words
	v := &Panel{p: p}
	views := map[fyne.CanvasObject]*rowView{}
	v.list = &look.List{
		Height: rowHeight,
		Length: func() int { return len(p.Past) },
		Create: func() fyne.CanvasObject {
			r := newRowView()
			views[r.Container] = r
			return r.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(p.Past[i], i == v.at) },
		OnTap:  v.choose,
	}
	none := &look.Text{Point: 20, Lines: 2, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	if len(p.Past) == 0 {
		none.Text = w.T("ui.history.none")
	}
	card := look.NewCard()
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	v.content = look.Sheet(w.T("ui.history.title"), out, look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(v.list, 4, 4, size.Width-8, size.Height-8)
		look.Put(none, 20, size.Height/2-40, size.Width-40, 80)
	}, card, v.list, none))
	return v
}

// Content is what the window shows.
func (v *Panel) Content() fyne.CanvasObject { return v.content }

// Rune takes nothing.
func (v *Panel) Rune(rune) bool { return false }

// Key walks, opens the details, leaves.
func (v *Panel) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		v.p.Close()
	case look.IsEnter(k):
		v.choose(v.at)
	case k == fyne.KeyUp:
		v.walk(-1)
	case k == fyne.KeyDown:
		v.walk(1)
	case k == fyne.KeyPageUp:
		v.list.Page(-1)
	case k == fyne.KeyPageDown:
		v.list.Page(1)
	default:
		return false
	}
	return true
}

func (v *Panel) walk(by int) {
	before := v.at
	v.at = max(min(v.at+by, len(v.p.Past)-1), 0)
	v.list.Reveal(v.at)
	v.list.RefreshRow(before)
	v.list.RefreshRow(v.at)
}

func (v *Panel) choose(i int) {
	if i < 0 || i >= len(v.p.Past) {
		return
	}
	before := v.at
	v.at = i
	v.list.RefreshRow(before)
	v.list.RefreshRow(i)
	v.p.Choose(v.p.Past[i])
}

const rowHeight float32 = 68

type rowView struct {
	*fyne.Container
	ground, disc           *look.ThemeRect
	sign                   *look.Sign
	at, goods, word, about *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{}, disc: &look.ThemeRect{Radius: 22}, sign: &look.Sign{},
		at:    &look.Text{Point: 18, Least: 13, Free: true, Color: look.ColorMuted},
		goods: &look.Text{Point: 19, Least: 13, Free: true, Bold: true},
		word:  &look.Text{Point: 19, Least: 12, Lines: 2, Free: true, Bold: true},
		about: &look.Text{Point: 16, Least: 13, Free: true, Color: look.ColorMuted},
	}
	rule := &look.ThemeRect{Fill: look.ColorLine}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.disc, 12, 12, 44, 44)
		look.Put(v.sign, 20, 20, 28, 28)
		look.Put(v.at, 70, 0, 84, size.Height)
		word := size.Width * 0.26
		left := float32(158)
		look.Put(v.goods, left, 4, size.Width-left-word-24, 32)
		look.Put(v.about, left, 36, size.Width-left-word-24, 26)
		look.Put(v.word, size.Width-word-12, 2, word, size.Height-4)
	}, v.ground, rule, v.disc, v.sign, v.at, v.goods, v.about, v.word)
	return v
}

func (v *rowView) show(r Row, selected bool) {
	v.ground.Set(look.RowGround(selected), "")
	v.disc.Set(r.Disc, "")
	v.sign.Set(r.Icon, r.Ink)
	v.at.Set(r.At)
	v.goods.Set(r.Goods)
	v.about.Set(r.About)
	v.word.Set(r.Word)
}
