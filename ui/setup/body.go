package setup

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

func (s *Screen) body() fyne.CanvasObject {
	w := s.p.Words
	ground := &look.ThemeRect{Fill: look.ColorWindow}
	title := &look.Text{Text: w.T("ui.setup.title"), Point: 24, Least: 16, Bold: true, Free: true}
	text := &look.Text{Text: w.T("ui.setup.text"), Point: 16, Least: 12, Free: true, Color: look.ColorMuted}
	taxOf := &look.Text{Text: w.T("ui.setup.taxation"), Point: 16, Least: 12, Free: true, Lines: 2}
	driverOf := &look.Text{Text: w.T("ui.setup.driver"), Point: 16, Least: 12, Free: true, Lines: 2}
	column, keys := s.form.Column(54), s.form.ScreenKeyboard()
	parts := []fyne.CanvasObject{ground, title, text, taxOf, driverOf, column, keys, s.save, s.trouble.Content()}
	taxes, drivers := row(s.taxes), row(s.drivers)
	parts = append(parts, taxes, drivers)
	return look.Board(fyne.NewSize(900, 700), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		side := float32(250)
		look.Put(title, 16, 6, size.Width-side-40, 36)
		look.Put(text, 16, 42, size.Width-side-40, 24)
		look.Put(s.save, size.Width-side-12, 8, side, 60)
		y := float32(74)
		name := (size.Width - 24) * 0.26
		look.Put(taxOf, 16, y, name-12, look.Target)
		look.Put(taxes, 12+name, y, size.Width-24-name, look.Target)
		y += look.Target + 6
		look.Put(driverOf, 16, y, name-12, look.Target)
		look.Put(drivers, 12+name, y, (size.Width-24-name)*0.5, look.Target)
		look.Put(s.trouble.Content(), 20+name+(size.Width-24-name)*0.5, y, (size.Width-24-name)*0.5-8, look.Target)
		y += look.Target + 6
		look.Put(column, 12, y, size.Width-24, 6*54)
		y += 6*54 + 2
		look.Put(keys, 12, y+4, size.Width-24, size.Height-y-12)
	}, parts...)
}

func row(buttons []*look.Button) *fyne.Container {
	var parts []fyne.CanvasObject
	for _, b := range buttons {
		parts = append(parts, b)
	}
	return look.Grid(len(parts), parts...)
}
