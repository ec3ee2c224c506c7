package deviations

import (
	"strconv"

	"fyne.io/fyne/v2"

	journal "dobro/internal/journal/deviations"
	"dobro/internal/lang"
	"dobro/ui/listing"
	"dobro/ui/look"
)

// fields are what a column may hold, the needed one first.
var fields = []struct {
	name string
	of   func(m *journal.Mapping) *int
}{
	{"code", func(m *journal.Mapping) *int { return &m.Code }},
	{"at", func(m *journal.Mapping) *int { return &m.At }},
	{"fd", func(m *journal.Mapping) *int { return &m.FD }},
	{"fn", func(m *journal.Mapping) *int { return &m.FN }},
	{"kind", func(m *journal.Mapping) *int { return &m.Kind }},
}

// columns is the second step: on the left what we want to know, on the right the columns of the list.
type columns struct {
	words   *lang.Catalogue
	list    journal.List
	chosen  int
	buttons []*look.Button
	choice  *listing.Listing
	content *fyne.Container
	changed func()
}

func newColumns(w *lang.Catalogue) *columns {
	c := &columns{words: w, changed: func() {}}
	var parts []fyne.CanvasObject
	for i := range fields {
		b := &look.Button{Key: strconv.Itoa(i + 1), Large: 17, OnTap: func() { c.field(i) }}
		c.buttons = append(c.buttons, b)
		parts = append(parts, b)
	}
	c.choice = listing.New(c.take)
	left := look.Grid(1, parts...)
	c.content = look.Board(fyne.NewSize(700, 260), func(size fyne.Size) {
		wide := size.Width * 0.42
		look.Put(left, 0, 0, wide, size.Height)
		look.Put(c.choice.Content(), wide+look.Gap, 0, size.Width-wide-look.Gap, size.Height)
	}, left, c.choice.Content())
	return c
}

func (c *columns) show(l journal.List) {
	c.list, c.chosen = l, 0
	c.refresh()
}

// field turns to the columns for one of the fields.
func (c *columns) field(i int) {
	c.chosen = i
	c.refresh()
}

// take says which column holds the chosen field; row 0 is «none».
func (c *columns) take(row int) {
	column := row - 1
	m := c.list.Mapping
	for _, f := range fields { // a column holds one thing
		if at := f.of(&m); *at == column {
			*at = -1
		}
	}
	*fields[c.chosen].of(&m) = column
	c.list.Mapping, c.list.Remembered = m, false
	if c.chosen+1 < len(fields) && column >= 0 {
		c.chosen++
	}
	c.refresh()
	c.changed()
}

func (c *columns) refresh() {
	w, m := c.words, c.list.Mapping
	for i, b := range c.buttons {
		at := *fields[i].of(&m)
		label := w.T("deviations.field." + fields[i].name)
		if at >= 0 {
			label += ": " + c.heading(at)
		} else {
			label += ": " + w.T("deviations.no_column")
		}
		b.SetLabel(label)
		kind := look.Plain
		if i == c.chosen {
			kind = look.Primary
		}
		b.SetKind(kind)
	}
	rows := []listing.Row{{Icon: "cross", Ink: look.ColorMuted, Title: w.T("deviations.no_column.title"), About: w.T("deviations.no_column.about")}}
	for i := range c.width() {
		r := listing.Row{Icon: "list", Ink: look.ColorMuted, Title: c.heading(i), About: c.sample(i)}
		if *fields[c.chosen].of(&m) == i {
			r.Icon, r.Ink = "check", look.ColorAllowedInk
		}
		rows = append(rows, r)
	}
	c.choice.Show(rows, "")
}

func (c *columns) width() int {
	if len(c.list.Table) == 0 {
		return 0
	}
	return len(c.list.Table[0])
}

func (c *columns) heading(i int) string {
	if i < c.width() && c.list.Table[0][i] != "" {
		return c.list.Table[0][i]
	}
	return c.words.T("deviations.nameless", "n", i+1)
}

// sample is what stands in the first row that has something there.
func (c *columns) sample(i int) string {
	for _, row := range c.list.Table[1:] {
		if i < len(row) && row[i] != "" {
			return c.words.T("deviations.sample", "value", row[i])
		}
	}
	return c.words.T("deviations.no_sample")
}
