package health

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Height of the row.
const Height float32 = 52

const (
	lampPoint float32 = 16
	lampLeast float32 = 14
	lampSign  float32 = 28 // the sign and the gap behind it
	lampGap   float32 = 16
	lampEdge  float32 = 14
)

// Bar is the row of lamps with the cashier's name at its end.
type Bar struct {
	widget.BaseWidget
	tap    func()
	ground *look.ThemeRect
	lamps  []lampView
	rest   lampView // those that have no room
	who    *look.Text
	box    *fyne.Container
	words  *lang.Catalogue
	lit    []register.Lamp
}

type lampView struct {
	sign *look.Sign
	name *look.Text
}

// NewBar is a row without lamps; a tap anywhere opens the page.
func NewBar(w *lang.Catalogue, tap func()) *Bar {
	b := &Bar{tap: tap, words: w, rest: newLampView(), ground: &look.ThemeRect{Fill: look.ColorCard, Edge: look.ColorLine},
		who: &look.Text{Point: 16, Least: 12, Free: true, Align: fyne.TextAlignTrailing}}
	b.box = look.Board(fyne.NewSize(640, Height), b.place, b.ground, b.who, b.rest.sign, b.rest.name)
	return b
}

func newLampView() lampView {
	return lampView{&look.Sign{}, &look.Text{Point: lampPoint, Least: 12, Free: true}}
}

func (l lampView) show(on bool) { l.sign.Hidden, l.name.Hidden = !on, !on }

// width is what a lamp takes with the name at a size.
func (l lampView) width(point float32) float32 {
	return lampSign + fyne.MeasureText(l.name.Text, point*look.TextScale(), fyne.TextStyle{}).Width + 4
}

func (l lampView) place(x, point, high float32) float32 {
	look.Put(l.sign, x, (high-22)/2, 22, 22)
	l.name.Point = point
	look.Put(l.name, x+lampSign, 0, l.width(point)-lampSign, high)
	return x + l.width(point) + lampGap
}

// Resize is for the toolkit; it also binds a widget that was made as a literal.
func (b *Bar) Resize(size fyne.Size) {
	b.ExtendBaseWidget(b)
	b.BaseWidget.Resize(size)
}

// CreateRenderer is for the toolkit.
func (b *Bar) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	return widget.NewSimpleRenderer(b.box)
}

// Tapped opens the page.
func (b *Bar) Tapped(*fyne.PointEvent) { b.tap() }

// Light turns to other lamps.
func (b *Bar) Light(lamps []register.Lamp, who string) {
	now := inOrder(lamps)
	if b.who.Text == who && slices.EqualFunc(now, b.lit, func(x, y register.Lamp) bool { return x.Title == y.Title && x.Level == y.Level }) {
		return // nothing to paint
	}
	b.lit = now
	for len(b.lamps) < len(b.lit) {
		l := newLampView()
		b.lamps = append(b.lamps, l)
		b.box.Objects = append(b.box.Objects, l.sign, l.name)
	}
	for i, l := range b.lit {
		b.lamps[i].sign.Set(face(l.Level))
		b.lamps[i].name.Set(l.Title)
	}
	b.who.Set(who)
	b.place(b.box.Size())
	b.box.Refresh()
}

// place gives the lamps the room that the name at the end leaves. When they are too many their names become smaller, and then the last ones,
// which are no part of the usual six, stand together behind their number, as bad as the worst of them.
func (b *Bar) place(size fyne.Size) {
	look.Put(b.ground, 0, 0, size.Width, size.Height)
	who := min(fyne.MeasureText(b.who.Text, lampPoint*look.TextScale(), fyne.TextStyle{}).Width+4, size.Width*0.3)
	room := size.Width - 2*lampEdge - who
	point, shown := b.fitting(room)
	x := lampEdge
	for i, l := range b.lamps {
		l.show(i < shown)
		if i < shown {
			x = l.place(x, point, size.Height)
			l.name.Refresh()
		}
	}
	b.rest.show(shown < len(b.lit))
	if shown < len(b.lit) {
		b.rest.name.Text = b.more(len(b.lit) - shown)
		b.rest.sign.Set(face(worst(b.lit[shown:])))
		x = b.rest.place(x, point, size.Height)
		b.rest.name.Refresh()
	}
	look.Put(b.who, x, 0, size.Width-x-lampEdge, size.Height)
}

// fitting is how large the names are, and how many lamps have room by themselves.
func (b *Bar) fitting(room float32) (point float32, shown int) {
	for point = lampPoint; point >= lampLeast; point-- {
		if b.wide(len(b.lit), point) <= room {
			return point, len(b.lit)
		}
	}
	b.rest.name.Text = b.more(len(b.lit))
	rest := b.rest.width(lampLeast)
	for shown = len(b.lit) - 1; shown > 1 && b.wide(shown, lampLeast)+rest > room; {
		shown--
	}
	return lampLeast, max(shown, 0)
}

func (b *Bar) wide(n int, point float32) float32 {
	all := float32(0)
	for _, l := range b.lamps[:n] {
		all += l.width(point) + lampGap
	}
	return all
}

func (b *Bar) more(n int) string { return b.words.T("ui.health.more", "n", strconv.Itoa(n)) }

// worst is the level that wants to be seen first.
func worst(lamps []register.Lamp) string {
	order := []string{"off", "ok", "warn", "bad"}
	at := 0
	for _, l := range lamps {
		at = max(at, slices.Index(order, l.Level))
	}
	return order[at]
}
