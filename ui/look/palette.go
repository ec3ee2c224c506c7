package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Names of our colours. States of a permit differ in lightness as well as in hue, so that they stay apart for eyes that do
// not tell red from green; the icon and the word say the same once more.
const (
	ColorWindow    fyne.ThemeColorName = "dobro-window"
	ColorCard      fyne.ThemeColorName = "dobro-card"
	ColorPressed   fyne.ThemeColorName = "dobro-pressed"
	ColorSelected  fyne.ThemeColorName = "dobro-selected"
	ColorLine      fyne.ThemeColorName = "dobro-line"
	ColorText      fyne.ThemeColorName = "dobro-text"
	ColorMuted     fyne.ThemeColorName = "dobro-muted"
	ColorOnColor   fyne.ThemeColorName = "dobro-on-color"
	ColorOnAmber   fyne.ThemeColorName = "dobro-on-amber"
	ColorPrimary   fyne.ThemeColorName = "dobro-primary"
	ColorReady     fyne.ThemeColorName = "dobro-ready"
	ColorOnReady   fyne.ThemeColorName = "dobro-on-ready"
	ColorChecking  fyne.ThemeColorName = "dobro-checking"
	ColorAllowed   fyne.ThemeColorName = "dobro-allowed"
	ColorForbidden fyne.ThemeColorName = "dobro-forbidden"
	ColorAsk       fyne.ThemeColorName = "dobro-ask"
	ColorEmergency fyne.ThemeColorName = "dobro-emergency"
	ColorAmber     fyne.ThemeColorName = "dobro-amber"
	ColorHint      fyne.ThemeColorName = "dobro-hint" // background of «scan the square code»
	ColorOnHint    fyne.ThemeColorName = "dobro-on-hint"

	// Inks: the same states as small signs and words on a card.
	ColorAllowedInk   fyne.ThemeColorName = "dobro-allowed-ink"
	ColorForbiddenInk fyne.ThemeColorName = "dobro-forbidden-ink"
	ColorAskInk       fyne.ThemeColorName = "dobro-ask-ink"
	ColorAmberInk     fyne.ThemeColorName = "dobro-amber-ink"
	ColorPrimaryInk   fyne.ThemeColorName = "dobro-primary-ink"
)

type palette map[fyne.ThemeColorName]color.Color

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

var states = palette{
	ColorOnColor:   rgb(0xFFFFFF),
	ColorOnAmber:   rgb(0x202124),
	ColorPrimary:   rgb(0x1565C0),
	ColorChecking:  rgb(0x5F6368),
	ColorAllowed:   rgb(0x006C48), // darker than the red for deuteranopes, lighter for protanopes
	ColorForbidden: rgb(0xC5221F),
	ColorAsk:       rgb(0x6A1B9A),
	ColorEmergency: rgb(0x1565C0),
	ColorAmber:     rgb(0xF9AB00),
}

var light = states.with(palette{
	ColorWindow:       rgb(0xEEF0F2),
	ColorCard:         rgb(0xFFFFFF),
	ColorPressed:      rgb(0xD2D9E0),
	ColorSelected:     rgb(0xD6E6FA),
	ColorLine:         rgb(0xB4BBC2),
	ColorText:         rgb(0x1B1D20),
	ColorMuted:        rgb(0x50565C),
	ColorReady:        rgb(0xDDE1E6),
	ColorOnReady:      rgb(0x1B1D20),
	ColorHint:         rgb(0xFFF1CC),
	ColorOnHint:       rgb(0x2A2008),
	ColorAllowedInk:   rgb(0x086B38),
	ColorForbiddenInk: rgb(0xB71C1C),
	ColorAskInk:       rgb(0x6A1B9A),
	ColorAmberInk:     rgb(0x8A5A00),
	ColorPrimaryInk:   rgb(0x0D4F9E),

	theme.ColorNameBackground: rgb(0xEEF0F2),
	theme.ColorNameForeground: rgb(0x1B1D20),
}).with(lightTiles)

var dark = states.with(palette{
	ColorWindow:       rgb(0x17191C),
	ColorCard:         rgb(0x24272B),
	ColorPressed:      rgb(0x3C434A),
	ColorSelected:     rgb(0x1F3B5C),
	ColorLine:         rgb(0x5A626A),
	ColorText:         rgb(0xF1F3F4),
	ColorMuted:        rgb(0xB6BCC3),
	ColorReady:        rgb(0x33383E),
	ColorOnReady:      rgb(0xF1F3F4),
	ColorHint:         rgb(0x4A3A10),
	ColorOnHint:       rgb(0xFFF4D9),
	ColorAllowedInk:   rgb(0x5BD08C),
	ColorForbiddenInk: rgb(0xFF8A80),
	ColorAskInk:       rgb(0xD7A6F0),
	ColorAmberInk:     rgb(0xFFC94D),
	ColorPrimaryInk:   rgb(0x8AB9F5),

	theme.ColorNameBackground: rgb(0x17191C),
	theme.ColorNameForeground: rgb(0xF1F3F4),
}).with(darkTiles)

func (p palette) with(more palette) palette {
	all := palette{}
	for _, set := range []palette{p, more} {
		for k, v := range set {
			all[k] = v
		}
	}
	return all
}
