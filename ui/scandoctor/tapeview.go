package scandoctor

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dobro/internal/marking"
	"dobro/ui/look"
)

// tape shows a read sign by sign in a fixed-width font: the fields on their colours, control characters as chips. It makes
// the signs smaller until all of them are in its place, and ends in an ellipsis when even that is not enough.
type tape struct {
	widget.BaseWidget
	cells  []Cell
	fields []marking.Field
	drawn  *tapeRenderer
}

func newTape() *tape {
	t := &tape{}
	t.ExtendBaseWidget(t)
	return t
}

func (t *tape) show(cells []Cell, fields []marking.Field) {
	t.cells, t.fields = cells, fields
	t.Refresh()
}

// CreateRenderer is for the toolkit.
func (t *tape) CreateRenderer() fyne.WidgetRenderer {
	t.drawn = &tapeRenderer{t: t}
	return t.drawn
}

type tapeRenderer struct {
	t       *tape
	objects []fyne.CanvasObject
	whole   bool // every cell is shown
}

var tapeSizes = []float32{22, 20, 18, 16, 14, 12}

func (r *tapeRenderer) Destroy()                     {}
func (r *tapeRenderer) MinSize() fyne.Size           { return fyne.NewSize(200, 30) }
func (r *tapeRenderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *tapeRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *tapeRenderer) Layout(size fyne.Size) {
	for _, point := range tapeSizes {
		if r.draw(size, point) {
			break
		}
	}
}

// piece is a run of cells that are drawn as one.
type piece struct {
	text    string
	count   int
	control bool
	field   int
}

// draw lays the cells out with letters of a size; false when they do not all fit.
func (r *tapeRenderer) draw(size fyne.Size, point float32) bool {
	r.objects, r.whole = nil, true
	mono := fyne.TextStyle{Monospace: true}
	letter := fyne.MeasureText("0", point, mono)
	high := letter.Height + 6
	x, y := float32(0), float32(0)
	for _, p := range r.pieces() {
		for p.count > 0 {
			chip := fyne.MeasureText(p.text, point*0.72, fyne.TextStyle{Bold: true}).Width + 10
			room := int((size.Width - x) / letter.Width)
			if p.control && x+chip > size.Width || !p.control && room < 1 {
				if x, y = 0, y+high; y+high > size.Height+1 {
					r.whole = false
					r.text("…", size.Width-letter.Width, y-high, letter, point, mono, look.Color(look.ColorForbiddenInk))
					return false
				}
				continue
			}
			if p.control {
				r.chip(p.text, x+1, y, chip-2, high-4, point*0.72)
				x, p.count = x+chip, 0
				continue
			}
			n := min(room, p.count)
			runes := []rune(p.text)
			wide := float32(n) * letter.Width
			ink := look.Color(look.ColorText)
			if p.field >= 0 {
				ink = inkOnField
				r.rect(ground(r.t.fields[p.field].Name), x, y, wide, high-4, 3)
			}
			r.text(string(runes[:n]), x, y+1, fyne.NewSize(wide, letter.Height), point, mono, ink)
			p.text, p.count, x = string(runes[n:]), p.count-n, x+wide
		}
	}
	return true
}

func (r *tapeRenderer) pieces() []piece {
	var all []piece
	for _, c := range r.t.cells {
		if n := len(all); n > 0 && !c.Control && !all[n-1].control && all[n-1].field == c.Field {
			all[n-1].text += c.Text
			all[n-1].count++
			continue
		}
		all = append(all, piece{c.Text, 1, c.Control, c.Field})
	}
	return all
}

func (r *tapeRenderer) chip(text string, x, y, w, h, point float32) {
	r.rect(look.Color(look.ColorText), x, y, w, h, 5)
	bold := fyne.TextStyle{Bold: true}
	high := fyne.MeasureText(text, point, bold).Height
	t := r.text(text, x, y+(h-high)/2, fyne.NewSize(w, high), point, bold, look.Color(look.ColorCard))
	t.Alignment = fyne.TextAlignCenter
}

func (r *tapeRenderer) rect(c color.Color, x, y, w, h, radius float32) {
	o := canvas.NewRectangle(c)
	o.CornerRadius = radius
	look.Put(o, x, y, w, h)
	r.objects = append(r.objects, o)
}

func (r *tapeRenderer) text(s string, x, y float32, size fyne.Size, point float32, style fyne.TextStyle, c color.Color) *canvas.Text {
	t := canvas.NewText(s, c)
	t.TextSize, t.TextStyle = point, style
	look.Put(t, x, y, size.Width, size.Height)
	r.objects = append(r.objects, t)
	return t
}
