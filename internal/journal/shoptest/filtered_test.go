package shoptest

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/journal"
	"dobro/internal/journal/sheets"
	"dobro/internal/sale"
	"dobro/internal/store"

	"github.com/xuri/excelize/v2"
)

// TestFilteredExportsHoldWhatTheFilterSays counts by hand what each filter leaves, and holds every format to it.
func TestFilteredExportsHoldWhatTheFilterSays(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := Fill(ctx, s, Params{First: first, Days: 3, PerDay: 40, Seed: 4}); err != nil {
		t.Fatal(err)
	}
	// The link was away for one sale.
	at := first.Add(30 * time.Hour)
	c := store.Check{ID: "lost", At: at, Cis: "0104670540176099215AAAAA", GTIN: "04670540176099", Group: 8, Name: "Кефир", Decision: "ask", Reason: "unverified",
		Verdict: json.RawMessage(`{"reasons":[{"code":"unverified","severity":"ask","text":"Проверить не удалось"}]}`), Receipt: "sold", Cashier: cashiers[0]}
	line := store.Line{Line: sale.Line{Name: c.Name, Code: c.Cis + "\x1d93dGVz", Cis: c.Cis, GTIN: c.GTIN, Group: 8, Price: 9000, Quantity: sale.One, CheckID: c.ID, Approved: "Борис"}, Sum: 9000}
	err = s.Write(ctx, at, func(tx *store.Tx) error {
		if err := tx.PutCheck(c); err != nil {
			return err
		}
		if err := tx.Approve(c.ID, "Борис", "нет связи"); err != nil {
			return err
		}
		return tx.PutReceipt(store.Receipt{ID: "sold", Kind: sale.Sale, State: sale.Fiscalized, OpenedAt: at, ClosedAt: at, FD: 9000, Cashier: cashiers[0], Total: 9000, Lines: []store.Line{line},
			Payments: []sale.Payment{{Type: sale.Card, Sum: 9000}}})
	})
	if err != nil {
		t.Fatal(err)
	}
	ways, words := formats(t)
	from, to := first, first.AddDate(0, 0, 3)
	receipts, err := s.Receipts(ctx, from, to)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := s.Checks(ctx, from, to)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct {
		name  string
		only  journal.Ask
		says  string
		line  func(r store.Receipt, l store.Line) bool
		check func(c store.Check) bool
	}{
		{"без проверки", journal.Ask{Outcome: string(store.OutcomeUnchecked)}, "Отобрано: Без проверки",
			func(r store.Receipt, l store.Line) bool {
				return l.Approved != "" && r.Kind == sale.Sale && r.State == sale.Fiscalized
			},
			nil},
		{"кассир и группа", journal.Ask{Cashier: cashiers[0], Group: 8}, "Отобрано: кассир " + cashiers[0] + "; товарная группа 8",
			func(r store.Receipt, l store.Line) bool { return r.Cashier == cashiers[0] && l.Group == 8 },
			func(c store.Check) bool { return c.Cashier == cashiers[0] && c.Group == 8 }},
		{"причина", journal.Ask{Reason: checks.Unverified}, "причина «нет ответа»", nil, func(c store.Check) bool { return c.Reason == "unverified" }},
		{"молоко", journal.Ask{Text: "молоко"}, "Отобрано: поиск «молоко»",
			func(_ store.Receipt, l store.Line) bool {
				return strings.Contains(strings.ToLower(l.Name), "молоко")
			},
			func(c store.Check) bool { return strings.Contains(strings.ToLower(c.Name), "молоко") }},
	} {
		lines, marks := 0, 0
		for _, r := range receipts {
			for _, l := range r.Lines {
				if f.line != nil && f.line(r, l) {
					lines++
				}
			}
		}
		for _, c := range tests {
			if f.check != nil && f.check(c) {
				marks++
			}
		}
		if lines+marks == 0 {
			t.Fatalf("%s: the made shop has none", f.name)
		}
		r := journal.Request{Shop: journal.Shop{Name: "Ромашка"}, First: from, Last: to.Add(-time.Hour), Zone: time.UTC, Words: words, Only: f.only}
		got := map[string][]byte{}
		for way, write := range ways {
			var b bytes.Buffer
			if err := write(ctx, &b, journal.Log{Store: s}, r); err != nil {
				t.Fatal(err)
			}
			got[way] = b.Bytes()
		}
		var e struct {
			Only     string
			Receipts []struct{ Lines []any }
			Checks   []any
			Shifts   []any
		}
		if err := json.Unmarshal(got["json"], &e); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, r := range e.Receipts {
			found += len(r.Lines)
		}
		if f.line != nil && found != lines || f.check != nil && len(e.Checks) != marks || !strings.Contains(e.Only, f.says) || len(e.Shifts) != 0 {
			t.Errorf("%s: JSON has %d lines, want %d; %d checks, want %d; only %q; %d shifts", f.name, found, lines, len(e.Checks), marks, e.Only, len(e.Shifts))
		}
		book, err := excelize.OpenReader(bytes.NewReader(got["xlsx"]))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("Строки")
		if err != nil {
			t.Fatal(err)
		}
		if have := max(len(rows)-2, 0); f.line != nil && have != lines {
			t.Errorf("%s: XLSX has %d lines, want %d", f.name, have, lines)
		}
		if about, err := book.GetCellValue("О выгрузке", "B6"); err != nil || !strings.Contains(about, f.says) {
			t.Errorf("%s: the book says %q, %v", f.name, about, err)
		}
		book.Close()
		if _, err := exec.LookPath("pdftotext"); err != nil {
			continue
		}
		file := filepath.Join(t.TempDir(), "report.pdf")
		if err := os.WriteFile(file, got["pdf"], 0o644); err != nil {
			t.Fatal(err)
		}
		text, err := exec.Command("pdftotext", "-layout", file, "-").Output()
		if plain := strings.Join(strings.Fields(string(text)), " "); err != nil || !strings.Contains(plain, f.says) {
			t.Errorf("%s: the report does not say by what it is filtered: %v\n%s", f.name, err, plain[:min(len(plain), 600)])
		}
	}
}

