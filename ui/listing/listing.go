// Package listing is a list of two-line rows with a sign and a value, as the owner's screens show them.
package listing

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// Row is one line with its texts ready. Value may be "".
type Row struct {
	Icon  string
	Ink   fyne.ThemeColorName
	Title string
	About string
	Value string
}

// Listing is the list; Show turns to other rows.
type Listing struct {
	rows  []Row
	list  *look.List
	none  *look.Text
	place *fyne.Container
}

// New makes an empty list; tap may be nil. What it says while there is nothing in it is given by Show.
func New(tap func(i int)) *Listing {
	l := &Listing{none: &look.Text{Point: 19, Least: 13, Free: true, Lines: 4, Align: fyne.TextAlignCenter, Color: look.ColorMuted}}
	views := map[fyne.CanvasObject]*view{}
	l.list = &look.List{
		Height: 64,
		Length: func() int { return len(l.rows) },
		Create: func() fyne.CanvasObject {
			v := newView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(l.rows[i]) },
		OnTap: func(i int) {
			if tap != nil && i >= 0 && i < len(l.rows) {
				tap(i)
			}
		},
	}
	card := look.NewCard()
	l.place = look.Board(fyne.NewSize(320, 128), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(l.list, 4, 4, size.Width-8, size.Height-8)
		look.Put(l.none, 24, 16, size.Width-48, min(size.Height-32, 120))
	}, card, l.list, l.none)
	return l
}

// Content is the list on its card.
func (l *Listing) Content() fyne.CanvasObject { return l.place }

// Show turns to other rows, from the first; empty says what there is to say when there are none.
func (l *Listing) Show(rows []Row, empty string) {
	l.rows = rows
	if len(rows) > 0 {
		empty = ""
	}
	l.none.Set(empty)
	l.list.ScrollTo(0)
	l.list.Refresh()
}

// Page turns a page, forward or back.
func (l *Listing) Page(by int) { l.list.Page(by) }

// Len is how many rows there are.
func (l *Listing) Len() int { return len(l.rows) }

type view struct {
	*fyne.Container
	sign                *look.Sign
	title, about, value *look.Text
}

func newView() *view {
	rule := &look.ThemeRect{Fill: look.ColorLine}
	v := &view{
		sign:  &look.Sign{},
		title: &look.Text{Point: 18, Least: 13, Free: true, Bold: true},
		about: &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted},
		value: &look.Text{Point: 18, Least: 12, Free: true, Bold: true, Align: fyne.TextAlignTrailing},
	}
	v.Container = look.Board(fyne.NewSize(300, 64), func(size fyne.Size) {
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(v.sign, 14, (size.Height-28)/2, 28, 28)
		value := min(size.Width*0.3, 240)
		if v.value.Text == "" {
			value = 0
		}
		look.Put(v.title, 58, 4, size.Width-58-value-20, 30)
		look.Put(v.about, 58, 33, size.Width-58-value-20, 26)
		look.Put(v.value, size.Width-value-12, 0, value, size.Height)
	}, rule, v.sign, v.title, v.about, v.value)
	return v
}

func (v *view) show(r Row) {
	v.sign.Set(r.Icon, r.Ink)
	v.title.Set(r.Title)
	v.about.Set(r.About)
	v.value.Set(r.Value)
	v.Layout.Layout(v.Objects, v.Size())
}
