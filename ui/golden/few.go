package golden

import (
	"cmp"
	"image"
	"image/color"
	"slices"
)

// Few repaints a picture with so many colours at most (256 is what a palette holds): a screen has few, the rest are shades between a
// letter and its ground. The colours are the means of boxes, of which the one with the most points times its longest edge is parted
// until there are enough (Heckbert's median cut), so that large grounds keep their exact colour and shades stay smooth.
func Few(p *image.RGBA, most int) *image.Paletted {
	seen := map[color.RGBA]int{}
	for i := 0; i < len(p.Pix); i += 4 {
		seen[color.RGBA{p.Pix[i], p.Pix[i+1], p.Pix[i+2], 0xff}]++
	}
	whole := box{}
	for c, n := range seen {
		whole.points = append(whole.points, point{c, n})
	}
	slices.SortFunc(whole.points, func(a, b point) int { return cmp.Compare(key(a.c), key(b.c)) })
	boxes := []box{whole.measured()}
	for len(boxes) < most {
		i := widest(boxes)
		if boxes[i].edge == 0 {
			break
		}
		a, b := boxes[i].part()
		boxes[i] = a
		boxes = append(boxes, b)
	}
	out := image.NewPaletted(p.Rect, nil)
	index := map[color.RGBA]uint8{}
	for i, b := range boxes {
		out.Palette = append(out.Palette, b.mean())
		for _, x := range b.points {
			index[x.c] = uint8(i)
		}
	}
	for i := range out.Pix {
		out.Pix[i] = index[color.RGBA{p.Pix[4*i], p.Pix[4*i+1], p.Pix[4*i+2], 0xff}]
	}
	return out
}

// point is a colour and how often it was seen.
type point struct {
	c color.RGBA
	n int
}

func key(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }

// box holds colours that will become one.
type box struct {
	points  []point
	channel int // of the longest edge
	edge    int
	n       int
}

func channel(c color.RGBA, i int) int { return int([3]uint8{c.R, c.G, c.B}[i]) }

func (b box) measured() box {
	b.edge, b.n = 0, 0
	for i := range 3 {
		low, high := 255, 0
		for _, p := range b.points {
			low, high = min(low, channel(p.c, i)), max(high, channel(p.c, i))
		}
		if high-low > b.edge {
			b.channel, b.edge = i, high-low
		}
	}
	for _, p := range b.points {
		b.n += p.n
	}
	return b
}

func widest(boxes []box) int {
	best := 0
	for i, b := range boxes {
		if b.weight() > boxes[best].weight() {
			best = i
		}
	}
	return best
}

// weight is what parting a box is worth: its error grows with the square of the edge, and a few points in a far corner are seen too.
func (b box) weight() int { return b.edge * b.edge * min(b.n, 2000) }

// part cuts a box in the middle of its longest edge.
func (b box) part() (box, box) {
	slices.SortStableFunc(b.points, func(x, y point) int { return cmp.Compare(channel(x.c, b.channel), channel(y.c, b.channel)) })
	low, high := channel(b.points[0].c, b.channel), channel(b.points[len(b.points)-1].c, b.channel)
	at := 1
	for channel(b.points[at].c, b.channel) <= (low+high)/2 {
		at++
	}
	return box{points: b.points[:at:at]}.measured(), box{points: b.points[at:]}.measured()
}

// mean is the colour of the box: that of its most frequent point when that one is most of it, so that grounds stay exact.
func (b box) mean() color.RGBA {
	var sum [3]int
	for _, p := range b.points {
		if 2*p.n > b.n {
			return p.c
		}
		for i := range 3 {
			sum[i] += p.n * channel(p.c, i)
		}
	}
	n := max(b.n, 1)
	return color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 0xff}
}
