package goods

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"
)

func painted(wide, high int) *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, wide, high))
	for y := range high {
		for x := range wide {
			p.SetNRGBA(x, y, color.NRGBA{R: uint8(x*7 ^ y*13), G: uint8(x * y), B: uint8(x + y), A: 255})
		}
	}
	return p
}

func TestATilesPictureIsASmallSquare(t *testing.T) {
	var p, j bytes.Buffer
	if err := png.Encode(&p, painted(900, 300)); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, painted(200, 640), nil); err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"png": p.Bytes(), "jpeg": j.Bytes()} {
		got, err := QuickPicture(file)
		if err != nil || len(got) > MaxQuickPicture {
			t.Fatalf("%s: %d bytes, %v", name, len(got), err)
		}
		size, err := png.DecodeConfig(bytes.NewReader(got))
		if err != nil || size.Width != QuickSide || size.Height != QuickSide {
			t.Errorf("%s: %+v, %v", name, size, err)
		}
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	huge := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x00\x00\x00\x01\x00\x00\x08\x02\x00\x00\x00")
	for name, file := range map[string][]byte{"empty": nil, "text": []byte("code;name;price"), "claims 65536×65536": huge, "too long": make([]byte, MaxPictureFile+1)} {
		if _, err := QuickPicture(file); !errors.Is(err, ErrBadPicture) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func FuzzQuickPicture(f *testing.F) {
	var p, j bytes.Buffer
	if png.Encode(&p, painted(9, 5)) != nil || jpeg.Encode(&j, painted(8, 16), nil) != nil {
		f.Fatal("cannot write the seeds")
	}
	f.Add(p.Bytes())
	f.Add(j.Bytes())
	f.Add(p.Bytes()[:40])
	f.Fuzz(func(t *testing.T, file []byte) {
		got, err := QuickPicture(file)
		if err != nil {
			if !errors.Is(err, ErrBadPicture) {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		if size, err := png.DecodeConfig(bytes.NewReader(got)); err != nil || size.Width != QuickSide || len(got) > MaxQuickPicture {
			t.Fatalf("made %d bytes, %+v, %v", len(got), size, err)
		}
	})
}
