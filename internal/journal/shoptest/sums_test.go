package shoptest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dobro/internal/sale"
	"dobro/internal/store"

	"github.com/glebarez/sqlite"
	"gorm.io/gorm"
)

// dump is every row of the tables that the screens read, those that count nothing left out.
func dump(t *testing.T, dir string) (out []string) {
	t.Helper()
	db, err := gorm.Open(sqlite.Open(dir+"/journal.db"), &gorm.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"SELECT * FROM sold ORDER BY 1, 2, 3", "SELECT * FROM sold_day WHERE lines <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7",
		"SELECT * FROM check_day WHERE checks <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9", "SELECT * FROM product_day WHERE lines <> 0 OR checks <> 0 ORDER BY 1, 2", "SELECT * FROM product_name ORDER BY 1, 2", "SELECT * FROM cash_day ORDER BY 1"} {
		var rows []map[string]any
		if err := db.Raw(q).Scan(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			out = append(out, q[14:24]+fmt.Sprint(r))
		}
	}
	if pool, err := db.DB(); err == nil {
		pool.Close()
	}
	return out
}

func TestSumsByDayFollowEveryChange(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	s, err := store.Open(ctx, store.Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	first := time.Date(2026, 3, 1, 0, 0, 0, 0, Moscow)
	// Days 11 and 29 of the made shop have codes that a senior took on himself, and an emergency.
	if _, err := Fill(ctx, s, Params{First: first, Days: 12, PerDay: 30, Sweep: 5, Seed: 3}); err != nil {
		t.Fatal(err)
	}
	// A receipt in doubt is decided later, with fewer lines.
	list, err := s.Receipts(ctx, first, first.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range list[:3] {
		r.State = []sale.State{sale.Unknown, sale.NotFiscal, sale.Cancelled}[i]
		r.Lines = r.Lines[:1]
		if err := s.Write(ctx, first, func(tx *store.Tx) error { return tx.PutReceipt(r) }); err != nil {
			t.Fatal(err)
		}
	}
	kept := dump(t, dir)
	if err := s.RemakeSums(ctx); err != nil {
		t.Fatal(err)
	}
	made := dump(t, dir)
	if len(kept) != len(made) || len(kept) < 500 {
		t.Fatalf("%d rows were kept, %d are made anew", len(kept), len(made))
	}
	for i := range kept {
		if kept[i] != made[i] {
			t.Fatalf("kept %s, made anew %s", kept[i], made[i])
		}
	}
	if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("%+v, %v", broken, err)
	}
}
