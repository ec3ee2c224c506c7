// Package logs shows the sale log and the check log of five years: millions of lines, of which only the ones in sight are read.
package logs

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/day"
	"dobro/ui/look"
)

// Which of the logs.
const (
	Sales  = "sales"
	Checks = "checks"
)

// Always is a span without bounds.
const Always = "always"

// Query says what is looked at. It is comparable: an answer to an older one is passed over.
type Query struct {
	Which   string
	Kind    string // journal.OneDay and its like, or Always
	At      time.Time
	Part    journal.Part // Text is what was searched for
	Outcome string       // one of store.Outcome, as journal.Ask
	Reason  checks.ReasonCode
}

// Params of the screen. Load is asked for a query and answers by Opened; Fetch for a page of it, by Fill. Pick opens the choice of "span",
// "outcome", "cashier", "group", "reason" or "text" and answers by Ask. Open shows the story of a row.
type Params struct {
	Words  *lang.Catalogue
	Zone   *time.Location
	Query  Query
	Load   func(q Query)
	Fetch  func(q Query, page int)
	Pick   func(what string)
	Open   func(r Row)
	Export func()
	Close  func()
}

// PageRows is how many rows one Fetch brings, and pagesKept how many pages are remembered.
const (
	PageRows  = 50
	pagesKept = 40
)

// Screen is the logs.
type Screen struct {
	p       Params
	q       Query
	count   int
	pages   map[int][]Row
	asked   map[int]bool
	order   []int // pages by age
	tabs    [2]*look.Button
	search  *look.Button
	picks   []*look.Button
	said    *look.Text
	list    *look.List
	none    *look.Text
	trouble *look.Trouble
	at      int
	content fyne.CanvasObject
}

var picks = []string{"span", "outcome", "cashier", "group", "reason"}

// New opens a log; whoever opens it loads Asked as well.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, q: p.Query, trouble: look.NewTrouble()}
	s.forget()
	for i, which := range []string{Sales, Checks} {
		s.tabs[i] = &look.Button{Label: w.T("ui.logs." + which), Large: 18, OnTap: func() { s.turn(which) }}
	}
	s.search = &look.Button{Icon: "search", Large: 18, OnTap: func() { p.Pick("text") }}
	for _, what := range picks {
		s.picks = append(s.picks, &look.Button{Large: 16, OnTap: func() { p.Pick(what) }})
	}
	s.said = &look.Text{Point: 16, Least: 11, Free: true, Lines: 2, Color: look.ColorMuted}
	s.none = &look.Text{Point: 20, Free: true, Least: 14, Lines: 2, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	views := map[fyne.CanvasObject]*rowView{}
	s.list = &look.List{
		Height: rowHeight,
		Length: func() int { return s.count },
		Create: func() fyne.CanvasObject {
			v := newRowView()
			views[v.Container] = v
			return v.Container
		},
		Update: func(i int, o fyne.CanvasObject) { views[o].show(s.row(i), i == s.at) },
		OnTap:  s.open,
	}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	s.content = look.Sheet(w.T("ui.logs.title"), out, s.body())
	s.name()
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Asked is what is looked at.
func (s *Screen) Asked() Query { return s.q }

// Ask turns to another query.
func (s *Screen) Ask(q Query) {
	if q.Which != s.q.Which {
		q.Outcome, q.Reason = "", ""
	}
	if q.Which == Sales {
		q.Reason = ""
	}
	s.q = q
	s.name()
	s.p.Load(q)
}

// Opened says how many rows there are. Rows older than cut were not looked at.
func (s *Screen) Opened(q Query, count int, cut time.Time) {
	if q != s.q {
		return
	}
	w := s.p.Words
	s.forget()
	s.count, s.at = count, 0
	s.trouble.Clear()
	said := w.N("ui.logs.found", count, "count", look.Count(count))
	if !cut.IsZero() {
		said += ". " + w.T("ui.logs.cut", "day", cut.In(s.p.Zone).Format("02.01.2006"))
	}
	s.said.Set(said)
	s.none.Set("")
	if count == 0 {
		s.none.Set(w.T("ui.logs.none"))
	}
	s.list.ScrollTo(0)
	s.list.Refresh()
}

// Fill shows a page.
func (s *Screen) Fill(q Query, page int, rows []Row) {
	if q != s.q {
		return
	}
	if s.pages[page] == nil {
		s.order = append(s.order, page)
		if len(s.order) > pagesKept {
			delete(s.pages, s.order[0])
			delete(s.asked, s.order[0])
			s.order = s.order[1:]
		}
	}
	s.pages[page] = rows
	s.list.Refresh()
}

// Fail says why there is nothing to show.
func (s *Screen) Fail(f *register.Fault) { s.trouble.Fail(f.Text, f.Action) }

// Wait says that something takes its time; Tell that it is done. Both are taken away by the next look.
func (s *Screen) Wait(text string) { s.trouble.Wait(text) }

// Tell says calmly that something is done.
func (s *Screen) Tell(text, action string) { s.trouble.Tell("check", text, action) }

// Rune searches.
func (s *Screen) Rune(r rune) bool {
	switch r {
	case '1':
		s.turn(Sales)
	case '2':
		s.turn(Checks)
	case '3':
		s.p.Export()
	default:
		return false
	}
	return true
}

// Key walks, opens, searches, leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyEscape:
		s.p.Close()
	case k == fyne.KeyF2:
		s.p.Pick("text")
	case look.IsEnter(k):
		s.open(s.at)
	case k == fyne.KeyDown || k == fyne.KeyUp:
		before := s.at
		if k == fyne.KeyDown {
			s.at++
		} else {
			s.at--
		}
		s.at = max(min(s.at, s.count-1), 0)
		s.list.Reveal(s.at)
		s.list.RefreshRow(before)
		s.list.RefreshRow(s.at)
	case k == fyne.KeyPageDown:
		s.list.Page(1)
	case k == fyne.KeyPageUp:
		s.list.Page(-1)
	default:
		return false
	}
	return true
}

