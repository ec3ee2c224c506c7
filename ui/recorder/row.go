package recorder

import (
	"fyne.io/fyne/v2"

	tape "dobro/internal/recorder"
	"dobro/ui/look"
)

const rowHigh float32 = 46

// faces are icon and colour of the tones; what somebody did has a person before it.
var faces = map[tape.Tone]struct {
	icon string
	ink  fyne.ThemeColorName
}{
	tape.Plain: {"person", look.ColorText},
	tape.Good:  {"check", look.ColorAllowedInk},
	tape.Wary:  {"exclaim", look.ColorAmberInk},
	tape.Wrong: {"cross", look.ColorForbiddenInk},
	tape.Faint: {"right", look.ColorMuted},
}

// row is one moment: when, a sign, what.
func (s *Screen) row() (fyne.CanvasObject, func(tape.Moment)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	when := &look.Text{Point: 16, Free: true, Color: look.ColorMuted}
	sign := &look.Sign{}
	text := &look.Text{Point: 17, Least: 11, Lines: 2, Free: true}
	inset := float32(0)
	row := look.Board(fyne.NewSize(300, rowHigh), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(when, 12, 0, 92, size.Height)
		look.Put(sign, 110+inset, 11, 24, 24)
		look.Put(text, 144+inset, 1, size.Width-152-inset, size.Height-2)
	}, ground, rule, when, sign, text)
	return row, func(m tape.Moment) {
		f := faces[m.Tone]
		when.Set(m.At.In(s.p.Zone).Format("15:04:05"))
		sign.Set(f.icon, f.ink)
		text.Text, text.Bold, text.Color = m.Text, m.Tone == tape.Plain, look.ColorText
		if m.Tone == tape.Faint {
			text.Color = look.ColorMuted
		}
		inset = 24 // what came of it stands under what was done
		if m.Tone == tape.Plain {
			inset = 0
		}
		row.Layout.Layout(row.Objects, row.Size())
		text.Refresh()
		row.Refresh()
	}
}
