package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/sale"
	"dobro/internal/store"
)

var moscow = time.FixedZone("MSK", 3*3600)

// midnight is the first moment of a day of the shop, the last hours of the day before in UTC.
var midnight = time.Date(2026, 11, 22, 0, 0, 0, 0, moscow)

func logOf(t *testing.T) Log {
	t.Helper()
	s, err := store.Open(context.Background(), store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	line := func(check string, sum int64) store.Line {
		return store.Line{Line: sale.Line{Name: "Молоко", Code: "code " + check, Cis: "cis " + check, Price: sum, Quantity: 1000, VAT: sale.VAT10, CheckID: check, Tag1265: "UUID"}, Sum: sum, VATSum: sum / 11}
	}
	put := func(at time.Time, r store.Receipt) {
		r.OpenedAt, r.ClosedAt, r.Cashier = at, at, "Анна"
		if err := s.Write(context.Background(), at, func(tx *store.Tx) error { return tx.PutReceipt(r) }); err != nil {
			t.Fatal(err)
		}
	}
	check := func(id, decision, reasons string, offline bool) {
		c := store.Check{ID: id, At: midnight.Add(time.Hour), Decision: decision, Channel: "tspiot", Offline: offline, Receipt: "a", Cashier: "Анна", Cis: "cis " + id,
			Verdict: json.RawMessage(`{"id":"` + id + `","decision":"` + decision + `","code":"code","reasons":[` + reasons + `],"elapsedMs":12.5}`)}
		if err := s.Write(context.Background(), c.At, func(tx *store.Tx) error { return tx.PutCheck(c) }); err != nil {
			t.Fatal(err)
		}
	}
	put(midnight.Add(-time.Minute), store.Receipt{ID: "yesterday", Kind: sale.Sale, State: sale.Fiscalized, Total: 100, Payments: []sale.Payment{{Type: sale.Cash, Sum: 100}}})
	put(midnight.Add(time.Hour), store.Receipt{ID: "a", Kind: sale.Sale, State: sale.Fiscalized, Total: 20000, Change: 5000, Lines: []store.Line{line("ok", 10000), line("blind", 10000)},
		Payments: []sale.Payment{{Type: sale.Card, Sum: 5000}, {Type: sale.Cash, Sum: 20000}}})
	put(midnight.Add(2*time.Hour), store.Receipt{ID: "b", Kind: sale.Return, State: sale.Fiscalized, Origin: "a", Total: 10000, Lines: []store.Line{line("", 10000)},
		Payments: []sale.Payment{{Type: sale.Card, Sum: 5000}, {Type: sale.Cash, Sum: 5000}}})
	put(midnight.Add(3*time.Hour), store.Receipt{ID: "c", Kind: sale.Sale, State: sale.Cancelled, Total: 777})
	check("ok", "allow", "", false)
	check("blind", "ask", `{"code":"unverified","severity":"ask","text":"нет связи"}`, false)
	check("bad", "forbid", `{"code":"sold","severity":"ban","text":"продан"}`, true)
	check("barcode", "forbid", `{"code":"no_code","severity":"ban","text":"нужен код"}`, false)
	return Log{Store: s}
}

func TestACodeThatWasOnlyAskedForStoppedNothing(t *testing.T) {
	l := logOf(t)
	from, to := Span(midnight, midnight, moscow)
	d, err := l.Read(context.Background(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	stopped := 0
	for _, c := range d.Checks {
		if c.CodeWanted != (c.ID == "barcode") {
			t.Errorf("check %s: a code was wanted: %v", c.ID, c.CodeWanted)
		}
		if c.Stopped() {
			stopped++
		}
	}
	if stopped != 1 || d.Totals.Stopped != 1 || d.Totals.Checks != 3 || len(d.Totals.ByReason) != 1 {
		t.Errorf("%d rows are stopped sales, totals %+v", stopped, d.Totals)
	}
}

func TestWhereNoCheckWasDueNothingWentUnchecked(t *testing.T) {
	var totals Totals
	for text, want := range map[string]int{
		`{"code":"unverified","severity":"info"}`: 0, `{"code":"unverified","severity":"warning"}`: 1, `{"code":"unverified","severity":"ask"}`: 1, ``: 0,
	} {
		totals = Totals{ByReason: map[checks.ReasonCode]int{}}
		totals.check(store.Check{Decision: "allow", Verdict: json.RawMessage(`{"reasons":[` + text + `]}`)}, "receipt")
		if totals.Unchecked != want {
			t.Errorf("%s: %d unchecked, want %d", text, totals.Unchecked, want)
		}
	}
}

func TestDayCountsWhatTheOwnerAsksFor(t *testing.T) {
	l := logOf(t)
	from, to := Span(midnight.Add(5*time.Hour), midnight.Add(5*time.Hour), moscow)
	d, err := l.Read(context.Background(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	got := d.Totals
	if got.Receipts != 1 || got.Returns != 1 || got.Revenue != 10000 || got.Cash != 10000 || got.Card != 0 || got.Checks != 3 || got.Allowed != 1 ||
		got.Stopped != 1 || got.Offline != 1 || got.Unchecked != 1 || got.ByReason["sold"] != 1 || got.Drawer != 10100 {
		t.Errorf("totals %+v", got)
	}
	if len(d.Receipts) != 3 || d.Receipts[0].ID != "c" || len(d.Checks) != 4 {
		t.Errorf("%d receipts, %d checks", len(d.Receipts), len(d.Checks))
	}
	for _, c := range d.Checks {
		if c.ID == "bad" && (c.Reason != "продан" || c.Receipt != "") || c.ID == "ok" && c.Receipt != "a" {
			t.Errorf("check %+v", c)
		}
	}
}

// exported is the JSON export as a program reads it.
type exported struct {
	Shop     Shop
	From, To string
	Receipts []struct {
		ID, OpenedAt, Total, Change, Origin string
		Lines                               []struct{ Quantity, VAT, Tag1265 string }
	}
	Checks []struct {
		ID, Name, Receipt, Cashier string
		ElapsedMs                  float64
		Reasons                    []struct{ Code string }
		Approved                   struct{ Senior, Reason string }
	}
	Shifts []struct{ Number int64 }
	Cash   []struct{ ID, Sum string }
}

func exportOf(t *testing.T, l Log, r Request) (e exported, text string) {
	t.Helper()
	var b bytes.Buffer
	if err := l.WriteJSON(context.Background(), &b, r); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b.Bytes(), &e); err != nil {
		t.Fatalf("%v in\n%s", err, b.String())
	}
	return e, b.String()
}

func TestExportHasTheShapeOfTheDesign(t *testing.T) {
	l := logOf(t)
	err := l.Store.Write(context.Background(), midnight, func(tx *store.Tx) error {
		if err := tx.PutShift(store.Shift{FN: "1", Number: 7, State: "open", OpenedAt: midnight}); err != nil {
			return err
		}
		return tx.PutCash(store.Cash{ID: "m", At: midnight, Kind: "in", Sum: 5})
	})
	if err != nil {
		t.Fatal(err)
	}
	shop := Shop{Name: "ООО «Ромашка» & <Ко>", INN: "7700000009"}
	e, text := exportOf(t, l, Request{Shop: shop, First: midnight, Last: midnight, Zone: moscow})
	if e.Shop != shop || e.From != "2026-11-22" || e.To != e.From || len(e.Receipts) != 3 || len(e.Checks) != 4 || len(e.Shifts) != 1 || e.Shifts[0].Number != 7 || len(e.Cash) != 1 || e.Cash[0].Sum != "0.05" {
		t.Errorf("%+v", e)
	}
	if r := e.Receipts[0]; r.ID != "a" || r.OpenedAt != "2026-11-22T01:00:00.000+03:00" || r.Total != "200.00" || r.Change != "50.00" || r.Lines[0].Quantity != "1" || r.Lines[0].VAT != "10" || r.Lines[0].Tag1265 != "UUID" {
		t.Errorf("receipt %+v", r)
	}
	for _, want := range []string{"& <Ко>", `"origin":"a"`, `"elapsedMs":12.5`, `"receipt":"a"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the export lacks %s", want)
		}
	}
	if strings.Contains(text, "yesterday") {
		t.Error("the export has a receipt of another day")
	}
	far := midnight.AddDate(1, 0, 0)
	if e, _ := exportOf(t, l, Request{First: far, Last: far, Zone: moscow}); e.Receipts == nil || len(e.Receipts) != 0 || e.Checks == nil || e.Shifts == nil || e.Cash == nil {
		t.Errorf("an empty day: %+v", e)
	}
	before := midnight.AddDate(0, 0, -1)
	if e, _ := exportOf(t, l, Request{First: before, Last: before, Zone: moscow}); len(e.Receipts) != 1 || len(e.Checks) != 0 {
		t.Errorf("the day before: %+v", e)
	}
}
