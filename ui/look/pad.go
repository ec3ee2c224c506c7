package look

import (
	"fyne.io/fyne/v2"
)

// Pad is the numeric pad on the screen. It types into whatever Type and Press hand over to.
type Pad struct {
	Type  func(r rune)
	Press func(k fyne.KeyName)
	Point rune // decimal sign of the language; 0 offers "00" in its place, -1 nothing
}

// Content is the pad: three columns, four rows.
func (p Pad) Content() *fyne.Container {
	var keys []fyne.CanvasObject
	digit := func(text string) fyne.CanvasObject {
		b := NewButton(text, "", func() {
			for _, r := range text {
				p.Type(r)
			}
		})
		b.Large = SizeTitle
		return b
	}
	for _, d := range "789456123" {
		keys = append(keys, digit(string(d)))
	}
	switch p.Point {
	case -1:
		keys = append(keys, Blank())
	case 0:
		keys = append(keys, digit("00"))
	default:
		keys = append(keys, digit(string(p.Point)))
	}
	back := NewButton("", "", func() { p.Press(fyne.KeyBackspace) })
	back.Icon = "backspace"
	keys = append(keys, digit("0"), back)
	return Grid(3, keys...)
}
