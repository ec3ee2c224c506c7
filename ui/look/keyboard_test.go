package look

import (
	"testing"

	"fyne.io/fyne/v2"
)

// buttons are those of a keyboard by their labels, an icon where there is none.
func buttons(o fyne.CanvasObject, into map[string]*Button) map[string]*Button {
	switch o := o.(type) {
	case *Button:
		into[o.Label+o.Icon] = o
	case *fyne.Container:
		for _, c := range o.Objects {
			buttons(c, into)
		}
	}
	return into
}

func TestTheKeyboardTypesAPathOfWindows(t *testing.T) {
	var typed []rune
	k := &Keyboard{Type: func(r rune) { typed = append(typed, r) }, Press: func(fyne.KeyName) {}, Rows: "1234567890- йцукенгшщзх фывапролджэ ячсмитьбю.ё", ABC: "ABC", Cyr: "АБВ", Space: "пробел"}
	content := k.Content()
	for _, label := range []string{"ABC", "up", "D", "up", ":", "up", `\`, "up", "k", "a", "s", "s", "a", "пробел", "1"} {
		b := buttons(content, map[string]*Button{})[label]
		if b == nil {
			t.Fatalf("no key %q", label)
		}
		b.Tapped(nil)
	}
	if string(typed) != `D:\kassa 1` {
		t.Errorf("typed %q", string(typed))
	}
}

func TestTheRowsOfTheKeyboardAreOfOneLength(t *testing.T) {
	for _, rows := range []string{latin, latinUpper} {
		n, row := 0, 0
		for _, r := range rows + " " {
			if r != ' ' {
				n++
				continue
			}
			if row++; n != 11 {
				t.Errorf("row %d of %q has %d keys", row, rows, n)
			}
			n = 0
		}
		if row != 4 {
			t.Errorf("%q has %d rows", rows, row)
		}
	}
}
