// Package shift is the panels behind F11 and F7: opening and closing the shift with the cash that should lie in the drawer, the X
// report, a copy of the last receipt; money put into the drawer and taken out, and the drawer opened for a reason.
package shift

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Command is what a button of the panel asks for.
type Command int

// Commands; Renew closes an expired shift and opens a new one.
const (
	Open Command = iota
	Close
	Renew
	XReport
	CashIn
	CashOut
	Log
	Scanner // try the scanner out
	Copy    // print the last receipt once more
	Settings
	Desk    // the owner's
	Correct // a correction receipt
	Lamps   // how the till and what hangs on it are
)

// Params of the panel. Log says whether there is a day's log.
type Params struct {
	Words *lang.Catalogue
	Zone  *time.Location
	Do    func(Command)
	Log   bool
	Close func()
}

// Panel is the shift at a glance.
type Panel struct {
	p       Params
	view    register.ShiftView
	asking  bool // «close the shift?»
	busy    bool
	state   *look.Text
	facts   []*look.Text
	cashOf  *look.Text // «should lie in the drawer»
	cash    *look.Text
	sign    *look.Sign
	main    *look.Button
	cancel  *look.Button
	grid    *fyne.Container
	items   []*look.Button
	trouble *look.Trouble
	content fyne.CanvasObject
}

// New opens the panel.
func New(p Params, v register.ShiftView) *Panel {
	w := p.Words
	s := &Panel{p: p, trouble: look.NewTrouble(), sign: &look.Sign{}}
	s.state = &look.Text{Point: 28, Least: 16, Bold: true, Lines: 2, Free: true}
	s.cashOf = &look.Text{Text: w.T("ui.drawer.expected"), Point: 19, Least: 13, Free: true, Color: look.ColorMuted}
	s.cash = &look.Text{Point: 44, Least: 22, Bold: true, Free: true}
	for range 3 {
		s.facts = append(s.facts, &look.Text{Point: 19, Least: 13, Free: true})
	}
	s.main = &look.Button{Large: 24, Kind: look.Good, OnTap: s.enter}
	s.cancel = &look.Button{Label: w.T("ui.shift.keep_open"), Key: w.T("ui.key.esc"), Large: 18, OnTap: func() { s.ask(false) }}
	for _, i := range []struct {
		label, key, icon string
		do               Command
	}{
		{"ui.shift.x", "1", "printer", XReport},
		{"ui.shift.cash_in", "2", "cash", CashIn},
		{"ui.shift.cash_out", "3", "cash", CashOut},
		{"ui.shift.log", "4", "list", Log},
		{"ui.shift.scanner", "5", "scan", Scanner},
		{"ui.shift.copy", "6", "printer", Copy},
		{"ui.shift.settings", "7", "shield", Settings},
		{"ui.shift.desk", "8", "senior", Desk},
		{"ui.correction.title", "9", "list", Correct},
		{"ui.health.title", "0", "check", Lamps},
	} {
		b := &look.Button{Label: w.T(i.label), Key: i.key, Icon: i.icon, Large: 18, OnTap: func() { s.do(i.do) }}
		s.items = append(s.items, b)
	}
	var tiles []fyne.CanvasObject
	for _, b := range s.items {
		tiles = append(tiles, b)
	}
	s.grid = look.Grid(2, tiles...)
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close)
	s.content = look.Sheet(w.T("ui.shift.title"), out, s.body())
	s.Show(v)
	return s
}

// Content is what the window shows.
func (s *Panel) Content() fyne.CanvasObject { return s.content }

// Rune takes the digits printed on the buttons.
func (s *Panel) Rune(r rune) bool {
	i := int(r - '1')
	if r == '0' {
		i = 9
	}
	if i >= 0 && i < len(s.items) && !s.asking {
		s.items[i].Tapped(nil)
		return true
	}
	return false
}

// Key confirms and leaves.
func (s *Panel) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		s.enter()
	case k == fyne.KeyEscape && s.asking:
		s.ask(false)
	case k == fyne.KeyEscape:
		s.p.Close()
	default:
		return false
	}
	return true
}

// Wait says that the printer is at work; nothing else is accepted until Show or Fail.
func (s *Panel) Wait(text string) {
	s.busy = true
	s.trouble.Wait(text)
	s.refresh()
}

// Said is what the panel tells about the last action.
func (s *Panel) Said() string { return s.trouble.Said() }

// Fail says what went wrong.
func (s *Panel) Fail(f *register.Fault) {
	s.busy, s.asking = false, false
	s.refresh()
	s.trouble.Fail(f.Text, f.Action)
}

// NotYours says calmly that something is not for whoever is at the till.
func (s *Panel) NotYours(text, action string) { s.trouble.Tell("lock", text, action) }

// Finish says that an action is done, "" where it is seen without words.
func (s *Panel) Finish(text string) {
	s.busy, s.asking = false, false
	s.trouble.Clear()
	if text != "" {
		s.trouble.Tell("check", text, "")
	}
	s.refresh()
}

