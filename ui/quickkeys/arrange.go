package quickkeys

import (
	"slices"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// ArrangeParams of the owner's panel. Every change is saved at once; what cannot be saved comes back by Fail.
type ArrangeParams struct {
	Words   *lang.Catalogue
	Pages   []Page
	Save    func(pages []goods.QuickPage)
	Pick    func(taken func(goods.Product))              // asks for goods
	Name    func(title, old string, done func(string))   // asks for the name of a page
	Picture func(taken func(png []byte))                 // asks for a picture; nil: there is no folder of them
	Sure    func(title, text, yes string, really func()) // asks before a page goes
	Close   func()
}

// Arrange lets the owner lay out the tiles.
type Arrange struct {
	p       ArrangeParams
	pages   []Page
	page    int
	at      int // chosen tile, len(tiles) is the place for a new one
	screen  int
	tabs    *tabs
	tiles   *grid
	title   *look.Text
	colours []*swatch
	buttons map[string]*look.Button
	trouble *look.Trouble
	content fyne.CanvasObject
}

// NewArrange opens the panel.
func NewArrange(p ArrangeParams) *Arrange {
	a := &Arrange{p: p, pages: p.Pages, trouble: look.NewTrouble(), buttons: map[string]*look.Button{}}
	a.build()
	a.render()
	return a
}

// Content is what the window shows.
func (a *Arrange) Content() fyne.CanvasObject { return a.content }

// Fail says what went wrong.
func (a *Arrange) Fail(f *register.Fault) { a.trouble.Fail(f.Text, f.Action) }

// Rune chooses a colour by its number.
func (a *Arrange) Rune(r rune) bool {
	if i := int(r - '1'); i >= 0 && i < len(goods.QuickColours) {
		a.colour(goods.QuickColours[i])
		return true
	}
	return false
}

// Key walks over the tiles and does what the buttons do.
func (a *Arrange) Key(k fyne.KeyName) bool {
	columns, _ := a.tiles.shape()
	switch {
	case k == fyne.KeyEscape:
		a.p.Close()
	case k == fyne.KeyLeft:
		a.choose(a.at - 1)
	case k == fyne.KeyRight:
		a.choose(a.at + 1)
	case k == fyne.KeyUp:
		a.choose(a.at - columns)
	case k == fyne.KeyDown:
		a.choose(a.at + columns)
	case k == fyne.KeyPageUp:
		a.turn(-1)
	case k == fyne.KeyPageDown:
		a.turn(1)
	case k == fyne.KeyDelete:
		a.remove()
	case look.IsEnter(k):
		a.tapped(a.at)
	default:
		return false
	}
	return true
}

func (a *Arrange) now() []Tile {
	if a.page >= len(a.pages) {
		return nil
	}
	return a.pages[a.page].Tiles
}

func (a *Arrange) choose(i int) {
	if len(a.pages) == 0 || i < 0 || i > len(a.now()) || i >= goods.MaxQuickKeys {
		return
	}
	a.at = i
	a.screen = i / a.tiles.room()
	a.render()
}

// tapped is a tap on a tile, or on the place for a new one.
func (a *Arrange) tapped(i int) {
	if len(a.pages) == 0 {
		a.addPage()
		return
	}
	a.choose(i)
	if i == len(a.now()) && i < goods.MaxQuickKeys {
		a.p.Pick(a.add)
	}
}

func (a *Arrange) add(p goods.Product) {
	a.change(func(tiles []Tile) []Tile {
		colour := ""
		if n := len(tiles); n > 0 { // neighbours are mostly of one kind
			colour = tiles[n-1].Key.Colour
		}
		return append(tiles, tile(a.p.Words, goods.QuickKey{Product: p, Colour: colour}))
	})
	a.choose(len(a.now()))
}

func (a *Arrange) colour(name string) {
	a.edit(func(k *goods.QuickKey) { k.Colour = name })
}

func (a *Arrange) picture() {
	if a.p.Picture != nil && a.at < len(a.now()) {
		a.p.Picture(func(png []byte) { a.edit(func(k *goods.QuickKey) { k.Picture = png }) })
	}
}

// edit changes the chosen tile.
func (a *Arrange) edit(what func(k *goods.QuickKey)) {
	if a.at >= len(a.now()) {
		return
	}
	a.change(func(tiles []Tile) []Tile {
		k := tiles[a.at].Key
		what(&k)
		tiles[a.at] = tile(a.p.Words, k)
		return tiles
	})
}

func (a *Arrange) remove() {
	if a.at < len(a.now()) {
		a.change(func(tiles []Tile) []Tile { return slices.Delete(tiles, a.at, a.at+1) })
	}
}

// move puts the chosen tile one place earlier or later.
func (a *Arrange) move(by int) {
	to := a.at + by
	if a.at >= len(a.now()) || to < 0 || to >= len(a.now()) {
		return
	}
	a.change(func(tiles []Tile) []Tile {
		tiles[a.at], tiles[to] = tiles[to], tiles[a.at]
		return tiles
	})
	a.choose(to)
}

// change makes other tiles of the page out of a copy, shows and saves them.
func (a *Arrange) change(what func([]Tile) []Tile) {
	a.pages = slices.Clone(a.pages)
	a.pages[a.page].Tiles = what(slices.Clone(a.pages[a.page].Tiles))
	a.save()
}

func (a *Arrange) save() {
	a.at = max(min(a.at, len(a.now())), 0)
	a.trouble.Clear()
	a.p.Save(kept(a.pages))
	a.render()
}
