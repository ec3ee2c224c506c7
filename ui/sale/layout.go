package sale

import (
	"fyne.io/fyne/v2"

	"dobro/ui/look"
	"dobro/ui/quickkeys"
)

type tile struct {
	command Command
	label   string
	key     string
	icon    string
	kind    look.Kind
}

// The order on screen is the order of use: what concerns the line first, what concerns the till last.
var tiles = []tile{
	{Find, "ui.sale.find", "F2", "search", look.Plain},
	{Quantity, "ui.sale.quantity", "F3", "count", look.Plain},
	{Discount, "ui.sale.discount_key", "F4", "percent", look.Plain},
	{Remove, "ui.sale.remove", "Del", "cross", look.Plain},
	{Hold, "ui.sale.hold", "F5", "pause", look.Plain},
	{Cancel, "ui.sale.cancel", "Ctrl+X", "void", look.Plain},
	{Return, "ui.sale.return", "F6", "return", look.Plain},
	{Drawer, "ui.sale.drawer", "F7", "cash", look.Plain},
	{Shift, "ui.sale.shift", "F11", "list", look.Plain},
	{Lock, "ui.sale.lock", "F12", "lock", look.Plain},
	{Help, "ui.sale.help", "F1", "question", look.Plain},
	{Quick, "ui.sale.quick", "Ins", "tiles", look.Plain},
}

func (s *Screen) build() {
	w := s.p.Words
	var grid []fyne.CanvasObject
	for _, t := range tiles {
		b := &look.Button{Label: w.T(t.label), Key: t.key, Icon: t.icon, Kind: t.kind, Tile: true, Large: 16, OnTap: func() { s.p.Do(t.command) }}
		s.buttons[t.command] = b
		grid = append(grid, b)
	}
	cash := &look.Button{Label: w.T("ui.sale.pay_cash"), Key: "F9", Icon: "cash", Kind: look.Good, Large: 24, OnTap: func() { s.p.Do(PayCash) }}
	card := &look.Button{Label: w.T("ui.sale.pay_card"), Key: "F10", Icon: "card", Kind: look.Primary, Large: 24, OnTap: func() { s.p.Do(PayCard) }}
	s.buttons[PayCash], s.buttons[PayCard] = cash, card
	keys := look.Grid(4, grid...)
	s.quick = quickkeys.NewBoard(quickkeys.Params{Words: w, Add: s.p.Tile, Arrange: s.p.Arrange, Turned: func() {
		s.content.Layout.Layout(nil, s.content.Size())
		s.content.Refresh()
	}}, keys)
	board := s.quick.Content()

	basket, sums := look.NewCard(), look.NewCard()
	word := &look.Text{Text: w.T("ui.sale.total"), Point: 20, Bold: true, Free: true}
	s.content = look.Board(fyne.NewSize(900, 420), func(size fyne.Size) {
		const edge = look.Gap
		side := min(max(size.Width*0.42, 420), 640)
		left := size.Width - side - 3*edge
		s.basket(basket, edge, edge, left, size.Height-2*edge)
		look.Put(s.where.box, edge, edge, left, size.Height-2*edge)
		x, y := left+2*edge, float32(edge)
		high := min(max(size.Height*0.25, 124), 170)
		if s.quick.Shown() { // the tiles need the room more than the last receipt does
			high = 96
		}
		look.Put(sums, x, y, side, high)
		look.Put(word, x+14, y+8, 110, 52)
		look.Put(s.total, x+120, y+6, side-134, 60)
		look.Put(s.count, x+14, y+64, side*0.4, 24)
		look.Put(s.discount, x+side*0.4, y+64, side*0.6-14, 24)
		look.Put(s.last, x+14, y+90, side-28, max(high-96, 0))
		s.last.Hidden = s.quick.Shown()
		y += high + edge
		pay := min(max(size.Height*0.16, look.Target+8), 110)
		look.Put(cash, x, y, (side-edge)/2, pay)
		look.Put(card, x+(side+edge)/2, y, (side-edge)/2, pay)
		y += pay + edge
		look.Put(board, x, y, side, size.Height-y-edge)
	}, basket, s.list, s.empty, s.emptyPic, s.notice.box, s.where.box, sums, word, s.total, s.count, s.discount, s.last, cash, card, board)
}

// basket places the list and, above it, the notice when there is one.
func (s *Screen) basket(card fyne.CanvasObject, x, y, w, h float32) {
	look.Put(card, x, y, w, h)
	top := y + 4
	if s.notice.shown {
		look.Put(s.notice.box, x+4, top, w-8, noticeHeight)
		top += noticeHeight + 4
	}
	look.Put(s.list, x+4, top, w-8, y+h-4-top)
	middle := top + (y+h-top)/2
	look.Put(s.emptyPic, x+w/2-40, middle-90, 80, 80)
	look.Put(s.empty, x+24, middle+4, w-48, 90)
}
