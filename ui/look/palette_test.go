package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

// linear is the light that a colour sends out, by WCAG 2.1.
func linear(c color.Color) (r, g, b float64) {
	f := func(v uint32) float64 {
		x := float64(v) / 65535
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	cr, cg, cb, _ := c.RGBA()
	return f(cr), f(cg), f(cb)
}

func luminance(c color.Color) float64 {
	r, g, b := linear(c)
	return 0.2126*r + 0.7152*g + 0.0722*b
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestEveryTextIsReadableOnItsGround(t *testing.T) {
	for name, set := range map[string]palette{"light": light, "dark": dark} {
		for _, pair := range []struct{ ink, ground fyne.ThemeColorName }{
			{ColorText, ColorCard}, {ColorText, ColorWindow}, {ColorText, ColorSelected}, {ColorText, ColorPressed},
			{ColorMuted, ColorCard}, {ColorMuted, ColorWindow}, {ColorMuted, ColorSelected},
			{ColorAllowedInk, ColorCard}, {ColorForbiddenInk, ColorCard}, {ColorAskInk, ColorCard}, {ColorAmberInk, ColorCard}, {ColorPrimaryInk, ColorCard},
			{ColorAllowedInk, ColorSelected}, {ColorAskInk, ColorSelected}, {ColorAmberInk, ColorSelected},
			{ColorOnColor, ColorAllowed}, {ColorOnColor, ColorForbidden}, {ColorOnColor, ColorAsk}, {ColorOnColor, ColorChecking},
			{ColorOnColor, ColorEmergency}, {ColorOnColor, ColorPrimary}, {ColorOnAmber, ColorAmber}, {ColorOnAmber, ColorOnColor},
			{ColorOnHint, ColorHint}, {ColorOnReady, ColorReady},
			{ColorText, TileColor("red")}, {ColorText, TileColor("orange")}, {ColorText, TileColor("yellow")}, {ColorText, TileColor("green")},
			{ColorText, TileColor("teal")}, {ColorText, TileColor("blue")}, {ColorText, TileColor("violet")},
		} {
			ink, ground := set[pair.ink], set[pair.ground]
			if got := contrast(ink, ground); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f, want 4.5 and more", name, pair.ink, pair.ground, got)
			}
		}
	}
}

// seen is how eyes without one kind of cones see a colour, by Viénot, Brettel and Mollon (1999), in linear light.
func seen(c color.Color, kind string) (x, y, z float64) {
	r, g, b := linear(c)
	if kind == "protanopia" {
		return 0.11238*r + 0.88762*g, 0.11238*r + 0.88762*g, 0.00401*r - 0.00401*g + b
	}
	return 0.29275*r + 0.70725*g, 0.29275*r + 0.70725*g, -0.02234*r + 0.02234*g + b
}

// lightness is L* of CIE 1976 of what such eyes see.
func lightness(c color.Color, kind string) float64 {
	x, y, z := seen(c, kind)
	l := 0.2126*x + 0.7152*y + 0.0722*z
	if l <= 0.008856 {
		return 903.3 * l
	}
	return 116*math.Cbrt(l) - 16
}

func TestRedAndGreenBannersDifferForEyesThatDoNotTellThemApart(t *testing.T) {
	for _, kind := range []string{"deuteranopia", "protanopia"} {
		apart := func(a, b fyne.ThemeColorName) float64 {
			ax, _, az := seen(light[a], kind)
			bx, _, bz := seen(light[b], kind)
			return math.Abs(lightness(light[a], kind)-lightness(light[b], kind)) + 100*(math.Abs(ax-bx)+math.Abs(az-bz))
		}
		for _, pair := range [][2]fyne.ThemeColorName{{ColorAllowed, ColorForbidden}, {ColorForbidden, ColorAsk}, {ColorAllowed, ColorAsk}, {ColorAllowed, ColorReady}, {ColorForbidden, ColorReady}, {ColorAllowed, ColorAmber}} {
			if got := apart(pair[0], pair[1]); got < 8 {
				t.Errorf("%s: %s and %s are only %.1f apart", kind, pair[0], pair[1], got)
			}
		}
	}
}

func TestOnlyTheNamedThemeColoursDiffer(t *testing.T) {
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("%s has no dark colour", name)
		}
	}
	for name := range dark {
		if _, ok := light[name]; !ok {
			t.Errorf("%s has no light colour", name)
		}
	}
}
