package look

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// tall is a list of rows that are higher, and every third higher still.
func tall(n int, tapped *[]int) *List {
	l := list(n, tapped)
	l.Tall = func(i int, _ float32) float32 {
		if i%3 == 2 {
			return 120
		}
		return 60
	}
	return l
}

func TestRowsOfTheirOwnHeightAreHitAndRevealed(t *testing.T) {
	var tapped []int
	l := tall(30, &tapped)
	win := show(t, l, 400, 300)
	for _, y := range []float32{10, 70, 130, 230, 250} {
		test.TapCanvas(win.Canvas(), fyne.NewPos(100, y))
	}
	if fmt.Sprint(tapped) != "[0 1 2 2 3]" {
		t.Errorf("taps picked %v", tapped)
	}
	l.Reveal(29)
	if want := float32(30*60 + 10*60 - 300); l.Offset() != want {
		t.Errorf("the last row is in sight at %.0f, want %.0f", l.Offset(), want)
	}
	l.Reveal(2)
	if l.Offset() != 120 {
		t.Errorf("row 2 begins at 120, the list stands at %.0f", l.Offset())
	}
	for i, row := range l.rows.pool[:3] {
		if at := l.rows.first + i; row.Visible() && row.Position().Y != float32(l.tops[at])-l.Offset() {
			t.Errorf("row %d stands at %.0f", at, row.Position().Y)
		}
	}
}

func TestATallRowIsNeverLowerThanAFinger(t *testing.T) {
	var tapped []int
	l := list(3, &tapped)
	l.Tall = func(int, float32) float32 { return 10 }
	show(t, l, 400, 300)
	if l.rowHeight(1) != Target {
		t.Errorf("a row is %.0f high", l.rowHeight(1))
	}
}
