package look

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
)

// Form is a column of labelled fields of which one takes what is typed; Tab, Enter and a tap go on. The keyboard of the screen stands
// below it.
type Form struct {
	Fields []*FormField
	Last   func() // Enter in the last field

	active int
	words  *lang.Catalogue
}

// FormField is a line of the form. Tell says whether what stands in it is right: "" or a sentence.
type FormField struct {
	Label  string
	Field  *Field
	Digits bool
	Tell   func(value string) string

	label, says *Text
	place       func() // where it lies in the column, nil before there is one
}

// NewForm binds the fields together.
func NewForm(w *lang.Catalogue, last func(), fields ...*FormField) *Form {
	f := &Form{Fields: fields, Last: last, words: w}
	for i, x := range fields {
		x.label = &Text{Text: x.Label, Point: 17, Least: 12, Lines: 2, Free: true}
		x.says = &Text{Point: 15, Least: 12, Lines: 2, Free: true, Color: ColorForbiddenInk}
		x.Field.OnTap = func() { f.Go(i) }
		before := x.Field.Changed
		x.Field.Changed = func(v string) {
			f.tell(x)
			if before != nil {
				before(v)
			}
		}
	}
	f.Go(0)
	return f
}

// Active is the field that takes what is typed.
func (f *Form) Active() *FormField { return f.Fields[f.active] }

// Go makes field i the active one.
func (f *Form) Go(i int) {
	f.active = (i + len(f.Fields)) % len(f.Fields)
	for j, x := range f.Fields {
		x.Field.Activate(j == f.active)
	}
}

// Check tells every field what is wrong with it and goes to the first that is; true when all are right.
func (f *Form) Check() bool {
	good := true
	for i, x := range f.Fields {
		if !f.tell(x) && good {
			good = false
			f.Go(i)
		}
	}
	return good
}

func (f *Form) tell(x *FormField) bool {
	said := ""
	if x.Tell != nil {
		said = x.Tell(x.Field.Value())
	}
	if x.says.Set(said); x.place != nil {
		x.place()
	}
	return said == ""
}

// Rune types into the active field.
func (f *Form) Rune(r rune) bool { return f.Active().Field.Rune(r) }

// Paste pastes into the active field.
func (f *Form) Paste(text string) { f.Active().Field.Paste(text) }

// Key walks among the fields and edits.
func (f *Form) Key(k fyne.KeyName) bool {
	switch {
	case k == fyne.KeyTab, k == fyne.KeyDown:
		f.Go(f.active + 1)
	case k == fyne.KeyUp:
		f.Go(f.active - 1)
	case IsEnter(k):
		if f.active == len(f.Fields)-1 {
			f.Last()
			return true
		}
		f.Go(f.active + 1)
	default:
		return f.Active().Field.Key(k)
	}
	return true
}

// Column is the fields, one under the other, height units each. A field has the whole line to itself, paths and addresses are long; it makes
// room for what is wrong with it.
func (f *Form) Column(height float32) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for _, x := range f.Fields {
		parts = append(parts, x.label, x.Field, x.says)
	}
	return Board(fyne.NewSize(480, height*float32(len(f.Fields))), func(size fyne.Size) {
		name := size.Width * 0.26
		for i, x := range f.Fields {
			x.place = func() {
				says, y := float32(0), float32(i)*height
				if x.says.Text != "" {
					says = size.Width*0.28 + 8
				}
				Put(x.label, 4, y, name-12, height-6)
				Put(x.Field, name, y, size.Width-name-says, height-6)
				Put(x.says, size.Width-says+8, y, says-8, height-6)
			}
			x.place()
		}
	}, parts...)
}

// ScreenKeyboard is the keyboard that types into the form.
func (f *Form) ScreenKeyboard() fyne.CanvasObject { return ScreenKeyboard(f.words, f.Rune, f.Key) }

// ScreenKeyboard is a keyboard with the words of the language.
func ScreenKeyboard(w *lang.Catalogue, typed func(rune) bool, pressed func(fyne.KeyName) bool) fyne.CanvasObject {
	k := &Keyboard{
		Type: func(r rune) { typed(r) }, Press: func(n fyne.KeyName) { pressed(n) },
		Rows: w.T("ui.keyboard.rows"), ABC: w.T("ui.keyboard.latin"), Cyr: w.T("ui.keyboard.cyrillic"),
		Space: w.T("ui.keyboard.space"), Enter: w.T("ui.key.enter"), Latin: w.Code() != "ru",
	}
	return k.Content()
}
