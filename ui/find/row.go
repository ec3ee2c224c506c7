package find

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

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
		name:   &look.Text{Point: 18, Least: 13, Free: true},
		about:  &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted},
		price:  &look.Text{Point: 18, Least: 13, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, look.Target), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 8, 16, 24, 24)
		const price = 116
		look.Put(v.name, 40, 3, size.Width-48-price, 28)
		look.Put(v.about, 40, 31, size.Width-48-price, 20)
		look.Put(v.price, size.Width-price-8, 0, price, size.Height)
	}, v.ground, v.rule, v.sign, v.name, v.about, v.price)
	return v
}

func (v *rowView) show(r Row, selected bool) {
	v.ground.Set(look.ColorCard, "")
	if selected {
		v.ground.Set(look.ColorSelected, "")
	}
	icon := "box"
	if r.Marked {
		icon = "datamatrix"
	}
	v.sign.Set(icon, look.ColorMuted)
	v.name.Set(r.Name)
	v.about.Set(r.About)
	v.price.Set(r.Price)
}
