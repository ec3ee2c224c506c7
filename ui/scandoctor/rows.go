package scandoctor

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/ui/look"
)

// historyRow is one scan in the list of those that came.
func (v *lastView) historyRow() (fyne.CanvasObject, func(int)) {
	ground, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	icon := &look.Sign{}
	text := &look.Text{Point: 16, Least: 12, Mono: true, Free: true}
	at := &look.Text{Point: 14, Least: 12, Free: true, Color: look.ColorMuted}
	row := look.Board(fyne.NewSize(120, look.Target), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(icon, 10, (size.Height-26)/2, 26, 26)
		look.Put(text, 44, 6, size.Width-52, 24)
		look.Put(at, 44, 29, size.Width-52, 22)
	}, ground, rule, icon, text, at)
	return row, func(i int) {
		e := v.entries[i]
		fill := look.ColorCard
		if i == v.chosen {
			fill = look.ColorSelected
		}
		ground.Set(fill, "")
		icon.Set(verdict(e.Diagnosis))
		text.Set(shorten(Visible(e.Raw), 14))
		at.Set(e.at.In(v.zone).Format("15:04:05"))
	}
}

// fieldRow is one field of the code: its identifier on its colour, its name, its value.
func (v *lastView) fieldRow() (fyne.CanvasObject, func(int)) {
	back, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	badge := canvas.NewRectangle(inkOnField)
	badge.CornerRadius = 5
	ai := canvas.NewText("", inkOnField)
	ai.TextSize, ai.TextStyle, ai.Alignment = 16, fyne.TextStyle{Bold: true}, fyne.TextAlignCenter
	name := &look.Text{Point: 14, Least: 11, Free: true, Color: look.ColorMuted}
	value := &look.Text{Point: 17, Least: 11, Free: true, Mono: true}
	row := look.Board(fyne.NewSize(120, 50), func(size fyne.Size) {
		look.Put(back, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(badge, 8, 9, 52, size.Height-18)
		look.Put(ai, 8, (size.Height-24)/2, 52, 24)
		look.Put(name, 70, 3, size.Width-76, 21)
		look.Put(value, 70, 23, size.Width-76, 25)
	}, back, rule, badge, ai, name, value)
	return row, func(i int) {
		e := v.current()
		f := e.Fields[i]
		badge.FillColor = ground(f.Name)
		badge.Refresh()
		ai.Text = f.AI
		ai.Refresh()
		name.Set(v.words.T("scandoctor.field." + f.Name))
		value.Set(meaning(v.words, e.Code, f))
	}
}

const findingHeight = 116

// findingRow is one finding: what was seen and what to do about it.
func (v *lastView) findingRow() (fyne.CanvasObject, func(int)) {
	back, rule := &look.ThemeRect{Fill: look.ColorCard}, &look.ThemeRect{Fill: look.ColorLine}
	icon := &look.Sign{}
	text := &look.Text{Point: 18, Least: 13, Bold: true, Free: true, Lines: 2}
	do := &look.Text{Point: 16, Least: 13, Free: true, Lines: 4, Top: true}
	row := look.Board(fyne.NewSize(200, findingHeight), func(size fyne.Size) {
		look.Put(back, 0, 0, size.Width, size.Height)
		look.Put(rule, 0, size.Height-1, size.Width, 1)
		look.Put(icon, 10, 8, 28, 28)
		look.Put(text, 48, 3, size.Width-56, 38)
		look.Put(do, 48, 42, size.Width-56, 68)
	}, back, rule, icon, text, do)
	return row, func(i int) {
		f := v.current().Findings[i]
		icon.Set(sign(f.Level))
		text.Set(v.words.T("scandoctor.finding."+f.Name, f.Args...))
		do.Set(v.words.T("scandoctor.finding."+f.Name+".do", f.Args...))
	}
}
