package register

import (
	"testing"

	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// shelf adds goods to the shop's catalogue and returns everything by its article.
func (s *shop) shelf(more ...goods.Product) map[string]goods.Product {
	s.t.Helper()
	ctx := s.t.Context()
	err := s.store.Write(ctx, s.clock(), func(tx *store.Tx) error {
		_, _, err := tx.ImportGoods(more, func(b string) string { g, _ := marking.GTIN14(b); return g })
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	list, err := s.store.Goods(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	at := map[string]goods.Product{}
	for _, p := range list {
		at[p.Code] = p
	}
	return at
}

func TestChosenGoodsGoIntoTheBasket(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	at := s.shelf(goods.Product{Code: "3", Name: "Бананы", Price: 14990, Unit: sale.Kilogram, VAT: sale.VAT22},
		goods.Product{Code: "4", Name: "Услуга", Price: 10000, Unit: sale.Piece, VAT: sale.VAT22})
	s.must("", s.till.AddGoods(ctx, at["2"].ID, money.Piece))
	s.must("", s.till.AddGoods(ctx, at["2"].ID, 2*money.Piece))
	s.must("", s.till.AddGoods(ctx, at["3"].ID, 1355))
	s.must("", s.till.AddGoods(ctx, at["3"].ID, 500))
	s.must("", s.till.AddGoods(ctx, at["4"].ID, money.Piece))
	lines := s.till.View().Receipt.Lines
	if len(lines) != 4 || lines[0].Quantity != 3*money.Piece || lines[1].Quantity != 1355 || lines[2].Quantity != 500 || lines[3].Barcode != "4" {
		t.Fatalf("got %+v", lines)
	}
	if lines[1].Sum != 20311 { // 149.90 × 1.355 = 203.1145
		t.Errorf("the weighed line costs %v", lines[1].Sum)
	}
	s.must("unknown_product", s.till.AddGoods(ctx, 999, money.Piece))
	s.must("bad_quantity", s.till.AddGoods(ctx, at["2"].ID, 0))
	s.must("", s.till.AddGoods(ctx, at["1"].ID, money.Piece))
	if v := s.till.View(); v.Permit.State != PermitNeedCode || len(v.Receipt.Lines) != 4 {
		t.Errorf("marked goods on a tile: banner %s, %d lines", v.Permit.State, len(v.Receipt.Lines))
	}
	s.must("", s.till.Pay(ctx, cash("1000")))
}

func TestTilesAreArrangedByWhoMayChangeSettings(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	at := s.shelf()
	pages := []goods.QuickPage{{Name: "Хлеб", Keys: []goods.QuickKey{{Product: at["2"], Colour: "orange"}}}}
	s.must("no_right", s.till.SetQuickPages(ctx, pages))
	s.must("", s.till.Login(ctx, "3333"))
	s.must("", s.till.SetQuickPages(ctx, pages))
	s.must("bad_tiles", s.till.SetQuickPages(ctx, []goods.QuickPage{{}}))
	s.restart()
	got, err := s.till.QuickPages(ctx)
	if err != nil || len(got) != 1 || len(got[0].Keys) != 1 || got[0].Keys[0].Product.Name != "Хлеб" {
		t.Fatalf("after a restart: %+v, %v", got, err)
	}
}
