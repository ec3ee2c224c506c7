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

func TestExportHasTheShapeOfTheDesign(t *testing.T) {
	l := logOf(t)
	f, err := l.Export(context.Background(), Shop{Name: "ООО «Ромашка» & Ко", INN: "7700000009"}, midnight, midnight, moscow)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"from": "2026-11-22"`, `"total": "200.00"`, `"change": "50.00"`, `"openedAt": "2026-11-22T01:00:00.000+03:00"`, `"quantity": "1"`,
		`"tag1265": "UUID"`, `"elapsedMs": 12.5`, `"receipt": "a"`, `& Ко`, `"shifts": []`, `"vat": "10"`, `"origin": "a"`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the export lacks %s", want)
		}
	}
	if strings.Contains(b.String(), "yesterday") {
		t.Error("the export has a receipt of another day")
	}
	empty, err := l.Export(context.Background(), Shop{}, midnight.AddDate(1, 0, 0), midnight.AddDate(1, 0, 0), moscow)
	if err != nil || len(empty.Receipts) != 0 || empty.Receipts == nil || empty.Checks == nil {
		t.Errorf("an empty day: %+v, %v", empty, err)
	}
}
