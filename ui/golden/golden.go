// Package golden holds pictures of screens against those that people have looked at and kept under testdata. Painters round differently
// on other processors, so what counts is the mean colour of blocks, and a few blocks may differ. Screens are kept at half size. For tests only.
package golden

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"
)

const (
	block    = 8  // side, in points of the picture
	softness = 12 // a white button on the pale ground of the window is 17 apart
)

// Screen is how many of the 3,072 blocks of a window of 1024×768 may differ.
const Screen = 12

// Painted is for tests of what stands where and looks how: nothing that the race detector could see, and ten times slower under it.
func Painted(t testing.TB) {
	t.Helper()
	if Raced {
		t.Skip("make unit runs it without the race detector")
	}
}

// Half is the upper left part of a picture at half size: the mean of each four points.
func Half(whole image.Image, size image.Point) *image.RGBA {
	from := Whole(whole)
	half := image.NewRGBA(image.Rect(0, 0, size.X/2, size.Y/2))
	for y := range half.Rect.Dy() {
		for x := range half.Rect.Dx() {
			half.SetRGBA(x, y, mean(from, image.Rect(2*x, 2*y, 2*x+2, 2*y+2)))
		}
	}
	return half
}

// Whole is any picture as one whose points can be read without a call for each.
func Whole(p image.Image) *image.RGBA {
	if ready, ok := p.(*image.RGBA); ok {
		return ready
	}
	f := image.NewRGBA(p.Bounds())
	draw.Draw(f, f.Rect, p, p.Bounds().Min, draw.Src)
	return f
}

func mean(p *image.RGBA, area image.Rectangle) color.RGBA {
	var sum [3]int
	area = area.Intersect(p.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		row := p.Pix[p.PixOffset(area.Min.X, y):p.PixOffset(area.Max.X, y)]
		for i := 0; i < len(row); i += 4 {
			sum[0], sum[1], sum[2] = sum[0]+int(row[i]), sum[1]+int(row[i+1]), sum[2]+int(row[i+2])
		}
	}
	n := max(area.Dx()*area.Dy(), 1)
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff}
}

// Differing counts the blocks whose mean colours are further apart than the softness.
func Differing(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return 1 << 20
	}
	p, q := Whole(a), Whole(b)
	n := 0
	for y := 0; y < p.Rect.Dy(); y += block {
		for x := 0; x < p.Rect.Dx(); x += block {
			area := image.Rect(x, y, x+block, y+block)
			if far(mean(p, area), mean(q, area)) {
				n++
			}
		}
	}
	return n
}

func far(p, q color.RGBA) bool {
	return Apart(p.R, q.R) > softness || Apart(p.G, q.G) > softness || Apart(p.B, q.B) > softness
}

// Apart is the distance of two values.
func Apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }

// Same fails when the picture is not the one kept in testdata. With DOBRO_GOLDEN=write it keeps this one: look at it before you commit.
func Same(t testing.TB, folder, name string, got *image.RGBA, strays int) {
	t.Helper()
	file := filepath.Join("testdata", folder, name+".png")
	if os.Getenv("DOBRO_GOLDEN") == "write" {
		if err := keep(file, got); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := read(file)
	if err != nil {
		t.Errorf("%v; DOBRO_GOLDEN=write keeps the picture", err)
		return
	}
	if n := Differing(got, want); n > strays {
		t.Errorf("%s: %d blocks of the picture have changed, at most %d may", file, n, strays)
	}
}

func read(file string) (image.Image, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func keep(file string, p *image.RGBA) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	return enc.Encode(f, Few(p, 128))
}
