package look

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func show(t *testing.T, o fyne.CanvasObject, w, h float32) fyne.Window {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(Theme{})
	win := test.NewTempWindow(t, o)
	win.SetPadded(false)
	win.Resize(fyne.NewSize(w, h))
	return win
}

func list(n int, tapped *[]int) *List {
	return &List{
		Height: 50, Length: func() int { return n },
		Create: func() fyne.CanvasObject { return &Text{Free: true} },
		Update: func(i int, o fyne.CanvasObject) { o.(*Text).Set(fmt.Sprint("row ", i)) },
		OnTap:  func(i int) { *tapped = append(*tapped, i) },
	}
}

func drag(l *List, at fyne.Position, dy float32, steps int) {
	for range steps {
		at.Y += dy
		l.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}, Dragged: fyne.NewDelta(0, dy)})
	}
	l.DragEnd()
}

func TestAListFollowsTheFinger(t *testing.T) {
	var tapped []int
	l := list(100, &tapped)
	show(t, l, 400, 300)
	drag(l, fyne.NewPos(100, 250), -20, 10)
	if l.Offset() < 200 {
		t.Errorf("after a finger moved 200 up the list stands at %.0f, want 200 or more", l.Offset())
	}
	if len(tapped) != 0 {
		t.Errorf("dragging picked %v", tapped)
	}
	drag(l, fyne.NewPos(100, 10), 400, 20)
	if l.Offset() != 0 {
		t.Errorf("the list went beyond its beginning: %.0f", l.Offset())
	}
}

func TestAShakyTapIsATap(t *testing.T) {
	var tapped []int
	l := list(100, &tapped)
	show(t, l, 400, 300)
	drag(l, fyne.NewPos(100, 120), 2, 3)
	if len(tapped) != 1 || tapped[0] != 2 {
		t.Errorf("a tap that shook 6 units on row 2 picked %v, want [2]", tapped)
	}
}

func TestATapPicksTheRowUnderIt(t *testing.T) {
	for _, c := range []struct {
		name   string
		offset float32
		y      float32
		n      int
		want   []int
	}{
		{"the first row", 0, 10, 100, []int{0}},
		{"a row further down", 0, 275, 100, []int{5}},
		{"a scrolled list", 130, 30, 100, []int{3}},
		{"below the last row of a short list", 0, 280, 3, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var tapped []int
			l := list(c.n, &tapped)
			win := show(t, l, 400, 300)
			l.ScrollTo(c.offset)
			test.TapCanvas(win.Canvas(), fyne.NewPos(100, c.y))
			if fmt.Sprint(tapped) != fmt.Sprint(c.want) {
				t.Errorf("tap at %.0f picked %v, want %v", c.y, tapped, c.want)
			}
		})
	}
}

func TestALongListMakesOnlyTheRowsInSight(t *testing.T) {
	var tapped []int
	l := list(100000, &tapped)
	made := 0
	create := l.Create
	l.Create = func() fyne.CanvasObject { made++; return create() }
	show(t, l, 400, 300)
	l.ScrollTo(2500000)
	if made > 8 {
		t.Errorf("%d rows were made for 300 units of 50", made)
	}
}

func TestAListShrinksWithoutStandingBeyondItsEnd(t *testing.T) {
	var tapped []int
	n := 100
	l := list(0, &tapped)
	l.Length = func() int { return n }
	show(t, l, 400, 300)
	l.ScrollTo(4000)
	n = 2
	l.Refresh()
	if l.Offset() != 0 {
		t.Errorf("two rows left, and the list stands at %.0f", l.Offset())
	}
}

func TestATextShrinksWrapsAndOnlyThenIsCut(t *testing.T) {
	for _, c := range []struct {
		name string
		text *Text
		w, h float32
		fits bool
	}{
		{"short", &Text{Text: "Хлеб", Point: 20}, 200, 30, true},
		{"made smaller", &Text{Text: "Молоко пастеризованное", Point: 30, Least: 12}, 220, 40, true},
		{"two lines", &Text{Text: "Молоко пастеризованное топлёное", Point: 20, Lines: 2}, 260, 60, true},
		{"cut", &Text{Text: "Молоко пастеризованное топлёное", Point: 20}, 120, 30, false},
		{"one long word", &Text{Text: "Молокопастеризованноетоплёное", Point: 20, Lines: 2}, 120, 60, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.text.Free = true
			x := c.text
			show(t, Board(fyne.NewSize(1, 1), func(fyne.Size) { Put(x, 0, 0, c.w, c.h) }, x), 400, 300)
			if x.Fits() != c.fits {
				t.Errorf("%q in %.0f×%.0f: fits %v, want %v", c.text.Text, c.w, c.h, x.Fits(), c.fits)
			}
		})
	}
}

func TestAButtonThatIsOffDoesNothing(t *testing.T) {
	n := 0
	b := NewButton("Наличные", "F9", func() { n++ })
	win := show(t, b, 200, 60)
	test.TapCanvas(win.Canvas(), fyne.NewPos(50, 30))
	b.Enable(false)
	test.TapCanvas(win.Canvas(), fyne.NewPos(50, 30))
	if n != 1 {
		t.Errorf("the button did its work %d times, want 1", n)
	}
}

func TestAFieldReplacesWhatWasProposed(t *testing.T) {
	f := &Field{Decimal: ',', Limit: 5}
	show(t, f, 200, 60)
	f.Propose("1052,72")
	for _, r := range "2x0" {
		f.Rune(r)
	}
	if f.Value() != "20" {
		t.Errorf("got %q, want 20", f.Value())
	}
	f.Key(fyne.KeyBackspace)
	f.Paste(" 12345678\n")
	if f.Value() != "21234" {
		t.Errorf("after a paste got %q, want 21234: five characters", f.Value())
	}
	f.Clear()
	for _, r := range "1.5,.7" {
		f.Rune(r)
	}
	if f.Value() != "1,57" {
		t.Errorf("an amount with several points is %q, want 1,57", f.Value())
	}
	f.Propose("7")
	f.Key(fyne.KeyBackspace)
	if f.Value() != "" {
		t.Errorf("backspace left %q of what was proposed", f.Value())
	}
}

// BenchmarkList is a jump and a refresh in a list of 100,000 rows: what a key in the search costs on the screen's side.
func BenchmarkList(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(Theme{})
	var tapped []int
	l := list(100000, &tapped)
	win := test.NewWindow(l)
	defer win.Close()
	win.Resize(fyne.NewSize(600, 500))
	start := time.Now()
	for i := range b.N {
		l.ScrollTo(float32(i*977%90000) * 50)
		l.Refresh()
	}
	b.ReportMetric(float64(time.Since(start).Microseconds())/float64(b.N), "µs/jump")
}
