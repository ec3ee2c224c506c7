// Package daylog is the owner's day: what came in, what was stopped and why, and both lists to look through.
package daylog

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Params of the log. Load is asked for a day and answers by Show; instants are in the shop's zone.
type Params struct {
	Words *lang.Catalogue
	Zone  *time.Location
	Today time.Time
	Load  func(day time.Time)
	Close func()
}

// Filter of the list.
type Filter int

// Filters.
const (
	Receipts Filter = iota
	Stopped
	Checks
	filters
)

// Panel is the log of one day.
type Panel struct {
	p       Params
	day     time.Time
	rows    [filters][]Row
	filter  Filter
	totals  []total
	tabs    []*look.Button
	date    *look.Text
	next    *look.Button
	list    *look.List
	none    *look.Text
	trouble *look.Trouble
	content fyne.CanvasObject
}

type total struct {
	name, value *look.Text
}

// New opens the log of today; whoever opens it loads that day as well.
func New(p Params) *Panel {
	w := p.Words
	d := &Panel{p: p, day: p.Today, trouble: look.NewTrouble()}
	d.date = &look.Text{Point: 20, Least: 14, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	before := &look.Button{Label: w.T("ui.log.before"), OnTap: func() { d.turn(-1) }}
	d.next = &look.Button{Label: w.T("ui.log.after"), OnTap: func() { d.turn(1) }}
	for range 6 {
		d.totals = append(d.totals, total{
			&look.Text{Point: 15, Least: 11, Free: true, Color: look.ColorMuted},
			&look.Text{Point: 24, Least: 13, Free: true, Bold: true},
		})
	}
	for i, key := range []string{"receipts", "stopped", "checks"} {
		d.tabs = append(d.tabs, &look.Button{Label: w.T("ui.log." + key), Key: strconv.Itoa(i + 1), Large: 18, OnTap: func() { d.choose(Filter(i)) }})
	}
	views := map[fyne.CanvasObject]*rowView{}
	d.list = &look.List{
		Height: 60,
		Length: func() int { return len(d.rows[d.filter]) },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(d.rows[d.filter][i]) },
	}
	d.none = &look.Text{Point: 20, Free: true, Lines: 2, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	d.content = look.Sheet(w.T("ui.log.title"), out, d.body(before))
	d.choose(Receipts)
	d.name()
	return d
}

// Content is what the window shows.
func (d *Panel) Content() fyne.CanvasObject { return d.content }

// Rune chooses a list.
func (d *Panel) Rune(r rune) bool {
	if i := int(r - '1'); i >= 0 && i < int(filters) {
		d.choose(Filter(i))
		return true
	}
	return false
}

// Key pages, changes the day, leaves.
func (d *Panel) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape:
		d.p.Close()
	case fyne.KeyLeft:
		d.turn(-1)
	case fyne.KeyRight:
		d.turn(1)
	case fyne.KeyDown, fyne.KeyPageDown:
		d.list.Page(1)
	case fyne.KeyUp, fyne.KeyPageUp:
		d.list.Page(-1)
	default:
		return false
	}
	return true
}

// Day is the day on screen.
func (d *Panel) Day() time.Time { return d.day }

// Picture is a day with all its texts ready.
type Picture struct {
	Totals [6][2]string
	Rows   [filters][]Row
}

// Make prepares a day; on any goroutine.
func Make(w *lang.Catalogue, zone *time.Location, j journal.Day) Picture {
	t := j.Totals
	p := Picture{Totals: [6][2]string{
		{w.T("ui.log.revenue"), look.Rubles(w, t.Revenue)},
		{w.T("ui.log.cash_card"), look.Plainly(w, t.Cash) + " / " + look.Plainly(w, t.Card)},
		{w.T("ui.log.count"), w.T("ui.log.count_of", "n", strconv.Itoa(t.Receipts), "returns", strconv.Itoa(t.Returns))},
		{w.T("ui.log.checked"), strconv.Itoa(t.Checks)},
		{w.T("ui.log.stopped_n"), strconv.Itoa(t.Stopped)},
		{w.T("ui.log.unchecked"), w.T("ui.log.unchecked_of", "n", strconv.Itoa(t.Unchecked), "offline", strconv.Itoa(t.Offline))},
	}}
	for _, r := range j.Receipts {
		p.Rows[Receipts] = append(p.Rows[Receipts], receiptRow(w, zone, r))
	}
	for _, c := range j.Checks {
		row := checkRow(w, zone, c)
		p.Rows[Checks] = append(p.Rows[Checks], row)
		if row.stopped {
			p.Rows[Stopped] = append(p.Rows[Stopped], row)
		}
	}
	return p
}

// Show turns to a loaded day; one that is no longer on screen is passed over.
func (d *Panel) Show(day time.Time, p Picture) {
	if !day.Equal(d.day) {
		return
	}
	d.trouble.Clear()
	for i, t := range d.totals {
		t.name.Set(p.Totals[i][0])
		t.value.Set(p.Totals[i][1])
	}
	d.rows = p.Rows
	d.choose(d.filter)
}

// Fail says why there is nothing to show.
func (d *Panel) Fail(f *register.Fault) { d.trouble.Fail(f.Text, f.Action) }

func (d *Panel) turn(by int) {
	to := d.day.AddDate(0, 0, by)
	if to.After(d.p.Today) {
		return
	}
	d.day = to
	d.name()
	d.p.Load(to)
}

func (d *Panel) name() {
	d.date.Set(d.day.In(d.p.Zone).Format("02.01.2006"))
	d.next.Enable(d.day.Before(d.p.Today))
}

func (d *Panel) choose(f Filter) {
	d.filter = f
	for i, b := range d.tabs {
		kind := look.Plain
		if Filter(i) == f {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	d.none.Set("")
	if len(d.rows[f]) == 0 {
		d.none.Set(d.p.Words.T("ui.log.none"))
	}
	d.list.ScrollTo(0)
	d.list.Refresh()
}

func (d *Panel) body(before *look.Button) fyne.CanvasObject {
	top, card := look.NewCard(), look.NewCard()
	parts := []fyne.CanvasObject{top, card, before, d.date, d.next, d.list, d.none, d.trouble.Content()}
	for _, t := range d.totals {
		parts = append(parts, t.name, t.value)
	}
	for _, b := range d.tabs {
		parts = append(parts, b)
	}
	return look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		const gap = look.Gap
		high := float32(72)
		look.Put(top, 0, 0, size.Width, high)
		left := float32(14)
		for i, t := range d.totals {
			each := (size.Width - 20) * [...]float32{0.17, 0.24, 0.17, 0.13, 0.13, 0.16}[i]
			look.Put(t.name, left, 6, each-10, 24)
			look.Put(t.value, left, 30, each-10, 36)
			left += each
		}
		y := high + gap
		day := min(size.Width*0.42, 440)
		tab := (size.Width - day - gap*4) / 3
		for i, b := range d.tabs {
			look.Put(b, float32(i)*(tab+gap), y, tab, look.Target)
		}
		x := 3*(tab+gap) + gap
		look.Put(before, x, y, day*0.33, look.Target)
		look.Put(d.date, x+day*0.33, y, day*0.34, look.Target)
		look.Put(d.next, x+day*0.67, y, size.Width-x-day*0.67, look.Target)
		y += look.Target + gap
		look.Put(card, 0, y, size.Width, size.Height-y)
		look.Put(d.list, 4, y+4, size.Width-8, size.Height-y-8)
		look.Put(d.none, 20, y+30, size.Width-40, 80)
		look.Put(d.trouble.Content(), 12, size.Height-84, size.Width-24, 76)
	}, parts...)
}
