package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// ThemeRect is a rectangle whose colours follow the theme. Edge "" draws no line.
type ThemeRect struct {
	widget.BaseWidget

	Fill   fyne.ThemeColorName
	Edge   fyne.ThemeColorName
	Width  float32 // of the edge, 1 when 0
	Radius float32
}

// Set changes the fill.
func (r *ThemeRect) Set(fill, edge fyne.ThemeColorName) {
	if r.Fill == fill && r.Edge == edge {
		return
	}
	r.Fill, r.Edge = fill, edge
	r.Refresh()
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (r *ThemeRect) Resize(size fyne.Size) {
	r.ExtendBaseWidget(r)
	r.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (r *ThemeRect) CreateRenderer() fyne.WidgetRenderer {
	r.ExtendBaseWidget(r)
	rect := canvas.NewRectangle(color.Transparent)
	s := &rectRenderer{r: r, rect: rect}
	s.paint()
	return s
}

type rectRenderer struct {
	r    *ThemeRect
	rect *canvas.Rectangle
}

func (s *rectRenderer) Destroy()                     {}
func (s *rectRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (s *rectRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.rect} }
func (s *rectRenderer) Layout(size fyne.Size)        { s.rect.Resize(size) }

func (s *rectRenderer) Refresh() {
	s.paint()
	canvas.Refresh(s.r)
}

func (s *rectRenderer) paint() {
	s.rect.FillColor, s.rect.StrokeColor, s.rect.StrokeWidth = color.Transparent, color.Transparent, 0
	s.rect.CornerRadius = s.r.Radius
	if s.r.Fill != "" {
		s.rect.FillColor = Color(s.r.Fill)
	}
	if s.r.Edge != "" {
		s.rect.StrokeColor, s.rect.StrokeWidth = Color(s.r.Edge), max(s.r.Width, 1)
	}
	s.rect.Refresh()
}

// Sign is an icon of ours whose colour follows the theme.
type Sign struct {
	widget.BaseWidget

	Name  string // of assets/icons; "" shows nothing
	Color fyne.ThemeColorName
}

// Set shows another icon.
func (s *Sign) Set(name string, c fyne.ThemeColorName) {
	if s.Name == name && s.Color == c {
		return
	}
	s.Name, s.Color = name, c
	s.Refresh()
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (s *Sign) Resize(size fyne.Size) {
	s.ExtendBaseWidget(s)
	s.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (s *Sign) CreateRenderer() fyne.WidgetRenderer {
	s.ExtendBaseWidget(s)
	r := &signRenderer{s: s, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	r.paint()
	return r
}

type signRenderer struct {
	s     *Sign
	image *canvas.Image
}

func (r *signRenderer) Destroy()                     {}
func (r *signRenderer) MinSize() fyne.Size           { return fyne.NewSize(16, 16) }
func (r *signRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image} }
func (r *signRenderer) Layout(size fyne.Size) {
	r.image.Resize(size)
	r.paint()
}

func (r *signRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.s)
}

func (r *signRenderer) paint() {
	r.image.Hidden = r.s.Name == ""
	if !r.image.Hidden {
		if r.s.Size().IsZero() { // drawn once, when it has its place
			return
		}
		c := r.s.Color
		if c == "" {
			c = ColorText
		}
		icon := Icon(r.s.Name, Color(c), min(r.s.Size().Width, r.s.Size().Height))
		if r.image.Resource == icon { // drawing it again costs more than all the rest of a verdict
			return
		}
		r.image.Resource = icon
		r.image.Refresh()
	}
}
