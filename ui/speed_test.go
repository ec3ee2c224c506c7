package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/register"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
)

// BenchmarkVerdict is what a verdict costs on the UI thread: from the till's event to a window ready for painting, with eight lines in
// the basket.
func BenchmarkVerdict(b *testing.B) {
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(look.Theme{})
	said, err := readWords("ru")
	if err != nil {
		b.Fatal(err)
	}
	till := newFakeTill()
	basket(till)
	win := test.NewWindow(nil)
	defer win.Close()
	hops := make(chan func(), 64)
	w := newWindow(Params{Words: said, Till: till, Zone: time.UTC}, win, func(f func()) { hops <- f })
	defer w.close()
	win.Resize(fyne.NewSize(1024, 768))
	(<-hops)()
	view := till.View()
	for i := range b.N {
		view.Permit = permits[[]string{"checking", "allowed"}[i%2]]
		w.show(view, saleui.Make(said, view, time.UTC), &register.Event{Kind: register.EventVerdict})
	}
}
