package sale

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// where lies over the basket while the code of a marked product is waited for: a package with its square code in a ring, and the bar
// code that does not do crossed out.
type where struct {
	box   *fyne.Container
	shown bool
}

func newWhere(w *lang.Catalogue) *where {
	card := look.NewCard()
	layers := []fyne.CanvasObject{
		&look.Sign{Name: "pack", Color: look.ColorMuted}, &look.Sign{Name: "packbars", Color: look.ColorMuted}, &look.Sign{Name: "packno", Color: look.ColorForbiddenInk},
		&look.Sign{Name: "packcode", Color: look.ColorText}, &look.Sign{Name: "packring", Color: look.ColorAllowedInk},
	}
	head := &look.Text{Text: w.T("ui.where.title"), Point: 26, Least: 16, Lines: 2, Bold: true, Free: true, Align: fyne.TextAlignCenter}
	yes := &look.Text{Text: w.T("ui.where.code"), Point: 19, Least: 13, Lines: 2, Bold: true, Free: true, Color: look.ColorAllowedInk}
	no := &look.Text{Text: w.T("ui.where.bars"), Point: 17, Least: 13, Lines: 2, Free: true, Color: look.ColorForbiddenInk, Align: fyne.TextAlignTrailing}
	text := &look.Text{Text: w.T("ui.where.text"), Point: 18, Least: 13, Lines: 3, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignCenter}
	parts := append([]fyne.CanvasObject{card, head, yes, no, text}, layers...)
	v := &where{}
	v.box = look.Board(fyne.NewSize(300, 300), func(size fyne.Size) {
		if !v.shown { // five large drawings are half of what a window costs to make, and most days nobody sees them
			return
		}
		look.Put(card, 0, 0, size.Width, size.Height)
		look.Put(head, 16, 10, size.Width-32, 66)
		side := min(size.Height-76-92, size.Width-32, 420)
		left, top := (size.Width-side)/2, float32(76)
		for _, l := range layers {
			look.Put(l, left, top, side, side)
		}
		// Beside the codes, which stand low on the package: the ring ends at 0.82 of its width, the bars begin at 0.26.
		y := top + side*0.62
		look.Put(yes, left+side*0.84, y, size.Width-left-side*0.84-12, 76)
		look.Put(no, 12, y, left+side*0.20-16, 76)
		look.Put(text, 20, size.Height-88, size.Width-40, 80)
	}, parts...)
	v.box.Hidden = true
	return v
}

// show is true when the picture came or went: the screen refreshes its content then, which gives the parts their places.
func (v *where) show(on bool) bool {
	if v.shown == on {
		return false
	}
	v.shown = on
	v.box.Hidden = !on
	return true
}
