package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Board is a container whose parts are placed by a function of its size.
func Board(least fyne.Size, place func(size fyne.Size), parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(board{least, place}, parts...)
}

type board struct {
	least fyne.Size
	place func(fyne.Size)
}

func (b board) MinSize([]fyne.CanvasObject) fyne.Size         { return b.least }
func (b board) Layout(_ []fyne.CanvasObject, place fyne.Size) { b.place(place) }

// Rearrange places the parts of a board anew, after something that decides on their places has changed.
func Rearrange(o fyne.CanvasObject) {
	if c, ok := o.(*fyne.Container); ok && c.Layout != nil && !c.Size().IsZero() {
		c.Layout.Layout(c.Objects, c.Size())
	}
}

// Put gives an object its place. What lies there already is left alone: a container that is moved nowhere is painted anew, and with it
// the whole window.
func Put(o fyne.CanvasObject, x, y, w, h float32) {
	if at := fyne.NewPos(x, y); o.Position() != at {
		o.Move(at)
	}
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// Grid puts objects into equal cells, row by row, with Gap between them.
func Grid(columns int, parts ...fyne.CanvasObject) *fyne.Container { return grid(columns, Gap, parts) }

func grid(columns int, gap float32, parts []fyne.CanvasObject) *fyne.Container {
	rows := (len(parts) + columns - 1) / columns
	var c *fyne.Container
	c = Board(fyne.NewSize(float32(columns)*Target, float32(rows)*(Target+gap)-gap), func(size fyne.Size) {
		w := (size.Width + gap) / float32(columns)
		h := (size.Height + gap) / float32(rows)
		for i, o := range c.Objects {
			Put(o, float32(i%columns)*w, float32(i/columns)*h, w-gap, h-gap)
		}
	}, parts...)
	return c
}

// NewCard is a rounded ground with a hairline, to lie under other things.
func NewCard() *ThemeRect { return &ThemeRect{Fill: ColorCard, Edge: ColorLine, Radius: 8} }

// Blank takes up no more than a pixel.
func Blank() fyne.CanvasObject { return canvas.NewRectangle(color.Transparent) }
