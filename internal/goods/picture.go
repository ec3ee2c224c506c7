package goods

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // photographs of goods
	"image/png"

	"golang.org/x/image/draw"
)

// Limits of a picture on a tile.
const (
	QuickSide       = 128      // points, of the picture that is kept
	MaxQuickPicture = 64 << 10 // bytes, of the picture that is kept
	MaxPictureFile  = 8 << 20  // bytes, of the file that it is made of
	maxPictureSide  = 8192     // points; a small file may claim more than the memory holds
)

// ErrBadPicture says that a file is no PNG or JPEG, or too large.
var ErrBadPicture = errors.New("this is no picture for a tile")

// QuickPicture makes the small PNG of a tile out of a PNG or JPEG file: the middle square, QuickSide points wide.
func QuickPicture(file []byte) ([]byte, error) {
	if len(file) > MaxPictureFile {
		return nil, fmt.Errorf("%d bytes: %w", len(file), ErrBadPicture)
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadPicture, err)
	}
	if size.Width < 1 || size.Height < 1 || size.Width > maxPictureSide || size.Height > maxPictureSide || size.Width*size.Height > 24<<20 {
		return nil, fmt.Errorf("%d×%d points: %w", size.Width, size.Height, ErrBadPicture)
	}
	whole, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBadPicture, err)
	}
	b := whole.Bounds()
	side := min(b.Dx(), b.Dy())
	left, top := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2
	small := image.NewNRGBA(image.Rect(0, 0, QuickSide, QuickSide))
	draw.ApproxBiLinear.Scale(small, small.Bounds(), whole, image.Rect(left, top, left+side, top+side), draw.Src, nil)
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, small); err != nil {
		return nil, fmt.Errorf("write the picture of a tile: %w", err)
	}
	if out.Len() > MaxQuickPicture { // grain that does not compress: an eighth of the colours is enough for a tile
		return coarse(small)
	}
	return out.Bytes(), nil
}

// coarse writes the picture with 32 steps a colour.
func coarse(p *image.NRGBA) ([]byte, error) {
	for i := range p.Pix {
		p.Pix[i] |= 7
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, p); err != nil {
		return nil, fmt.Errorf("write the picture of a tile: %w", err)
	}
	if out.Len() > MaxQuickPicture {
		return nil, fmt.Errorf("%d bytes even when coarse: %w", out.Len(), ErrBadPicture)
	}
	return out.Bytes(), nil
}
