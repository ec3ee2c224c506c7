package training

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dobro/ui/look"
)

// WatermarkAlpha of 255 is how much of the mark is seen: everything below it stays readable, which a test measures.
const WatermarkAlpha = 26

// NewWatermark lies over a whole window and says over and over that nothing here is real. It takes no tap and hides nothing.
func NewWatermark(text string) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for range 8 {
		t := canvas.NewText(text, color.NRGBA{R: 0x6A, G: 0x4A, B: 0x9A, A: WatermarkAlpha})
		t.TextStyle.Bold = true
		parts = append(parts, t)
	}
	return look.Board(fyne.NewSize(100, 100), func(size fyne.Size) {
		rows := float32(len(parts) / 2)
		for i, o := range parts {
			t := o.(*canvas.Text)
			t.TextSize = size.Width / 21
			row, right := float32(i/2), float32(i%2)
			shift := float32(int(row)%2) * 0.06
			t.Move(fyne.NewPos(size.Width*(0.03+shift+right*0.5), size.Height*(row+0.4)/rows))
			t.Resize(t.MinSize())
		}
	}, parts...)
}