// TestPermissionsOnTheSpotAreExported has a senior who takes codes upon himself, and one who lets a cashier take money out.
func TestPermissionsOnTheSpotAreExported(t *testing.T) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	at := first.Add(9 * time.Hour)
	write := func(change func(tx *store.Tx) error) {
		t.Helper()
		if err := s.Write(ctx, at, change); err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Minute)
	}
	write(func(tx *store.Tx) error {
		return tx.AddPerson(&store.Person{Name: "Борис", Role: "senior", PIN: "x"})
	})
	write(func(tx *store.Tx) error {
		return tx.PutCheck(store.Check{ID: "c1", At: at, Cis: "0104670540176099215AAAAA", Name: "Молоко", Decision: "ask", Verdict: json.RawMessage(`{}`), Receipt: "r1", Cashier: "Анна"})
	})
	write(func(tx *store.Tx) error { return tx.Approve("c1", "Борис", "нет связи") })
	write(func(tx *store.Tx) error {
		if err := tx.PutPermission(store.Permission{Senior: "Борис", Cashier: "Анна", Action: "cash_out", Right: "cash_out"}); err != nil {
			return err
		}
		return tx.PutCash(store.Cash{ID: "m1", At: at, Kind: "out", Sum: 150000, Cashier: "Анна", Reason: "в банк"})
	})
	write(func(tx *store.Tx) error {
		return tx.PutPermission(store.Permission{Senior: "Борис", Cashier: "Анна", Action: "price", Right: "price", Receipt: "r1"})
	})
	write(func(tx *store.Tx) error { // not of that permission: another change
		return tx.PutCash(store.Cash{ID: "m2", At: at, Kind: "in", Sum: 5, Cashier: "Анна", Reason: "размен"})
	})
	_, words := formats(t)
	r := journal.Request{First: first, Last: first, Zone: time.UTC, Words: words}
	var b bytes.Buffer
	if err := sheets.WriteXLSX(ctx, &b, journal.Log{Store: s}, r); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Разрешения старших")
	if err != nil || len(rows) != 4 {
		t.Fatalf("%v, %v", rows, err)
	}
	for i, want := range []string{
		"01.01.2025 09:02:00|Борис|Анна|продать без проверки|нет связи|Молоко|0104670540176099215AAAAA||r1|c1",
		"01.01.2025 09:03:00|Борис|Анна|изъятие денег|в банк|||1,500.00|m1",
		"01.01.2025 09:04:00|Борис|Анна|другая цена|||||r1",
	} {
		if got := strings.Join(rows[i+1], "|"); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	b.Reset()
	if err := (journal.Log{Store: s}).WriteJSON(ctx, &b, r); err != nil {
		t.Fatal(err)
	}
	var e struct{ Permissions []map[string]string }
	if err := json.Unmarshal(b.Bytes(), &e); err != nil || len(e.Permissions) != 3 || e.Permissions[1]["reason"] != "в банк" || e.Permissions[1]["senior"] != "Борис" || e.Permissions[0]["check"] != "c1" {
		t.Errorf("%+v, %v", e, err)
	}
}
