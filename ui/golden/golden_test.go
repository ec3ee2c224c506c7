package golden

import (
	"image"
	"image/color"
	"testing"
)

// shaded is a picture of more colours than a palette holds: two grounds and a soft edge between them.
func shaded() *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, 128, 64))
	for y := range 64 {
		for x := range 128 {
			c := color.RGBA{20, 90, 40, 255}
			switch {
			case x > 80:
				c = color.RGBA{250, 250, 245, 255}
			case x > 40:
				c = color.RGBA{uint8(20 + 5*(x-40)), uint8(90 + y), uint8(40 + 4*(x-40)), 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func TestFewColoursKeepGroundsExactAndShadesNear(t *testing.T) {
	p := shaded()
	few := Few(p, 128)
	if n := len(few.Palette); n > 128 || n < 100 {
		t.Errorf("%d colours, want up to 128", n)
	}
	for y := range 64 {
		for x := range 128 {
			r, g, b, _ := few.At(x, y).RGBA()
			got, want := color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 255}, p.RGBAAt(x, y)
			least := 24
			if x <= 40 || x > 80 {
				least = 0
			}
			if Apart(got.R, want.R) > least || Apart(got.G, want.G) > least || Apart(got.B, want.B) > least {
				t.Fatalf("at %d, %d: %v, want %v", x, y, got, want)
			}
		}
	}
	if n := Differing(few, p); n != 0 {
		t.Errorf("%d blocks differ from the picture itself", n)
	}
}

func TestAPictureOfOneColourNeedsOne(t *testing.T) {
	p := image.NewRGBA(image.Rect(0, 0, 8, 8))
	if few := Few(p, 128); len(few.Palette) != 1 {
		t.Errorf("%d colours", len(few.Palette))
	}
}

func TestDifferingSeesABlockAndNotARounding(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(p *image.RGBA)
		want int
	}{
		{"rounded otherwise", func(p *image.RGBA) {
			for i := range p.Pix {
				p.Pix[i] ^= 1
			}
		}, 0},
		{"one block in another colour", func(p *image.RGBA) {
			for i := range 64 {
				p.SetRGBA(i%8, i/8, color.RGBA{200, 0, 0, 255})
			}
		}, 1},
		{"another size", func(p *image.RGBA) { *p = *image.NewRGBA(image.Rect(0, 0, 8, 8)) }, 1 << 20},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := shaded()
			c.do(p)
			if n := Differing(shaded(), p); n != c.want {
				t.Errorf("%d blocks differ, want %d", n, c.want)
			}
		})
	}
}

func TestHalfIsTheMeanOfFourPoints(t *testing.T) {
	p := image.NewRGBA(image.Rect(0, 0, 4, 2))
	p.SetRGBA(0, 0, color.RGBA{100, 0, 0, 255})
	p.SetRGBA(1, 1, color.RGBA{100, 40, 0, 255})
	if got := Half(p, image.Pt(4, 2)).RGBAAt(0, 0); got != (color.RGBA{50, 10, 0, 255}) {
		t.Errorf("got %v", got)
	}
}
