//go:build e2e

package main

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const soldTea = `{"do":"login","pin":"1111"}
{"do":"open_shift"}
{"do":"scan","raw":"4606203090785"}
{"do":"cancel"}
`

// A catalogue comes in every format of the contract; a bad one changes nothing and says where.
func TestGoodsComeFromWorkbooksAndTradePrograms(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	price := func() string {
		t.Helper()
		out, _, _ := o.run(soldTea, "replay", "--json", "-")
		for _, line := range events(decode(t, out), "line") {
			return line["name"].(string) + " " + line["price"].(string)
		}
		return ""
	}
	book := func(name string, rows ...[]any) string {
		t.Helper()
		x := excelize.NewFile()
		defer x.Close()
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := x.SetSheetRow("Sheet1", cell, &row); err != nil {
				t.Fatal(err)
			}
		}
		file := filepath.Join(o.dir, name)
		if err := x.SaveAs(file); err != nil {
			t.Fatal(err)
		}
		return file
	}
	imported := func(says string, args ...string) {
		t.Helper()
		_, errs, code := o.run("", append([]string{"goods", "import"}, args...)...)
		if code != exitYes || !strings.Contains(errs, says) {
			t.Fatalf("import %v ended with %d and says %q, want %q", args, code, errs, says)
		}
	}
	refused := func(says string, args ...string) {
		t.Helper()
		before := price()
		_, errs, code := o.run("", append([]string{"goods", "import"}, args...)...)
		if code != exitUsage || !strings.Contains(errs, says) {
			t.Fatalf("import %v ended with %d and says %q, want %q", args, code, errs, says)
		}
		if now := price(); now != before {
			t.Errorf("a refused file changed %q into %q", before, now)
		}
	}

	// The two texts of a trade program, named by either of them, then packed.
	imported("добавлено 1, обновлено 0", filepath.Join("testdata", "goods", "import0_1.xml"))
	if got := price(); got != "Чай «Утро» чёрный, 100 г 123.50" {
		t.Fatalf("the till sells %q", got)
	}
	imported("Пропущено без цены (нет в предложениях): 1", filepath.Join("testdata", "goods", "offers0_1.xml"))
	pack, err := os.Create(filepath.Join(o.dir, "1c.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(pack)
	for _, name := range []string{"import0_1.xml", "offers0_1.xml"} {
		b, err := os.ReadFile(filepath.Join("testdata", "goods", name))
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create("webdata/" + name)
		if err == nil {
			_, err = w.Write([]byte(strings.Replace(string(b), "123.5", "125", 1)))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	pack.Close()
	imported("добавлено 0, обновлено 1", pack.Name())
	if got := price(); got != "Чай «Утро» чёрный, 100 г 125.00" {
		t.Fatalf("after the pack the till sells %q", got)
	}

	// A workbook with a title, its own names of columns, and one rate of VAT for all.
	imported("добавлено 0, обновлено 1", "--vat", "22", book("a.xlsx", []any{"Прайс-лист"}, []any{"Номенклатура", "Цена, руб.", "Штрихкод"}, []any{"Чай «Утро»", 130.25, 4606203090785}))
	if got := price(); got != "Чай «Утро» 130.25" {
		t.Fatalf("after the workbook the till sells %q", got)
	}
	refused("столбец vat", book("b.xlsx", []any{"Номенклатура", "Цена", "Штрихкод"}, []any{"Чай", 1, 4606203090785}))
	refused("Строка 3: «даром» не цена", "--vat", "22", book("c.xlsx", []any{"Номенклатура", "Цена", "Штрихкод"}, []any{"Чай", 1, 4606203090785}, []any{"Кофе", "даром", ""}))
	refused("Excel 97", o.write("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"+strings.Repeat("\x00", 600)))
	refused("нет цен", o.write("import.xml", "<КоммерческаяИнформация><Каталог><Товары><Товар><Ид>1</Ид></Товар></Товары></Каталог></КоммерческаяИнформация>"))
	refused("оборван", o.write("cut.xml", "<КоммерческаяИнформация><Каталог>"))
}
