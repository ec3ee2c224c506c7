package quickkeys

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/ui/look"
)

// face draws a tile. Its parts stand still; only what they show changes.
type face struct {
	*fyne.Container
	ground *look.ThemeRect
	photo  *canvas.Image
	sign   *look.Sign
	name   *look.Text
	price  *look.Text
}

func newFace() *face {
	f := &face{
		ground: &look.ThemeRect{Radius: 8},
		photo:  &canvas.Image{FillMode: canvas.ImageFillContain},
		sign:   &look.Sign{},
		name:   &look.Text{Point: 16, Least: 11, Lines: 3, Free: true, Bold: true, Top: true},
		price:  &look.Text{Point: 15, Least: 11, Free: true, Align: fyne.TextAlignTrailing},
	}
	f.Container = look.Board(fyne.NewSize(look.Target*2, look.Target), f.place, f.ground, f.photo, f.sign, f.name, f.price)
	return f
}

func (f *face) place(size fyne.Size) {
	look.Put(f.ground, 0, 0, size.Width, size.Height)
	if f.name.Text == "" { // only a sign: an empty place
		side := min(size.Height*0.5, 36)
		look.Put(f.sign, (size.Width-side)/2, (size.Height-side)/2, side, side)
		return
	}
	const edge, low float32 = 7, 20
	left := edge
	if f.photo.Resource != nil {
		side := min(size.Height-2*edge, size.Width*0.42)
		look.Put(f.photo, edge, (size.Height-side)/2, side, side)
		left += side + 6
	}
	look.Put(f.name, left, edge-3, size.Width-left-edge, size.Height-low-edge+1)
	look.Put(f.sign, left, size.Height-low-2, 18, 18)
	price := left
	if f.sign.Name != "" {
		price += 22
	}
	look.Put(f.price, price, size.Height-low-4, size.Width-price-edge, low)
}

func (f *face) show(t Tile, chosen, pressed bool) {
	edge := look.ColorLine
	f.ground.Width = 1
	if chosen {
		edge, f.ground.Width = look.ColorPrimaryInk, 3
	}
	fill := look.TileColor(t.Key.Colour)
	if pressed {
		fill = look.ColorPressed
	}
	f.ground.Fill, f.ground.Edge = fill, edge
	f.ground.Refresh()
	if f.photo.Resource != t.Picture {
		f.photo.Resource = t.Picture
		f.photo.Refresh()
	}
	f.photo.Hidden = t.Picture == nil
	f.sign.Set(t.Icon, look.ColorMuted)
	f.name.Text, f.price.Text = t.Name, t.Price
	f.place(f.Size())
	f.name.Refresh()
	f.price.Refresh()
}
