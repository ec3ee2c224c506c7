package training

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dobro/internal/barcodes"
	"dobro/internal/lang"
	"dobro/ui/look"
	"dobro/ui/symbol"
)

// card is one package on the shelf.
type card struct {
	widget.BaseWidget
	tap func()
	box *fyne.Container
}

func newCard(w *lang.Catalogue, p Package, key string, tap func()) *card {
	c := &card{tap: tap}
	ground := &look.ThemeRect{Fill: look.ColorCard, Edge: look.ColorLine, Radius: 10}
	name := &look.Text{Text: p.Name, Point: 17, Least: 10, Lines: 3, Bold: true, Free: true, Top: true}
	kind := &look.Text{Text: w.T("ui.lesson.package." + string(p.Kind)), Point: 15, Least: 11, Free: true, Color: look.ColorPrimaryInk}
	price := &look.Text{Text: look.Rubles(w, p.Price), Point: 17, Least: 12, Free: true, Align: fyne.TextAlignTrailing}
	note := &look.Text{Text: p.Note, Point: 15, Least: 11, Free: true, Color: look.ColorAmberInk, Bold: true}
	badge, number := &look.ThemeRect{Fill: look.ColorWindow, Edge: look.ColorLine, Radius: 5}, &look.Text{Text: key, Point: look.SizeSmall, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	view := symbol.New(180, 90)
	wide := float32(150)
	if s, err := symbolOf(p); err == nil {
		view.Show(s)
	}
	if p.Kind == Code {
		wide = 108
	}
	c.box = look.Board(fyne.NewSize(260, 92), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(view.Content(), 4, 4, wide, size.Height-8)
		x := wide + 12
		in := size.Width - x - 8
		look.Put(badge, size.Width-30, 6, 24, 22)
		look.Put(number, size.Width-30, 6, 24, 22)
		look.Put(name, x, 4, in-26, 46)
		foot := size.Height - 24
		look.Put(kind, x, foot, in-76, 22)
		look.Put(price, x+in-74, foot, 74, 22)
		look.Put(note, x, foot-22, in, 22)
	}, ground, view.Content(), badge, number, name, kind, price, note)
	return c
}

// symbolOf draws what stands on the package.
func symbolOf(p Package) (barcodes.Symbol, error) {
	if p.Kind == Code {
		return barcodes.GS1DataMatrix(p.Raw)
	}
	return barcodes.EAN(p.Raw)
}

// Tapped scans the package.
func (c *card) Tapped(*fyne.PointEvent) { c.tap() }

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (c *card) Resize(size fyne.Size) {
	c.ExtendBaseWidget(c)
	c.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	c.ExtendBaseWidget(c)
	return widget.NewSimpleRenderer(c.box)
}
