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
		rows = append(rows, Row{ID: r.ID, Title: w.T("ui.return.receipt", "fd", strconv.FormatInt(r.FD, 10), "at", r.OpenedAt.In(zone).Format("02.01 15:04")),
			About: contents(w, r), Sum: look.Rubles(w, r.Total)})
	}
	return rows
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

// HeldParams of the list of receipts put aside.
type HeldParams struct {
	Words  *lang.Catalogue
	Title  string
	Rows   []Row
	None   string
	Choose func(id string)
	Close  func()
}

// Choice lets one receipt be chosen.
type Choice struct {
	p       HeldParams
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
		Length: func() int { return len(c.p.Rows) },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(c.p.Rows[i], i == c.at, "") },
		OnTap:  func(i int) { p.Choose(c.p.Rows[i].ID) },
	}
	c.none = &look.Text{Text: p.None, Point: 20, Free: true, Lines: 2, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	card := look.NewCard()
	c.content = look.Sheet(p.Title, out, look.Board(fyne.NewSize(600, 300), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(c.list, 4, 4, size.Width-8, size.Height-8)
		look.Put(c.none, 20, size.Height/2-40, size.Width-40, 80)
		look.Put(c.trouble.Content(), 12, size.Height-84, size.Width-24, 76)
	}, card, c.list, c.none, c.trouble.Content()))
	c.Show(p.Rows)
	return c
}

// Content is what the window shows.
func (c *Choice) Content() fyne.CanvasObject { return c.content }

// Show turns to other rows.
func (c *Choice) Show(rows []Row) {
	c.p.Rows = rows
	c.none.Hidden = len(rows) > 0
	c.none.Refresh()
	c.list.Refresh()
}

// Fail says what went wrong.
func (c *Choice) Fail(f *register.Fault) { c.trouble.Fail(f.Text, f.Action) }

// Rune takes nothing.
func (c *Choice) Rune(rune) bool { return false }

// Key walks, chooses, leaves.
func (c *Choice) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		c.p.Close()
	case look.IsEnter(k):
		if c.at < len(c.p.Rows) {
			c.p.Choose(c.p.Rows[c.at].ID)
		}
	case k == fyne.KeyUp || k == fyne.KeyDown:
		before := c.at
		if k == fyne.KeyUp {
			c.at--
		} else {
			c.at++
		}
		c.at = max(min(c.at, len(c.p.Rows)-1), 0)
		c.list.Reveal(c.at)
		c.list.RefreshRow(before)
		c.list.RefreshRow(c.at)
	default:
		return false
	}
	return true
}
