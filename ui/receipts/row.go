package receipts

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

type rowView struct {
	*fyne.Container
	ground, rule      *look.ThemeRect
	sign              *look.Sign
	title, about, sum *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		title:  &look.Text{Point: 19, Least: 13, Free: true, Bold: true},
		about:  &look.Text{Point: 16, Least: 13, Free: true, Color: look.ColorMuted},
		sum:    &look.Text{Point: 21, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, 68), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		left := float32(16)
		if v.sign.Name != "" {
			look.Put(v.sign, 14, 18, 32, 32)
			left = 60
		}
		const sum = 170
		look.Put(v.title, left, 4, size.Width-left-sum-20, 32)
		look.Put(v.about, left, 36, size.Width-left-sum-20, 26)
		look.Put(v.sum, size.Width-sum-12, 0, sum, size.Height)
	}, v.ground, v.rule, v.sign, v.title, v.about, v.sum)
	return v
}

func (v *rowView) show(r Row, selected bool, icon string) {
	v.ground.Set(look.RowGround(selected), "")
	if v.sign.Name != icon {
		v.sign.Set(icon, look.ColorAllowedInk)
		v.Layout.Layout(v.Objects, v.Size())
	}
	v.title.Set(r.Title)
	v.about.Set(r.About)
	v.sum.Set(r.Sum)
}
