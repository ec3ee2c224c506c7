package sale

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

const rowHeight float32 = 66

// rowView draws a Row. Its parts stand still; only their texts change.
type rowView struct {
	*fyne.Container
	ground *look.ThemeRect
	rule   *look.ThemeRect
	sign   *look.Sign
	name   *look.Text
	state  *look.Text
	amount *look.Text
	sum    *look.Text
}

func newRowView() *rowView {
	v := &rowView{
		ground: &look.ThemeRect{},
		rule:   &look.ThemeRect{Fill: look.ColorLine},
		sign:   &look.Sign{},
		name:   &look.Text{Free: true, Point: 18, Least: 14, Lines: 1},
		state:  &look.Text{Free: true, Point: 15, Least: 12},
		amount: &look.Text{Free: true, Point: 16, Least: 12, Align: fyne.TextAlignTrailing, Color: look.ColorMuted},
		sum:    &look.Text{Free: true, Point: 21, Least: 14, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, rowHeight), func(size fyne.Size) {
		look.Put(v.ground, 0, 0, size.Width, size.Height)
		look.Put(v.rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 12, (size.Height-28)/2, 28, 28)
		const sum = 116
		look.Put(v.name, 52, 5, size.Width-52-sum-18, 30)
		look.Put(v.sum, size.Width-sum-10, 5, sum, 30)
		half := (size.Width - 62) * 0.56
		look.Put(v.state, 52, 35, half, 24)
		look.Put(v.amount, 52+half, 35, size.Width-62-half, 24)
	}, v.ground, v.rule, v.sign, v.name, v.state, v.amount, v.sum)
	return v
}

func (v *rowView) show(r Row, selected bool) {
	v.ground.Set(look.RowGround(selected), "")
	v.sign.Set(r.Icon, r.Ink)
	v.name.Set(r.Name)
	state := r.State
	if r.Discount != "" {
		if state != "" {
			state += "  ·  "
		}
		state += r.Discount
	}
	ink := r.Ink
	if r.State == "" {
		ink = look.ColorAmberInk
	}
	v.state.SetColor(ink)
	v.state.Set(state)
	v.amount.Set(r.Amount)
	v.sum.Set(r.Sum)
}
