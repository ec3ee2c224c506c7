package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/internal/sale"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// madeJournal is a small journal with every kind of document and of change.
func madeJournal(t *testing.T) *Store {
	t.Helper()
	s := reopen(t, folder(t))
	write(t, s, func(tx *Tx) error { return tx.AddPerson(&Person{Name: "Анна", Role: "cashier", PIN: "x"}) })
	write(t, s, func(tx *Tx) error {
		return tx.PutShift(Shift{FN: "9999078900001234", Number: 7, State: "open", OpenedAt: noon, OpenFD: 1, OpenedBy: "Анна"})
	})
	write(t, s, func(tx *Tx) error {
		return tx.PutCash(Cash{ID: "m1", At: noon, Kind: "in", Sum: 100000, Shift: 7, Cashier: "Анна"})
	})
	write(t, s, func(tx *Tx) error {
		return tx.PutCharge(Charge{ID: "k1", Receipt: "r0", Sum: 9990, State: "charged", At: noon, Slip: "0001"})
	})
	for i := range 6 {
		id := fmt.Sprint("r", i)
		check := Check{ID: fmt.Sprint("c", i), At: noon.Add(time.Duration(i)*time.Second + 345*time.Microsecond), Cis: "0104670540176099215AAAAA", GTIN: "04670540176099", Group: 8,
			Name: "Молоко", Decision: "allow", Channel: "tspiot", Elapsed: 41234567, Verdict: json.RawMessage(`{ "decision": "allow", "text": "<b> & «»" }`),
			Raw: json.RawMessage(`[{"body":{"codes":[{"found":true}]}}]`), Receipt: id, Cashier: "Анна"}
		write(t, s, func(tx *Tx) error { return tx.PutCheck(check) })
		if i%3 == 0 {
			write(t, s, func(tx *Tx) error { return tx.Approve(check.ID, "Борис", "нет связи") })
		}
		r := receipt(id, sale.Sending)
		r.Intent = json.RawMessage(`{"fd": 1, "a":"<>"}`)
		write(t, s, func(tx *Tx) error { return tx.PutReceipt(r) })
		r.State, r.FD, r.FP, r.Number, r.ClosedAt = sale.Fiscalized, int64(10+i), "777", int64(i), noon.Add(time.Second)
		second := r.Lines[0]
		second.Name, second.Code = "Хлеб\xff", ""
		r.Lines = append(r.Lines, second)
		write(t, s, func(tx *Tx) error { return tx.PutReceipt(r) })
	}
	write(t, s, func(tx *Tx) error {
		return tx.PutShift(Shift{FN: "9999078900001234", Number: 7, State: "closed", OpenedAt: noon, ClosedAt: noon.Add(time.Hour), OpenFD: 1, CloseFD: 99, OpenedBy: "Анна", ClosedBy: "Анна"})
	})
	if _, err := s.Seal(context.Background(), noon); err != nil {
		t.Fatal(err)
	}
	return s
}

// knife opens the file the way somebody with a database editor would: no triggers, no references.
func knife(t *testing.T, s *Store) *gorm.DB {
	t.Helper()
	db, err := connect(s.path, "_pragma=busy_timeout(5000)&_pragma=synchronous(OFF)", 1, logger.Discard)
	if err != nil {
		t.Fatal(err)
	}
	pool, _ := db.DB()
	t.Cleanup(func() { pool.Close() })
	for _, trigger := range []string{"record_no_update", "record_no_delete"} {
		if err := db.Exec("DROP TRIGGER " + trigger).Error; err != nil {
			t.Fatal(err)
		}
	}
	return db
}

// notProved are the columns outside the chain, each with its reason.
var notProved = map[string]string{"person.id": "a number of the database only", "person.pin": "no secret may stand in the chain",
	"person.badge": "no secret may stand in the chain", "person.inn": "nobody's taxpayer number may stand in the chain; the fiscal drive has it"}

func proved(t *testing.T, db *gorm.DB) (out [][2]string) {
	t.Helper()
	for _, table := range []string{"record", "receipt", "receipt_line", "payment", "check_log", "shift", "cash_move", "charge", "person"} {
		var names []string
		if err := db.Raw("SELECT name FROM pragma_table_info(?)", table).Scan(&names).Error; err != nil || len(names) == 0 {
			t.Fatalf("columns of %s: %v %v", table, names, err)
		}
		for _, name := range names {
			if notProved[table+"."+name] == "" {
				out = append(out, [2]string{table, name})
			}
		}
	}
	return out
}

