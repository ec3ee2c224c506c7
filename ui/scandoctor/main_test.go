package scandoctor

import (
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/assets"
	"dobro/internal/lang"
)

// TestMain gives the toolkit a locale that it understands; it logs an error otherwise.
func TestMain(m *testing.M) {
	_ = os.Setenv("LANG", "ru_RU.UTF-8")
	os.Exit(m.Run())
}

// words reads the translations.
func words(t testing.TB, code string) *lang.Catalogue {
	t.Helper()
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	c, err := lang.Load(files, code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// walk visits what can be seen, widgets' insides too.
func walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if !o.Visible() {
		return
	}
	visit(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, visit)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, visit)
		}
	}
}

// shot leaves a picture when DOBRO_SHOTS names a folder.
func shot(t *testing.T, w fyne.Window, name string) {
	dir := os.Getenv("DOBRO_SHOTS")
	if dir == "" {
		return
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, w.Canvas().Capture()); err != nil {
		t.Fatal(err)
	}
}
