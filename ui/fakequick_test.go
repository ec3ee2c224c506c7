package ui

import (
	"context"
	"fmt"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// AddGoods implements QuickTill.
func (f *fakeTill) AddGoods(_ context.Context, id int64, q money.Quantity) error {
	return f.do(fmt.Sprintf("goods %d %s", id, q), func() (register.Event, error) {
		f.add(register.LineView{State: register.LinePlain, Name: "Хлеб", Price: 4500, Quantity: q})
		l := f.view.Receipt.Lines[len(f.view.Receipt.Lines)-1]
		return register.Event{Kind: register.EventLine, Line: &l}, nil
	})
}

// QuickPages implements QuickTill.
func (f *fakeTill) QuickPages(context.Context) ([]goods.QuickPage, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tiles, nil
}

// SetQuickPages implements QuickTill.
func (f *fakeTill) SetQuickPages(_ context.Context, pages []goods.QuickPage) error {
	return f.do(fmt.Sprintf("tiles %s", tilesOf(pages)), func() (register.Event, error) {
		if f.onTiles != nil {
			return register.Event{}, f.onTiles
		}
		f.tiles = pages
		return register.Event{}, nil
	})
}

// tilesOf writes pages as "Хлеб: Батон red, Соль; Пусто:".
func tilesOf(pages []goods.QuickPage) string {
	s := ""
	for i, p := range pages {
		if i > 0 {
			s += "; "
		}
		s += p.Name + ":"
		for j, k := range p.Keys {
			if j > 0 {
				s += ","
			}
			s += " " + k.Product.Name
			if k.Colour != "" {
				s += " " + k.Colour
			}
			if len(k.Picture) > 0 {
				s += " +"
			}
		}
	}
	return s
}

func someTiles() []goods.QuickPage {
	page := func(name string, keys ...goods.QuickKey) goods.QuickPage {
		return goods.QuickPage{Name: name, Keys: keys}
	}
	key := func(id int64, name, colour string, price money.Kopecks, unit sale.Unit, group int) goods.QuickKey {
		return goods.QuickKey{Colour: colour, Product: goods.Product{ID: id, Name: name, Price: price, Unit: unit, Group: group, Barcodes: []string{"4607100120018"}}}
	}
	return []goods.QuickPage{
		page("Хлеб и мелочи", key(1, "Хлеб «Бородинский» нарезка, 400 г", "orange", 5490, sale.Piece, 0), key(2, "Батон нарезной, 350 г", "orange", 4600, sale.Piece, 0),
			key(3, "Яйцо куриное С1, 10 шт.", "yellow", 10990, sale.Piece, 0), key(4, "Сахар-песок, 1 кг", "", 7990, sale.Piece, 0), key(5, "Соль поваренная", "", 2490, sale.Piece, 0),
			key(6, "Пакет-майка", "blue", 990, sale.Piece, 0), key(7, "Спички, коробок", "red", 450, sale.Piece, 0), key(8, "Батарейки AA щелочные, 4 шт.", "teal", 19900, sale.Piece, 0),
			key(9, "Газета «Наш район»", "violet", 2500, sale.Piece, 0), key(10, "Сигареты «Северный ветер» синие, пачка", "", 14500, sale.Piece, 3)),
		page("На вес", key(11, "Бананы", "yellow", 14990, sale.Kilogram, 0), key(12, "Картофель свежий, урожай 2026", "green", 4990, sale.Kilogram, 0)),
		page("У кассы", key(13, "Марка почтовая", "violet", 3500, sale.Piece, 0)),
	}
}

// DiscountLine implements EditTill.
func (f *fakeTill) DiscountLine(ctx context.Context, n int, k money.Kopecks) error {
	return f.limited(ctx, fmt.Sprintf("discount %d %s rub", n, k), k > 1000)
}

// DiscountReceipt implements EditTill.
func (f *fakeTill) DiscountReceipt(ctx context.Context, p money.BasisPoints) error {
	return f.limited(ctx, fmt.Sprintf("discount all %s", p), p > 500)
}

// DiscountSum implements EditTill.
func (f *fakeTill) DiscountSum(ctx context.Context, k money.Kopecks) error {
	return f.limited(ctx, fmt.Sprintf("discount all %s rub", k), k > 1000)
}

// RoundDown implements EditTill.
func (f *fakeTill) RoundDown(_ context.Context, step money.Kopecks) error {
	return f.simple(fmt.Sprintf("round %s", step), nil)
}

// SetPart implements EditTill.
func (f *fakeTill) SetPart(_ context.Context, n int, p sale.Fraction) error {
	return f.simple(fmt.Sprintf("part %d %d/%d", n, p.N, p.Of), nil)
}

// SetNote implements EditTill.
func (f *fakeTill) SetNote(_ context.Context, n int, text string) error {
	return f.simple(fmt.Sprintf("note %d %s", n, text), nil)
}

// limited is an action that a cashier may do up to a limit, above it with a senior behind him.
func (f *fakeTill) limited(ctx context.Context, name string, over bool) error {
	key, _, backed := register.Behind(ctx)
	if backed {
		name += " by " + key
	}
	return f.do(name, func() (register.Event, error) {
		if over && !backed && f.view.User.Role == register.Cashier {
			return register.Event{}, &register.Fault{Code: "no_right", Text: "На это действие нет права"}
		}
		return register.Event{}, nil
	})
}

// ConfirmAge implements AgeTill.
func (f *fakeTill) ConfirmAge(_ context.Context, enough bool) error {
	return f.simple(fmt.Sprintf("age %v", enough), func(v *register.View) { v.AskAge = 0 })
}
