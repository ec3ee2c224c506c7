package quickkeys

import (
	"fmt"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/ui/look"
)

// Params of the board. Turned is called when the tiles come or go, so that the screen makes room for them.
type Params struct {
	Words   *lang.Catalogue
	Add     func(Tile)
	Arrange func()
	Turned  func()
}

// Board shows either what can be done, or the goods that are sold by a tap, with a tab for each page.
type Board struct {
	p       Params
	actions fyne.CanvasObject
	pages   []Page
	page    int
	screen  int // of the page, when its tiles do not fit on one
	cursor  int // tile that the keyboard stands on, -1 when a finger leads
	open    bool
	may     bool // arrange
	tabs    *tabs
	tiles   *grid
	none    *look.Text
	first   *look.Button // to the arranging, when there is no tile yet
	content *fyne.Container
}

// NewBoard begins with the actions.
func NewBoard(p Params, actions fyne.CanvasObject) *Board {
	w := p.Words
	b := &Board{p: p, actions: actions, cursor: -1}
	b.tiles = newGrid(func(i int) { b.add(i) }, b.Turn)
	b.tabs = newTabs(w, func() { b.Open(false) }, b.toPage, p.Arrange)
	b.none = &look.Text{Point: 18, Least: 13, Lines: 4, Free: true, Align: fyne.TextAlignCenter, Color: look.ColorMuted}
	b.first = &look.Button{Label: w.T("ui.quick.arrange"), Icon: "pencil", Kind: look.Primary, Large: 18, OnTap: p.Arrange}
	b.content = look.Board(fyne.NewSize(420, 3*look.Target), b.place, actions, b.tabs.content, b.tiles, b.none, b.first)
	b.render()
	return b
}

// Content is the board.
func (b *Board) Content() fyne.CanvasObject { return b.content }

// Shown tells whether the tiles are on screen.
func (b *Board) Shown() bool { return b.open }

// Show turns to other tiles; may says whether whoever is here may arrange them.
func (b *Board) Show(pages []Page, may bool) {
	b.pages, b.may = pages, may
	b.page = max(min(b.page, len(pages)-1), 0)
	b.screen = 0
	if b.cursor >= len(b.now()) {
		b.cursor = len(b.now()) - 1
	}
	b.render()
}

// May says whether whoever is here may arrange the tiles.
func (b *Board) May(may bool) {
	if b.may != may {
		b.may = may
		b.render()
	}
}

// Open shows the tiles, or the actions again.
func (b *Board) Open(tiles bool) {
	b.cursor = -1
	if b.open == tiles {
		return
	}
	b.open = tiles
	b.render()
	b.p.Turned()
}

// Toggle is the key of the board: the tiles come with a frame that the arrows move; once more, and they go.
func (b *Board) Toggle() {
	if b.open && (b.cursor >= 0 || len(b.now()) == 0) {
		b.Open(false)
		return
	}
	b.Open(true)
	if len(b.now()) > 0 {
		b.cursor = b.screen * b.tiles.room()
		b.render()
	}
}

func (b *Board) now() []Tile {
	if b.page >= len(b.pages) {
		return nil
	}
	return b.pages[b.page].Tiles
}

func (b *Board) screens() int { return max((len(b.now())+b.tiles.room()-1)/b.tiles.room(), 1) }

// Turn goes to the next screenful of tiles, over the end of a page to the next one.
func (b *Board) Turn(by int) {
	if len(b.pages) == 0 {
		return
	}
	b.screen += by
	if b.screen < 0 || b.screen >= b.screens() {
		b.page = (b.page + by + len(b.pages)) % len(b.pages)
		b.screen = 0
		if by < 0 {
			b.screen = b.screens() - 1
		}
	}
	b.follow()
}

// toPage is a tap on a tab; on the one that is shown, the next screenful of it.
func (b *Board) toPage(i int) {
	if i == b.page {
		b.screen = (b.screen + 1) % b.screens()
	} else {
		b.page, b.screen = i, 0
	}
	b.follow()
}

// follow brings the keyboard's frame to the tiles that are shown.
func (b *Board) follow() {
	if b.cursor >= 0 {
		b.cursor = min(b.screen*b.tiles.room(), len(b.now())-1)
	}
	b.render()
}

// Key walks over the tiles and sells one, while the frame of the keyboard is shown.
func (b *Board) Key(k fyne.KeyName) bool {
	if !b.open || b.cursor < 0 {
		return false
	}
	columns, _ := b.tiles.shape()
	by := 0
	switch {
	case k == fyne.KeyLeft:
		by = -1
	case k == fyne.KeyRight:
		by = 1
	case k == fyne.KeyUp:
		by = -columns
	case k == fyne.KeyDown:
		by = columns
	case k == fyne.KeyPageUp:
		b.Turn(-1)
		return true
	case k == fyne.KeyPageDown:
		b.Turn(1)
		return true
	case look.IsEnter(k):
		b.add(b.cursor)
		return true
	default:
		return false
	}
	if to := b.cursor + by; to >= 0 && to < len(b.now()) {
		b.cursor = to
		b.screen = to / b.tiles.room()
		b.render()
	}
	return true
}

func (b *Board) add(i int) {
	if t := b.now(); i >= 0 && i < len(t) {
		b.p.Add(t[i])
	}
}

func (b *Board) render() {
	if b.open {
		b.actions.Hide()
		b.tabs.content.Show()
		b.tiles.Show()
	} else {
		b.actions.Show()
		b.tabs.content.Hide()
		b.tiles.Hide()
	}
	empty := len(b.now()) == 0
	b.none.Hidden, b.first.Hidden = !b.open || !empty, !b.open || !empty || !b.may
	b.none.Set(b.p.Words.T("ui.quick.none"))
	if b.may {
		b.none.Set(b.p.Words.T("ui.quick.none_yours"))
	}
	names := make([]string, len(b.pages))
	for i, p := range b.pages {
		names[i] = p.Name
	}
	if n := b.screens(); n > 1 {
		names[b.page] = fmt.Sprintf("%s %d/%d", names[b.page], b.screen+1, n)
	}
	b.tabs.show(names, b.page, b.may && !empty)
	b.tiles.show(b.now(), b.screen*b.tiles.room(), b.cursor)
	b.place(b.content.Size())
	b.content.Refresh()
}

func (b *Board) place(size fyne.Size) {
	look.Put(b.actions, 0, 0, size.Width, size.Height)
	look.Put(b.tabs.content, 0, 0, size.Width, look.Target)
	top := look.Target + look.Gap
	look.Put(b.tiles, 0, top, size.Width, size.Height-top)
	look.Put(b.none, 16, top+8, size.Width-32, 92)
	look.Put(b.first, size.Width/2-150, top+108, 300, look.Target)
}
