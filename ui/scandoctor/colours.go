package scandoctor

import (
	"image/color"

	"fyne.io/fyne/v2"

	"dobro/ui/look"
)

// inkOnField is the colour of signs on the ground of a field; the grounds are pale in the light and in the dark theme.
var inkOnField = color.NRGBA{R: 0x1B, G: 0x1D, B: 0x20, A: 0xff}

func pale(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

var grounds = map[string]color.NRGBA{
	"gtin":        pale(0xA9D3F5),
	"sscc":        pale(0xA9D3F5),
	"serial":      pale(0xBDE5B6),
	"key":         pale(0xFBDF95),
	"check":       pale(0xF7C0D2),
	"signature":   pale(0xF7C0D2),
	"price":       pale(0xD6C8F0),
	"block_price": pale(0xD6C8F0),
	"weight":      pale(0xD6C8F0),
	"volume":      pale(0xD6C8F0),
	"expiry":      pale(0xD6C8F0),
	"rest":        pale(0xF2B2A8),
	"second":      pale(0xF2B2A8),
}

// ground is the colour of a field by its name.
func ground(name string) color.NRGBA {
	if c, ok := grounds[name]; ok {
		return c
	}
	return pale(0xD3D8DD)
}

// sign is the icon of a level and its ink.
func sign(l Level) (icon string, ink fyne.ThemeColorName) {
	switch l {
	case Good:
		return "lamp-ok", look.ColorAllowedInk
	case Tip:
		return "question", look.ColorPrimaryInk
	case Note:
		return "lamp-warn", look.ColorAmberInk
	}
	return "lamp-bad", look.ColorForbiddenInk
}

// verdict is the icon of a whole read: tips do not spoil it.
func verdict(d Diagnosis) (icon string, ink fyne.ThemeColorName) {
	if l := d.Grade(); l >= Note {
		return sign(l)
	}
	return sign(Good)
}
