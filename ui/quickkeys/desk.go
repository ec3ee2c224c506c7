package quickkeys

import (
	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/ui/look"
)

// build lays the tiles to the left and what can be done with them to the right.
func (a *Arrange) build() {
	w := a.p.Words
	button := func(name, label, key, icon string, kind look.Kind, tap func()) *look.Button {
		b := &look.Button{Label: label, Key: key, Icon: icon, Kind: kind, Large: 16, OnTap: tap}
		a.buttons[name] = b
		return b
	}
	low := func(name, label, icon string, kind look.Kind, tap func()) *look.Button { // the word under the sign: four stand side by side
		b := button(name, w.T(label), "", icon, kind, tap)
		b.Tile, b.Large = true, 15
		return b
	}
	a.tabs = newTabs(w, nil, a.toPage, a.addPage)
	a.tabs.arrange.Icon, a.tabs.arrange.Label = "plus", w.T("ui.quick.new_page_key")
	a.tiles = newGrid(a.tapped, a.turn)
	a.title = &look.Text{Point: 18, Least: 13, Lines: 2, Free: true, Bold: true}
	var swatches []fyne.CanvasObject
	for _, c := range goods.QuickColours {
		s := newSwatch(c, func() { a.colour(c) })
		a.colours = append(a.colours, s)
		swatches = append(swatches, s)
	}
	colours := look.Grid(4, swatches...)
	looks := look.Grid(2,
		button("picture", w.T("ui.quick.picture"), "", "", look.Plain, a.picture),
		button("plain", w.T("ui.quick.no_picture"), "", "", look.Plain, func() { a.edit(func(k *goods.QuickKey) { k.Picture = nil }) }))
	moves := look.Grid(2,
		button("remove", w.T("ui.quick.remove"), "Del", "", look.Danger, a.remove), look.Grid(2,
			low("earlier", "ui.quick.left", "left", look.Plain, func() { a.move(-1) }),
			low("later", "ui.quick.right", "right", look.Plain, func() { a.move(1) })))
	head := &look.Text{Text: w.T("ui.quick.page"), Point: 16, Free: true, Color: look.ColorMuted}
	pages := look.Grid(4,
		low("rename", "ui.quick.rename_key", "pencil", look.Plain, a.rename),
		low("page_left", "ui.quick.left", "left", look.Plain, func() { a.movePage(-1) }),
		low("page_right", "ui.quick.right", "right", look.Plain, func() { a.movePage(1) }),
		low("page_gone", "ui.quick.remove_key", "cross", look.Danger, a.removePage))
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), a.p.Close)
	card := look.NewCard()
	a.content = look.Sheet(w.T("ui.quick.title"), out, look.Board(fyne.NewSize(900, 400), func(size fyne.Size) {
		const side float32 = 312
		left := size.Width - side - look.Gap
		look.Put(a.tabs.content, 0, 0, left, look.Target)
		look.Put(a.tiles, 0, look.Target+look.Gap, left, size.Height-look.Target-look.Gap)
		x, wide := left+look.Gap+12, side-24
		look.Put(card, left+look.Gap, 0, side, size.Height)
		y := float32(8)
		for _, row := range []struct {
			o    fyne.CanvasObject
			high float32
		}{{a.title, 46}, {colours, 2*look.Target + look.Gap}, {looks, look.Target}, {moves, look.Target}, {head, 24}, {pages, look.Target}} {
			look.Put(row.o, x, y, wide, row.high)
			y += row.high + look.Gap
		}
		look.Put(a.trouble.Content(), 0, size.Height-76, left, 76)
	}, card, a.tabs.content, a.tiles, a.title, colours, looks, moves, head, pages, a.trouble.Content()))
}
