// Package symbol shows barcodes and marking codes on the screen, for scanners as well as for people.
package symbol

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/internal/barcodes"
	"dobro/ui/look"
)

// View shows a symbol on white, sharp at every scale of the screen: it is drawn in whole pixels of the place it has.
type View struct {
	symbol barcodes.Symbol
	raster *canvas.Raster
	box    *fyne.Container
}

// New shows symbols of at most wide × high units in the middle of its place.
func New(wide, high float32) *View {
	v := &View{}
	v.raster = canvas.NewRaster(func(w, h int) image.Image { return v.symbol.Fit(w, h) })
	paper := canvas.NewRectangle(color.White)
	paper.CornerRadius = 8
	v.box = look.Board(fyne.NewSize(80, 60), func(size fyne.Size) {
		look.Put(paper, 0, 0, size.Width, size.Height)
		w, h := min(wide, size.Width-16), min(high, size.Height-16)
		look.Put(v.raster, (size.Width-w)/2, (size.Height-h)/2, w, h)
	}, paper, v.raster)
	return v
}

// Content is the symbol on its paper.
func (v *View) Content() *fyne.Container { return v.box }

// Show turns to another symbol.
func (v *View) Show(s barcodes.Symbol) {
	v.symbol = s
	v.raster.Refresh()
}
