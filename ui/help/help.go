// Package help shows pages of text: the embedded help with its pictures, and what the operator said about a code.
package help

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// Line of a page. A line with a Head is laid out in two columns.
type Line struct {
	Head, Text string
}

// Page is a read-only panel.
type Page struct {
	close   func()
	list    *look.List
	content fyne.CanvasObject
}

// New opens a page. Under its lines stand buttons for what the text may lead to.
func New(w *lang.Catalogue, title string, lines []Line, closed func(), on ...*look.Button) *Page {
	p := &Page{close: closed}
	views := map[fyne.CanvasObject]func(Line){}
	p.list = &look.List{
		Height: 46,
		Length: func() int { return len(lines) },
		Create: func() fyne.CanvasObject {
			row, show := newRow()
			views[row] = show
			return row
		},
		Update: func(i int, o fyne.CanvasObject) { views[o](lines[i]) },
	}
	p.content = look.Sheet(title, look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), closed), body(p.list, on))
	return p
}

func body(list *look.List, on []*look.Button) fyne.CanvasObject {
	if len(on) == 0 {
		return list
	}
	parts := []fyne.CanvasObject{list}
	for _, b := range on {
		parts = append(parts, b)
	}
	return look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		high := size.Height - look.Target - look.Gap
		look.Put(list, 0, 0, size.Width, high)
		wide := (size.Width + look.Gap) / float32(len(on))
		for i, b := range on {
			look.Put(b, float32(i)*wide, high+look.Gap, wide-look.Gap, look.Target)
		}
	}, parts...)
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

func newRow() (fyne.CanvasObject, func(Line)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	head := &look.Text{Point: 18, Least: 12, Bold: true, Free: true}
	text := &look.Text{Point: 18, Least: 12, Lines: 2, Free: true}
	two := false
	row := look.Board(fyne.NewSize(300, 46), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		left := float32(16)
		if two {
			look.Put(head, 16, 0, size.Width*0.24-20, size.Height)
			left = size.Width * 0.24
		}
		look.Put(text, left, 1, size.Width-left-12, size.Height-2)
	}, ground, rule, head, text)
	return row, func(l Line) {
		two = l.Head != ""
		head.Hidden = !two
		head.Set(l.Head)
		text.Set(l.Text)
		row.Layout.Layout(row.Objects, row.Size())
	}
}
