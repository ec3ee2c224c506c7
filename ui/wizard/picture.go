package wizard

import (
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// pictureHigh is the height of a drawing under the questions of a step.
const pictureHigh float32 = 216

// newWay draws where to find something on somebody's site: one window a station, left to right, with the thing to press in colour. It is
// our own drawing, not a picture of the site, which changes its looks. The words stand in "wizard.<step>.way": a station a line, the
// thing to press behind a bar.
func newWay(w *lang.Catalogue, step string) fyne.CanvasObject {
	var stations []fyne.CanvasObject
	for _, line := range strings.Split(w.T("wizard."+step+".way"), "\n") {
		where, press, _ := strings.Cut(line, "|")
		stations = append(stations, newStation(where, press))
	}
	var parts []fyne.CanvasObject
	for i, s := range stations {
		if i > 0 {
			parts = append(parts, &look.Sign{Name: "right", Color: look.ColorMuted})
		}
		parts = append(parts, s)
	}
	return look.Board(fyne.NewSize(480, pictureHigh), func(size fyne.Size) {
		const arrow float32 = 36
		wide := (size.Width - arrow*float32(len(stations)-1)) / float32(len(stations))
		x := float32(0)
		for i, o := range parts {
			if i%2 == 1 {
				look.Put(o, x+4, size.Height/2-14, 28, 28)
				x += arrow
				continue
			}
			look.Put(o, x, 0, wide, size.Height-8)
			x += wide
		}
	}, parts...)
}

// newStation is one window of a browser: its bar with three dots, a menu of grey lines, and what is to be pressed.
func newStation(where, press string) fyne.CanvasObject {
	ground := look.NewCard()
	bar := &look.ThemeRect{Fill: look.ColorReady, Radius: 6}
	var dots, grey []fyne.CanvasObject
	for range 3 {
		dots = append(dots, &look.ThemeRect{Fill: look.ColorChecking, Radius: 4})
	}
	for range 4 {
		grey = append(grey, &look.ThemeRect{Fill: look.ColorReady, Radius: 4})
	}
	title := &look.Text{Text: where, Point: 16, Least: 11, Lines: 2, Free: true, Bold: true, Align: fyne.TextAlignCenter}
	button := &look.ThemeRect{Fill: look.ColorPrimary, Radius: 8}
	label := &look.Text{Text: press, Point: 16, Least: 11, Lines: 2, Free: true, Bold: true, Align: fyne.TextAlignCenter, Color: look.ColorOnColor}
	parts := append([]fyne.CanvasObject{ground, bar, title, button, label}, append(dots, grey...)...)
	return look.Board(fyne.NewSize(140, 160), func(size fyne.Size) {
		look.Put(ground, 0, 0, size.Width, size.Height)
		look.Put(bar, 4, 4, size.Width-8, 20)
		for i, d := range dots {
			look.Put(d, 12+float32(i)*14, 10, 8, 8)
		}
		look.Put(title, 8, 28, size.Width-16, 44)
		for i, g := range grey {
			y := 80 + float32(i)*16
			if i > 1 {
				y += 62
			}
			look.Put(g, 16, y, size.Width*(0.82-0.16*float32(i%2))-16, 8)
		}
		look.Put(button, 12, 112, size.Width-24, 50)
		look.Put(label, 18, 112, size.Width-36, 50)
	}, parts...)
}
