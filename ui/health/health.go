// Package health is the row of lamps along the bottom of the window, and the page that says what each of them means and what to do.
package health

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

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
		Height: pageRow,
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

// pageRow is the height of a row: the usual six stand on the page of a small screen together.
const pageRow float32 = 64

func (p *Page) row() (fyne.CanvasObject, func(register.Lamp)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	sign := &look.Sign{}
	title := &look.Text{Point: 19, Least: 13, Bold: true, Free: true}
	since := &look.Text{Point: 15, Least: 12, Free: true, Color: look.ColorMuted}
	text := &look.Text{Point: 17, Least: 12, Lines: 2, Free: true}
	action := &look.Text{Point: 17, Least: 12, Free: true, Color: look.ColorPrimaryInk, Bold: true}
	place := func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(sign, 16, (size.Height-34)/2, 34, 34)
		left := size.Width * 0.24
		half := size.Height/2 - 1
		high := half
		if since.Text == "" {
			high = size.Height - 2
		}
		look.Put(title, 64, 1, left-64, high)
		look.Put(since, 64, half, left-64, half-4)
		high = half
		if action.Text == "" {
			high = size.Height - 4
		}
		look.Put(text, left+8, 2, size.Width-left-20, high)
		look.Put(action, left+8, half, size.Width-left-20, half-2)
	}
	row := look.Board(fyne.NewSize(300, pageRow), place, ground, rule, sign, title, since, text, action)
	return row, func(l register.Lamp) {
		sign.Set(face(l.Level))
		title.Set(l.Title)
		text.Set(l.Text)
		action.Set(l.Action)
		since.Set("")
		if !l.Since.IsZero() {
			since.Set(p.words.T("ui.health.since", "at", look.Clock(l.Since, p.zone)))
		}
		place(row.Size())
	}
}
