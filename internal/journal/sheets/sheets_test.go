package sheets

import (
	"bytes"
	"context"
	"encoding/csv"
	"math"
	"strings"
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/journal"
	"dobro/internal/lang"
	"dobro/internal/sale"
	"dobro/internal/store"

	"github.com/xuri/excelize/v2"
)

var (
	msk   = time.FixedZone("MSK", 3*3600)
	first = time.Date(2026, 11, 22, 0, 0, 0, 0, msk)
)

func words(t testing.TB) *lang.Catalogue {
	t.Helper()
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	c, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func open(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Params{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// dangerous is a receipt whose goods have names that a spreadsheet would take for formulas, and a code with GS.
func dangerous(t *testing.T) (*store.Store, journal.Request) {
	t.Helper()
	s := open(t)
	at := first.Add(9*time.Hour + 30*time.Minute)
	r := store.Receipt{ID: "r1", Kind: sale.Sale, State: sale.Fiscalized, OpenedAt: at, ClosedAt: at, FD: 7, FN: "9999078900001234", Cashier: "Анна", Total: 30000,
		Payments: []sale.Payment{{Type: sale.Cash, Sum: 50000}}, Change: 20000}
	for _, name := range []string{`=HYPERLINK("http://x";"y")`, "+7 (900)", "-5 %", "@SUM(A1)", "Молоко; «Ёлочка»\x1d", "Сыр"} {
		r.Lines = append(r.Lines, store.Line{Line: sale.Line{Name: name, Barcode: "0046001234567", Cis: "-cis", Code: "-cis\x1d93", Price: 10000, Quantity: 500, VAT: sale.VAT10}, Sum: 5000, VATSum: 455})
	}
	back := r
	back.ID, back.Kind, back.Total, back.Change, back.FD, back.Lines, back.Payments = "r2", sale.Return, 5000, 0, 8, r.Lines[:1], []sale.Payment{{Type: sale.Cash, Sum: 5000}}
	void := r
	void.ID, void.State, void.FD, void.Payments = "r3", sale.Cancelled, 0, nil
	for _, rec := range []store.Receipt{r, back, void} {
		if err := s.Write(context.Background(), at, func(tx *store.Tx) error { return tx.PutReceipt(rec) }); err != nil {
			t.Fatal(err)
		}
	}
	return s, journal.Request{Shop: journal.Shop{Name: "ООО «Ромашка»"}, First: first, Last: first, Zone: msk, Words: words(t)}
}

func TestCellsAreWhatTheyAre(t *testing.T) {
	s, r := dangerous(t)
	var b bytes.Buffer
	if err := WriteXLSX(context.Background(), &b, journal.Log{Store: s}, r); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for i, name := range []string{`=HYPERLINK("http://x";"y")`, "+7 (900)", "-5 %", "@SUM(A1)", "Молоко; «Ёлочка» ", "Сыр"} {
		cell, _ := excelize.CoordinatesToCellName(6, i+2)
		got, err := f.GetCellValue("Строки", cell)
		formula, _ := f.GetCellFormula("Строки", cell)
		kind, _ := f.GetCellType("Строки", cell)
		if err != nil || got != name || formula != "" || kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%s: got %q of type %v, formula %q, %v; want the string %q", cell, got, kind, formula, err, name)
		}
	}
	raw := excelize.Options{RawCellValue: true}
	for cell, want := range map[string]string{"A2": "46348.39583333333", "J2": "300", "K2": "300", "J3": "-50", "K3": "-50", "J4": "0", "J5": "250", "F2": "7", "G2": ""} {
		if got, err := f.GetCellValue("Чеки", cell, raw); err != nil || got != want {
			t.Errorf("Чеки %s: got %q, %v; want %q", cell, got, err, want)
		}
	}
	if got, _ := f.GetCellValue("Чеки", "A2"); got != "22.11.2026 09:30:00" {
		t.Errorf("the date is shown as %q", got)
	}
	if got, _ := f.GetCellValue("Строки", "G2"); got != "0046001234567" {
		t.Errorf("the barcode lost its zeros: %q", got)
	}
	if formula, _ := f.GetCellFormula("Чеки", "J5"); formula != "SUBTOTAL(109,J2:J4)" {
		t.Errorf("the sum is %q", formula)
	}
	panes, err := f.GetPanes("Чеки")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	filters := 0
	for _, n := range f.GetDefinedName() {
		if strings.Contains(n.Name, "FilterDatabase") {
			filters++
		}
	}
	if filters != 7 {
		t.Errorf("%d sheets have a filter: %+v", filters, f.GetDefinedName())
	}
}

func TestCodesAskedLaterAreATable(t *testing.T) {
	r := journal.Request{Zone: msk, Words: words(t)}
	at := time.Date(2026, 11, 22, 9, 30, 0, 0, msk).UnixMilli()
	list := []store.Later{{CheckID: "c1", ReceiptID: "r1", Cis: "0104670540176099215AAAAA", Name: "Молоко", Group: 8, SoldAt: at, State: store.LaterBan, AskedAt: at + 60_000, Reason: "Срок годности истёк"},
		{CheckID: "c2", ReceiptID: "r2", Cis: "0104670540176099215BBBBB", Name: "=Пиво", SoldAt: at, State: store.LaterWaiting}}
	var b bytes.Buffer
	if err := WriteTable(&b, r, journal.TableLater, r.LaterRows(list)); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A2": "22.11.2026 09:30:00", "B2": "Молоко", "E2": "запрет: задача владельцу", "F2": "Срок годности истёк", "G2": "22.11.2026 09:31:00", "B3": "=Пиво", "E3": "ещё не спросили", "G3": ""} {
		if got, err := f.GetCellValue("Спрошено потом", cell); err != nil || got != want {
			t.Errorf("%s: got %q, %v; want %q", cell, got, err, want)
		}
	}
}

func TestTableLongerThanASheetGoesOnInAnother(t *testing.T) {
	s, r := dangerous(t)
	var out bytes.Buffer
	err := inBook(r, func(b *book) error {
		b.most = 4
		return b.write(context.Background(), &out, journal.Log{Store: s})
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	total := 0
	for _, name := range []string{"Строки", "Строки 2", "Строки 3", "Строки 4"} {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		total += len(rows) - 2
	}
	if total != 13 {
		t.Errorf("%d lines in the sheets, want 13", total)
	}
}

func TestCSVOpensByADoubleClick(t *testing.T) {
	s, r := dangerous(t)
	var b bytes.Buffer
	if err := WriteCSV(context.Background(), &b, journal.Log{Store: s}, r); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if !strings.HasPrefix(text, "\ufeff") || !strings.Contains(text, "\r\n") {
		t.Fatalf("begins with %q", text[:10])
	}
	c := csv.NewReader(strings.NewReader(text[3:]))
	c.Comma = ';'
	rows, err := c.ReadAll()
	if err != nil || len(rows) != 14 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	for name, want := range map[string]string{"Товар": `'=HYPERLINK("http://x";"y")`, "Цена": "100,00", "Количество": "0,5", "Дата и время": "22.11.2026 09:30:00", "Вид": "продажа"} {
		if got := rows[1][at[name]]; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestSerialDaysFollowTheShopsClock(t *testing.T) {
	for _, c := range []struct {
		at   time.Time
		want float64
	}{{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), 25569}, {time.Date(2026, 11, 21, 21, 0, 0, 0, time.UTC), 46348}, {time.Date(2026, 11, 22, 9, 0, 0, 0, msk), 46348.375}} {
		zone := time.UTC
		if c.want != 25569 {
			zone = msk
		}
		if got := serial(c.at, zone); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: got %v, want %v", c.at, got, c.want)
		}
	}
}
