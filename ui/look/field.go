package look

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Field shows what is being typed. It never takes the focus: the screen hands it runes and keys from the window's collector,
// from the numeric pad and from the keyboard on the screen alike.
type Field struct {
	widget.BaseWidget

	Hint    string // shown while empty
	Point   float32
	Align   fyne.TextAlign
	Secret  bool
	Limit   int             // in characters, 64 when 0
	Allow   func(rune) bool // nil takes every printable rune
	Decimal rune            // for an amount: digits and one such sign, which stands for «.» and «,» of every keyboard alike
	OnTap   func()
	Changed func(string)
	Later   bool // what is typed is painted by Echo, together with what is answered to it: without a graphics card a picture costs 15 ms

	text   string
	unseen bool // Echo has something to paint
	fresh  bool // proposed by the program: the first rune replaces it
	active bool
}

// Value is what stands in the field.
func (f *Field) Value() string { return f.text }

// Propose fills in a value that the first typed rune replaces.
func (f *Field) Propose(text string) {
	f.text, f.fresh = text, true
	f.Refresh()
}

// Fresh tells whether the value is still the proposed one.
func (f *Field) Fresh() bool { return f.fresh }

// Clear empties the field.
func (f *Field) Clear() { f.Propose("") }

// Activate shows whether typing goes here.
func (f *Field) Activate(on bool) {
	if f.active != on {
		f.active = on
		f.Refresh()
	}
}

// Rune types one character.
func (f *Field) Rune(r rune) bool {
	limit := f.Limit
	if limit == 0 {
		limit = 64
	}
	if f.Decimal != 0 && (r == '.' || r == ',') {
		r = f.Decimal
	}
	if !f.takes(r) {
		return false
	}
	if f.fresh {
		f.text, f.fresh = "", false
	}
	if utf8.RuneCountInString(f.text) >= limit {
		return true
	}
	f.set(f.text + string(r))
	return true
}

func (f *Field) takes(r rune) bool {
	switch {
	case !unicode.IsPrint(r) || f.Allow != nil && !f.Allow(r):
		return false
	case f.Decimal == 0:
		return true
	case r == f.Decimal:
		return f.fresh || !strings.ContainsRune(f.text, r)
	}
	return DigitRune(r)
}

// Key takes what edits.
func (f *Field) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyBackspace:
		if f.fresh {
			f.fresh = false
			f.set("")
			return true
		}
		_, n := utf8.DecodeLastRuneInString(f.text)
		f.set(f.text[:len(f.text)-n])
		return true
	case fyne.KeyDelete:
		f.fresh = false
		f.set("")
		return true
	}
	return false
}

// Paste types a whole text.
func (f *Field) Paste(text string) {
	for _, r := range strings.TrimSpace(text) {
		f.Rune(r)
	}
}

// Echo paints what was typed into a field that does so Later.
func (f *Field) Echo() {
	if f.unseen {
		f.unseen = false
		f.Refresh()
	}
}

// Tapped tells the screen that typing should go here.
func (f *Field) Tapped(*fyne.PointEvent) {
	if f.OnTap != nil {
		f.OnTap()
	}
}

func (f *Field) set(text string) {
	f.text = text
	if f.unseen = f.Later; !f.Later {
		f.Refresh()
	}
	if f.Changed != nil {
		f.Changed(text)
	}
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (f *Field) Resize(size fyne.Size) {
	f.ExtendBaseWidget(f)
	f.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	f.ExtendBaseWidget(f)
	r := &fieldRenderer{f: f, ground: &ThemeRect{Radius: 6, Width: 2}, text: &Text{Least: fieldLeast, Free: true},
		marked: &ThemeRect{Fill: ColorSelected, Radius: 4}, caret: &ThemeRect{Fill: ColorPrimaryInk}}
	r.Refresh()
	return r
}

// fieldLeast is how small a long text may become before its beginning is left out.
const fieldLeast = 14

// fieldEdge is the room on either side of the text.
const fieldEdge = 12

type fieldRenderer struct {
	f      *Field
	ground *ThemeRect
	marked *ThemeRect
	text   *Text
	caret  *ThemeRect
}

func (r *fieldRenderer) Destroy()           {}
func (r *fieldRenderer) MinSize() fyne.Size { return fyne.NewSize(Target*2, Target) }
func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.marked, r.text, r.caret}
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	const edge = fieldEdge
	Put(r.ground, 0, 0, size.Width, size.Height)
	Put(r.text, edge, 2, size.Width-2*edge, size.Height-4)
	r.text.Set(r.shown(size.Width - 2*edge))
	shown := r.text.Text
	if r.f.text == "" {
		shown = ""
	}
	wide := min(fyne.MeasureText(shown, r.text.drawn(), r.text.style()).Width, size.Width-2*edge)
	left := float32(edge)
	if r.f.text == "" && r.f.Hint != "" {
		left -= 4 // beside the hint, not on its first letter
	}
	switch r.f.Align {
	case fyne.TextAlignCenter:
		left = (size.Width - wide) / 2
	case fyne.TextAlignTrailing:
		left = size.Width - edge - wide
	}
	high := min(r.text.drawn()*1.3, size.Height-8)
	Put(r.marked, left-3, (size.Height-high)/2, wide+6, high)
	Put(r.caret, left+wide+1, (size.Height-high)/2, 2, high)
}

// shown is the text, or as much of its end as fits into the width: the end is where one types, and where paths differ.
func (r *fieldRenderer) shown(width float32) string {
	f := r.f
	if f.text == "" {
		return f.Hint
	}
	text := []rune(f.text)
	if f.Secret {
		text = []rune(strings.Repeat("●", len(text)))
	}
	size := r.text.smallest()
	fits := func(s string) bool { return fyne.MeasureText(s, size, r.text.style()).Width <= width }
	if width <= 0 || fits(string(text)) {
		return string(text)
	}
	from := sort.Search(len(text), func(i int) bool { return fits("…" + string(text[i:])) })
	return "…" + string(text[from:])
}

func (r *fieldRenderer) Refresh() {
	f := r.f
	edge := ColorLine
	if f.active {
		edge = ColorPrimaryInk
	}
	r.ground.Set(ColorCard, edge)
	ink := ColorText
	if f.text == "" {
		ink = ColorMuted
	}
	r.text.Mono = f.Secret && f.text != "" // the round sign of a hidden digit is in the monospaced font only
	r.text.Text, r.text.Color, r.text.Point, r.text.Align = r.shown(f.Size().Width-2*fieldEdge), ink, f.Point, f.Align
	r.text.Refresh()
	r.marked.Hidden = !f.active || !f.fresh || f.text == ""
	r.caret.Hidden = !f.active || f.fresh && f.text != "" || f.text == "" && f.Hint != "" && f.Align != fyne.TextAlignLeading
	r.Layout(f.Size())
}