func TestEveryColumnIsProved(t *testing.T) {
	s := madeJournal(t)
	known := map[string][]string{tableCheck: slices.Concat(columns[tableCheck], columns[tableApproval])}
	for _, c := range proved(t, s.read) {
		if c[0] == "record" {
			continue
		}
		list := known[c[0]]
		if list == nil {
			list = columns[c[0]]
		}
		if !slices.Contains(list, c[1]) {
			t.Errorf("%s.%s is not compared with the records", c[0], c[1])
		}
	}
}

func TestAnySingleChangedBitIsFound(t *testing.T) {
	ctx := context.Background()
	s := madeJournal(t)
	if n, _, broken, err := s.Verify(ctx); err != nil || broken != nil || n < 20 {
		t.Fatalf("a sound journal: %d records, %+v, %v", n, broken, err)
	}
	db := knife(t, s)
	fields := proved(t, db)
	rng := rand.New(rand.NewPCG(7, 11))
	times := 2500
	if testing.Short() {
		times = 400
	}
	seen := map[string]int{}
	for i := range times {
		table, column := fields[i%len(fields)][0], fields[i%len(fields)][1]
		var cell struct {
			Row  int64
			Kind string
			Old  []byte
		}
		q := fmt.Sprintf("SELECT rowid AS row, typeof(%[1]q) AS kind, CAST(%[1]q AS BLOB) AS old FROM %[2]q ORDER BY rowid LIMIT 1 OFFSET (abs(?) %% (SELECT count(*) FROM %[2]q))", column, table)
		if err := db.Raw(q, rng.Int64N(1<<40)).Scan(&cell).Error; err != nil {
			t.Fatal(err)
		}
		var old, changed any
		if cell.Kind == "integer" {
			n := int64(0)
			fmt.Sscan(string(cell.Old), &n)
			old, changed = n, n^(1<<rng.IntN(48))
		} else {
			b := slices.Clone(cell.Old)
			if len(b) == 0 {
				b = []byte{byte(1 + rng.IntN(255))}
			} else {
				b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
			}
			old, changed = string(cell.Old), string(b)
		}
		set := fmt.Sprintf("UPDATE %q SET %q = ? WHERE rowid = ?", table, column)
		if err := db.Exec(set, changed, cell.Row).Error; err != nil {
			if strings.Contains(err.Error(), "UNIQUE") || errors.Is(err, gorm.ErrDuplicatedKey) {
				continue // the database itself refuses
			}
			t.Fatal(err)
		}
		_, _, broken, err := s.Verify(ctx)
		row := cell.Row
		if table == "record" && column == "seq" {
			row = changed.(int64)
		}
		if e := db.Exec(set, old, row).Error; e != nil {
			t.Fatal(e)
		}
		seen[table]++
		switch {
		case err != nil || broken == nil:
			t.Fatalf("%s.%s of row %d changed from %q to %q: got %+v, %v", table, column, cell.Row, old, changed, broken, err)
		case table != "record" && broken.Why != "row":
			t.Fatalf("%s.%s changed: got why %q", table, column, broken.Why)
		case table != "record" && !strings.HasPrefix(broken.Place, table):
			// A changed key takes the row away from its document, which is the earlier finding.
			if !strings.HasSuffix(column, "id") && column != "n" && column != "fn" && column != "number" && column != "name" {
				t.Fatalf("%s.%s changed from %q to %q: the place is %q, %q became %q", table, column, old, changed, broken.Place, broken.Was, broken.Is)
			}
		}
	}
	if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("all put back: %+v, %v", broken, err)
	}
	t.Logf("changes found: %v", seen)
}

