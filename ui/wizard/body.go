package wizard

import (
	"slices"

	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// rowHigh is the height of one question.
const rowHigh float32 = 58

// body is the questions of one step.
type body struct {
	s       *Screen
	form    *look.Form // nil when no line of text is asked for
	text    *look.Text
	rows    []fyne.CanvasObject // labels and rows of buttons, then the column of the form
	actions []*look.Button
	way     fyne.CanvasObject // a drawing; nil where there is none
	chooser *chooser          // of the columns of a table; nil but for then
	content *fyne.Container
	high    float32
}

func newBody(s *Screen, st Step) *body {
	w := s.p.Words
	b := &body{s: s, text: &look.Text{Text: w.T("wizard." + st.ID + ".text"), Point: 17, Least: 13, Lines: 3, Free: true, Top: true, Color: look.ColorMuted}}
	var fields []*look.FormField
	for _, f := range st.Fields {
		if len(f.Choices) > 0 {
			b.choice(f)
			continue
		}
		fields = append(fields, b.field(f))
	}
	var column fyne.CanvasObject
	if len(fields) > 0 {
		b.form = look.NewForm(w, s.enter, fields...)
		column = b.form.Column(rowHigh)
	}
	for _, a := range st.Actions {
		b.actions = append(b.actions, &look.Button{Label: w.T("wizard." + st.ID + "." + a), Large: 17, OnTap: func() { s.do(a) }})
	}
	if st.Scans && s.p.TryScanner != nil {
		b.actions = append(b.actions, &look.Button{Label: w.T("wizard.try_scanner"), Large: 17, OnTap: s.p.TryScanner})
	}
	if st.Way {
		b.way = newWay(w, st.ID)
	}
	b.lay(column, len(fields))
	return b
}

func (b *body) field(f Field) *look.FormField {
	w := b.s.p.Words
	x := &look.FormField{Label: w.T(f.Words), Field: &look.Field{Limit: f.Limit, Secret: f.Secret, Hint: ""}, Digits: f.Digits,
		Tell: func(v string) string { return b.s.p.Backend.Tell(f.Key, v) }}
	if f.Digits {
		x.Field.Allow = look.DigitRune
	}
	if v := b.s.vals[f.Key]; v != "" {
		x.Field.Propose(v)
	}
	x.Field.Changed = func(v string) { b.s.changed(f.Key, v) }
	return x
}

// choice is a question with a button for every answer; where there are many, two buttons walk through them.
func (b *body) choice(f Field) {
	label := &look.Text{Text: b.s.p.Words.T(f.Words), Point: 17, Least: 12, Lines: 2, Free: true}
	var row *fyne.Container
	if len(f.Choices) > 5 {
		row = b.wheel(f)
	} else {
		row = b.buttons(f)
	}
	b.rows = append(b.rows, label, row)
}

func (b *body) buttons(f Field) *fyne.Container {
	var keys []*look.Button
	var parts []fyne.CanvasObject
	mark := func() {
		for i, c := range f.Choices {
			kind := look.Plain
			if c.Value == b.s.vals[f.Key] {
				kind = look.Primary
			}
			keys[i].SetKind(kind)
		}
	}
	for _, c := range f.Choices {
		k := &look.Button{Label: c.Label, Large: 15, OnTap: func() { b.s.changed(f.Key, c.Value); mark() }}
		keys, parts = append(keys, k), append(parts, k)
	}
	mark()
	return look.Grid(len(parts), parts...)
}

func (b *body) wheel(f Field) *fyne.Container {
	shown := &look.Text{Point: 18, Least: 13, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	at := func() int {
		return slices.IndexFunc(f.Choices, func(c Choice) bool { return c.Value == b.s.vals[f.Key] })
	}
	name := func() {
		if i := at(); i >= 0 {
			shown.Set(f.Choices[i].Label)
		} else {
			shown.Set(b.s.vals[f.Key])
		}
	}
	step := func(by int) func() {
		return func() {
			n := len(f.Choices)
			b.s.changed(f.Key, f.Choices[((at()+by)%n+n)%n].Value)
			name()
		}
	}
	up, down := &look.Button{Icon: "up", OnTap: step(-1)}, &look.Button{Icon: "down", OnTap: step(1)}
	ground := look.NewCard()
	name()
	return look.Board(fyne.NewSize(300, look.Target), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width-2*(look.Target+8), size.Height)
		look.Put(shown, 8, 0, size.Width-2*(look.Target+8)-16, size.Height)
		look.Put(up, size.Width-2*look.Target-8, 0, look.Target, size.Height)
		look.Put(down, size.Width-look.Target, 0, look.Target, size.Height)
	}, ground, shown, up, down)
}

func (b *body) lay(column fyne.CanvasObject, fields int) {
	parts := append([]fyne.CanvasObject{b.text}, b.rows...)
	if column != nil {
		parts = append(parts, column)
	}
	var row *fyne.Container
	if len(b.actions) > 0 {
		var keys []fyne.CanvasObject
		for _, a := range b.actions {
			keys = append(keys, a)
		}
		row = look.Grid(max(len(keys), 2), keys...)
		parts = append(parts, row)
	}
	const intro float32 = 70
	b.high = intro + float32(len(b.rows)/2)*rowHigh + float32(fields)*rowHigh
	if row != nil {
		b.high += look.Target + 8
	}
	if b.way != nil {
		parts = append(parts, b.way)
		b.high += pictureHigh
	}
	b.content = look.Board(fyne.NewSize(480, b.high), func(size fyne.Size) {
		look.Put(b.text, 4, 0, size.Width-8, intro-6)
		y, name := intro, size.Width*0.26
		for i := 0; i+1 < len(b.rows); i += 2 {
			look.Put(b.rows[i], 4, y, name-12, rowHigh-6)
			look.Put(b.rows[i+1], name, y, size.Width-name, rowHigh-6)
			y += rowHigh
		}
		if column != nil {
			look.Put(column, 0, y, size.Width, float32(fields)*rowHigh)
			y += float32(fields) * rowHigh
		}
		if row != nil {
			look.Put(row, 0, y+4, size.Width, look.Target)
			y += look.Target + 8
		}
		if b.way != nil {
			look.Put(b.way, 0, y+4, size.Width, pictureHigh-4)
		}
	}, parts...)
}

// last tells whether the last field takes what is typed: Enter then presses the big button.
func (b *body) last() bool { return b.form.Active() == b.form.Fields[len(b.form.Fields)-1] }

func (b *body) enable(on bool) {
	for _, a := range b.actions {
		a.Enable(on)
	}
}
