package goods

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"dobro/internal/sale"

	"github.com/xuri/excelize/v2"
)

// workbook makes a file of sheets; cells are as a person or a program puts them: text, numbers, nothing.
func workbook(t testing.TB, sheets map[string][][]any, order ...string) File {
	t.Helper()
	x := excelize.NewFile()
	defer x.Close()
	for i, name := range order {
		if i == 0 {
			x.SetSheetName(x.GetSheetName(0), name)
		} else if _, err := x.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for n, row := range sheets[name] {
			if err := x.SetSheetRow(name, fmt.Sprintf("A%d", n+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		t.Fatal(err)
	}
	return inMemory("goods.xlsx", b.Bytes())
}

func inMemory(name string, b []byte) File {
	return File{Name: name, Size: int64(len(b)), ReaderAt: bytes.NewReader(b)}
}

var (
	tea  = Product{Code: "7", Name: "Чай чёрный", Price: 12350, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"}}
	milk = Product{Code: "101", Name: "Молоко 3,2 %", Price: 8990, Unit: sale.Piece, VAT: sale.VAT10, Group: 8, Barcodes: []string{"4670540176099"}}
)

func TestWorkbooksAsShopsHaveThem(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sheets map[string][][]any
		order  []string
		want   []Product
		silent int
	}{
		{"the contract's header", map[string][][]any{"Лист1": {{"code", "name", "price", "unit", "vat", "group", "barcode"}, {"7", "Чай чёрный", 123.5, "шт", 22, "", "46198488"}}}, []string{"Лист1"}, []Product{tea}, 4},
		{"another program's, with a title, sums and columns that nobody needs", map[string][][]any{"TDSheet": {
			{"Прайс-лист ООО «Ромашка»"}, {}, {"№", "Артикул", "Номенклатура", "Остаток", "Ед. изм.", "Ставка НДС", "Цена, руб.", "Штрихкод", "Группа маркировки"},
			{1, 7, "Чай чёрный", 12, "шт.", "22%", "123,50", 46198488, ""}, {}, {2, "101", "Молоко 3,2 %", 3, "Штука", "НДС 10 %", 89.9, "4670540176099", "milk"}, {"Итого", nil, nil, 15}}},
			[]string{"TDSheet"}, []Product{tea, milk}, 4},
		{"the sheet that has goods", map[string][][]any{"Титул": {{"Выгрузка"}, {"от 22.11.2026"}}, "Товары": {{"Наименование", "Код", "ЦЕНА", "НДС", "Возраст покупателя", "ШК"}, {"Чай чёрный", "7", "1 123,50 ₽", "без НДС", 18, "46198488"}}},
			[]string{"Титул", "Товары"}, []Product{{Code: "7", Name: "Чай чёрный", Price: 112350, Unit: sale.Piece, VAT: sale.VATNone, Barcodes: []string{"46198488"}, Terms: Terms{Age: 18}}}, 3},
		{"the retail price of several", map[string][][]any{"s": {{"Название", "Закупочная цена", "Цена", "Розничная цена", "ставка НДС", "ед"}, {"Чай", 1, 2, 3.3000000000000003, 0.1, "кг"}}}, []string{"s"},
			[]Product{{Name: "Чай", Price: 330, Unit: sale.Kilogram, VAT: sale.VAT10}}, 4},
		{"rows that end early", map[string][][]any{"s": {{"name", "price", "vat", "barcode", "code"}, {"Чай", 1, "none"}}}, []string{"s"}, []Product{{Name: "Чай", Price: 100, Unit: sale.Piece, VAT: sale.VATNone}}, 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := workbook(t, tt.sheets, tt.order...)
			if kind, err := f.Kind(); kind != XLSX || err != nil {
				t.Fatalf("kind %q, %v", kind, err)
			}
			got, err := f.Read(Ask{Groups: known})
			if err != nil || !reflect.DeepEqual(got.Products, tt.want) || len(got.Silent) != tt.silent {
				t.Errorf("got  %+v, silent %v, %v\nwant %+v, %d silent", got.Products, got.Silent, err, tt.want, tt.silent)
			}
		})
	}
}

func TestRefusedWorkbooksNameTheRowOfTheSheet(t *testing.T) {
	header := []any{"Название", "Цена", "НДС", "Штрихкод", "Группа маркировки"}
	for _, tt := range []struct {
		name string
		rows [][]any
		want []RowError
	}{
		{"a price in words, in row 4", [][]any{{"Прайс"}, header, {"Чай", 1, 22}, {"Кофе", "дорого", 22}}, []RowError{{Line: 4, Column: "price", Problem: BadPrice, Value: "дорого"}}},
		{"three decimals that say something", [][]any{header, {"Чай", 1.005, 22}}, []RowError{{Line: 2, Column: "price", Problem: BadPrice, Value: "1.005"}}},
		{"VAT of 20 %", [][]any{header, {"Чай", 1, "20%"}}, []RowError{{Line: 2, Column: "vat", Problem: OldVAT, Value: "20"}}},
		{"a barcode that lost its nought", [][]any{header, {"Чай", 1, 22, 12345678905}}, []RowError{{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "12345678905"}}},
		{"a barcode rounded by the program", [][]any{header, {"Чай", 1, 22, "4.67054E+12"}}, []RowError{{Line: 2, Column: "barcode", Problem: BadBarcode, Value: "4.67054E+12"}}},
		{"marked goods without a barcode, and an unknown group", [][]any{header, {"Молоко", 1, 10, "", "milk"}, {"Сыр", 1, 10, "46198488", "сыры"}},
			[]RowError{{Line: 2, Column: "barcode", Problem: NoBarcode}, {Line: 3, Column: "group", Problem: UnknownGroup, Value: "сыры"}}},
		{"a barcode twice", [][]any{header, {"Чай", 1, 22, "46198488"}, {}, {"Кофе", 1, 22, "46198488"}}, []RowError{{Line: 4, Column: "barcode", Problem: RepeatedBarcode, Value: "46198488", First: 2}}},
		{"no rate of VAT anywhere", [][]any{{"Название", "Цена"}, {"Чай", 1}}, []RowError{{Line: 1, Column: "vat", Problem: NoColumn}}},
		{"no names at all", [][]any{{"Чай", 1}, {"Кофе", 2}}, []RowError{{Line: 1, Column: "name", Problem: NoColumn}, {Line: 1, Column: "price", Problem: NoColumn}, {Line: 1, Column: "vat", Problem: NoColumn}}},
		{"an empty sheet", nil, []RowError{{Line: 1, Column: "name", Problem: NoColumn}, {Line: 1, Column: "price", Problem: NoColumn}, {Line: 1, Column: "vat", Problem: NoColumn}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := workbook(t, map[string][][]any{"s": tt.rows}, "s").Read(Ask{Groups: known})
			refusedWith(t, got, err, tt.want)
		})
	}
}

func refusedWith(t *testing.T, got List, err error, want []RowError) {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) || got.Products != nil {
		t.Fatalf("got %+v, %v; want a refusal", got, err)
	}
	var rows []RowError
	for _, e := range r.Rows {
		e.Allowed = ""
		if e.Problem == BadBook || e.Problem == BadXML {
			e.Value = ""
		}
		rows = append(rows, e)
	}
	if !reflect.DeepEqual(rows, want) {
		t.Errorf("got  %+v\nwant %+v", rows, want)
	}
}

func TestAPersonMaySayWhichColumnIsWhich(t *testing.T) {
	f := workbook(t, map[string][][]any{"Лист1": {{"Что", "Почём", "Полоски"}, {"Чай чёрный", 123.5, "46198488"}}}, "Лист1")
	table, err := f.Propose(Ask{Groups: known})
	if err != nil || len(table.Rows) != 2 || table.Rows[1][0] != "Чай чёрный" || len(table.Mapping.Columns) != 0 || !reflect.DeepEqual(table.Mapping.Missing(), []string{"name", "price", "vat"}) {
		t.Fatalf("proposed %+v, %v", table, err)
	}
	m := table.Mapping
	m.Header, m.Columns, m.Default["vat"] = 1, map[string]int{"name": 0, "price": 1, "barcode": 2}, "22"
	got, err := f.Read(Ask{Groups: known, Mapping: &m})
	want := tea
	want.Code = ""
	if err != nil || !reflect.DeepEqual(got.Products, []Product{want}) {
		t.Errorf("got %+v, %v, want %+v", got.Products, err, want)
	}
	text := inMemory("прайс.csv", []byte("Что;Почём;Полоски\nЧай чёрный;123,50;46198488\n"))
	if table, err = text.Propose(Ask{}); err != nil || table.Kind != CSV || len(table.Rows) != 2 {
		t.Fatalf("proposed %+v, %v", table, err)
	}
	if got, err = text.Read(Ask{Groups: known, Mapping: &m}); err != nil || !reflect.DeepEqual(got.Products, []Product{want}) {
		t.Errorf("text: got %+v, %v, want %+v", got.Products, err, want)
	}
}

func TestATextOfAnotherProgramIsRecognisedToo(t *testing.T) {
	got, err := inMemory("x", []byte("Наименование;Артикул;Цена;Ед. изм.;НДС;Штрихкод;Остаток\nЧай чёрный;7;123,50 руб.;шт;22 %;46198488;5\n")).Read(Ask{Groups: known})
	if err != nil || !reflect.DeepEqual(got.Products, []Product{tea}) {
		t.Errorf("got %+v, %v", got.Products, err)
	}
	got, err = inMemory("x", []byte("Наименование;Артикул;Цена;Штрихкод\nЧай чёрный;7;123,50;46198488\n")).Read(Ask{Groups: known, Default: map[string]string{"vat": "22"}})
	if err != nil || !reflect.DeepEqual(got.Products, []Product{tea}) {
		t.Errorf("one rate for all: got %+v, %v", got.Products, err)
	}
}

func TestDamagedAndForeignFilesAreRefused(t *testing.T) {
	good := workbook(t, map[string][][]any{"s": {{"name", "price", "vat"}, {"Чай", 1, 22}}}, "s")
	whole := make([]byte, good.Size)
	good.ReadAt(whole, 0)
	for _, tt := range []struct {
		name string
		b    []byte
		want Problem
	}{
		{"cut in half", whole[:len(whole)/2], BadBook},
		{"Excel of 1997", append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...), OldBook},
		{"a pack of nothing", packed(t, map[string]string{"readme.txt": "x"}), UnknownFile},
		{"a page of the web", []byte("<!DOCTYPE html><html><body>x</body></html>"), NotCommerceML},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00"), BadHeader},
	} {
		got, err := inMemory("x", tt.b).Read(Ask{Groups: known})
		var r *Refusal
		if !errors.As(err, &r) || r.Rows[0].Problem != tt.want || got.Products != nil {
			t.Errorf("%s: got %+v, %v, want %s", tt.name, got, err, tt.want)
		}
	}
}

