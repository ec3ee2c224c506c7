package receipts

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// desk is where a receipt is looked for: the field, the digits that mostly do, and letters for who has no keyboard. Letters need the
// whole width to be big enough for fingers.
type desk struct {
	words   *lang.Catalogue
	field   *look.Field
	swap    *look.Button
	digits  fyne.CanvasObject
	letters fyne.CanvasObject
	writing bool // letters are on the screen
	turned  func()
}

func newDesk(w *lang.Catalogue, c *Choice) *desk {
	d := &desk{words: w}
	d.field = &look.Field{Point: 22, Hint: w.T("ui.return.find"), Changed: func(string) { c.filter() }}
	d.field.Activate(true)
	d.swap = &look.Button{Icon: "keyboard", Large: 18, OnTap: func() { d.turn(!d.writing) }}
	d.digits = look.Pad{Type: func(r rune) { c.Rune(r) }, Press: func(k fyne.KeyName) { c.Key(k) }, Point: look.Decimal(w)}.Content()
	d.letters = look.ScreenKeyboard(w, c.Rune, c.Key)
	d.turn(false)
	return d
}

func (d *desk) parts() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.field, d.swap, d.digits, d.letters}
}

func (d *desk) turn(writing bool) {
	d.writing = writing
	if writing {
		d.swap.SetLabel("123")
		d.letters.Show()
		d.digits.Hide()
	} else {
		d.swap.SetLabel(d.words.T("ui.keyboard.letters"))
		d.letters.Hide()
		d.digits.Show()
	}
	if d.turned != nil {
		d.turned()
	}
}

// place puts its parts and says what is left for the list.
func (d *desk) place(size fyne.Size) (top, wide, high float32) {
	const row, swap = look.Target + 4, 150
	if d.writing {
		keys := min(5*look.Target+4*4, size.Height*0.66)
		look.Put(d.field, 0, 0, size.Width-swap-look.Gap, row)
		look.Put(d.swap, size.Width-swap, 0, swap, row)
		look.Put(d.letters, 0, size.Height-keys, size.Width, keys)
		return row + look.Gap, size.Width, size.Height - keys - row - 2*look.Gap
	}
	wide = size.Width*0.58 - look.Gap
	x := wide + 2*look.Gap
	look.Put(d.field, x, 0, size.Width-x, row)
	look.Put(d.swap, x, size.Height-row, size.Width-x, row)
	look.Put(d.digits, x, row+look.Gap, size.Width-x, size.Height-2*row-2*look.Gap)
	return 0, wide, size.Height
}
