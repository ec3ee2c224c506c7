package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/ui/entry"
	"dobro/ui/find"
	"dobro/ui/quickkeys"
)

// QuickTill is what the tiles of the sale screen ask of the till.
type QuickTill interface {
	// AddGoods puts goods into the basket by the ID of the catalogue: found by name or on a tile.
	AddGoods(ctx context.Context, id int64, quantity money.Quantity) error
	// QuickPages may be called beside any action.
	QuickPages(ctx context.Context) ([]goods.QuickPage, error)
	SetQuickPages(ctx context.Context, pages []goods.QuickPage) error
}

// Pictures are those that tiles may have. All is slow and asked off the UI thread.
type Pictures interface {
	Folder() string
	All(ctx context.Context) ([]quickkeys.Picture, error)
}

// keyQuick shows the tiles.
const keyQuick = fyne.KeyInsert

// loadQuick reads the tiles anew: prices and names are those of the catalogue now.
func (w *window) loadQuick() {
	var pages []quickkeys.Page
	w.search.do(func(ctx context.Context) error {
		kept, err := w.till.QuickPages(ctx)
		pages = quickkeys.Make(w.words, kept)
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
			return
		}
		w.quick = pages
		w.sale.Quick().Show(pages, w.mayArrange())
	})
}

func (w *window) mayArrange() bool { return w.view.User != nil && w.view.User.Role.May(staff.Settings) }

// tapTile sells the goods of a tile. Digits typed before it are how many.
func (w *window) tapTile(t quickkeys.Tile) {
	w.idle.touch()
	w.notice.Clear()
	many := w.typed
	w.typed = ""
	w.addGoods(t.Key.Product, many)
}

// addGoods puts chosen goods into the basket; how much is asked for where a piece is no measure.
func (w *window) addGoods(p goods.Product, many string) {
	quantity := money.Quantity(money.Piece)
	if p.Unit != sale.Piece && p.Unit != "" {
		w.askMeasure(p)
		return
	}
	if len(many) > 0 && len(many) <= 3 {
		if q, err := money.ParseQuantity(many); err == nil && q > 0 {
			quantity = q
		}
	}
	add := func() { w.act(func(ctx context.Context) error { return w.till.AddGoods(ctx, p.ID, quantity) }) }
	if quantity == money.Piece {
		add()
		return
	}
	w.sureOf(p.Name, w.inReceipt(0, append(slices.Clone(p.Barcodes), p.Code)...), quantity, p.Unit, add)
}

// askMeasure asks for the weight, as the scale shows it.
func (w *window) askMeasure(p goods.Product) {
	var n *entry.Number
	n = entry.New(entry.Params{
		Words: w.words, Title: w.words.T("ui.measure." + string(p.Unit)), About: p.Name, Label: w.words.T("ui.measure.label"), Unit: w.words.T("ui.unit." + string(p.Unit)),
		Choices: w.amounts(p.Unit),
		Confirm: w.words.T("ui.measure.add"), Close: func() { w.shut(n) },
		Done: func(text string) {
			q, err := money.ParseQuantity(text)
			if err != nil || q <= 0 {
				n.Fail(w.badNumber())
				return
			}
			w.sureOf(p.Name, w.inReceipt(0, append(slices.Clone(p.Barcodes), p.Code)...), q, p.Unit, func() {
				w.settle(n, func(ctx context.Context) error { return w.till.AddGoods(ctx, p.ID, q) })
			})
		},
	})
	w.open(n)
}

// openArrange lets whoever has the right lay out the tiles.
func (w *window) openArrange() {
	if !w.selling() || !w.mayArrange() {
		return
	}
	var a *quickkeys.Arrange
	p := quickkeys.ArrangeParams{
		Words: w.words, Pages: w.quick, Close: func() { w.shut(a) },
		Save: func(pages []goods.QuickPage) {
			w.work.do(func(ctx context.Context) error { return w.till.SetQuickPages(ctx, pages) }, func(err error) {
				if err != nil {
					a.Fail(faultOf(w.words, err))
				}
				w.loadQuick()
			})
		},
		Pick: w.pickGoods,
		Name: w.askName,
		Sure: func(title, text, yes string, really func()) {
			var q *question
			q = newQuestion(w.words, "warning", title, text, yes, func() { w.shut(q); really() }, func() { w.shut(q) })
			w.open(q)
		},
	}
	if w.p.Pictures != nil {
		p.Picture = w.pickPicture
	}
	a = quickkeys.NewArrange(p)
	w.open(a)
}

func (w *window) askName(title, old string, done func(string)) {
	var t *entry.Text
	t = entry.NewText(entry.TextParams{Words: w.words, Title: title, Hint: w.words.T("ui.quick.name_hint"), Value: old, Limit: goods.MaxQuickName,
		Choices: strings.Split(w.words.T("ui.quick.names"), "|"), Confirm: w.words.T("ui.confirm"), Close: func() { w.shut(t) },
		Done: func(name string) {
			w.shut(t)
			done(name)
		}})
	w.open(t)
}

// pickGoods is the search, to choose goods instead of selling them.
func (w *window) pickGoods(taken func(goods.Product)) {
	if w.p.Goods == nil {
		return
	}
	var f *find.Panel
	f = find.New(find.Params{Words: w.words, Title: w.words.T("ui.quick.pick"), Close: func() { w.shut(f) }, Search: func(text string) { w.lookUp(f, text) },
		Add: func(p goods.Product) {
			w.shut(f)
			taken(p)
		}})
	w.open(f)
	w.lookUp(f, "")
}

func (w *window) pickPicture(taken func(png []byte)) {
	var c *quickkeys.Pictures
	c = quickkeys.NewPictures(quickkeys.PicturesParams{Words: w.words, Folder: w.p.Pictures.Folder(), Close: func() { w.shut(c) }, Choose: func(png []byte) {
		w.shut(c)
		taken(png)
	}})
	w.open(c)
	var all []quickkeys.Picture
	w.search.do(func(ctx context.Context) (err error) {
		all, err = w.p.Pictures.All(ctx)
		return err
	}, func(err error) {
		if err != nil {
			c.Fail(faultOf(w.words, err))
			return
		}
		c.Show(all)
	})
}