func BenchmarkHundredThousandGoods(b *testing.B) {
	const n = 100_000
	rows := [][]any{{"Наименование", "Артикул", "Цена", "Ед. изм.", "НДС", "Штрихкод", "Группа маркировки"}}
	var text bytes.Buffer
	text.WriteString(header)
	for i := range n {
		body := fmt.Sprintf("460%09d", i)
		ean := body + string(CheckDigit(body))
		rows = append(rows, []any{fmt.Sprintf("Молоко «Луговое» пастеризованное %d, 930 мл", i), fmt.Sprint(i), 89.9, "шт", 10, ean, "milk"})
		fmt.Fprintf(&text, "%d;Молоко «Луговое» пастеризованное %d, 930 мл;89.90;шт;10;milk;%s\n", i, i, ean)
	}
	imports, offers := exchange(n)
	for _, c := range []struct {
		name string
		file File
	}{
		{"CSV", inMemory("x", text.Bytes())},
		{"XLSX", workbook(b, map[string][][]any{"s": rows}, "s")},
		{"CommerceML", File{Name: "import.xml", Size: int64(len(imports)), ReaderAt: bytes.NewReader(imports), More: []File{inMemory("offers.xml", offers)}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				begun := time.Now()
				got, err := c.file.Read(Ask{Groups: known})
				if err != nil || len(got.Products) != n {
					b.Fatalf("%d goods, %v", len(got.Products), err)
				}
				b.ReportMetric(float64(n)/time.Since(begun).Seconds(), "goods/s")
			}
			b.ReportMetric(float64(c.file.Size)/1e6, "MB")
		})
	}
}

func FuzzWorkbook(f *testing.F) {
	for _, rows := range [][][]any{{{"name", "price", "vat", "barcode"}, {"Чай", 1.5, 22, 46198488}}, {{"Название", "Цена"}}, nil} {
		w := workbook(f, map[string][][]any{"s": rows}, "s")
		b := make([]byte, w.Size)
		w.ReadAt(b, 0)
		f.Add(b)
		f.Add(b[:len(b)-30])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := inMemory("x", b).Read(Ask{Groups: known, Default: map[string]string{"vat": "none"}})
		soundList(t, got, err)
		inMemory("x", b).Propose(Ask{})
	})
}

// soundList fails when a list breaks its promises: goods or a refusal, never both, never neither.
func soundList(t *testing.T, got List, err error) {
	t.Helper()
	var r *Refusal
	if err != nil && (!errors.As(err, &r) || len(r.Rows) == 0 || got.Products != nil) {
		t.Fatalf("got %+v, %v", got, err)
	}
	for _, p := range got.Products {
		if p.Name == "" || p.Price < 0 || p.Price > MaxPrice || p.Unit == "" || p.VAT == "" {
			t.Fatalf("bad product %+v", p)
		}
	}
}