func (s *Screen) turn(which string) {
	q := s.q
	q.Which = which
	s.Ask(q)
}

func (s *Screen) forget() {
	s.pages, s.asked, s.order = map[int][]Row{}, map[int]bool{}, nil
}

// row is a row in sight; one that is not there yet is asked for with its page.
func (s *Screen) row(i int) Row {
	page := i / PageRows
	if rows := s.pages[page]; rows != nil {
		if i%PageRows < len(rows) {
			return rows[i%PageRows]
		}
		return Row{}
	}
	if !s.asked[page] {
		s.asked[page] = true
		s.p.Fetch(s.q, page)
	}
	return Row{Title: "…"}
}

func (s *Screen) open(i int) {
	if i < 0 || i >= s.count {
		return
	}
	before := s.at
	s.at = i
	s.list.RefreshRow(before)
	s.list.RefreshRow(i)
	if r := s.row(i); r.Receipt != "" || r.Check != "" {
		s.p.Open(r)
	}
}

func (s *Screen) name() {
	w := s.p.Words
	for i, which := range []string{Sales, Checks} {
		kind := look.Plain
		if which == s.q.Which {
			kind = look.Primary
		}
		s.tabs[i].SetKind(kind)
	}
	set := func(b *look.Button, all, value string) {
		label, kind := all, look.Plain
		if value != "" {
			label, kind = value, look.Primary
		}
		b.SetLabel(label)
		b.SetKind(kind)
	}
	set(s.search, w.T("ui.logs.search"), s.q.Part.Text)
	span := ""
	if s.q.Kind != Always {
		span = day.SpanName(w, s.q.Kind, journal.ViewOf(s.q.Kind, s.q.At, s.p.Zone), s.p.Zone)
	}
	outcome, group, reason := "", "", ""
	if s.q.Outcome != "" {
		outcome = w.T("ui.logs.outcome." + s.q.Outcome)
	}
	if s.q.Part.Group != 0 {
		group = day.GroupName(w, s.q.Part.Group)
	}
	if s.q.Reason != "" {
		reason = day.ReasonName(w, s.q.Reason)
	}
	for i, value := range []string{span, outcome, s.q.Part.Cashier, group, reason} {
		set(s.picks[i], w.T("ui.logs.all."+picks[i]), value)
	}
	s.picks[4].Enable(s.q.Which == Checks)
}

func (s *Screen) body() fyne.CanvasObject {
	card := look.NewCard()
	export := &look.Button{Label: s.p.Words.T("ui.day.export"), Key: "3", Large: 17, OnTap: func() { s.p.Export() }}
	parts := []fyne.CanvasObject{card, s.tabs[0], s.tabs[1], s.search, export, s.said, s.list, s.none, s.trouble.Content()}
	for _, b := range s.picks {
		parts = append(parts, b)
	}
	s.tabs[0].Key, s.tabs[1].Key, s.search.Key = strconv.Itoa(1), strconv.Itoa(2), "F2"
	return look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		const gap = look.Gap
		tab := size.Width * 0.15
		look.Put(s.tabs[0], 0, 0, tab, look.Target)
		look.Put(s.tabs[1], tab+gap, 0, tab, look.Target)
		x := 2 * (tab + gap)
		out := size.Width * 0.16
		look.Put(s.search, x, 0, size.Width-x-out-gap, look.Target)
		look.Put(export, size.Width-out, 0, out, look.Target)
		y := look.Target + gap
		wide := (size.Width + gap) / float32(len(s.picks))
		for i, b := range s.picks {
			look.Put(b, float32(i)*wide, y, wide-gap, look.Target)
		}
		y += look.Target + 2
		look.Put(s.said, 4, y, size.Width-8, 24)
		y += 26
		look.Put(card, 0, y, size.Width, size.Height-y)
		look.Put(s.list, 4, y+4, size.Width-8, size.Height-y-8)
		look.Put(s.none, 20, y+30, size.Width-40, 80)
		look.Put(s.trouble.Content(), 12, size.Height-84, size.Width-24, 76)
	}, parts...)
}
