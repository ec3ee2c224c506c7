package look

import (
	"fyne.io/fyne/v2"
)

// Panel is something that lies on the stage under the banner and takes the keys while it lies on top. Key and Rune return
// false for what the panel does not use; the window then decides.
type Panel interface {
	Content() fyne.CanvasObject
	Key(k fyne.KeyName) bool
	Rune(r rune) bool
}

// Paster is a panel with a place for pasted text.
type Paster interface {
	Paste(text string)
}

// Sheet is the frame of a panel: a title, the way out, and the body. It has no ground: the window is cleared with that very colour, and
// without a graphics card every layer of the size of the window costs five milliseconds of each picture.
func Sheet(title string, out *Button, body fyne.CanvasObject) fyne.CanvasObject {
	head := &Text{Text: title, Point: SizeTitle, Bold: true, Free: true, Least: 16}
	parts := []fyne.CanvasObject{head, body}
	if out != nil {
		parts = append(parts, out)
	}
	return Board(fyne.NewSize(640, 420), func(size fyne.Size) {
		wide := float32(0)
		if out != nil {
			wide = min(max(out.MinSize().Width, 180), 320)
			Put(out, size.Width-12-wide, 8, wide, Target)
		}
		Put(head, 16, 8, size.Width-44-wide, Target)
		Put(body, 12, 8+Target+8, size.Width-24, size.Height-Target-28)
	}, parts...)
}

// IsEnter tells whether the key confirms.
func IsEnter(k fyne.KeyName) bool { return k == fyne.KeyReturn || k == fyne.KeyEnter }
