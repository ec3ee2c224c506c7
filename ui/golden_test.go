package ui

import (
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/ui/banner"
	"dobro/ui/look"
)

// The pictures under testdata/banner are half the size of the banner at 1024×768. `DOBRO_GOLDEN=write go test -run Picture ./ui` makes
// them anew; look at them before you commit. Painters round differently on other processors: what counts is the mean of a block.
const (
	block    = 8 // side, in points of the halved picture
	softness = 24
	strays   = 3 // blocks that may differ by more
)

// bannerPicture is what the banner shows, at half size: the mean of each four points.
func (r *rig) bannerPicture() *image.RGBA {
	whole := r.w.win.Canvas().Capture()
	size := r.w.banner.Content().Size()
	half := image.NewRGBA(image.Rect(0, 0, int(size.Width)/2, int(size.Height)/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			half.SetRGBA(x, y, mean(whole, image.Rect(2*x, 2*y, 2*x+2, 2*y+2)))
		}
	}
	return half
}

func mean(p image.Image, area image.Rectangle) color.RGBA {
	var sum [3]uint32
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			r, g, b, _ := p.At(x, y).RGBA()
			sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+b>>8
		}
	}
	n := uint32(max(area.Dx()*area.Dy(), 1))
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff}
}

// differing counts the blocks whose mean colours differ by more than the softness.
func differing(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return 1 << 20
	}
	n := 0
	for y := 0; y < a.Bounds().Dy(); y += block {
		for x := 0; x < a.Bounds().Dx(); x += block {
			area := image.Rect(x, y, x+block, y+block).Intersect(a.Bounds())
			p, q := mean(a, area), mean(b, area)
			if apart(p.R, q.R) > softness || apart(p.G, q.G) > softness || apart(p.B, q.B) > softness {
				n++
			}
		}
	}
	return n
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

func golden(t *testing.T, folder, name string, got image.Image) image.Image {
	t.Helper()
	file := filepath.Join("testdata", folder, name+".png")
	if os.Getenv("DOBRO_GOLDEN") == "write" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if err := png.Encode(f, got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return want
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
			if apart(at.R, uint8(gr>>8)) > 4 || apart(at.G, uint8(gg>>8)) > 4 || apart(at.B, uint8(gb>>8)) > 4 {
				t.Errorf("%s %s: the ground is %v, want %v", name, theme, at, ground)
			}
			if n := differing(got, golden(t, "banner", name+"_"+theme, got)); n > strays {
				t.Errorf("%s %s: %d blocks of the picture have changed, at most %d may", name, theme, n, strays)
			}
		}
		for a, p := range pictures { // the tolerance must still tell the states apart
			for b, q := range pictures {
				if a < b && differing(p, q) <= strays {
					t.Errorf("%s: %s and %s look the same to this test", theme, a, b)
				}
			}
		}
	}
}

func TestThePictureTestSeesWhatACashierWouldSee(t *testing.T) {
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
			if n := differing(before, r.bannerPicture()); n <= strays {
				t.Errorf("only %d blocks differ", n)
			}
		})
	}
	if differing(r.bannerPicture(), r.bannerPicture()) != 0 {
		t.Error("a picture differs from itself")
	}
}
