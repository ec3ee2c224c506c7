package day

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// Tile is a number with its name and a remark, all texts ready. A tile that shouts is red.
type Tile struct {
	Name, Value, Note string
	Icon              string
	Ink               fyne.ThemeColorName // of the icon
	Shout             bool
}

type tileView struct {
	box               *fyne.Container
	ground            *look.ThemeRect
	sign              *look.Sign
	name, value, note *look.Text
}

func newTileView() *tileView {
	v := &tileView{
		ground: look.NewCard(), sign: &look.Sign{},
		name:  &look.Text{Point: 14, Least: 10, Free: true, Color: look.ColorMuted},
		value: &look.Text{Point: 22, Least: 12, Free: true, Bold: true},
		note:  &look.Text{Point: 13, Least: 9, Free: true, Color: look.ColorMuted},
	}
	v.box = look.Board(fyne.NewSize(120, 66), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.sign, size.Width-30, 6, 20, 20)
		look.Put(v.name, 12, 4, size.Width-46, 20)
		look.Put(v.value, 12, 22, size.Width-24, size.Height-44)
		look.Put(v.note, 12, size.Height-23, size.Width-24, 19)
	}, v.ground, v.sign, v.name, v.value, v.note)
	return v
}

func (v *tileView) show(t Tile) {
	ink, muted, icon := look.ColorText, look.ColorMuted, t.Ink
	if t.Shout {
		v.ground.Set(look.ColorForbidden, look.ColorForbidden)
		ink, muted, icon = look.ColorOnColor, look.ColorOnColor, look.ColorOnColor
	} else {
		v.ground.Set(look.ColorCard, look.ColorLine)
	}
	v.sign.Set(t.Icon, icon)
	v.name.SetColor(muted)
	v.value.SetColor(ink)
	v.note.SetColor(muted)
	v.name.Set(t.Name)
	v.value.Set(t.Value)
	v.note.Set(t.Note)
}
