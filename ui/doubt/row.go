package doubt

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// row is one document of the printer.
type row struct {
	*fyne.Container
	ground, rule      *look.ThemeRect
	sign              *look.Sign
	title, about, sum *look.Text
}

func newRow() *row {
	v := &row{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		title:  &look.Text{Point: 19, Least: 13, Free: true, Bold: true},
		about:  &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted},
		sum:    &look.Text{Point: 20, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, 68), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 14, 18, 32, 32)
		const sum = 150
		look.Put(v.title, 60, 4, size.Width-60-sum-20, 32)
		look.Put(v.about, 60, 36, size.Width-60-20, 26)
		look.Put(v.sum, size.Width-sum-12, 0, sum, 38)
	}, v.ground, v.rule, v.sign, v.title, v.about, v.sum)
	return v
}

func (v *row) show(d Document, chosen bool) {
	ground, icon := look.ColorCard, "lamp-off"
	if chosen {
		ground, icon = look.ColorSelected, "lamp-ok"
	}
	v.ground.Set(ground, "")
	v.sign.Set(icon, look.ColorAllowedInk)
	v.title.Set(d.Title)
	v.about.Set(d.About)
	v.sum.Set(d.Sum)
}
