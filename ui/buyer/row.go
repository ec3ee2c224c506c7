package buyer

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

const rowHeight float32 = 76

type rowView struct {
	*fyne.Container
	words                   *lang.Catalogue
	name, about, sum, state *look.Text
	sign                    *look.Sign
}

func newRowView(w *lang.Catalogue) *rowView {
	v := &rowView{
		words: w,
		name:  &look.Text{Point: 24, Least: 15, Free: true, Bold: true},
		about: &look.Text{Point: 19, Least: 13, Free: true, Color: look.ColorMuted},
		sum:   &look.Text{Point: 28, Least: 16, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
		state: &look.Text{Point: 18, Least: 12, Free: true},
		sign:  &look.Sign{},
	}
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		right := size.Width * 0.24
		look.Put(v.name, 16, 4, size.Width-right-28, 38)
		look.Put(v.about, 16, 42, (size.Width-right)*0.4, 28)
		x := 16 + (size.Width-right)*0.4
		look.Put(v.sign, x, 44, 24, 24)
		look.Put(v.state, x+32, 42, size.Width-right-x-40, 28)
		look.Put(v.sum, size.Width-right, 0, right-14, size.Height)
	}, ground, rule, v.name, v.about, v.sign, v.state, v.sum)
	return v
}

func (v *rowView) show(r Row) {
	v.name.Set(r.Name)
	v.about.Set(r.About)
	v.sum.Set(r.Sum)
	icon, ink, said := "", look.ColorText, ""
	switch {
	case r.Checking:
		icon, ink, said = "clock", look.ColorMuted, v.words.T("ui.buyer.checking")
	case r.Checked:
		icon, ink, said = "check", look.ColorAllowedInk, v.words.T("ui.buyer.row_checked")
	}
	v.sign.Set(icon, ink)
	v.state.Text, v.state.Color = said, ink
	v.state.Refresh()
}
