package look

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
)

// kinds of eyes that lack one kind of cones: together one man in twelve.
var kinds = []string{"deuteranopia", "protanopia"}

// lab is what eyes of a kind see, in CIE 1976 L*a*b* under D65; kind "" are eyes with all cones.
func lab(c color.Color, kind string) (l, a, b float64) {
	r, g, bl := linear(c)
	if kind != "" {
		r, g, bl = seen(c, kind)
	}
	f := func(t float64) float64 {
		if t > 0.008856 {
			return math.Cbrt(t)
		}
		return 7.787*t + 16.0/116
	}
	x := f((0.4124*r + 0.3576*g + 0.1805*bl) / 0.95047)
	y := f(0.2126*r + 0.7152*g + 0.0722*bl)
	z := f((0.0193*r + 0.1192*g + 0.9505*bl) / 1.08883)
	return 116*y - 16, 500 * (x - y), 200 * (y - z)
}

// apart is the distance of two colours as eyes of a kind see them (CIE 1976); 2.3 is just noticeable side by side.
func apart(a, b color.Color, kind string) float64 {
	al, aa, ab := lab(a, kind)
	bl, ba, bb := lab(b, kind)
	return math.Sqrt((al-bl)*(al-bl) + (aa-ba)*(aa-ba) + (ab-bb)*(ab-bb))
}

// seenContrast is the contrast of WCAG 2.1 between what eyes of a kind see.
func seenContrast(a, b color.Color, kind string) float64 {
	y := func(c color.Color) float64 {
		r, g, b := seen(c, kind)
		return 0.2126*r + 0.7152*g + 0.0722*b
	}
	x, z := y(a), y(b)
	return (max(x, z) + 0.05) / (min(x, z) + 0.05)
}

func TestEveryTextIsReadableForTheColourBlind(t *testing.T) {
	for name, set := range map[string]palette{"light": light, "dark": dark} {
		for _, kind := range kinds {
			for _, pair := range []struct{ ink, ground fyne.ThemeColorName }{
				{ColorText, ColorCard}, {ColorText, ColorWindow}, {ColorText, ColorSelected}, {ColorMuted, ColorCard}, {ColorMuted, ColorWindow},
				{ColorAllowedInk, ColorCard}, {ColorForbiddenInk, ColorCard}, {ColorAskInk, ColorCard}, {ColorAmberInk, ColorCard}, {ColorPrimaryInk, ColorCard},
				{ColorOnColor, ColorAllowed}, {ColorOnColor, ColorForbidden}, {ColorOnColor, ColorAsk}, {ColorOnColor, ColorChecking},
				{ColorOnColor, ColorEmergency}, {ColorOnColor, ColorPrimary}, {ColorOnAmber, ColorAmber}, {ColorOnHint, ColorHint}, {ColorOnReady, ColorReady},
			} {
				if got := seenContrast(set[pair.ink], set[pair.ground], kind); got < 4.5 {
					t.Errorf("%s, %s: %s on %s has contrast %.2f, want 4.5 and more", name, kind, pair.ink, pair.ground, got)
				}
			}
		}
	}
}

// TestStatesOfThePermitDifferForTheColourBlind asks more than a just noticeable difference, since the banners are never seen side by side:
// for every pair of states 10, which is plain to see, and for «may» and «must not» a difference of lightness as well.
func TestStatesOfThePermitDifferForTheColourBlind(t *testing.T) {
	grounds := []fyne.ThemeColorName{ColorReady, ColorChecking, ColorAllowed, ColorForbidden, ColorAsk, ColorEmergency, ColorAmber}
	for name, set := range map[string]palette{"light": light, "dark": dark} {
		for _, kind := range append([]string{""}, kinds...) {
			for i, a := range grounds {
				for _, b := range grounds[i+1:] {
					got := apart(set[a], set[b], kind)
					if got < 10 {
						t.Errorf("%s, %q: %s and %s are only %.1f apart, want 10", name, kind, a, b, got)
					}
				}
			}
		}
		for _, kind := range kinds {
			may, _, _ := lab(set[ColorAllowed], kind)
			not, _, _ := lab(set[ColorForbidden], kind)
			if math.Abs(may-not) < 5 {
				t.Errorf("%s, %s: lightness of «may» is %.0f and of «must not» %.0f: too near", name, kind, may, not)
			}
		}
	}
}
