package quickkeys

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dobro/ui/look"
)

// Sizes of a tile: as many as fit, none smaller than a finger needs for a name and a price.
const (
	leastWide float32 = 128
	leastHigh float32 = 72
)

// grid shows one screenful of tiles. It follows a finger: a stroke to the side turns the page, a shaky tap is a tap. The toolkit would
// take the tap away from whatever begins to be dragged, so one widget takes both. It takes no wheel: the toolkit clips what scrolls, and would
// cut the frames of the tiles at the edge.
type grid struct {
	widget.BaseWidget

	tiles   []Tile
	first   int // of the screenful
	chosen  int // index of the tile with the frame, -1 when none
	pressed int
	onTap   func(i int)
	onTurn  func(by int)

	travel fyne.Delta
	last   fyne.Position
	began  time.Time
	faces  []*face
}

// Limits of a stroke and of a shaky tap, as in the lists.
const (
	stroke   float32 = 48
	shake    float32 = 14
	shakeFor         = 400 * time.Millisecond
)

func newGrid(tap func(i int), turn func(by int)) *grid {
	g := &grid{chosen: -1, pressed: -1, onTap: tap, onTurn: turn}
	g.ExtendBaseWidget(g)
	return g
}

// shape is how many tiles stand side by side and one above the other.
func (g *grid) shape() (columns, rows int) {
	size := g.Size()
	columns = max(int((size.Width+look.Gap)/(leastWide+look.Gap)), 1)
	rows = max(int((size.Height+look.Gap)/(leastHigh+look.Gap)), 1)
	return columns, rows
}

// room is how many tiles a screenful has.
func (g *grid) room() int {
	columns, rows := g.shape()
	return columns * rows
}

func (g *grid) show(tiles []Tile, first, chosen int) {
	g.tiles, g.first, g.chosen = tiles, first, chosen
	g.Refresh()
}

func (g *grid) at(p fyne.Position) int {
	columns, rows := g.shape()
	size := g.Size()
	x, y := int(p.X/((size.Width+look.Gap)/float32(columns))), int(p.Y/((size.Height+look.Gap)/float32(rows)))
	i := g.first + y*columns + x
	if p.X < 0 || p.Y < 0 || x >= columns || y >= rows || i >= len(g.tiles) {
		return -1
	}
	return i
}

// Tapped takes the tile under the finger.
func (g *grid) Tapped(e *fyne.PointEvent) { g.tap(e.Position) }

func (g *grid) tap(p fyne.Position) {
	if i := g.at(p); i >= 0 {
		g.onTap(i)
	}
}

// MouseDown shows that the finger is on a tile.
func (g *grid) MouseDown(e *desktop.MouseEvent) { g.press(g.at(e.Position)) }

// MouseUp shows that it is gone.
func (g *grid) MouseUp(*desktop.MouseEvent) { g.press(-1) }

func (g *grid) press(i int) {
	before := g.pressed
	g.pressed = i
	for _, n := range []int{before, i} {
		if at := n - g.first; n >= 0 && at >= 0 && at < len(g.faces) && n < len(g.tiles) {
			g.faces[at].show(g.tiles[n], n == g.chosen, n == g.pressed)
		}
	}
}

// Dragged follows the finger.
func (g *grid) Dragged(e *fyne.DragEvent) {
	if g.travel == (fyne.Delta{}) {
		g.began = time.Now()
	}
	g.travel.DX += e.Dragged.DX
	g.travel.DY += e.Dragged.DY
	g.last = e.Position
}

// DragEnd turns the page, or performs the tap that the driver took for a drag.
func (g *grid) DragEnd() {
	dx, dy, held := g.travel.DX, g.travel.DY, time.Since(g.began)
	g.travel = fyne.Delta{}
	g.press(-1)
	far := float32(math.Hypot(float64(dx), float64(dy)))
	switch {
	case far < shake && held < shakeFor:
		g.tap(g.last)
	case dx < -stroke && -dx > 2*max(dy, -dy):
		g.onTurn(1)
	case dx > stroke && dx > 2*max(dy, -dy):
		g.onTurn(-1)
	}
}

// CreateRenderer is for the toolkit.
func (g *grid) CreateRenderer() fyne.WidgetRenderer { return &gridRenderer{g} }

type gridRenderer struct{ g *grid }

func (r *gridRenderer) Destroy()           {}
func (r *gridRenderer) MinSize() fyne.Size { return fyne.NewSize(leastWide*2, leastHigh) }

func (r *gridRenderer) Objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(r.g.faces))
	for _, f := range r.g.faces {
		all = append(all, f.Container)
	}
	return all
}

func (r *gridRenderer) Layout(size fyne.Size) {
	g := r.g
	columns, rows := g.shape()
	for len(g.faces) < columns*rows {
		g.faces = append(g.faces, newFace())
	}
	w, h := (size.Width+look.Gap)/float32(columns), (size.Height+look.Gap)/float32(rows)
	for i, f := range g.faces {
		n := g.first + i
		f.Hidden = i >= columns*rows || n >= len(g.tiles)
		if f.Hidden {
			continue
		}
		look.Put(f.Container, float32(i%columns)*w, float32(i/columns)*h, w-look.Gap, h-look.Gap)
		f.show(g.tiles[n], n == g.chosen, n == g.pressed)
	}
}

func (r *gridRenderer) Refresh() {
	r.Layout(r.g.Size())
	for _, f := range r.g.faces {
		f.Refresh()
	}
}
