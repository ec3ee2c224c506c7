package store

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"dobro/internal/sale"
)

// counted recounts the journal and tells whether the sums that stand there are those.
func counted(t *testing.T, s *Store) bool {
	t.Helper()
	ctx := context.Background()
	pool, err := s.read.DB()
	if err != nil {
		t.Fatal(err)
	}
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	v := newTally()
	sums := newRecount(v.seed)
	for _, table := range provenTables {
		if err := v.scan(ctx, tx, table, sums, func(uint64, uint64, string, string) {}); err != nil {
			t.Fatal(err)
		}
	}
	sound, err := sums.settle(ctx, tx)
	if err != nil {
		t.Fatal(err)
	}
	return sound
}

// TestRecountAgreesWithTheMigrations holds the two makings of the owner's sums to each other over everything that is told apart in them.
func TestRecountAgreesWithTheMigrations(t *testing.T) {
	s := madeJournal(t)
	n := 0
	for _, verdict := range []string{`{"reasons":[{"code":"unverified","severity":"ask"}]}`, `{"reasons":[{"code":"unverified","severity":"info"}]}`, `{}`} {
		for _, emergency := range []bool{false, true} {
			for _, cis := range []string{"0104670540176099215AAAAA", "04601653035829H;dV)bF", "короткий", "01046705401760992", "0104670540176099225AAAAA", "Ж104670540176099215AAAA", ""} {
				n++
				id := fmt.Sprint("x", n)
				at := noon.Add(time.Duration(n*7) * time.Hour)
				write(t, s, func(tx *Tx) error {
					return tx.PutCheck(Check{ID: "c" + id, At: at, Cis: cis, GTIN: "04670540176099", Group: n % 3, Name: []string{"", "Пиво"}[n%2], Decision: "ask", Reason: "unverified", Emergency: emergency,
						Verdict: json.RawMessage(verdict), Receipt: id, Cashier: "Анна"})
				})
				if n%3 == 0 {
					write(t, s, func(tx *Tx) error { return tx.Approve("c"+id, "Борис", "нет связи") })
				}
				for _, state := range []sale.State{sale.Sending, []sale.State{sale.Fiscalized, sale.NotFiscal, sale.Unknown}[n%3]} {
					r := receipt(id, state)
					r.OpenedAt, r.Kind, r.Back, r.Change = at, []sale.Kind{sale.Sale, sale.Return, sale.Correction}[n%5%3], n%10 == 2, 40
					r.Lines[0].CheckID = []string{"c" + id, ""}[n%7%2]
					for _, barcode := range []string{"", "4600", "012345678901234567", "Ж123456789012345"} {
						l := r.Lines[0]
						l.GTIN, l.Barcode, l.Code, l.CheckID = "", barcode, "", ""
						r.Lines = append(r.Lines, l)
					}
					write(t, s, func(tx *Tx) error { return tx.PutReceipt(r) })
				}
			}
		}
	}
	write(t, s, func(tx *Tx) error { return tx.PutCash(Cash{ID: "out", At: noon, Kind: "out", Sum: 700}) })
	write(t, s, func(tx *Tx) error { return tx.PutCash(Cash{ID: "odd", At: noon, Kind: "counted", Sum: 900}) })
	if _, _, broken, err := s.Verify(context.Background()); err != nil || broken != nil {
		t.Fatalf("%+v, %v", broken, err)
	}
	if !counted(t, s) {
		t.Fatal("the recount found another sum than the database made")
	}
	if err := s.RemakeSums(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !counted(t, s) {
		t.Fatal("the recount found another sum than the migrations make")
	}
	db := knife(t, s)
	for name, change := range map[string][2]string{
		"строка продажи": {"UPDATE sold SET proof = proof + 1 WHERE n = 2 AND receipt_id = 'x5'", "UPDATE sold SET proof = proof - 1 WHERE n = 2 AND receipt_id = 'x5'"},
		"сумма дня":      {"UPDATE sold_day SET sum = sum + 1 WHERE lines > 0", "UPDATE sold_day SET sum = sum - 1 WHERE lines > 0"},
		"проверки дня":   {"UPDATE check_day SET checks = checks + 1", "UPDATE check_day SET checks = checks - 1"},
		"товар дня":      {"UPDATE product_day SET checks = checks + 1", "UPDATE product_day SET checks = checks - 1"},
		"ящик":           {"UPDATE cash_day SET sum = sum + 1", "UPDATE cash_day SET sum = sum - 1"},
		"коды":           {"UPDATE code_part SET codes = codes || 'x'", "UPDATE code_part SET codes = rtrim(codes, 'x')"},
		"имя товара":     {"UPDATE product_name SET name = name || 'x'", "UPDATE product_name SET name = rtrim(name, 'x')"},
		"лишний день":    {"INSERT INTO cash_day VALUES (1, 5)", "DELETE FROM cash_day WHERE day = 1"},
	} {
		if err := db.Exec(change[0]).Error; err != nil {
			t.Fatal(err)
		}
		if counted(t, s) {
			t.Errorf("%s: the change was not seen", name)
		}
		if err := db.Exec(change[1]).Error; err != nil {
			t.Fatal(err)
		}
		if !counted(t, s) {
			t.Fatalf("%s: put back, and still not alike", name)
		}
	}
	if err := db.Exec("UPDATE cash_day SET sum = 'x'").Error; err != nil {
		t.Fatal(err)
	}
	if counted(t, s) {
		t.Error("a word instead of a sum was not seen")
	}
}
