package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"dobro/ui/look"
)

// Toolkit is what every window of ours needs, whatever it shows.
type Toolkit struct {
	app   fyne.App
	fonts chan struct{} // closed when they are read
}

// Begin starts the toolkit and reads the fonts on another processor while the caller opens the till: together they are a fifth of a start.
// It must be called on the main goroutine, before Run and at most once; a program that then opens no window just ends.
func Begin(id, version string) *Toolkit {
	app.SetMetadata(fyne.AppMetadata{ID: id, Version: version, Icon: look.AppIcon()})
	t := &Toolkit{app: app.NewWithID(id), fonts: make(chan struct{})}
	t.app.Settings().SetTheme(look.Theme{}) // the fonts are the same in every one of ours
	go func() {
		defer close(t.fonts)
		// The toolkit keeps the faces of a style from the first text that is measured in it.
		for _, style := range []fyne.TextStyle{{}, {Bold: true}, {Monospace: true}} {
			fyne.MeasureText("0", look.SizeBody, style)
		}
	}()
	return t
}

// ready waits for the fonts: nothing may be measured on two goroutines at once.
func (t *Toolkit) ready(p Params) fyne.App {
	<-t.fonts
	app.SetMetadata(fyne.AppMetadata{ID: p.ID, Name: p.Name, Version: p.Version, Icon: look.AppIcon()})
	t.app.Settings().SetTheme(look.Theme{Dark: p.Dark, Scale: p.Scale})
	return t.app
}
