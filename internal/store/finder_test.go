package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
)

func TestTheFinderKnowsOfChangedGoods(t *testing.T) {
	ctx := context.Background()
	s, kept := stocked(t)
	f := NewFinder(s)
	t.Cleanup(func() { f.Close() })
	if err := f.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	first := f.Index()
	if got, err := f.SearchGoods(ctx, "бан", 5); err != nil || len(got) != 1 || got[0].Name != "Бананы" || first.Len() != len(kept) {
		t.Fatalf("got %v, %v of %v", got, err, first)
	}
	if err := f.Refresh(ctx); err != nil || f.Index() != first {
		t.Errorf("made anew though nothing changed: %v", err)
	}
	stock(t, s, []goods.Product{{Code: "3", Name: "Сушки", Price: 100, Unit: sale.Piece, VAT: sale.VAT10}})
	if err := f.Refresh(ctx); err != nil {
		t.Fatal(err)
	}
	if got, err := f.SearchGoods(ctx, "суш", 5); err != nil || len(got) != 1 {
		t.Errorf("new goods are not found: %v, %v", got, err)
	}
}

func TestBeforeTheFirstIndexTheDatabaseIsAsked(t *testing.T) {
	s, _ := stocked(t)
	f := NewFinder(s)
	defer f.Close()
	if got, err := f.SearchGoods(context.Background(), "хлеб", 5); err != nil || len(got) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

// BenchmarkFinder is what a key in the search costs off the UI thread with 100,000 goods, the products of the answer included, and what
// making the index costs.
func BenchmarkFinder(b *testing.B) {
	ctx := context.Background()
	s, err := Open(ctx, Params{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	list := make([]goods.Product, 100_000)
	for i := range list {
		list[i] = goods.Product{Code: fmt.Sprint(i), Name: fmt.Sprintf("Товар %d «Маяк» %d,%d %%, пачка %d г", i%977, i%10, i%7, 50+i%950), Price: money.Kopecks(990 + i),
			Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{fmt.Sprintf("46%011d", i)}}
	}
	if err := s.Write(ctx, time.Now(), func(tx *Tx) error { _, _, err := tx.ImportGoods(list, goods.GTIN); return err }); err != nil {
		b.Fatal(err)
	}
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			if _, err := s.goodsIndex(ctx); err != nil {
				b.Fatal(err)
			}
		}
	})
	f := NewFinder(s)
	defer f.Close()
	if err := f.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	for _, q := range []string{"п", "маяк 976", "99,90", "0499"} {
		b.Run(q, func(b *testing.B) {
			for b.Loop() {
				if _, err := f.SearchGoods(ctx, q, 60); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(f.Index().Bytes())/1e6, "MB")
		})
	}
}