func TestTouchedRowIsNamed(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		sql                 string
		kind, subject       string
		place, was, is      string
		seqOfLastRecordOnly bool
	}{
		"цена строки":                  {sql: "UPDATE receipt_line SET price = 1 WHERE receipt_id = 'r2' AND n = 1", kind: "receipt", subject: "r2", place: "receipt_line 1: price", was: "9990", is: "1"},
		"строка пропала":               {sql: "DELETE FROM receipt_line WHERE receipt_id = 'r3' AND n = 2", kind: "receipt", subject: "r3", place: "receipt_line 2: receipt_id"},
		"чек пропал с его строками":    {sql: "DELETE FROM receipt WHERE id = 'r4'; DELETE FROM receipt_line WHERE receipt_id = 'r4'; DELETE FROM payment WHERE receipt_id = 'r4'", kind: "receipt", subject: "r4", place: "receipt: id", was: "r4"},
		"лишняя строка без чека":       {sql: "INSERT INTO payment VALUES ('ghost', 1, 'cash', 5)", kind: "receipt", subject: "ghost", place: "payment 1: receipt_id", is: "ghost"},
		"проверка переписана":          {sql: "UPDATE check_log SET verdict = replace(verdict, 'allow', 'alloW') WHERE id = 'c1'", kind: "check", subject: "c1", place: "check_log: verdict"},
		"проверка пропала":             {sql: "DELETE FROM check_log WHERE id = 'c5'", kind: "check", subject: "c5", place: "check_log: id", was: "c5"},
		"разрешение приписано":         {sql: "UPDATE check_log SET approved = 'Борис', approval = 'так надо' WHERE id = 'c2'", kind: "approval", subject: "c2", place: "check_log: approved", is: "Борис"},
		"разрешение стёрто":            {sql: "UPDATE check_log SET approved = '', approval = '' WHERE id = 'c3'", kind: "approval", subject: "c3", place: "check_log: approved", was: "Борис"},
		"число стало словом":           {sql: "UPDATE receipt SET total = 'сто' WHERE id = 'r1'", kind: "receipt", subject: "r1", place: "receipt: total", was: "9990", is: "сто"},
		"роль человека":                {sql: "UPDATE person SET role = 'owner'", kind: "person", subject: "Анна", place: "person: role", was: "cashier", is: "owner"},
		"из двух названа более ранняя": {sql: "UPDATE cash_move SET sum = 7; UPDATE receipt SET total = 7 WHERE id = 'r5'", kind: "cash", subject: "m1", place: "cash_move: sum", was: "100000", is: "7"},
		"смена": {sql: "UPDATE shift SET closed_by = 'Вера'", kind: "shift", subject: "9999078900001234/7", place: "shift: closed_by", was: "Анна", is: "Вера"},
	} {
		t.Run(name, func(t *testing.T) {
			s := madeJournal(t)
			if err := knife(t, s).Exec(c.sql).Error; err != nil {
				t.Fatal(err)
			}
			_, _, b, err := s.Verify(ctx)
			if err != nil || b == nil {
				t.Fatalf("got %+v, %v", b, err)
			}
			if b.Why != "row" || b.Kind != c.kind || b.Subject != c.subject || b.Place != c.place || c.was != "" && b.Was != c.was || c.is != "" && b.Is != c.is {
				t.Errorf("got %+v, want %+v", *b, c)
			}
			if (b.Seq == 0) != (c.subject == "ghost" || name == "разрешение приписано") {
				t.Errorf("record %d", b.Seq)
			}
		})
	}
}

func TestSealFixesWhatWasBeforeIt(t *testing.T) {
	ctx := context.Background()
	s := madeJournal(t)
	first, err := s.Seals(ctx, noon, noon.Add(time.Second))
	if err != nil || len(first) != 1 {
		t.Fatalf("%+v %v", first, err)
	}
	if again, err := s.Seal(ctx, noon.Add(time.Minute)); err != nil || again != first[0] {
		t.Fatalf("nothing came since the seal %+v, the next is %+v, %v", first[0], again, err)
	}
	write(t, s, func(tx *Tx) error { return tx.PutCash(Cash{ID: "m2", At: noon, Kind: "in", Sum: 1, Shift: 8}) })
	count, head, _, err := s.Verify(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seal, err := s.Seal(ctx, noon.Add(time.Hour))
	if err != nil || seal.Seq != count || seal.Head != head || len(seal.Code) != 11 {
		t.Fatalf("got %+v, %v; the head is %d %s", seal, err, count, head)
	}
	list, err := s.Seals(ctx, noon, noon.Add(2*time.Hour))
	if err != nil || len(list) != 2 || list[1] != seal {
		t.Fatalf("seals %+v, %v; want the last to be %+v", list, err, seal)
	}
	if _, _, broken, err := s.Verify(ctx); broken != nil || err != nil {
		t.Fatalf("%+v %v", broken, err)
	}
	empty := reopen(t, filepath.Join(t.TempDir(), "empty"))
	if seal, err := empty.Seal(ctx, noon); err != nil || seal.Code != "" {
		t.Fatalf("seal of an empty journal: %+v, %v", seal, err)
	}
}

func TestRewrittenChainBetraysItselfByTheSeal(t *testing.T) {
	ctx := context.Background()
	s := madeJournal(t)
	db := knife(t, s)
	// Somebody who knows the rules changes a record and computes all later hashes anew.
	var list []Record
	if err := db.Order("seq").Find(&list).Error; err != nil {
		t.Fatal(err)
	}
	prev := ""
	for _, r := range list {
		if r.Kind == "cash" {
			r.Body = strings.Replace(r.Body, "100000", "900000", 1)
		}
		r.Prev = prev
		r.Hash = r.sum()
		prev = r.Hash
		if err := db.Save(&r).Error; err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Exec("UPDATE cash_move SET sum = 900000").Error; err != nil {
		t.Fatal(err)
	}
	if _, _, b, err := s.Verify(ctx); err != nil || b == nil || b.Why != "seal" {
		t.Fatalf("got %+v, %v", b, err)
	}
}
