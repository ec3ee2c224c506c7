package find

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

const rowHeight float32 = 68

type rowView struct {
	*fyne.Container
	ground, rule       *look.ThemeRect
	sign               *look.Sign
	name, about, price *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		name:   &look.Text{Point: 17, Least: 14, Lines: 2, Free: true},
		about:  &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted},
		price:  &look.Text{Point: 18, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 8, (size.Height-24)/2, 24, 24)
		const price = 104
		look.Put(v.name, 40, 2, size.Width-48-price, 44)
		look.Put(v.about, 40, 46, size.Width-48-price, 18)
		look.Put(v.price, size.Width-price-8, 0, price, size.Height)
	}, v.ground, v.rule, v.sign, v.name, v.about, v.price)
	return v
}

func (v *rowView) show(r Row, selected bool) {
	v.ground.Set(look.RowGround(selected), "")
	icon := "box"
	if r.Marked {
		icon = "datamatrix"
	}
	v.sign.Set(icon, look.ColorMuted)
	v.name.Set(r.Name)
	v.about.Set(r.About)
	v.price.Set(r.Price)
}
