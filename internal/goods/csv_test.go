package goods

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"dobro/internal/sale"

	"golang.org/x/text/encoding/charmap"
)

// groups is a GroupFinder of a few groups.
type groups map[string]int

func (g groups) Group(s string) (int, bool) {
	if id, ok := g[s]; ok {
		return id, true
	}
	n, err := strconv.Atoi(s)
	for _, id := range g {
		if err == nil && id == n {
			return id, true
		}
	}
	return 0, false
}

var known = groups{"milk": 8, "water": 13, "tobacco": 3}

const header = "code;name;price;unit;vat;group;barcode\n"

func TestGoodFiles(t *testing.T) {
	milk := Product{Code: "101", Name: "Молоко «Домик» 3,2 %", Price: 8990, Unit: sale.Piece, VAT: sale.VAT10, Group: 8, Barcodes: []string{"4670540176099"}}
	const milkRow = "101;Молоко «Домик» 3,2 %;89.90;шт;10;8;4670540176099\n"
	cp1251, err := charmap.Windows1251.NewEncoder().String(header + milkRow)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, text string
		want       []Product
	}{
		{"as the design has it", header + milkRow, []Product{milk}},
		{"Windows-1251", cp1251, []Product{milk}},
		{"byte order mark and CRLF", "\xEF\xBB\xBF" + strings.ReplaceAll(header+milkRow, "\n", "\r\n"), []Product{milk}},
		{"no line end at the end", header + strings.TrimSuffix(milkRow, "\n"), []Product{milk}},
		{"Excel's first line, empty lines, empty rows", "sep=;\n" + header + "\n;;;;;;\n" + milkRow + " ; ;\n", []Product{milk}},
		{"columns in another order and letter case", "Barcode;PRICE;unit;vat;group;name;code\n4670540176099;89,9;ШТ.;10;milk;Молоко «Домик» 3,2 %;101\n", []Product{milk}},
		{"everything in quotes", header + `"101";"Молоко «Домик» 3,2 %";"89.90";"шт";"10";"8";"4670540176099"`, []Product{milk}},
		{"semicolon and doubled quotes inside quotes", header + `;"Сыр ""Дачный""; кусок";1;кг;10;;`, []Product{{Name: `Сыр "Дачный"; кусок`, Price: 100, Unit: sale.Kilogram, VAT: sale.VAT10}}},
		{"quotes inside an unquoted name", header + `;Сыр "Дачный";0;л;none;;`, []Product{{Name: `Сыр "Дачный"`, Unit: sale.Litre, VAT: sale.VATNone}}},
		{"several barcodes", header + `;Плов;12,5;м;22/122;;46198488, 012345678905,4606203090785`,
			[]Product{{Name: "Плов", Price: 1250, Unit: sale.Metre, VAT: sale.VAT122, Barcodes: []string{"46198488", "012345678905", "4606203090785"}}}},
		{"a box with 14 digits", header + ";Блок;1;шт;22;tobacco;14601234567890", []Product{{Name: "Блок", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Group: 3, Barcodes: []string{"14601234567890"}}}},
		{"a line for each barcode repeats the article", header + "7;Чай;1;шт;22;;46198488\n7;Чай;1;шт;22;;4606203090785",
			[]Product{{Code: "7", Name: "Чай", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"}},
				{Code: "7", Name: "Чай", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"4606203090785"}}}},
		{"header alone", header, nil},
		{"columns that may be left out", "code;name;price;unit;vat;group;barcode;unmarked_until;unmarked_reason;age;hours\n7;Пиво;1;шт;22;;46198488;31.12.2026;остатки, акт № 4;18;alcohol\n8;Чай;1;шт;22;;;;;;\n",
			[]Product{{Code: "7", Name: "Пиво", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"},
				Terms: Terms{UnmarkedUntil: "2026-12-31", UnmarkedReason: "остатки, акт № 4", Age: 18, Hours: "alcohol"}},
				{Code: "8", Name: "Чай", Price: 100, Unit: sale.Piece, VAT: sale.VAT22}}},
		{"one of them, in front", "age;code;name;price;unit;vat;group;barcode\n16;7;Пиво;1;шт;22;;46198488\n",
			[]Product{{Code: "7", Name: "Пиво", Price: 100, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"}, Terms: Terms{Age: 16}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(tt.text), iotest.OneByteReader(strings.NewReader(tt.text))} {
				got, err := ParseCSV(r, known)
				if err != nil || !reflect.DeepEqual(got, tt.want) {
					t.Errorf("input:\n%s\ngot  %+v, %v\nwant %+v", tt.text, got, err, tt.want)
				}
			}
		})
	}
}

