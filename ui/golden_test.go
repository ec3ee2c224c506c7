package ui

import (
	"image"
	"maps"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/ui/banner"
	"dobro/ui/golden"
	"dobro/ui/look"
)

// strays are the blocks of a banner's picture that may differ: DOBRO_GOLDEN=write keeps the pictures anew.
const strays = 3

// bannerPicture is what the banner shows, at half size.
func (r *rig) bannerPicture() *image.RGBA {
	size := r.w.banner.Content().Size()
	return golden.Half(r.w.win.Canvas().Capture(), image.Pt(int(size.Width), int(size.Height)))
}

// signs are the ground, icon and headline of every state: what the cashier knows it by.
var signs = map[string]struct {
	ground fyne.ThemeColorName
	icon   string
	title  string
	strip  string
}{
	"ready":          {look.ColorReady, "scan", "Сканируйте товар", ""},
	"checking":       {look.ColorChecking, "clock", "Проверяем код…", ""},
	"allowed":        {look.ColorAllowed, "check", "Можно продавать", ""},
	"offline":        {look.ColorAllowed, "check", "Можно продавать", "Офлайн — проверен только запрет госорганов"},
	"warning":        {look.ColorAllowed, "exclaim", "Можно продавать", ""},
	"forbidden":      {look.ColorForbidden, "cross", "Продавать нельзя", ""},
	"forbidden_long": {look.ColorForbidden, "cross", "Продавать нельзя", ""},
	"ask":            {look.ColorAsk, "question", "Проверить код сейчас нельзя", ""},
	"need_code":      {look.ColorHint, "datamatrix", "Сканируйте квадратный код", ""},
	"unknown":        {look.ColorHint, "question", "Такого товара нет в каталоге", ""},
	"emergency":      {look.ColorAllowed, "check", "Можно продавать", "Аварийный режим ЧЗ: продажа разрешена без проверки"},
}

func TestThePictureOfEveryBannerStaysAsItIs(t *testing.T) {
	golden.Painted(t)
	for _, dark := range []bool{false, true} {
		theme := map[bool]string{false: "light", true: "dark"}[dark]
		r := newRig(t, setting{dark: dark})
		pictures := map[string]*image.RGBA{}
		for _, name := range slices.Sorted(maps.Keys(permits)) {
			r.answered(permits[name])
			f, want := r.w.banner.Shown(), signs[name]
			if f.Ground != want.ground || f.Icon != want.icon || f.Title != want.title || f.Strip != want.strip {
				t.Errorf("%s: ground %s, icon %s, %q, strip %q; want %+v", name, f.Ground, f.Icon, f.Title, f.Strip, want)
			}
			if !r.says(want.title) {
				t.Errorf("%s: %q does not stand on screen", name, want.title)
			}
			got := r.bannerPicture()
			pictures[name] = got
			ground := look.Theme{Dark: dark}.Color(want.ground, 0)
			gr, gg, gb, _ := ground.RGBA()
			at := got.RGBAAt(75, 70) // beside the disc, within the amber edge
			if golden.Apart(at.R, uint8(gr>>8)) > 4 || golden.Apart(at.G, uint8(gg>>8)) > 4 || golden.Apart(at.B, uint8(gb>>8)) > 4 {
				t.Errorf("%s %s: the ground is %v, want %v", name, theme, at, ground)
			}
			golden.Same(t, "banner", name+"_"+theme, got, strays)
		}
		for a, p := range pictures { // the tolerance must still tell the states apart
			for b, q := range pictures {
				if a < b && golden.Differing(p, q) <= strays {
					t.Errorf("%s: %s and %s look the same to this test", theme, a, b)
				}
			}
		}
	}
}

func TestThePictureTestSeesWhatACashierWouldSee(t *testing.T) {
	golden.Painted(t)
	r := newRig(t, setting{})
	for _, c := range []struct {
		name   string
		change func(f *banner.Face)
	}{
		{"another icon", func(f *banner.Face) { f.Icon = "exclaim" }},
		{"another headline", func(f *banner.Face) { f.Title = "Можно продать" }},
		{"another colour", func(f *banner.Face) { f.Ground = look.ColorAsk }},
		{"no icon", func(f *banner.Face) { f.IconInk = f.Disc }},
		{"the amber edge", func(f *banner.Face) { f.AmberEdge = true }},
		{"other words below", func(f *banner.Face) { f.Product = "Вода" }},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := banner.FaceOf(r.w.words, permits["allowed"])
			r.w.banner.Face(f)
			before := r.bannerPicture()
			c.change(&f)
			r.w.banner.Face(f)
			if n := golden.Differing(before, r.bannerPicture()); n <= strays {
				t.Errorf("only %d blocks differ", n)
			}
		})
	}
	if golden.Differing(r.bannerPicture(), r.bannerPicture()) != 0 {
		t.Error("a picture differs from itself")
	}
}
