package sale

import (
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
	"dobro/ui/quickkeys"
)

// Command is what a button or a key of the sale screen asks for.
type Command int

// Commands, in the order of their keys.
const (
	Help Command = iota
	Find
	Quantity
	Discount
	Hold
	Return
	Drawer
	PayCash
	PayCard
	Shift
	Lock
	Remove
	Cancel
	Act   // the button of the notice
	Quick // goods that are sold by a tap
)

// Params of the screen. Do runs on the UI thread.
type Params struct {
	Words   *lang.Catalogue
	Do      func(Command)
	Tile    func(quickkeys.Tile)
	Arrange func()
}

// Screen is the sale screen.
type Screen struct {
	p        Params
	now      Picture
	selected int // Key of the selected line, 0 when none
	list     *look.List
	empty    *look.Text
	emptyPic *look.Sign
	total    *look.Text
	count    *look.Text
	discount *look.Text
	last     *look.Text
	notice   *notice
	buttons  map[Command]*look.Button
	content  *fyne.Container
	quick    *quickkeys.Board
	where    *where
}

// New builds the screen, empty.
func New(p Params) *Screen {
	w := p.Words
	s := &Screen{
		p:        p,
		empty:    &look.Text{Text: w.T("ui.sale.empty"), Point: 20, Least: 14, Lines: 3, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted, Top: true},
		emptyPic: &look.Sign{Name: "scan", Color: look.ColorMuted},
		total:    &look.Text{Point: 46, Least: 22, Bold: true, Free: true, Align: fyne.TextAlignTrailing},
		count:    &look.Text{Point: 17, Least: 12, Free: true, Color: look.ColorMuted},
		discount: &look.Text{Point: 17, Least: 12, Free: true, Color: look.ColorAmberInk, Align: fyne.TextAlignTrailing},
		last:     &look.Text{Point: 16, Least: 12, Free: true, Color: look.ColorMuted, Lines: 2},
		buttons:  map[Command]*look.Button{},
	}
	s.list = &look.List{
		Height: rowHeight,
		Tall:   func(i int, width float32) float32 { return s.now.Rows[i].height(width) },
		Length: func() int { return len(s.now.Rows) },
		OnTap:  func(i int) { s.pick(i) },
	}
	views := map[fyne.CanvasObject]*rowView{}
	s.list.Create = func() fyne.CanvasObject {
		v := newRowView()
		views[v.Container] = v
		return v.Container
	}
	s.list.Update = func(i int, o fyne.CanvasObject) {
		r := s.now.Rows[i]
		views[o].show(r, r.Key == s.selected)
	}
	s.where = newWhere(w)
	s.notice = newNotice(func() { p.Do(Act) })
	s.build()
	return s
}

// Content is what the window shows.
func (s *Screen) Content() fyne.CanvasObject { return s.content }

// Quick is the board of tiles.
func (s *Screen) Quick() *quickkeys.Board { return s.quick }

// Show turns to another picture. On the UI thread. Only what changed is refreshed: the till tells of every lamp and every step of a
// check, and each refresh is a picture of the whole window.
func (s *Screen) Show(p Picture) {
	before, selected, noticed := s.now, s.selected, s.notice.shown
	grown, more := len(p.Rows) > len(before.Rows), before.grew(p)
	s.now = p
	switch n := len(p.Rows); {
	case more >= 0: // goods scanned once more: what is pressed next is about them
		s.selected = p.Rows[more].Key
	case n == 0:
		s.selected = 0
	case grown || s.at() < 0:
		s.selected = p.Rows[n-1].Key
	}
	s.total.Set(p.Total)
	s.count.Set(p.Count)
	s.discount.Set(p.Discount)
	s.last.Set(p.Last)
	moved := s.empty.Hidden != p.HasLines
	s.empty.Hidden, s.emptyPic.Hidden = p.HasLines, p.HasLines
	moved = s.notice.show(p) || moved
	moved = s.where.show(p.Where) || moved
	s.enable()
	if s.selected != selected || !slices.Equal(before.Rows, p.Rows) {
		s.list.Refresh()
	}
	if moved {
		s.content.Refresh()
	}
	if grown || more >= 0 || s.notice.shown != noticed { // the strip takes room from the list
		s.list.Reveal(s.at())
	}
}

// Selected is the row that the next command is about; false when the basket is empty.
func (s *Screen) Selected() (Row, bool) {
	i := s.at()
	if i < 0 {
		return Row{}, false
	}
	return s.now.Rows[i], true
}

// Key moves the selection.
func (s *Screen) Key(k fyne.KeyName) bool {
	if s.quick.Key(k) {
		return true
	}
	by := 0
	switch k {
	case fyne.KeyUp:
		by = -1
	case fyne.KeyDown:
		by = 1
	case fyne.KeyPageUp:
		by = -6
	case fyne.KeyPageDown:
		by = 6
	default:
		return false
	}
	if i := s.at(); i >= 0 {
		s.pick(min(max(i+by, 0), len(s.now.Rows)-1))
	}
	return true
}

func (s *Screen) at() int {
	for i, r := range s.now.Rows {
		if r.Key == s.selected {
			return i
		}
	}
	return -1
}

func (s *Screen) pick(i int) {
	before := s.at()
	s.selected = s.now.Rows[i].Key
	s.list.Reveal(i)
	s.list.RefreshRow(before)
	s.list.RefreshRow(i)
}

func (s *Screen) enable() {
	some := s.now.HasLines
	for c, on := range map[Command]bool{
		Quantity: some, Discount: some, Remove: some, Cancel: some,
		PayCash: s.now.CanPay, PayCard: s.now.CanPay,
		Hold: some || s.now.Held > 0,
	} {
		s.buttons[c].Enable(on)
	}
	label := s.p.Words.T("ui.sale.hold")
	switch {
	case !some && s.now.Held > 0:
		label = s.p.Words.T("ui.sale.resume", "n", strconv.Itoa(s.now.Held))
	case s.now.Held > 0:
		label = s.p.Words.T("ui.sale.hold_more", "n", strconv.Itoa(s.now.Held))
	}
	s.buttons[Hold].SetLabel(label)
}
