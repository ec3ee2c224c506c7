package quickkeys

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dobro/ui/look"
)

// swatch is a colour to choose.
type swatch struct {
	widget.BaseWidget

	ground *look.ThemeRect
	sign   *look.Sign // of the one that the tile has
	colour string
	onTap  func()
}

func newSwatch(colour string, tap func()) *swatch {
	s := &swatch{ground: &look.ThemeRect{Fill: look.TileColor(colour), Edge: look.ColorLine, Radius: 8}, sign: &look.Sign{Color: look.ColorText}, colour: colour, onTap: tap}
	s.ExtendBaseWidget(s)
	return s
}

// Tapped chooses the colour.
func (s *swatch) Tapped(*fyne.PointEvent) { s.onTap() }

func (s *swatch) choose(on bool) {
	s.ground.Edge, s.ground.Width = look.ColorLine, 1
	s.sign.Name = ""
	if on {
		s.ground.Edge, s.ground.Width = look.ColorPrimaryInk, 3
		s.sign.Name = "check"
	}
	s.ground.Refresh()
	s.sign.Refresh()
}

// CreateRenderer is for the toolkit.
func (s *swatch) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(look.Board(fyne.NewSize(look.Target, look.Target), func(size fyne.Size) {
		look.Put(s.ground, 0, 0, size.Width, size.Height)
		look.Put(s.sign, (size.Width-26)/2, (size.Height-26)/2, 26, 26)
	}, s.ground, s.sign))
}
