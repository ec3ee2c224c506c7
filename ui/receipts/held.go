// Package receipts shows receipts that are not the open one: those put aside, and those of the day that a buyer brings back.
package receipts

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Row is a receipt with its texts ready.
type Row struct {
	ID    string
	Title string
	About string
	Sum   string

	find  string   // all that the receipt is found by
	exact []string // what names it alone
}

// HeldRows prepares the receipts put aside.
func HeldRows(w *lang.Catalogue, zone *time.Location, held []register.ReceiptView) []Row {
	var rows []Row
	for _, r := range held {
		rows = append(rows, Row{ID: r.ID, Title: w.T("ui.held.from", "at", look.Clock(r.OpenedAt, zone), "cashier", r.Cashier),
			About: contents(w, r), Sum: look.Rubles(w, r.Total)})
	}
	return rows
}

// SoldRows prepares the sales that may come back.
func SoldRows(w *lang.Catalogue, zone *time.Location, sold []register.ReceiptView) []Row {
	var rows []Row
	for _, r := range sold {
		if r.Kind != sale.Sale || r.State != sale.Fiscalized {
			continue
		}
		row := Row{ID: r.ID, Title: w.T("ui.return.receipt", "fd", strconv.FormatInt(r.FD, 10), "at", MadeAt(r).In(zone).Format("02.01 15:04")),
			About: contents(w, r), Sum: look.Rubles(w, r.Total)}
		row.find, row.exact = sought(r, row.Title)
		rows = append(rows, row)
	}
	return rows
}

// MadeAt is the time on the paper of a receipt.
func MadeAt(r register.ReceiptView) time.Time {
	if r.ClosedAt.IsZero() {
		return r.OpenedAt
	}
	return r.ClosedAt
}

func contents(w *lang.Catalogue, r register.ReceiptView) string {
	s := w.N("ui.sale.pieces", len(r.Lines))
	for i, l := range r.Lines {
		if i == 2 {
			s += " …"
			break
		}
		s += "  ·  " + l.Name
	}
	return s
}

// HeldParams of a list of receipts. With Find there is a field to look for one, and Nothing is said when none is like it.
type HeldParams struct {
	Words   *lang.Catalogue
	Title   string
	Rows    []Row
	None    string
	Find    bool
	Nothing string
	Choose  func(id string)
	Close   func()
}

// Choice lets one receipt be chosen.
type Choice struct {
	p       HeldParams
	rows    []Row // those of p.Rows that are shown
	desk    *desk // nil: no search
	list    *look.List
	at      int
	none    *look.Text
	trouble *look.Trouble
	content fyne.CanvasObject
}

// NewChoice opens the list.
func NewChoice(p HeldParams) *Choice {
	c := &Choice{p: p, trouble: look.NewTrouble()}
	views := map[fyne.CanvasObject]*rowView{}
	c.list = &look.List{
		Height: 68,
		Length: func() int { return len(c.rows) },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(c.rows[i], i == c.at, "") },
		OnTap:  func(i int) { p.Choose(c.rows[i].ID) },
	}
	c.none = &look.Text{Text: p.None, Point: 20, Free: true, Lines: 2, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	card := look.NewCard()
	parts := []fyne.CanvasObject{card, c.list, c.none, c.trouble.Content()}
	if p.Find {
		c.desk = newDesk(p.Words, c)
		parts = append(parts, c.desk.parts()...)
	}
	body := look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		top, wide, high := float32(0), size.Width, size.Height
		if c.desk != nil {
			top, wide, high = c.desk.place(size)
		}
		look.Put(card, 0, top, wide, high)
		look.Put(c.list, 4, top+4, wide-8, high-8)
		look.Put(c.none, 20, top+high/2-40, wide-40, 80)
		look.Put(c.trouble.Content(), 12, top+high-84, wide-24, 76)
	}, parts...)
	if c.desk != nil {
		c.desk.turned = func() { body.Layout.Layout(nil, body.Size()) }
	}
	c.content = look.Sheet(p.Title, out, body)
	c.Show(p.Rows)
	return c
}

// Content is what the window shows.
func (c *Choice) Content() fyne.CanvasObject { return c.content }

// Show turns to other rows.
func (c *Choice) Show(rows []Row) {
	c.p.Rows = rows
	c.filter()
}

// filter shows the receipts that are like what was typed.
func (c *Choice) filter() {
	c.rows, c.at, c.none.Text = c.p.Rows, 0, c.p.None
	if c.desk != nil {
		c.rows = matching(c.p.Rows, c.desk.field.Value())
	}
	if len(c.p.Rows) > 0 {
		c.none.Text = c.p.Nothing
	}
	c.none.Hidden = len(c.rows) > 0
	c.none.Refresh()
	c.list.ScrollTo(0)
	c.list.Refresh()
}

// Paste pastes into the search.
func (c *Choice) Paste(text string) {
	if c.desk != nil {
		c.desk.field.Paste(text)
	}
}

// Look searches for a text that was scanned, in place of what was typed.
func (c *Choice) Look(text string) {
	if c.desk != nil {
		c.desk.field.Clear()
		c.desk.field.Paste(text)
	}
}

// Fail says what went wrong.
func (c *Choice) Fail(f *register.Fault) { c.trouble.Fail(f.Text, f.Action) }

// Rune types into the search.
func (c *Choice) Rune(r rune) bool { return c.desk != nil && c.desk.field.Rune(r) }

// Key walks, chooses, leaves.
func (c *Choice) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		c.p.Close()
	case look.IsEnter(k):
		if c.at < len(c.rows) {
			c.p.Choose(c.rows[c.at].ID)
		}
	case k == fyne.KeyUp || k == fyne.KeyDown:
		before := c.at
		if k == fyne.KeyUp {
			c.at--
		} else {
			c.at++
		}
		c.at = max(min(c.at, len(c.rows)-1), 0)
		c.list.Reveal(c.at)
		c.list.RefreshRow(before)
		c.list.RefreshRow(c.at)
	default:
		return c.desk != nil && c.desk.field.Key(k)
	}
	return true
}
