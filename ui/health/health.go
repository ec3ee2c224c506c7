// Package health is the row of lamps along the bottom of the window, and the page that says what each of them means and what to do.
package health

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Height of the row.
const Height float32 = 52

// Bar is the row of lamps with the cashier's name at its end.
type Bar struct {
	widget.BaseWidget
	tap    func()
	ground *look.ThemeRect
	lamps  []lampView
	who    *look.Text
	box    *fyne.Container
	now    []lit
}

// lit is what a lamp shows on the bar.
type lit struct{ title, level string }

type lampView struct {
	sign *look.Sign
	name *look.Text
}

// NewBar is a row without lamps; a tap anywhere opens the page.
func NewBar(tap func()) *Bar {
	b := &Bar{tap: tap, ground: &look.ThemeRect{Fill: look.ColorCard, Edge: look.ColorLine},
		who: &look.Text{Point: 16, Least: 12, Free: true, Align: fyne.TextAlignTrailing}}
	b.box = look.Board(fyne.NewSize(640, Height), b.place, b.ground, b.who)
	return b
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
	lamps = inOrder(lamps)
	now := make([]lit, 0, len(lamps)+1)
	for _, l := range lamps {
		now = append(now, lit{l.Title, l.Level})
	}
	if now = append(now, lit{title: who}); slices.Equal(now, b.now) {
		return
	}
	b.now = now
	for len(b.lamps) < len(lamps) {
		l := lampView{&look.Sign{}, &look.Text{Point: 16, Least: 12, Free: true}}
		b.lamps = append(b.lamps, l)
		b.box.Objects = append(b.box.Objects, l.sign, l.name)
	}
	for i, l := range b.lamps {
		l.sign.Hidden, l.name.Hidden = i >= len(lamps), i >= len(lamps)
		if i < len(lamps) {
			icon, ink := face(lamps[i].Level)
			l.sign.Set(icon, ink)
			l.name.Set(lamps[i].Title)
		}
	}
	b.who.Set(who)
	b.place(b.box.Size())
	b.box.Refresh()
}

func (b *Bar) place(size fyne.Size) {
	look.Put(b.ground, 0, 0, size.Width, size.Height)
	x := float32(14)
	for _, l := range b.lamps {
		if l.sign.Hidden {
			continue
		}
		wide := min(fyne.MeasureText(l.name.Text, 16, fyne.TextStyle{}).Width+4, 130)
		look.Put(l.sign, x, (size.Height-22)/2, 22, 22)
		look.Put(l.name, x+28, 0, wide, size.Height)
		x += 28 + wide + 16
	}
	look.Put(b.who, x, 0, size.Width-x-14, size.Height)
}

// inOrder keeps every lamp in its place, whichever reported first.
func inOrder(lamps []register.Lamp) []register.Lamp {
	order := []string{"chz", "lm", "kkt", "ofd", "fn", "clock"}
	place := func(l register.Lamp) int {
		if i := slices.Index(order, l.ID); i >= 0 {
			return i
		}
		return len(order)
	}
	sorted := slices.Clone(lamps)
	slices.SortStableFunc(sorted, func(a, b register.Lamp) int { return place(a) - place(b) })
	return sorted
}

func face(level string) (icon string, ink fyne.ThemeColorName) {
	switch level {
	case "ok":
		return "lamp-ok", look.ColorAllowed
	case "warn":
		return "lamp-warn", look.ColorAmber
	case "bad":
		return "lamp-bad", look.ColorForbidden
	}
	return "lamp-off", look.ColorMuted
}

// Page explains the lamps.
type Page struct {
	close   func()
	words   *lang.Catalogue
	zone    *time.Location
	lamps   []register.Lamp
	list    *look.List
	content fyne.CanvasObject
}

// NewPage opens the page; doctor asks every device and service anew, nil hides its button.
func NewPage(w *lang.Catalogue, zone *time.Location, lamps []register.Lamp, closed, doctor func()) *Page {
	p := &Page{close: closed, words: w, zone: zone, lamps: inOrder(lamps)}
	views := map[fyne.CanvasObject]func(register.Lamp){}
	p.list = &look.List{
		Height: 78,
		Length: func() int { return len(p.lamps) },
		Create: func() fyne.CanvasObject {
			row, show := p.row()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](p.lamps[i]) },
	}
	var body fyne.CanvasObject = p.list
	if doctor != nil {
		ask := &look.Button{Label: w.T("ui.health.doctor"), Icon: "shield", Large: 18, OnTap: doctor}
		body = look.Board(fyne.NewSize(400, 300), func(size fyne.Size) {
			look.Put(p.list, 0, 0, size.Width, size.Height-look.Target-8)
			look.Put(ask, size.Width-280, size.Height-look.Target, 280, look.Target)
		}, p.list, ask)
	}
	p.content = look.Sheet(w.T("ui.health.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), closed), body)
	return p
}

// Content is what the window shows.
func (p *Page) Content() fyne.CanvasObject { return p.content }

// Rune takes nothing.
func (p *Page) Rune(rune) bool { return false }

// Key leaves and pages.
func (p *Page) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape || look.IsEnter(k):
		p.close()
	case k == fyne.KeyPageDown || k == fyne.KeyDown:
		p.list.Page(1)
	case k == fyne.KeyPageUp || k == fyne.KeyUp:
		p.list.Page(-1)
	default:
		return false
	}
	return true
}

// Show turns to other lamps.
func (p *Page) Show(lamps []register.Lamp) {
	p.lamps = inOrder(lamps)
	p.list.Refresh()
}

func (p *Page) row() (fyne.CanvasObject, func(register.Lamp)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	sign := &look.Sign{}
	title := &look.Text{Point: 19, Least: 13, Bold: true, Free: true}
	since := &look.Text{Point: 15, Least: 12, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignTrailing}
	text := &look.Text{Point: 17, Least: 12, Free: true}
	action := &look.Text{Point: 17, Least: 12, Free: true, Color: look.ColorPrimaryInk, Bold: true}
	row := look.Board(fyne.NewSize(300, 78), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(sign, 16, 22, 34, 34)
		left := size.Width * 0.24
		look.Put(title, 64, 4, left-64, 34)
		look.Put(since, left-110, 42, 104, 24)
		look.Put(text, left+8, 4, size.Width-left-20, 34)
		look.Put(action, left+8, 38, size.Width-left-20, 34)
	}, ground, rule, sign, title, since, text, action)
	return row, func(l register.Lamp) {
		sign.Set(face(l.Level))
		title.Set(l.Title)
		text.Set(l.Text)
		action.Set(l.Action)
		since.Set("")
		if !l.Since.IsZero() {
			since.Set(p.words.T("ui.health.since", "at", look.Clock(l.Since, p.zone)))
		}
	}
}
