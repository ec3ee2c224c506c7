// Package day is the owner's evening: one sentence about a day, a week or a month, the numbers behind it and three charts, beside those of
// the same weekday before.
package day

import (
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Question is what the screen looks at.
type Question struct {
	Kind string // journal.OneDay and its like
	At   time.Time
	Part journal.Part
}

// Params of the screen. Load is asked for a question and answers by Show. Narrow opens a choice of "cashier", "group" or "product" and
// answers by Look. Logs opens a log of the span on screen, "sales", "checks" or "stopped".
type Params struct {
	Words  *lang.Catalogue
	Zone   *time.Location
	Now    time.Time
	Load   func(q Question)
	Narrow func(what string)
	Logs   func(which string)
	Export func()
	Close  func()
}

// Screen is the day.
type Screen struct {
	p        Params
	q        Question
	shown    Question // whose numbers stand there
	lit      bool     // something was shown
	sentence *look.Text
	kinds    []*look.Button
	date     *look.Text
	next     *look.Button
	narrow   [3]*look.Button
	tiles    []*tileView
	revenue  *columns
	outcomes *bars
	waits    *bars
	trouble  *look.Trouble
	content  fyne.CanvasObject
}

// tileCount of the screen, and which of them are the same whatever is looked at.
const (
	tileCount  = 10
	tileDrawer = 4
	tileNow    = 9
)

var kinds = []string{journal.OneDay, journal.OneWeek, journal.OneMonth}

// New opens today; whoever opens it loads Asked as well.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{p: p, q: Question{Kind: journal.OneDay, At: p.Now}, trouble: look.NewTrouble(), revenue: newColumns(), outcomes: newBars(), waits: newBars()}
	s.sentence = &look.Text{Point: 20, Least: 12, Lines: 2, Bold: true, Free: true, Text: w.T("ui.day.reading")}
	s.date = &look.Text{Point: 18, Least: 11, Bold: true, Free: true, Lines: 2, Align: fyne.TextAlignCenter}
	for _, k := range kinds {
		s.kinds = append(s.kinds, &look.Button{Label: w.T("ui.day.kind." + k), Large: 17, OnTap: func() { s.kind(k) }})
	}
	for i, what := range []string{"cashier", "group", "product"} {
		s.narrow[i] = &look.Button{Large: 16, OnTap: func() { p.Narrow(what) }}
	}
	for range tileCount {
		s.tiles = append(s.tiles, newTileView())
	}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	s.content = look.Sheet(w.T("ui.day.title"), out, s.body())
	s.name()
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Asked is what the screen looks at.
func (s *Screen) Asked() Question { return s.q }

// Look turns to another part.
func (s *Screen) Look(part journal.Part) {
	s.q.Part = part
	s.ask()
}

// Rune opens a log or changes the span.
func (s *Screen) Rune(r rune) bool {
	switch r {
	case '1':
		s.p.Logs("sales")
	case '2':
		s.p.Logs("checks")
	case '3':
		s.p.Export()
	default:
		return false
	}
	return true
}

// Key turns over the days, leaves.
func (s *Screen) Key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyEscape:
		s.p.Close()
	case fyne.KeyLeft:
		s.turn(-1)
	case fyne.KeyRight:
		s.turn(1)
	default:
		return false
	}
	return true
}

// Show shows the answer; one to an older question is passed over.
func (s *Screen) Show(q Question, p Picture) {
	if q != s.q {
		return
	}
	s.shown, s.lit = q, true
	s.trouble.Clear()
	s.sentence.Set(p.Sentence)
	for i, t := range s.tiles {
		t.show(p.Tiles[i])
	}
	s.revenue.show(p.Revenue)
	s.outcomes.show(p.Outcomes)
	s.waits.show(p.Waits)
}

// Late takes away the numbers of another question when the answer to this one is still being counted: under the new heading they would be
// taken for it.
func (s *Screen) Late(q Question) {
	if q != s.q || q == s.shown {
		return
	}
	s.sentence.Set(s.p.Words.T("ui.day.reading"))
	for i, t := range s.tiles {
		if i != tileNow && i != tileDrawer { // these two are of now, whatever is looked at
			t.show(Tile{Name: t.name.Text, Value: "…"})
		}
	}
	s.revenue.show(ColumnsData{Title: s.revenue.title.Text})
	s.outcomes.show(BarsData{Title: s.outcomes.title.Text})
	s.waits.show(BarsData{Title: s.waits.title.Text})
	s.shown = Question{}
}

// Light shows the till's health as it is now; nothing while the first day is still counted.
func (s *Screen) Light(lamps []register.Lamp) {
	if s.lit {
		s.tiles[tileNow].show(healthTile(s.p.Words, lamps))
	}
}

// Fail says why there is nothing to show.
func (s *Screen) Fail(f *register.Fault) { s.trouble.Fail(f.Text, f.Action) }

