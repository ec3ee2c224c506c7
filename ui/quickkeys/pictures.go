package quickkeys

import (
	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Picture is one that a tile may have: a file of the folder, made small.
type Picture struct {
	Name string
	PNG  []byte
}

// PicturesParams of the choice.
type PicturesParams struct {
	Words  *lang.Catalogue
	Folder string // said where it is empty
	Choose func(png []byte)
	Close  func()
}

// Pictures lets one of the folder's pictures be chosen.
type Pictures struct {
	p       PicturesParams
	all     []Picture
	tiles   *grid
	first   int
	at      int
	none    *look.Text
	trouble *look.Trouble
	content fyne.CanvasObject
}

// NewPictures opens the choice, empty until Show.
func NewPictures(p PicturesParams) *Pictures {
	c := &Pictures{p: p, trouble: look.NewTrouble()}
	c.tiles = newGrid(c.take, c.turn)
	c.none = &look.Text{Point: 18, Least: 13, Lines: 4, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	out := look.NewButton(p.Words.T("ui.close"), p.Words.T("ui.key.esc"), p.Close)
	c.content = look.Sheet(p.Words.T("ui.quick.pictures"), out, look.Board(fyne.NewSize(800, 400), func(size fyne.Size) {
		look.Put(c.tiles, 0, 0, size.Width, size.Height)
		look.Put(c.none, 40, size.Height/2-70, size.Width-80, 140)
		look.Put(c.trouble.Content(), 8, size.Height-84, size.Width-16, 76)
	}, c.tiles, c.none, c.trouble.Content()))
	return c
}

// Content is what the window shows.
func (c *Pictures) Content() fyne.CanvasObject { return c.content }

// Show turns to what lies in the folder.
func (c *Pictures) Show(all []Picture) {
	c.all, c.first, c.at = all, 0, 0
	c.none.Set("")
	if len(all) == 0 {
		c.none.Set(c.p.Words.T("ui.quick.no_pictures", "folder", c.p.Folder))
	}
	c.render()
}

// Fail says what went wrong.
func (c *Pictures) Fail(f *register.Fault) { c.trouble.Fail(f.Text, f.Action) }

func (c *Pictures) render() {
	tiles := make([]Tile, len(c.all))
	for i, p := range c.all {
		tiles[i] = Tile{Name: p.Name, Picture: picture(p.PNG), Key: goods.QuickKey{Picture: p.PNG}}
	}
	c.tiles.show(tiles, c.first, c.at)
}

func (c *Pictures) take(i int) {
	if i < len(c.all) {
		c.p.Choose(c.all[i].PNG)
	}
}

func (c *Pictures) turn(by int) {
	if to := c.first + by*c.tiles.room(); to >= 0 && to < len(c.all) {
		c.first, c.at = to, to
		c.render()
	}
}

// Rune types nothing here.
func (c *Pictures) Rune(rune) bool { return false }

// Key walks, chooses, leaves.
func (c *Pictures) Key(k fyne.KeyName) bool {
	columns, _ := c.tiles.shape()
	to := c.at
	switch {
	case k == fyne.KeyEscape:
		c.p.Close()
		return true
	case look.IsEnter(k):
		c.take(c.at)
		return true
	case k == fyne.KeyLeft:
		to--
	case k == fyne.KeyRight:
		to++
	case k == fyne.KeyUp:
		to -= columns
	case k == fyne.KeyDown:
		to += columns
	default:
		return false
	}
	if to >= 0 && to < len(c.all) {
		c.at = to
		c.first = to / c.tiles.room() * c.tiles.room()
		c.render()
	}
	return true
}
