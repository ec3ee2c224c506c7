package settings

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// editor changes one key: a button for every choice, or a line of text with the keyboard of the screen.
type editor struct {
	form    *look.Form // nil where the values can be counted
	done    func(value string)
	content *fyne.Container
}

func newEditor(w *lang.Catalogue, k Key, tell func(key, value string) string, done func(string), back func()) *editor {
	e := &editor{done: done}
	card := look.NewCard()
	title := &look.Text{Text: k.Label, Point: 22, Least: 14, Bold: true, Free: true}
	help := &look.Text{Text: k.Help, Point: 17, Least: 12, Lines: 2, Free: true, Color: look.ColorMuted, Top: true}
	usual := &look.Text{Point: 15, Least: 11, Free: true, Color: look.ColorMuted}
	if k.Default != "" {
		usual.Text = w.T("settings.usual", "value", k.Default)
	}
	cancel := look.NewButton(w.T("settings.back"), w.T("ui.key.esc"), back)
	if len(k.Choices) > 0 {
		grid := choices(k, done)
		rows := float32((len(k.Choices) + 1) / 2)
		e.content = look.Board(fyne.NewSize(400, 400), func(size fyne.Size) {
			look.Put(card, 0, 0, size.Width, size.Height)
			look.Put(title, 16, 8, size.Width-32, 36)
			look.Put(help, 16, 46, size.Width-32, 48)
			look.Put(usual, 16, 96, size.Width-32, 24)
			look.Put(grid, 12, 126, size.Width-24, min(rows*(look.Target+8), size.Height-126-look.Target-24))
			look.Put(cancel, 12, size.Height-look.Target-10, 220, look.Target)
		}, card, title, help, usual, grid, cancel)
		return e
	}
	field := &look.FormField{Label: w.T("settings.value"), Field: &look.Field{Limit: 500, Secret: k.Secret}, Tell: func(v string) string { return tell(k.Name, v) }}
	if k.Digits {
		field.Field.Allow = look.DigitRune
	}
	if k.Value != "" {
		field.Field.Propose(k.Value)
	}
	e.form = look.NewForm(w, e.enter, field)
	save := &look.Button{Label: w.T("settings.save"), Key: w.T("ui.key.enter"), Kind: look.Good, Large: 18, OnTap: e.enter}
	column, keys := e.form.Column(62), e.form.ScreenKeyboard()
	e.content = look.Board(fyne.NewSize(400, 400), func(size fyne.Size) {
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(title, 16, 8, size.Width-32, 36)
		look.Put(help, 16, 46, size.Width-32, 48)
		look.Put(usual, 16, 94, size.Width-32, 24)
		look.Put(column, 12, 122, size.Width-24, 62)
		look.Put(cancel, 12, 188, 220, look.Target)
		look.Put(save, size.Width-12-260, 188, 260, look.Target)
		look.Put(keys, 12, 254, size.Width-24, size.Height-262)
	}, card, title, help, usual, column, cancel, save, keys)
	return e
}

func choices(k Key, done func(string)) *fyne.Container {
	var parts []fyne.CanvasObject
	for _, c := range k.Choices {
		b := &look.Button{Label: c.Label, Large: 18, OnTap: func() { done(c.Value) }}
		if c.Value == k.Value {
			b.Kind = look.Primary
		}
		parts = append(parts, b)
	}
	return look.Grid(2, parts...)
}

func (e *editor) enter() {
	if e.form.Check() {
		e.done(e.form.Active().Field.Value())
	}
}

func (e *editor) rune(r rune) bool { return e.form != nil && e.form.Rune(r) }

func (e *editor) paste(text string) {
	if e.form != nil {
		e.form.Paste(text)
	}
}

func (e *editor) key(k fyne.KeyName) bool { return e.form != nil && e.form.Key(k) }
