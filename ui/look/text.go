package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Text is a piece of text that keeps to its place: it wraps into at most Lines lines, becomes smaller down to Least when
// that is not enough, and only then ends in an ellipsis. The zero value of a field is: body size, text colour, one line.
type Text struct {
	widget.BaseWidget

	Text  string
	Point float32 // size of the letters, SizeBody when 0
	Least float32 // 0: never smaller than Point; the same at every scale of texts
	Bold  bool
	Mono  bool
	Color fyne.ThemeColorName
	Align fyne.TextAlign
	Lines int
	Top   bool // stand at the top of the place, not in its middle
	Free  bool // the place decides about the width: MinSize asks for none

	cut   bool
	shown float32 // size of the letters as they were drawn, 0 before
}

// Set shows another text.
func (t *Text) Set(text string) {
	if t.Text == text {
		return
	}
	t.Text = text
	t.Refresh()
}

// SetColor shows the text in another colour.
func (t *Text) SetColor(c fyne.ThemeColorName) {
	if t.Color == c {
		return
	}
	t.Color = c
	t.Refresh()
}

// Fits tells whether the whole text was shown in the place that it has.
func (t *Text) Fits() bool { return !t.cut }

// MinSize is the text on one line, or no width at all when it is Free or may wrap.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	one := fyne.MeasureText(t.Text, t.size(), t.style())
	lines := max(t.Lines, 1)
	if t.Free || lines > 1 {
		return fyne.NewSize(1, fyne.MeasureText("0", t.size(), t.style()).Height*float32(lines))
	}
	return one
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (t *Text) Resize(size fyne.Size) {
	t.ExtendBaseWidget(t)
	t.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	return &textRenderer{t: t}
}

func (t *Text) size() float32 {
	s := t.Point
	if s == 0 {
		s = SizeBody
	}
	return s * TextScale()
}

// smallest is the size below which the letters do not go; they become smaller by whole units.
func (t *Text) smallest() float32 {
	size := t.size()
	for t.Least > 0 && size-1 >= t.Least {
		size--
	}
	return size
}

// drawn is the size of the letters in the place that the text has.
func (t *Text) drawn() float32 {
	if t.shown > 0 {
		return t.shown
	}
	return t.size()
}

func (t *Text) style() fyne.TextStyle { return fyne.TextStyle{Bold: t.Bold, Monospace: t.Mono} }

type textRenderer struct {
	t     *Text
	drawn []fyne.CanvasObject
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) MinSize() fyne.Size           { return r.t.MinSize() }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.drawn }

func (r *textRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *textRenderer) Layout(place fyne.Size) {
	t := r.t
	size, least, style := t.size(), t.Least, t.style()
	if t.Least == 0 {
		least = size
	}
	var lines []string
	for {
		lines = wrap(t.Text, place.Width, size, style)
		if r.fits(lines, place, size) || size-1 < least {
			break
		}
		size--
	}
	room := max(t.Lines, 1)
	if t.cut = !r.fits(lines, place, size) && place.Width > 0; t.cut {
		if len(lines) > room {
			lines = append(lines[:room-1:room-1], strings.Join(lines[room-1:], " "))
		}
		for i := range lines {
			lines[i] = ellipsis(lines[i], place.Width, size, style)
		}
	}
	t.shown = size
	r.draw(lines, place, size, style)
}

func (r *textRenderer) fits(lines []string, place fyne.Size, size float32) bool {
	if len(lines) > max(r.t.Lines, 1) {
		return false
	}
	height := fyne.MeasureText("0", size, r.t.style()).Height
	if len(lines) > 1 && float32(len(lines))*height > place.Height+1 {
		return false
	}
	for _, l := range lines {
		if fyne.MeasureText(l, size, r.t.style()).Width > place.Width+0.5 {
			return false
		}
	}
	return true
}

func (r *textRenderer) draw(lines []string, place fyne.Size, size float32, style fyne.TextStyle) {
	height := fyne.MeasureText("0", size, style).Height
	y := float32(0)
	if !r.t.Top {
		y = (place.Height - height*float32(len(lines))) / 2
	}
	name := r.t.Color
	if name == "" {
		name = ColorText
	}
	for len(r.drawn) < len(lines) {
		r.drawn = append(r.drawn, &canvas.Text{})
	}
	r.drawn = r.drawn[:len(lines)]
	for i, l := range lines {
		c, ink := r.drawn[i].(*canvas.Text), Color(name)
		c.Resize(fyne.NewSize(place.Width, height))
		c.Move(fyne.NewPos(0, y+height*float32(i)))
		if c.Text == l && c.TextSize == size && c.TextStyle == style && c.Alignment == r.t.Align && c.Color == ink {
			continue // a refresh costs a picture of the whole window, also in the middle of making one
		}
		c.Text, c.TextSize, c.TextStyle, c.Alignment, c.Color = l, size, style, r.t.Align, ink
		c.Refresh()
	}
}

// wrap breaks a text at its spaces; explicit line ends stay.
func wrap(text string, width, size float32, style fyne.TextStyle) []string {
	var lines []string
	for _, para := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Split(para, " ") {
			longer := word
			if line != "" {
				longer = line + " " + word
			}
			if line != "" && fyne.MeasureText(longer, size, style).Width > width {
				lines = append(lines, line)
				longer = word
			}
			line = longer
		}
		lines = append(lines, line)
	}
	return lines
}

func ellipsis(line string, width, size float32, style fyne.TextStyle) string {
	if fyne.MeasureText(line, size, style).Width <= width {
		return line
	}
	runes := []rune(line)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fyne.MeasureText(string(runes[:mid])+"…", size, style).Width <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

// Lines is how many lines a text takes in a width, and how high they are together, at the scale of texts in force.
func Lines(text string, width, point float32, bold bool) (lines int, height float32) {
	style := fyne.TextStyle{Bold: bold}
	size := point * TextScale()
	lines = len(wrap(text, width, size, style))
	return lines, float32(lines) * fyne.MeasureText("0", size, style).Height
}
