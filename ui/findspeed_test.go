package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
	"dobro/ui/look"
)

// BenchmarkKeyToList is from a key in the search to the list of goods ready for painting, with 100,000 goods in the database: the
// worker, the index, the products of the answer, the rows, the hop and the list.
func BenchmarkKeyToList(b *testing.B) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	list := make([]goods.Product, 100_000)
	for i := range list {
		list[i] = goods.Product{Code: fmt.Sprint(i), Name: fmt.Sprintf("Молоко %d «Маяк» %d,%d %%, пачка %d г", i%977, i%10, i%7, 50+i%950), Price: money.Kopecks(990 + i),
			Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{fmt.Sprintf("46%011d", i)}}
	}
	if err := s.Write(ctx, time.Now(), func(tx *store.Tx) error { _, _, err := tx.ImportGoods(list, goods.GTIN); return err }); err != nil {
		b.Fatal(err)
	}
	finder := store.NewFinder(s)
	defer finder.Close()
	if err := finder.Refresh(ctx); err != nil {
		b.Fatal(err)
	}
	app := test.NewApp()
	defer app.Quit()
	app.Settings().SetTheme(look.Theme{})
	said, err := readWords("ru")
	if err != nil {
		b.Fatal(err)
	}
	win := test.NewWindow(nil)
	defer win.Close()
	hops := make(chan func(), 64)
	w := newWindow(Params{Words: said, Till: newFakeTill(), Goods: finder, Zone: time.UTC}, win, func(f func()) { hops <- f })
	defer w.close()
	win.Resize(fyne.NewSize(1024, 768))
	(<-hops)()
	w.openFind()
	(<-hops)()
	for i := 0; b.Loop(); i++ {
		if i%7 == 6 {
			w.pressed(fyne.KeyDelete)
		} else {
			w.written([]rune("молоко")[i%7])
		}
		(<-hops)()
	}
}
