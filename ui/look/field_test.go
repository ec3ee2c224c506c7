package look

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// What is typed last is seen, however long the text is, and its letters stay readable.
func TestALongTextShowsItsEnd(t *testing.T) {
	f := &Field{Limit: 300}
	r := test.WidgetRenderer(f).(*fieldRenderer)
	w := test.NewTempWindow(t, f)
	w.Resize(fyne.NewSize(420, 60))
	f.Resize(fyne.NewSize(400, 52))
	path := `C:\Users\Продавец\Documents\Обмен с бухгалтерией\Каталог товаров на декабрь 2026.csv`
	for i, letter := range path {
		f.Rune(letter)
		if shown := r.text.Text; !strings.HasSuffix(path[:i+len(string(letter))], strings.TrimPrefix(shown, "…")) || !r.text.Fits() {
			t.Fatalf("after %q one sees %q, fits: %v", path[:i], shown, r.text.Fits())
		}
	}
	if got := r.text.drawn(); got < fieldLeast || f.Value() != path {
		t.Errorf("letters of %v, %q", got, f.Value())
	}
	if right := r.caret.Position().X; right > 400-4 || right < 300 {
		t.Errorf("the caret stands at %v", right)
	}
	f.Propose("short")
	if r.text.Text != "short" || r.text.drawn() != r.text.size() {
		t.Errorf("a short text is shown as %q of %v", r.text.Text, r.text.drawn())
	}
}

// A field has its line to itself until something is wrong with it.
func TestAFieldMakesRoomForWhatIsWrongWithIt(t *testing.T) {
	bad := ""
	x := &FormField{Label: "ИНН", Field: &Field{}, Tell: func(string) string { return bad }}
	form := NewForm(nil, func() {}, x)
	column := form.Column(58)
	w := test.NewTempWindow(t, column)
	w.Resize(fyne.NewSize(800, 100))
	column.Resize(fyne.NewSize(800, 58))
	whole := x.Field.Size().Width
	bad = "В ИНН ошибка"
	form.Check()
	small := x.Field.Size().Width
	if whole < 590 || small > 390 || x.says.Position().X < x.Field.Position().X+small {
		t.Errorf("%v wide, with a sentence %v, the sentence at %v", whole, small, x.says.Position().X)
	}
	bad = ""
	form.Check()
	if x.Field.Size().Width != whole {
		t.Errorf("put right it is %v wide, not %v", x.Field.Size().Width, whole)
	}
}
