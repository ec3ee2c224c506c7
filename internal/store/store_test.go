package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"

	"gorm.io/gorm/logger"
)

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// folder has the signs that once made SQLite open another file.
func folder(t *testing.T) string { return filepath.Join(t.TempDir(), "Касса #1 100%25") }

func reopen(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := Open(context.Background(), Params{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func write(t *testing.T, s *Store, change func(tx *Tx) error) {
	t.Helper()
	if err := s.Write(context.Background(), noon, change); err != nil {
		t.Fatal(err)
	}
}

func receipt(id string, state sale.State) Receipt {
	l := sale.Line{Name: "Молоко", Barcode: "4670540176099", Code: "0104670540176099215AAAAA\x1d93dGVz", Cis: "0104670540176099215AAAAA", GTIN: "04670540176099",
		Group: 8, Unit: sale.Piece, Price: 9990, Quantity: 1000, VAT: sale.VAT10, CheckID: "c1", Tag1265: "UUID=r&Time=1"}
	return Receipt{ID: id, Kind: sale.Sale, State: state, OpenedAt: noon, Cashier: "Анна", Total: 9990, Change: 10, FN: "1", Shift: 7,
		Intent: json.RawMessage(`{"fd":1}`), Lines: []Line{{Line: l, Sum: 9990, VATSum: 908}}, Payments: []sale.Payment{{Type: sale.Cash, Sum: 10000}}}
}

func TestJournalKeepsWhatWasWrittenOverARestart(t *testing.T) {
	dir := folder(t)
	s := reopen(t, dir)
	write(t, s, func(tx *Tx) error { return tx.PutReceipt(receipt("r1", sale.Sending)) })
	done := receipt("r1", sale.Fiscalized)
	done.FD, done.FP, done.ClosedAt, done.Number = 12, "777", noon.Add(time.Second), 3
	write(t, s, func(tx *Tx) error { return tx.PutReceipt(done) })
	s.Close()
	s = reopen(t, dir)
	got, err := s.Receipt(context.Background(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(done)
	if string(a) != string(b) {
		t.Fatalf("got  %s\nwant %s", a, b)
	}
	if _, err := os.Stat(filepath.Join(dir, "journal.db")); err != nil {
		t.Fatalf("the journal is not where it should be: %v", err)
	}
	id, at, sold, err := s.SoldHere(context.Background(), done.Lines[0].Cis)
	if err != nil || !sold || id != "r1" || !at.Equal(noon) {
		t.Fatalf("sold here: %v %s %v %v", sold, id, at, err)
	}
}

func TestChangeIsWholeOrNotAtAll(t *testing.T) {
	s := reopen(t, folder(t))
	broken := errors.New("disk full")
	err := s.Write(context.Background(), noon, func(tx *Tx) error {
		if err := tx.PutReceipt(receipt("r1", sale.Fiscalized)); err != nil {
			return err
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if _, err := s.Receipt(context.Background(), "r1"); !errors.Is(err, ErrNone) {
		t.Fatalf("half of a change is in the journal: %v", err)
	}
	if n, _, _, _ := s.Verify(context.Background()); n != 0 {
		t.Fatalf("%d records in the chain", n)
	}
}

func TestEveryTouchedRecordIsFound(t *testing.T) {
	ctx := context.Background()
	for name, touch := range map[string]struct {
		sql string
		why string
		seq int64
	}{
		"содержание": {"UPDATE record SET body = replace(body, '9990', '9980') WHERE seq = 3", "hash", 3},
		"время":      {"UPDATE record SET at = at + 1 WHERE seq = 2", "hash", 2},
		"вид":        {"UPDATE record SET kind = 'cash' WHERE seq = 4", "hash", 4},
		"пропажа":    {"DELETE FROM record WHERE seq = 2", "gap", 3},
		"связь":      {"UPDATE record SET prev = '' WHERE seq = 5", "link", 5},
	} {
		t.Run(name, func(t *testing.T) {
			s := reopen(t, folder(t))
			for i := range 6 {
				write(t, s, func(tx *Tx) error { return tx.PutReceipt(receipt(fmt.Sprint("r", i), sale.Fiscalized)) })
			}
			if n, head, broken, err := s.Verify(ctx); n != 6 || head == "" || broken != nil || err != nil {
				t.Fatalf("a sound journal: %d %q %+v %v", n, head, broken, err)
			}
			if err := s.write.Exec(touch.sql).Error; err == nil {
				t.Fatal("the journal let itself be changed")
			}
			for _, trigger := range []string{"record_no_update", "record_no_delete"} {
				if err := s.write.Exec("DROP TRIGGER " + trigger).Error; err != nil {
					t.Fatal(err)
				}
			}
			if err := s.write.Exec(touch.sql).Error; err != nil {
				t.Fatal(err)
			}
			_, _, broken, err := s.Verify(ctx)
			if err != nil || broken == nil || broken.Seq != touch.seq || broken.Why != touch.why {
				t.Fatalf("got %+v %v, want record %d, %s", broken, err, touch.seq, touch.why)
			}
		})
	}
}

func TestForeignAndNewerFilesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		sql  string
		want error
	}{
		"чужая база": {"CREATE TABLE x (y)", ErrForeign},
		"новее":      {fmt.Sprintf("CREATE TABLE x (y); PRAGMA application_id=%d; PRAGMA user_version=999", applicationID), ErrNewer},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			db, err := connect(filepath.Join(dir, "journal.db"), "", 1, logger.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Exec(c.sql).Error; err != nil {
				t.Fatal(err)
			}
			pool, _ := db.DB()
			pool.Close()
			if s, err := Open(context.Background(), Params{Dir: dir}); !errors.Is(err, c.want) {
				s.Close()
				t.Fatalf("got %v, want %v", err, c.want)
			}
		})
	}
}

func TestBackupAndRestoreKeepTheReplacedJournal(t *testing.T) {
	ctx, dir := context.Background(), folder(t)
	s := reopen(t, dir)
	write(t, s, func(tx *Tx) error { return tx.PutReceipt(receipt("before", sale.Fiscalized)) })
	copied := filepath.Join(t.TempDir(), "copy.db")
	if err := s.Backup(ctx, copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, copied); !errors.Is(err, os.ErrExist) {
		t.Fatalf("a copy over a copy: %v", err)
	}
	write(t, s, func(tx *Tx) error { return tx.PutReceipt(receipt("after", sale.Fiscalized)) })
	s.Close()
	if _, err := Restore(ctx, dir, filepath.Join(t.TempDir(), "none.db"), noon); err == nil {
		t.Fatal("restored from nothing")
	}
	junk := filepath.Join(t.TempDir(), "junk.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("junk", 5000)), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(ctx, dir, junk, noon); err == nil {
		t.Fatal("restored from junk")
	}
	aside, err := Restore(ctx, dir, copied, noon)
	if err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir)
	if _, err := s.Receipt(ctx, "before"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receipt(ctx, "after"); !errors.Is(err, ErrNone) {
		t.Fatalf("the old log was replayed into the restored journal: %v", err)
	}
	if _, err := os.Stat(aside); err != nil {
		t.Fatalf("the replaced journal is gone: %v", err)
	}
}

func TestSecondImportUpdatesByBarcode(t *testing.T) {
	ctx, s := context.Background(), reopen(t, folder(t))
	gtin := func(b string) string { return strings.Repeat("0", 14-len(b)) + b }
	put := func(name string, price int64, codes ...string) (added, updated int) {
		write(t, s, func(tx *Tx) (err error) {
			added, updated, err = tx.ImportGoods([]goods.Product{{Name: name, Price: money.Kopecks(price), Unit: sale.Piece, VAT: sale.VAT10, Barcodes: codes}}, gtin)
			return err
		})
		return added, updated
	}
	if a, u := put("Молоко Ёлочка", 1, "4670540176099"); a != 1 || u != 0 {
		t.Fatalf("first import: %d added, %d updated", a, u)
	}
	if a, u := put("Молоко «Ёлочка» 3,2%", 2, "4670540176099", "46198488"); a != 0 || u != 1 {
		t.Fatalf("second import: %d added, %d updated", a, u)
	}
	p, err := s.Product(ctx, gtin("46198488"))
	if err != nil || p.Name != "Молоко «Ёлочка» 3,2%" || len(p.Barcodes) != 2 {
		t.Fatalf("got %+v, %v", p, err)
	}
	for _, text := range []string{"елочка", "МОЛОКО 3,2%", "46705", "8488", ""} {
		if list, err := s.SearchGoods(ctx, text, 10); err != nil || len(list) != 1 {
			t.Errorf("search for %q finds %d, %v", text, len(list), err)
		}
	}
	if list, err := s.SearchGoods(ctx, "мо_око", 10); err != nil || len(list) != 0 {
		t.Errorf("a pattern sign finds %d, %v", len(list), err)
	}
}

func TestAnImportKeepsTheTermsItSaysNothingOf(t *testing.T) {
	ctx, s := context.Background(), reopen(t, folder(t))
	gtin := func(b string) string { return strings.Repeat("0", 14-len(b)) + b }
	p := goods.Product{Code: "7", Name: "Пиво", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Group: 15, Barcodes: []string{"46198488"},
		Terms: goods.Terms{UnmarkedUntil: "2026-12-31", UnmarkedReason: "остатки", Age: 18, Hours: "alcohol"}}
	put := func(p goods.Product, keep ...string) {
		write(t, s, func(tx *Tx) error {
			_, _, err := tx.ImportGoods([]goods.Product{p}, gtin, keep...)
			return err
		})
	}
	check := func(price money.Kopecks, want goods.Terms) {
		t.Helper()
		if got, err := s.Product(ctx, gtin("46198488")); err != nil || got.Terms != want || got.Price != price {
			t.Errorf("got %+v, %v; want price %d and %+v", got, err, price, want)
		}
	}
	put(p)
	check(100, p.Terms)
	put(goods.Product{Code: "7", Name: "Пиво", Price: 200, Unit: sale.Piece, VAT: sale.VAT22, Group: 15, Barcodes: p.Barcodes}, goods.MoreColumns...)
	check(200, p.Terms)
	put(goods.Product{Code: "7", Name: "Пиво", Price: 300, Unit: sale.Piece, VAT: sale.VAT22, Group: 15, Barcodes: p.Barcodes}, "age")
	check(300, goods.Terms{Age: 18})
	put(goods.Product{Code: "7", Name: "Пиво", Price: 400, Unit: sale.Piece, VAT: sale.VAT22, Group: 15, Barcodes: p.Barcodes})
	check(400, goods.Terms{})
}

func TestTwoPeopleCannotShareAPIN(t *testing.T) {
	s := reopen(t, folder(t))
	write(t, s, func(tx *Tx) error { return tx.AddPerson(&Person{Name: "А", Role: "cashier", PIN: "x"}) })
	for _, p := range []Person{{Name: "А", Role: "cashier", PIN: "y"}, {Name: "Б", Role: "cashier", PIN: "x"}} {
		if err := s.Write(context.Background(), noon, func(tx *Tx) error { return tx.AddPerson(&p) }); !errors.Is(err, ErrTaken) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// BenchmarkReceipt is the cost of one durable change: a receipt of ten lines, with its link of the chain and its fsync.
func BenchmarkReceipt(b *testing.B) {
	s, err := Open(context.Background(), Params{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := receipt("r", sale.Fiscalized)
	for len(r.Lines) < 10 {
		r.Lines = append(r.Lines, r.Lines[0])
	}
	for i := 0; b.Loop(); i++ {
		r.ID = fmt.Sprint(i)
		if err := s.Write(context.Background(), noon, func(tx *Tx) error { return tx.PutReceipt(r) }); err != nil {
			b.Fatal(err)
		}
	}
}