func (s *Screen) kind(k string) {
	s.q.Kind = k
	s.ask()
}

func (s *Screen) turn(by int) {
	at := s.q.At
	switch s.q.Kind {
	case journal.OneWeek:
		at = at.AddDate(0, 0, 7*by)
	case journal.OneMonth:
		y, m, _ := at.In(s.p.Zone).Date()
		at = time.Date(y, m+time.Month(by), 1, 12, 0, 0, 0, s.p.Zone)
	default:
		at = at.AddDate(0, 0, by)
	}
	if by > 0 && journal.ViewOf(s.q.Kind, at, s.p.Zone).From.After(s.p.Now) {
		return
	}
	s.q.At = at
	s.ask()
}

func (s *Screen) ask() {
	s.name()
	s.p.Load(s.q)
}

func (s *Screen) name() {
	w := s.p.Words
	for i, k := range kinds {
		kind := look.Plain
		if k == s.q.Kind {
			kind = look.Primary
		}
		s.kinds[i].SetKind(kind)
	}
	v := journal.ViewOf(s.q.Kind, s.q.At, s.p.Zone)
	s.date.Set(SpanName(w, s.q.Kind, v, s.p.Zone))
	s.next.Enable(!v.To.After(s.p.Now))
	for i, x := range []struct{ key, value string }{{"cashier", s.q.Part.Cashier}, {"group", groupName(w, s.q.Part.Group)}, {"product", s.q.Part.Text}} {
		label, kind := w.T("ui.day.all."+x.key), look.Plain
		if x.value != "" {
			label, kind = x.value, look.Primary
		}
		s.narrow[i].SetLabel(label)
		s.narrow[i].SetKind(kind)
	}
}

func (s *Screen) body() fyne.CanvasObject {
	w := s.p.Words
	before := &look.Button{Icon: "left", OnTap: func() { s.turn(-1) }}
	s.next = &look.Button{Icon: "right", OnTap: func() { s.turn(1) }}
	logs := []*look.Button{
		{Label: w.T("ui.day.sales"), Key: "1", Large: 17, OnTap: func() { s.p.Logs("sales") }},
		{Label: w.T("ui.day.checks"), Key: "2", Large: 17, OnTap: func() { s.p.Logs("checks") }},
		{Label: w.T("ui.day.export"), Key: "3", Large: 17, OnTap: func() { s.p.Export() }},
	}
	card := look.NewCard()
	parts := []fyne.CanvasObject{card, s.sentence, before, s.date, s.next, s.revenue.box, s.outcomes.box, s.waits.box, s.trouble.Content()}
	for _, list := range [][]*look.Button{s.kinds, s.narrow[:], logs} {
		for _, b := range list {
			parts = append(parts, b)
		}
	}
	for _, t := range s.tiles {
		parts = append(parts, t.box)
	}
	return look.Board(fyne.NewSize(800, 420), func(size fyne.Size) {
		const gap = look.Gap
		each := min(size.Width*0.14, 200)
		text := size.Width - 3*(each+gap)
		look.Put(card, 0, 0, text, look.Target)
		look.Put(s.sentence, 14, 0, text-28, look.Target)
		for i, b := range logs {
			look.Put(b, text+gap+float32(i)*(each+gap), 0, each, look.Target)
		}
		y := look.Target + gap
		place := newRow(0, y, gap)
		for _, b := range s.kinds {
			place.put(b, size.Width*0.092)
		}
		place.put(before, look.Target)
		place.put(s.date, size.Width*0.165)
		place.put(s.next, look.Target)
		left := (size.Width - place.x - 2*gap) / 3
		for _, b := range s.narrow {
			place.put(b, left)
		}
		y += look.Target + gap
		across := float32(tileCount / 2)
		wide := (size.Width - (across-1)*gap) / across
		high := min(max((size.Height-y)*0.22, 68), 96)
		for i, t := range s.tiles {
			look.Put(t.box, float32(i%(tileCount/2))*(wide+gap), y+float32(i/(tileCount/2))*(high+gap), wide, high)
		}
		y += 2 * (high + gap)
		chart := size.Width * 0.44
		rest := (size.Width - chart - 2*gap) / 2
		look.Put(s.revenue.box, 0, y, chart, size.Height-y)
		look.Put(s.outcomes.box, chart+gap, y, rest, size.Height-y)
		look.Put(s.waits.box, chart+rest+2*gap, y, rest, size.Height-y)
		look.Put(s.trouble.Content(), 12, size.Height-84, size.Width-24, 76)
	}, parts...)
}

// row puts things side by side.
type row struct{ x, y, gap float32 }

func newRow(x, y, gap float32) *row { return &row{x, y, gap} }

func (r *row) put(o fyne.CanvasObject, wide float32) {
	look.Put(o, r.x, r.y, wide, look.Target)
	r.x += wide + r.gap
}
