package receipts

import (
	"fmt"
	"testing"

	"dobro/internal/register"
)

func TestAReceiptIsFoundByWhatIsOnThePaper(t *testing.T) {
	var rows []Row
	for _, r := range []register.ReceiptView{
		{ID: "milk", FD: 412, Number: 7, Total: 123450, Lines: []register.LineView{{Name: "Молоко «Весёлый луг»", Barcode: "4601234567890", Sum: 123450}}},
		{ID: "bread", FD: 45, Number: 41, Total: 41200, Lines: []register.LineView{{Name: "Батон нарезной", Sum: 41200}}},
		{ID: "both", FD: 1412, Number: 3, Total: 9990, Lines: []register.LineView{{Name: "Батон нарезной", Sum: 4990}, {Name: "Молоко топлёное", Sum: 5000}}},
	} {
		row := Row{ID: r.ID}
		row.find, row.exact = sought(r, fmt.Sprint("ФД ", r.FD, " от 22.11 09:00"))
		rows = append(rows, row)
	}
	for _, c := range []struct{ name, query, want string }{
		{"nothing typed shows all", " ", "milk bread both"},
		{"a number of a document comes before numbers that only contain it", "412", "milk bread both"},
		{"the whole number", "1412", "both"},
		{"a sum with a comma", "1234,50", "milk"},
		{"a sum with a point", "1234.5", "milk"},
		{"a sum without kopecks", "412", "milk bread both"},
		{"a part of a name", "молок", "milk both"},
		{"whatever the case, е for ё", "ВЕСЕЛЫЙ", "milk"},
		{"ё as it is", "топлёное", "both"},
		{"two words of two lines", "батон молоко", "both"},
		{"a sum and a name", "99.90 батон", "both"},
		{"last digits of a code", "67890", "milk"},
		{"the day and time", "22.11 09:00", "milk bread both"},
		{"nothing like it", "колбаса", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, r := range matching(rows, c.query) {
				got += " " + r.ID
			}
			if got != "" {
				got = got[1:]
			}
			if got != c.want {
				t.Errorf("query %q: got %q, want %q", c.query, got, c.want)
			}
		})
	}
}