func TestEveryRateOfVAT(t *testing.T) {
	for _, v := range strings.Fields(rateWords) {
		got, err := ParseCSV(strings.NewReader(header+";x;1;шт;"+v+";;\n"), known)
		if err != nil || len(got) != 1 || string(got[0].VAT) != v {
			t.Errorf("vat %s: got %v, %v", v, got, err)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	const good = "1;Чай;10;шт;22;;46198488\n"
	tests := []struct {
		name, text string
		want       []RowError // without Value where it is the field itself
	}{
		{"empty file", "", []RowError{{Line: 1, Problem: BadHeader}}},
		{"no header", good, []RowError{{Line: 1, Problem: BadHeader}}},
		{"a column is missing", "code;name;price;unit;vat;group\n", []RowError{{Line: 1, Problem: BadHeader}}},
		{"a column stands twice", "code;name;name;price;unit;vat;group;barcode\n", []RowError{{Line: 1, Problem: BadHeader}}},
		{"commas instead of semicolons", "code,name,price,unit,vat,group,barcode\n", []RowError{{Line: 1, Problem: BadHeader}}},
		{"price in words", header + good + ";x;десять;шт;22;;\n", []RowError{{Line: 3, Column: "price", Problem: BadPrice, Value: "десять"}}},
		{"price below nought", header + ";x;-1;шт;22;;\n", []RowError{{Line: 2, Column: "price", Problem: BadPrice, Value: "-1"}}},
		{"price with three decimals", header + ";x;1.005;шт;22;;\n", []RowError{{Line: 2, Column: "price", Problem: BadPrice, Value: "1.005"}}},
		{"price beyond a fiscal drive", header + ";x;42949672.96;шт;22;;\n", []RowError{{Line: 2, Column: "price", Problem: BadPrice, Value: "42949672.96"}}},
		{"no price", header + ";x;;шт;22;;\n", []RowError{{Line: 2, Column: "price", Problem: BadPrice}}},
		{"unknown unit", header + ";x;1;уп;22;;\n", []RowError{{Line: 2, Column: "unit", Problem: BadUnit, Value: "уп"}}},
		{"VAT of 20 % is over", header + ";x;1;шт;20;;\n", []RowError{{Line: 2, Column: "vat", Problem: OldVAT, Value: "20"}}},
		{"inner VAT of 20 % is over", header + ";x;1;шт;20/120;;\n", []RowError{{Line: 2, Column: "vat", Problem: OldVAT, Value: "20/120"}}},
		{"unknown VAT", header + ";x;1;шт;18;;\n", []RowError{{Line: 2, Column: "vat", Problem: BadVAT, Value: "18"}}},
		{"no VAT", header + ";x;1;шт;;;\n", []RowError{{Line: 2, Column: "vat", Problem: BadVAT}}},
		{"unknown group", header + ";x;1;шт;22;999;46198488\n", []RowError{{Line: 2, Column: "group", Problem: UnknownGroup, Value: "999"}}},
		{"group nought is not the same as empty", header + ";x;1;шт;22;0;46198488\n", []RowError{{Line: 2, Column: "group", Problem: UnknownGroup, Value: "0"}}},
		{"marked goods without a barcode", header + ";x;1;шт;22;milk;\n", []RowError{{Line: 2, Column: "barcode", Problem: NoBarcode}}},
		{"wrong check digit", header + ";x;1;шт;22;;4606203090784\n", []RowError{{Line: 2, Column: "barcode", Problem: BadCheckDigit, Value: "4606203090784"}}},
		{"barcode of nine digits", header + ";x;1;шт;22;;460620309\n", []RowError{{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "460620309"}}},
		{"barcode ruined by a spreadsheet", header + ";x;1;шт;22;;4,6062E+12\n", []RowError{{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "4"},
			{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "6062E+12"}}},
		{"barcode of noughts", header + ";x;1;шт;22;;00000000\n", []RowError{{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "00000000"}}},
		{"no name", header + "1;;1;шт;22;;46198488\n", []RowError{{Line: 2, Column: "name", Problem: EmptyName}}},
		{"name with a control sign", header + ";x\ty\x1d;1;шт;22;;\n", []RowError{{Line: 2, Column: "name", Problem: BadText, Value: "x\ty\x1d"}}},
		{"name too long", header + ";" + strings.Repeat("я", MaxName+1) + ";1;шт;22;;\n", []RowError{{Line: 2, Column: "name", Problem: BadText, Value: strings.Repeat("я", 80) + "…"}}},
		{"a field too few", header + ";x;1;шт;22;\n", []RowError{{Line: 2, Problem: BadFieldCount, Value: "6"}}},
		{"a field too many", header + ";x;1;шт;22;;;\n", []RowError{{Line: 2, Problem: BadFieldCount, Value: "8"}}},
		{"a forgotten quote swallows nothing", header + ";\"x;1;шт;22;;\n;y;z;шт;22;;\n", []RowError{{Line: 2, Problem: BadQuotes, Value: `;"x;1;шт;22;;`}, {Line: 3, Column: "price", Problem: BadPrice, Value: "z"}}},
		{"the same barcode in two lines", header + good + "2;y;1;шт;22;;46198488\n", []RowError{{Line: 3, Column: "barcode", Problem: RepeatedBarcode, Value: "46198488", First: 2}}},
		{"the same number as UPC and EAN", header + ";x;1;шт;22;;012345678905\n;y;1;шт;22;;0012345678905\n", []RowError{{Line: 3, Column: "barcode", Problem: RepeatedBarcode, Value: "0012345678905", First: 2}}},
		{"the same article twice without barcodes", header + "7;x;1;шт;22;;\n7;y;1;шт;22;;\n", []RowError{{Line: 3, Column: "code", Problem: RepeatedCode, Value: "7", First: 2}}},
		{"everything wrong in one line", header + ";;x;уп;1;no;5\n", []RowError{
			{Line: 2, Column: "price", Problem: BadPrice, Value: "x"}, {Line: 2, Column: "unit", Problem: BadUnit, Value: "уп"}, {Line: 2, Column: "vat", Problem: BadVAT, Value: "1"},
			{Line: 2, Column: "group", Problem: UnknownGroup, Value: "no"}, {Line: 2, Column: "barcode", Problem: BadBarcode, Value: "5"}, {Line: 2, Column: "name", Problem: EmptyName}}},
		{"a column nobody knows", "code;name;price;unit;vat;group;barcode;colour\n", []RowError{{Line: 1, Problem: BadHeader}}},
		{"no day, no reason, no age", strings.TrimSuffix(header, "\n") + ";unmarked_until;unmarked_reason;age\n;x;1;шт;22;;;2026-02-30;;-1\n;y;1;шт;22;;;;why;old\n", []RowError{
			{Line: 2, Column: "unmarked_until", Problem: BadDay, Value: "2026-02-30"}, {Line: 2, Column: "unmarked_reason", Problem: NoReason}, {Line: 2, Column: "age", Problem: BadAge, Value: "-1"},
			{Line: 3, Column: "unmarked_until", Problem: NoDay}, {Line: 3, Column: "age", Problem: BadAge, Value: "old"}}},
		{"hours of no day", strings.TrimSuffix(header, "\n") + ";hours\n;x;1;шт;22;;;10:00-20:00\n;y;1;шт;22;;;25:00-26:00\n", []RowError{{Line: 3, Column: "hours", Problem: BadHours, Value: "25:00-26:00"}}},
		{"UTF-16", "\xFF\xFEc\x00o\x00", []RowError{{Line: 1, Problem: BadEncoding}}},
		{"UTF-8 that turns into something else", header + ";чай;1;шт;22;;\n;\xF7\xE0\xE9;1;шт;22;;\n", []RowError{{Line: 3, Problem: BadEncoding}}},
		{"a spreadsheet under the wrong name", "PK\x03\x04\x14\x00\x06\x00\n", []RowError{{Line: 1, Problem: BadEncoding}}},
		{"endless line", header + strings.Repeat("x", MaxLine+1), []RowError{{Line: 2, Problem: LineTooLong}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list, err := ParseCSV(strings.NewReader(tt.text), known)
			var r *Refusal
			if !errors.As(err, &r) || list != nil {
				t.Fatalf("input:\n%.300s\ngot %v, %v; want a refusal", tt.text, list, err)
			}
			var got []RowError
			for _, e := range r.Rows {
				if e.Problem == BadHeader {
					e.Value = ""
				}
				e.Allowed = ""
				got = append(got, e)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("input:\n%.300s\ngot  %+v\nwant %+v", tt.text, got, tt.want)
			}
		})
	}
}

func TestRefusalNamesTheRightCheckDigit(t *testing.T) {
	_, err := ParseCSV(strings.NewReader(header+";x;1;шт;22;;4606203090784\n"), known)
	var r *Refusal
	if !errors.As(err, &r) || r.Rows[0].Allowed != "5" {
		t.Errorf("got %v, want check digit 5", err)
	}
}

func TestAHundredRefusalsAreToldAndTheRestCounted(t *testing.T) {
	_, err := ParseCSV(strings.NewReader(header+strings.Repeat(";x;y;шт;22;;\n", 250)), known)
	var r *Refusal
	if !errors.As(err, &r) || len(r.Rows) != MaxRefused || r.More != 150 {
		t.Fatalf("got %d and %d more, want %d and 150", len(r.Rows), r.More, MaxRefused)
	}
}

func TestBrokenReaderIsNoRefusal(t *testing.T) {
	broken := errors.New("cable out")
	_, err := ParseCSV(io.MultiReader(strings.NewReader(header), iotest.ErrReader(broken)), known)
	var r *Refusal
	if !errors.Is(err, broken) || errors.As(err, &r) {
		t.Errorf("got %v, want the reader's error", err)
	}
}

func TestAFileBeyondTheLimitIsRefused(t *testing.T) {
	in := newLines(strings.NewReader(header + strings.Repeat(";;;;;;\n", 100)))
	in.limit = 300
	p := csvFile{parser: newParser(known), in: in}
	p.at = func(string) Place { return Place{Line: in.n} }
	if err := p.file(); err != nil || len(p.bad.Rows) != 1 || p.bad.Rows[0].Problem != FileTooLarge {
		t.Errorf("got %v and %v, want %s", p.bad.Rows, err, FileTooLarge)
	}
}

func TestLeftoversSellUpToTheirLastDay(t *testing.T) {
	terms := Terms{UnmarkedUntil: "2026-12-31"}
	zone := time.FixedZone("", 3*60*60)
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{
		{time.Date(2026, 12, 31, 23, 59, 59, 0, zone), true},
		{time.Date(2027, 1, 1, 0, 0, 0, 0, zone), false},
	} {
		if got := terms.SellsUnmarked(tt.at); got != tt.want {
			t.Errorf("at %s: got %v", tt.at, got)
		}
	}
	if (Terms{}).SellsUnmarked(time.Time{}) {
		t.Error("a product without a day sells without a code")
	}
}

func FuzzParseCSV(f *testing.F) {
	f.Add([]byte(header + "101;Молоко;89.90;шт;10;8;4670540176099\n"))
	f.Add([]byte("\xEF\xBB\xBFsep=;\r\n" + header + `;"a ""b""; c";1,5;кг;none;;46198488,4606203090785` + "\r\n"))
	f.Add([]byte("code;name;price;unit;vat;group;barcode\n1;\xCC\xEE\xEB\xEE\xEA\xEE;1;\xF8\xF2;22;;\n"))
	f.Add([]byte(header + `"";";"` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, err := ParseCSV(bytes.NewReader(b), known)
		var r *Refusal
		if err != nil && (!errors.As(err, &r) || len(r.Rows) == 0 || len(list) > 0) {
			t.Fatalf("input %q: got %v, %v", b, list, err)
		}
		var again strings.Builder
		again.WriteString(header)
		for _, p := range list {
			if p.Name == "" || p.Price < 0 || p.Price > MaxPrice || p.Group < 0 {
				t.Fatalf("input %q: bad product %+v", b, p)
			}
			group := ""
			if p.Group > 0 {
				group = strconv.Itoa(p.Group)
			}
			unit := map[sale.Unit]string{sale.Piece: "шт", sale.Kilogram: "кг", sale.Litre: "л", sale.Metre: "м"}[p.Unit]
			quote := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
			fmt.Fprintf(&again, "%s;%s;%s;%s;%s;%s;%s\n", quote(p.Code), quote(p.Name), p.Price, unit, p.VAT, group, strings.Join(p.Barcodes, ","))
		}
		if back, err := ParseCSV(strings.NewReader(again.String()), known); err != nil || !reflect.DeepEqual(back, list) {
			t.Fatalf("input %q: written and read again %+v, %v; want %+v", b, back, err, list)
		}
	})
}