// Show turns to another state of the shift.
func (s *Panel) Show(v register.ShiftView) {
	s.view = v
	s.refresh()
}

func (s *Panel) enter() {
	if s.busy {
		return
	}
	switch {
	case !s.view.Open && !s.view.Expired:
		s.do(Open)
	case s.view.Expired:
		s.do(Renew)
	case s.asking:
		s.do(Close)
	default:
		s.ask(true)
	}
}

func (s *Panel) do(c Command) {
	if !s.busy {
		s.p.Do(c)
	}
}

func (s *Panel) ask(on bool) {
	s.asking = on
	s.trouble.Clear()
	s.refresh()
}

func (s *Panel) refresh() {
	w := s.p.Words
	facts := []string{"", "", ""}
	s.cancel.Hidden = !s.asking
	enter := w.T("ui.key.enter")
	switch {
	case s.view.Expired:
		s.state.Text = w.T("ui.shift.expired", "n", strconv.FormatInt(s.view.Number, 10))
		s.sign.Set("warning", look.ColorAmberInk)
		s.button(w.T("ui.shift.renew"), enter, look.Good)
	case !s.view.Open:
		s.state.Text = w.T("ui.shift.closed")
		s.sign.Set("lock", look.ColorMuted)
		s.button(w.T("ui.shift.open"), enter, look.Good)
	case s.asking:
		s.state.Text = w.T("ui.shift.really")
		s.sign.Set("question", look.ColorAmberInk)
		s.button(w.T("ui.shift.close_yes"), enter, look.Danger)
	default:
		s.state.Text = w.T("ui.shift.is_open", "n", strconv.FormatInt(s.view.Number, 10))
		s.sign.Set("check", look.ColorAllowedInk)
		s.button(w.T("ui.shift.close"), enter, look.Plain)
	}
	if s.view.Open || s.view.Expired {
		if !s.view.OpenedAt.IsZero() {
			facts[0] = w.T("ui.shift.since", "at", s.view.OpenedAt.In(s.p.Zone).Format("02.01 15:04"))
		}
		facts[1] = w.T("ui.shift.receipts", "n", strconv.Itoa(s.view.Receipts))
		facts[2] = w.T("ui.shift.revenue", "sum", look.Rubles(w, s.view.Revenue))
	}
	s.cash.Set(look.Rubles(w, s.view.Cash))
	for i, f := range s.facts {
		f.Set(facts[i])
	}
	s.main.Enable(!s.busy)
	for i, b := range s.items {
		always := i >= 3 && i != 8 // a correction and what is about money in the drawer need an open shift, and the X report
		b.Enable(!s.busy && !s.asking && (s.view.Open || always) && (i != 3 || s.p.Log))
	}
	s.state.Refresh()
	s.content.Refresh()
}

func (s *Panel) button(label, key string, k look.Kind) {
	s.main.Label, s.main.Key, s.main.Kind = label, key, k
	s.main.Refresh()
}

func (s *Panel) body() fyne.CanvasObject {
	card := look.NewCard()
	parts := []fyne.CanvasObject{card, s.sign, s.state, s.main, s.cancel, s.grid, s.cashOf, s.cash, s.trouble.Content()}
	for _, f := range s.facts {
		parts = append(parts, f)
	}
	return look.Board(fyne.NewSize(800, 380), func(size fyne.Size) {
		left := size.Width * 0.6
		look.Put(card, 0, 0, left, size.Height)
		look.Put(s.sign, 20, 20, 48, 48)
		look.Put(s.state, 84, 10, left-104, 70)
		low := size.Height < 420 // the strip of a lesson takes some of it: the drawer's money then stands in one line
		step := min((size.Height-90-84-90-90)/3, 34)
		if low {
			step = (size.Height - 90 - 84 - 84 - 50) / 3
		}
		for i, f := range s.facts {
			look.Put(f, 24, 90+float32(i)*step, left-48, step)
		}
		look.Put(s.cashOf, 24, 96+3*step, left-48, 28)
		look.Put(s.cash, 24, 124+3*step, left-48, 56)
		if low {
			look.Put(s.cashOf, 24, 90+3*step, left*0.45-24, 50)
			look.Put(s.cash, left*0.45, 90+3*step, left*0.55-24, 50)
		}
		look.Put(s.trouble.Content(), 12, size.Height-84-84, left-24, 76)
		if s.cancel.Hidden {
			look.Put(s.main, 12, size.Height-84, left-24, 72)
		} else {
			look.Put(s.cancel, 12, size.Height-84, (left-32)/2, 72)
			look.Put(s.main, 12+(left-24)/2, size.Height-84, (left-24)/2, 72)
		}
		x := left + 2*look.Gap
		look.Put(s.grid, x, 0, size.Width-x, min(size.Height, float32((len(s.items)+1)/2)*100))
	}, parts...)
}
