package look

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

var update = flag.Bool("update", false, "draw assets/icons/dobro.png anew")

func TestTheProgramIconIsDrawn(t *testing.T) {
	test.NewTempApp(t)
	folder := filepath.Join("..", "..", "assets", "icons")
	if *update {
		drawing := canvas.NewImageFromFile(filepath.Join(folder, "dobro.svg"))
		drawing.SetMinSize(fyne.NewSquareSize(256))
		c := software.NewTransparentCanvas()
		c.SetPadded(false)
		c.SetContent(drawing)
		var b bytes.Buffer
		if err := png.Encode(&b, c.Capture()); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "dobro.png"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(filepath.Join(folder, "dobro.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got != image.Pt(256, 256) {
		t.Errorf("icon is %v, want 256×256", got)
	}
	if r, g, b, _ := img.At(128, 30).RGBA(); g <= r || g <= b {
		t.Errorf("the ground of the icon is not green: %v", img.At(128, 30))
	}
	if _, _, _, a := img.At(1, 1).RGBA(); a != 0 {
		t.Errorf("the corner of the icon is not see-through: %v", img.At(1, 1))
	}
}
