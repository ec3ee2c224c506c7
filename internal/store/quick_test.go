package store

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"dobro/internal/goods"
	"dobro/internal/sale"
)

func stocked(t *testing.T) (*Store, []goods.Product) {
	t.Helper()
	s, err := Open(context.Background(), Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	list := []goods.Product{{Code: "1", Name: "Хлеб", Price: 5490, Unit: sale.Piece, VAT: sale.VAT10, Barcodes: []string{"4607100120018"}},
		{Code: "2", Name: "Бананы", Price: 14990, Unit: sale.Kilogram, VAT: sale.VAT22}}
	stock(t, s, list)
	kept, err := s.Goods(context.Background())
	if err != nil || len(kept) != 2 {
		t.Fatalf("got %v, %v", kept, err)
	}
	return s, kept
}

func stock(t *testing.T, s *Store, list []goods.Product) {
	t.Helper()
	err := s.Write(context.Background(), time.Now(), func(tx *Tx) error {
		_, _, err := tx.ImportGoods(list, goods.GTIN)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTilesAreKeptWithTheGoodsAsTheyAreNow(t *testing.T) {
	ctx := context.Background()
	s, kept := stocked(t)
	want := []goods.QuickPage{{Name: "Пустая"}, {Name: "Хлеб", Keys: []goods.QuickKey{{Product: kept[1], Colour: "yellow", Picture: []byte("png")}, {Product: kept[0]}}}}
	put := func(pages []goods.QuickPage) error {
		return s.Write(ctx, time.Now(), func(tx *Tx) error { return tx.SetQuickPages(pages) })
	}
	if err := put(want); err != nil {
		t.Fatal(err)
	}
	if got, err := s.QuickPages(ctx); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v, %v\nwant %+v", got, err, want)
	}
	dearer := kept[0]
	dearer.Price = 5990
	stock(t, s, []goods.Product{dearer})
	if got, err := s.QuickPages(ctx); err != nil || got[1].Keys[1].Product.Price != 5990 {
		t.Errorf("the tile does not show the new price: %+v, %v", got, err)
	}
	for name, bad := range map[string][]goods.QuickPage{
		"no name":             {{Name: " "}},
		"a long name":         {{Name: "Хлебобулочные изделия"}},
		"an unknown colour":   {{Name: "Хлеб", Keys: []goods.QuickKey{{Product: kept[0], Colour: "pink"}}}},
		"goods never kept":    {{Name: "Хлеб", Keys: []goods.QuickKey{{Product: goods.Product{Name: "x"}}}}},
		"too many pages":      make([]goods.QuickPage, goods.MaxQuickPages+1),
		"too many tiles":      {{Name: "Хлеб", Keys: make([]goods.QuickKey, goods.MaxQuickKeys+1)}},
		"a picture too large": {{Name: "Хлеб", Keys: []goods.QuickKey{{Product: kept[0], Picture: make([]byte, goods.MaxQuickPicture+1)}}}},
	} {
		if err := put(bad); !errors.Is(err, goods.ErrBadQuick) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if got, err := s.QuickPages(ctx); err != nil || len(got) != 2 {
		t.Errorf("a refused arrangement changed the kept one: %+v, %v", got, err)
	}
	if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
		t.Errorf("tiles touched the chain: %v, %v", broken, err)
	}
}

func TestTheVersionOfGoodsGoesUpWithEveryChangeOfThem(t *testing.T) {
	ctx := context.Background()
	s, kept := stocked(t)
	version := func() int64 {
		n, err := s.GoodsVersion(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := version()
	if version() != before {
		t.Error("reading changed it")
	}
	stock(t, s, kept[:1])
	if version() <= before {
		t.Error("an import did not")
	}
}
