// Package look is how Dobro looks, sounds and takes a finger: the theme, the sizes, the icons and the widgets that all
// screens share. None of its widgets ever takes the keyboard focus: keys go to the window's one collector, so that a scan
// works whatever was tapped last.
package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Sizes of texts in units; a unit is a pixel of a 1024×768 screen.
const (
	SizeSmall  float32 = 14
	SizeBody   float32 = 18
	SizeTitle  float32 = 24
	SizeLarge  float32 = 34
	SizeHuge   float32 = 52
	SizeChange float32 = 72
)

// Target is the least height of anything that a finger must hit: 12 mm on a 15-inch screen of 1024×768.
const Target float32 = 56

// LargeTexts is the scale of the larger of the two text sizes.
const LargeTexts float32 = 1.15

// Gap between neighbours.
const Gap float32 = 8

// Theme is light or dark, with the program's own fonts so that no glyph is borrowed from the system.
type Theme struct {
	Dark bool
	// Scale of all texts: 1 or LargeTexts. 0 is 1.
	Scale float32
}

var _ fyne.Theme = Theme{}

// Color answers for our own names and for Fyne's.
func (t Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	set := light
	if t.Dark {
		set = dark
	}
	if c, ok := set[name]; ok {
		return c
	}
	v := theme.VariantLight
	if t.Dark {
		v = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, v)
}

// Font is ours for every style.
func (t Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace:
		return fontMono()
	case style.Bold:
		return fontBold()
	}
	return fontRegular()
}

// Icon is Fyne's own; ours are drawn by Icon.
func (t Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size is made for fingers.
func (t Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return SizeBody
	case theme.SizeNamePadding:
		return 6
	case theme.SizeNameInnerPadding:
		return 14
	case theme.SizeNameScrollBar, theme.SizeNameScrollBarSmall:
		return 24
	}
	return theme.DefaultTheme().Size(name)
}

// Color of the theme in force.
func Color(name fyne.ThemeColorName) color.Color { return theme.Color(name) }

// TextScale is the factor of the theme in force.
func TextScale() float32 {
	if app := fyne.CurrentApp(); app != nil {
		if t, ok := app.Settings().Theme().(Theme); ok && t.Scale > 0 {
			return t.Scale
		}
	}
	return 1
}
