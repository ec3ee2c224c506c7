package barcodes

import (
	"image"
	"image/color"
)

var ink = color.Palette{color.White, color.Black}

const black = 1

// maxPixels keeps a slip in a size from taking the machine's memory.
const maxPixels = 8192

// Empty tells whether there is nothing to draw.
func (s Symbol) Empty() bool { return s.columns == 0 }

// Modules is the size with the quiet zone, in modules; a linear symbol is one module high.
func (s Symbol) Modules() (columns, rows int) {
	if s.Empty() {
		return 0, 0
	}
	if s.linear {
		return s.columns + 2*s.quiet, 1
	}
	return s.columns + 2*s.quiet, s.rows + 2*s.quiet
}

// Dark tells whether a module is black; the quiet zone is not counted, outside of the symbol all is white.
func (s Symbol) Dark(column, row int) bool {
	if column < 0 || column >= s.columns || row < 0 || row >= s.rows {
		return false
	}
	return s.dark[row*s.columns+column]
}

// Image draws with module pixels a module. Bars of a linear symbol are height pixels high, a seventh of the width when that
// is 0; matrix symbols take no notice of it.
func (s Symbol) Image(module, height int) *image.Paletted {
	columns, rows := s.Modules()
	module = max(module, 1)
	wide, high := columns*module, rows*module
	if s.linear {
		high = height
		if high <= 0 {
			high = max(wide/7, 24)
		}
	}
	return s.draw(wide, high, module)
}

// Fit draws as large as whole modules allow in the middle of a white picture of exactly width × height pixels. A symbol that
// does not fit even with one pixel a module leaves it white.
func (s Symbol) Fit(width, height int) *image.Paletted {
	columns, rows := s.Modules()
	module := 0
	if columns > 0 {
		module = width / columns
		if !s.linear {
			module = min(module, height/rows)
		}
	}
	return s.draw(width, height, module)
}

func (s Symbol) draw(width, height, module int) *image.Paletted {
	width, height = min(max(width, 0), maxPixels), min(max(height, 0), maxPixels)
	p := image.NewPaletted(image.Rect(0, 0, width, height), ink)
	if module < 1 || s.Empty() {
		return p
	}
	left, top, tall := (width-s.columns*module)/2, (height-s.rows*module)/2, module
	if s.linear {
		top, tall = 0, height
	}
	for row := range s.rows {
		for column := range s.columns {
			if !s.Dark(column, row) {
				continue
			}
			fill(p, image.Rect(left+column*module, top+row*module, left+(column+1)*module, top+row*module+tall))
		}
	}
	return p
}

func fill(p *image.Paletted, r image.Rectangle) {
	r = r.Intersect(p.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		at := p.PixOffset(r.Min.X, y)
		for i := range r.Dx() {
			p.Pix[at+i] = black
		}
	}
}
