package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Kind is what a button means.
type Kind int

// Kinds of buttons.
const (
	Plain   Kind = iota
	Primary      // the one that Enter presses
	Good         // takes money, permits
	Danger       // gives away or destroys
	OnColor      // lies on the banner
)

// Button is made for a finger and never takes the keyboard focus. Key is printed on it: the key that does the same.
type Button struct {
	widget.BaseWidget

	Label string
	Key   string
	Icon  string
	Kind  Kind
	Large float32 // size of the label, SizeBody when 0
	Tile  bool    // icon above the label, key in the corner
	Off   bool
	OnTap func()

	pressed bool
}

// NewButton is a plain one.
func NewButton(label, key string, tap func()) *Button {
	return &Button{Label: label, Key: key, OnTap: tap}
}

// Enable switches the button on or off.
func (b *Button) Enable(on bool) {
	if b.Off == !on {
		return
	}
	b.Off = !on
	b.Refresh()
}

// SetLabel writes another label.
func (b *Button) SetLabel(label string) {
	if b.Label == label {
		return
	}
	b.Label = label
	b.Refresh()
}

// SetKind makes it another kind.
func (b *Button) SetKind(k Kind) {
	if b.Kind == k {
		return
	}
	b.Kind = k
	b.Refresh()
}

// Tapped does what the button is for.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Off && b.OnTap != nil {
		b.OnTap()
	}
}

// MouseDown shows that the finger is on the button.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.press(true) }

// MouseUp shows that it is gone.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.press(false) }

func (b *Button) press(on bool) {
	if b.pressed == on || b.Off && on {
		return
	}
	b.pressed = on
	b.Refresh()
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (b *Button) Resize(size fyne.Size) {
	b.ExtendBaseWidget(b)
	b.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{b: b, ground: &ThemeRect{Radius: 8}, label: &Text{Lines: 2, Least: 12, Align: fyne.TextAlignCenter, Free: true},
		key: &Text{Point: SizeSmall, Least: 10, Align: fyne.TextAlignCenter, Free: true}, badge: &ThemeRect{Radius: 5}, sign: &Sign{}}
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b             *Button
	ground, badge *ThemeRect
	label, key    *Text
	sign          *Sign
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) MinSize() fyne.Size {
	w := fyne.MeasureText(r.b.Label, r.label.size(), r.label.style()).Width + 28
	if r.b.Key != "" {
		w += r.keyWidth() + 8
	}
	if r.b.Icon != "" && !r.b.Tile {
		w += 36
	}
	return fyne.NewSize(max(w, Target), Target)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.sign, r.label, r.badge, r.key}
}

func (r *buttonRenderer) keyWidth() float32 {
	return fyne.MeasureText(r.b.Key, r.key.size(), fyne.TextStyle{}).Width + 12
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	Put(r.ground, 0, 0, size.Width, size.Height)
	kw, kh := r.keyWidth(), float32(24)
	left, right := float32(10), size.Width-10
	if r.b.Tile {
		if r.b.Key != "" {
			Put(r.badge, 5, 5, kw, 20)
			Put(r.key, 5, 5, kw, 20)
		}
		top := float32(6)
		switch {
		case r.b.Icon != "":
			side := min(size.Height*0.36, 30)
			x := (size.Width - side) / 2
			if r.b.Key != "" { // the sign keeps clear of the key
				x = min(max(x, 5+kw+6), size.Width-side-5)
			}
			y := min(9, size.Height*0.12)
			Put(r.sign, x, y, side, side)
			top = y + side
		case r.b.Key != "":
			top = 22
		}
		Put(r.label, 5, top, size.Width-10, size.Height-top-3)
		return
	}
	if r.b.Key != "" {
		Put(r.badge, right-kw, (size.Height-kh)/2, kw, kh)
		Put(r.key, right-kw, (size.Height-kh)/2, kw, kh)
		right -= kw + 6
	}
	if r.b.Icon != "" {
		side := min(size.Height*0.5, 32)
		if r.b.Label == "" {
			Put(r.sign, (size.Width-side)/2, (size.Height-side)/2, side, side)
			return
		}
		Put(r.sign, left, (size.Height-side)/2, side, side)
		left += side + 6
	}
	Put(r.label, left, 2, right-left, size.Height-4)
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	fill, edge, ink := ColorCard, ColorLine, ColorText
	switch b.Kind {
	case Primary:
		fill, edge, ink = ColorPrimary, ColorPrimary, ColorOnColor
	case Good:
		fill, edge, ink = ColorAllowed, ColorAllowed, ColorOnColor
	case Danger:
		fill, edge, ink = ColorCard, ColorForbiddenInk, ColorForbiddenInk
	case OnColor:
		fill, edge, ink = ColorOnColor, ColorOnColor, ColorOnAmber
	}
	if b.Off {
		fill, edge, ink = ColorWindow, ColorLine, ColorMuted
	}
	badge, keyInk := ColorWindow, ColorMuted
	if ink == ColorOnColor || b.Kind == OnColor {
		badge, keyInk = ColorOnColor, ColorOnAmber
	}
	if b.pressed {
		fill = ColorPressed
		if ink == ColorOnColor {
			ink = ColorText
		}
	}
	r.ground.Width = 1
	if b.Kind == Danger {
		r.ground.Width = 2
	}
	r.ground.Set(fill, edge)
	r.label.Point, r.label.Bold = b.Large, b.Kind != Plain
	r.label.Lines = 2
	r.label.Text, r.label.Color = b.Label, ink
	r.label.Refresh()
	r.sign.Set(b.Icon, ink)
	r.badge.Hidden, r.key.Hidden = b.Key == "", b.Key == ""
	edgeOfBadge := fyne.ThemeColorName("")
	if b.Kind == OnColor {
		edgeOfBadge = ColorChecking
	}
	r.badge.Set(badge, edgeOfBadge)
	r.key.Text, r.key.Color = b.Key, keyInk
	r.key.Refresh()
	r.Layout(b.Size())
}
