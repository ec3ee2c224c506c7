package payment

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// split shows a payment of two kinds side by side: so much in cash, so much by card.
type split struct {
	cash, card *look.Text
	box        *fyne.Container
}

func newSplit(cashName, cardName string) *split {
	s := &split{}
	half := func(icon, name string) (*look.Text, fyne.CanvasObject) {
		ground := &look.ThemeRect{Fill: look.ColorWindow, Edge: look.ColorLine, Radius: 8}
		sign := &look.Sign{Name: icon, Color: look.ColorPrimaryInk}
		label := &look.Text{Text: name, Point: 18, Least: 13, Free: true, Color: look.ColorMuted}
		sum := &look.Text{Point: 26, Least: 15, Bold: true, Free: true, Align: fyne.TextAlignTrailing}
		return sum, look.Board(fyne.NewSize(200, 60), func(size fyne.Size) {
			look.Put(ground, 0, 0, size.Width, size.Height)
			look.Put(sign, 14, (size.Height-32)/2, 32, 32)
			look.Put(label, 58, 0, size.Width*0.42-58, size.Height)
			look.Put(sum, size.Width*0.42, 0, size.Width*0.58-14, size.Height)
		}, ground, sign, label, sum)
	}
	var left, right fyne.CanvasObject
	s.cash, left = half("cash", cashName)
	s.card, right = half("card", cardName)
	s.box = look.Board(fyne.NewSize(420, 60), func(size fyne.Size) {
		wide := (size.Width - look.Gap) / 2
		look.Put(left, 0, 0, wide, size.Height)
		look.Put(right, wide+look.Gap, 0, wide, size.Height)
	}, left, right)
	s.box.Hidden = true
	return s
}

// show writes both sums, or hides the whole.
func (s *split) show(on bool, cash, card string) {
	s.box.Hidden = !on
	s.cash.Set(cash)
	s.card.Set(card)
}
