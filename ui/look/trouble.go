package look

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Trouble is the strip of a panel that says what went wrong and what to do, or what is going on. Empty, it is not seen.
type Trouble struct {
	place  *fyne.Container // never hidden: the toolkit does not know on which canvas a hidden thing lies, and would not paint it
	box    *fyne.Container
	ground *ThemeRect
	sign   *Sign
	text   *Text
	action *Text
	now    saying
}

// saying is what a Trouble shows.
type saying struct {
	icon                 string
	iconInk, ground, ink fyne.ThemeColorName
	text, action         string
}

// NewTrouble makes an empty strip.
func NewTrouble() *Trouble {
	t := &Trouble{
		ground: &ThemeRect{Radius: 8, Width: 2},
		sign:   &Sign{},
		text:   &Text{Point: SizeBody, Least: 13, Lines: 2, Bold: true, Free: true},
		action: &Text{Point: 17, Least: 13, Lines: 2, Free: true},
	}
	t.box = Board(fyne.NewSize(200, Target), func(size fyne.Size) {
		Put(t.ground, 0, 0, size.Width, size.Height)
		Put(t.sign, 12, (size.Height-34)/2, 34, 34)
		w := size.Width - 70
		if t.action.Text == "" {
			Put(t.text, 58, 4, w, size.Height-8)
			Put(t.action, 58, size.Height, w, 0)
			return
		}
		half := (size.Height - 10) / 2
		Put(t.text, 58, 4, w, half)
		Put(t.action, 58, 6+half, w, half)
	}, t.ground, t.sign, t.text, t.action)
	t.place = Board(t.box.MinSize(), func(size fyne.Size) { Put(t.box, 0, 0, size.Width, size.Height) }, t.box)
	t.show("", "", "", "", "", "")
	return t
}

// Content is the strip.
func (t *Trouble) Content() fyne.CanvasObject { return t.place }

// Shown tells whether the strip says anything.
func (t *Trouble) Shown() bool { return !t.box.Hidden }

// Said is what the strip says.
func (t *Trouble) Said() string { return strings.TrimSpace(t.text.Text + " " + t.action.Text) }

// Clear empties the strip. An empty one is left alone, since every scan clears it and a picture of the window takes its time.
func (t *Trouble) Clear() {
	if t.now != (saying{}) {
		t.show("", "", "", "", "", "")
	}
}

// Fail says what went wrong and what to do.
func (t *Trouble) Fail(text, action string) {
	t.show("lamp-bad", ColorForbiddenInk, ColorCard, ColorText, text, action)
}

// Wait says what is going on.
func (t *Trouble) Wait(text string) {
	t.show("clock", ColorMuted, ColorCard, ColorText, text, "")
}

// Warn says what the cashier must know.
func (t *Trouble) Warn(text, action string) {
	t.show("warning", ColorOnAmber, ColorAmber, ColorOnAmber, text, action)
}

// Tell says calmly how things are: nothing went wrong.
func (t *Trouble) Tell(icon, text, action string) {
	t.show(icon, ColorMuted, ColorCard, ColorText, text, action)
}

func (t *Trouble) show(icon string, iconInk, ground, ink fyne.ThemeColorName, text, action string) {
	t.now = saying{icon, iconInk, ground, ink, text, action}
	t.box.Hidden = text == "" && action == ""
	edge := iconInk
	if ground == ColorAmber {
		edge = ColorAmber
	}
	t.ground.Set(ground, edge)
	t.sign.Set(icon, iconInk)
	t.text.Text, t.text.Color = text, ink
	t.action.Text, t.action.Color = action, ink
	t.text.Refresh()
	t.action.Refresh()
	t.place.Refresh()
}
