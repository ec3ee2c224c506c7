package doctor

import (
	"fyne.io/fyne/v2"

	"dobro/internal/probe"
	"dobro/ui/look"
)

const rowHigh float32 = 74

// row is one finding: sign, part and since when, what it is, what to do, the button.
func (s *Screen) row() (fyne.CanvasObject, func(probe.Finding)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	sign := &look.Sign{}
	title := &look.Text{Point: 18, Least: 12, Lines: 2, Bold: true, Free: true}
	since := &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted}
	text := &look.Text{Point: 17, Least: 12, Lines: 2, Free: true}
	action := &look.Text{Point: 16, Least: 11, Lines: 2, Free: true, Color: look.ColorPrimaryInk, Bold: true}
	fix := &look.Button{Large: 16, Kind: look.Primary}
	row := look.Board(fyne.NewSize(300, rowHigh), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(sign, 12, 20, 32, 32)
		left := float32(206)
		look.Put(title, 56, 4, left-64, 44)
		look.Put(since, 56, 48, left-64, 22)
		right := size.Width - 8
		if !fix.Hidden {
			right -= 190
			look.Put(fix, right+6, 8, 180, rowHigh-16)
		}
		if action.Text == "" {
			look.Put(text, left, 4, right-left, rowHigh-8)
			look.Put(action, left, rowHigh, right-left, 0)
			return
		}
		look.Put(text, left, 3, right-left, 36)
		look.Put(action, left, 38, right-left, 33)
	}, ground, rule, sign, title, since, text, action, fix)
	return row, func(f probe.Finding) {
		icon, ink := face(f.Level)
		sign.Set(icon, ink)
		title.Set(f.Title)
		text.Text, action.Text = f.Text, f.Action
		since.Set("")
		if at := f.From(); !at.IsZero() {
			since.Set(s.p.Words.T("ui.health.since", "at", at.In(s.p.Zone).Format("02.01 15:04")))
		}
		fix.Hidden = f.Fix == "" || f.Level == probe.Well || !s.p.May
		fix.OnTap = func() { s.mend(f.Fix) }
		fix.SetLabel(s.p.Words.T("fix." + string(f.Fix)))
		fix.Enable(!s.busy)
		row.Layout.Layout(row.Objects, row.Size())
		text.Refresh()
		action.Refresh()
		row.Refresh()
	}
}

func face(level string) (icon string, ink fyne.ThemeColorName) {
	switch level {
	case probe.Well:
		return "check", look.ColorAllowedInk
	case probe.Warn:
		return "exclaim", look.ColorAmberInk
	case probe.Bad:
		return "cross", look.ColorForbiddenInk
	}
	return "lamp-off", look.ColorMuted
}
