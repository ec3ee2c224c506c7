package wizard

import (
	"strconv"

	"fyne.io/fyne/v2"

	"dobro/ui/listing"
	"dobro/ui/look"
)

// Columns asks which column of a table holds which of the fields: the outcome of an action that looked at a table. What was chosen stands
// in the values under ColumnKey of the field: the number of the column, Fixed+value for what holds for all rows, "" for nothing.
type Columns struct {
	Fields  []Choice // the field and its word, the needed ones first
	Needed  int      // how many of them are needed
	Heads   []string // what the columns are called
	Samples []string // what stands in them
	Same    map[string][]Choice
}

// Fixed begins a value that holds for all rows.
const Fixed = "="

// ColumnKey is where the choice for a field stands among the values.
func ColumnKey(field string) string { return "column." + field }

// chooser is the questions of a table: fields on the left, its columns on the right.
type chooser struct {
	s       *Screen
	c       Columns
	field   int
	buttons []*look.Button
	list    *listing.Listing
	values  []string // of the rows of the list
}

const chooserHigh float32 = 470

func newColumnsBody(s *Screen, st Step, c Columns) *body {
	w := s.p.Words
	b := &body{s: s, text: &look.Text{Text: w.T("wizard." + st.ID + ".columns.text"), Point: 17, Least: 13, Lines: 2, Free: true, Top: true, Color: look.ColorMuted}}
	x := &chooser{s: s, c: c}
	b.chooser = x
	var parts []fyne.CanvasObject
	for i := range c.Fields {
		k := &look.Button{Key: strconv.Itoa(i + 1), Large: 16, OnTap: func() { x.turn(i) }}
		x.buttons = append(x.buttons, k)
		parts = append(parts, k)
	}
	x.list = listing.New(x.take)
	left := look.Grid(1, parts...)
	other := &look.Button{Label: w.T("wizard." + st.ID + ".other"), Large: 16, OnTap: func() { s.show(s.at) }}
	b.actions = []*look.Button{other}
	b.high = chooserHigh
	b.content = look.Board(fyne.NewSize(480, b.high), func(size fyne.Size) {
		wide := size.Width * 0.45
		look.Put(b.text, 4, 0, size.Width-8-212, 50)
		look.Put(other, size.Width-204, 0, 204, 50)
		look.Put(left, 0, 56, wide, size.Height-60)
		look.Put(x.list.Content(), wide+look.Gap, 56, size.Width-wide-look.Gap, size.Height-60)
	}, b.text, left, other, x.list.Content())
	x.turn(x.first())
	return b
}

// first is the first needed field that has nothing yet.
func (x *chooser) first() int {
	for i, f := range x.c.Fields[:x.c.Needed] {
		if x.s.vals[ColumnKey(f.Value)] == "" {
			return i
		}
	}
	return 0
}

func (x *chooser) turn(field int) {
	x.field = field
	x.refresh()
}

// take says where the field at hand stands; a column holds one field only.
func (x *chooser) take(row int) {
	value := x.values[row]
	for _, f := range x.c.Fields {
		if value != "" && value[:1] != Fixed && x.s.vals[ColumnKey(f.Value)] == value {
			x.s.changed(ColumnKey(f.Value), "")
		}
	}
	x.s.changed(ColumnKey(x.c.Fields[x.field].Value), value)
	if x.field+1 < len(x.c.Fields) && value != "" {
		x.field++
	}
	x.refresh()
}

func (x *chooser) refresh() {
	w := x.s.p.Words
	for i, b := range x.buttons {
		f := x.c.Fields[i]
		b.SetLabel(f.Label + ": " + x.said(f.Value))
		kind := look.Plain
		if i == x.field {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	at := x.s.vals[ColumnKey(x.c.Fields[x.field].Value)]
	rows := []listing.Row{}
	x.values = nil
	add := func(value, icon, title, about string) {
		r := listing.Row{Icon: icon, Ink: look.ColorMuted, Title: title, About: about}
		if value == at {
			r.Icon, r.Ink = "check", look.ColorAllowedInk
		}
		rows, x.values = append(rows, r), append(x.values, value)
	}
	for i, head := range x.c.Heads {
		add(strconv.Itoa(i), "list", head, w.T("wizard.columns.sample", "value", x.c.Samples[i]))
	}
	field := x.c.Fields[x.field].Value
	for _, same := range x.c.Same[field] {
		add(Fixed+same.Value, "tiles", w.T("wizard.columns.same", "value", same.Label), w.T("wizard.columns.same.about"))
	}
	if x.field >= x.c.Needed {
		add("", "cross", w.T("wizard.columns.none"), w.T("wizard.columns.none.about"))
	}
	x.list.Show(rows, "")
}

// said is what was chosen for a field, in words.
func (x *chooser) said(field string) string {
	value := x.s.vals[ColumnKey(field)]
	for _, same := range x.c.Same[field] {
		if value == Fixed+same.Value {
			return same.Label
		}
	}
	if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(x.c.Heads) {
		return x.c.Heads[n]
	}
	return x.s.p.Words.T("wizard.columns.nothing")
}

// rune turns to a field by its number.
func (x *chooser) rune(r rune) bool {
	if i := int(r - '1'); i >= 0 && i < len(x.buttons) {
		x.turn(i)
		return true
	}
	return false
}

// key pages through the columns.
func (x *chooser) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyDown:
		x.list.Page(1)
	case fyne.KeyUp:
		x.list.Page(-1)
	default:
		return false
	}
	return true
}
