package conformance

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"dobro/internal/sale"
)

// Tags are the requisites of one document by the number of their tag, as text: its own, and those of each line. A structure stands as its
// parts: 1260 as 1262 to 1265, 1291 as its text.
type Tags struct {
	Document map[int]string
	Lines    []map[int]string
}

// The requisites that a receipt of a small shop carries beside its sums, and what they are in words for the matrix.
var tagNames = map[int]string{
	1008: "e-mail or phone of the buyer", 1009: "address of the sale", 1021: "cashier", 1055: "taxation", 1187: "place of the sale",
	1192: "sale mark", 1203: "taxpayer's number of the cashier",
	1191: "note beside a line", 1212: "object of the payment", 1214: "way of the payment", 1262: "permit: body", 1263: "permit: date",
	1264: "permit: number", 1265: "permit: attribute", 1291: "part of a pack", 2000: "marking code", 2003: "planned status", 2108: "unit",
}

// The offline form of tag 1265, the longest there is.
const offlineTag = "UUID=2f0e1c7e-5ea1-4d3c-9d4e-0a6a3d1f0001&Time=1773404760587&Inst=4679b3db-da6a-44e0-a2e6-a684437bafb0&Ver=6e7f1224-0e08-41ed-844c-d386675f4e50"

// tags sells and takes back a whole pack, a part of one, excisable goods and goods without a code, with every requisite there is, and
// compares number by number.
func tags(b *bench) {
	b.needsPrinted()
	b.open()
	seen := map[int]bool{}
	for _, c := range []struct {
		kind    sale.Kind
		part    sale.Fraction
		excise  bool
		planned string
		tax     string
		bits    string
	}{
		{sale.Sale, sale.Fraction{}, false, "1", "osn", "1"},
		{sale.Sale, sale.Fraction{N: 3, Of: 20}, false, "2", "usn_income", "2"},
		{sale.Return, sale.Fraction{}, true, "3", "usn_income_outcome", "4"},
		{sale.Return, sale.Fraction{N: 1, Of: 2}, false, "4", "esn", "16"},
		{sale.Sale, sale.Fraction{}, true, "1", "patent", "32"},
	} {
		r := b.receipt()
		r.ID, r.Kind, r.Taxation = uuid.NewString(), c.kind, c.tax
		r.Contact, r.Address, r.Place = "anna@mail.ru", "Москва, ул. Мира, 1", "Магазин «Ромашка»"
		r.Payments = []sale.Payment{{Type: sale.Card, Sum: r.Total}}
		r.Lines[0].Part, r.Lines[0].Excise, r.Lines[0].Note, r.Lines[0].Tag1265 = c.part, c.excise, "размер 42", offlineTag
		if b.Know != nil {
			b.Know(r.Lines[0].Code, c.kind == sale.Return)
		}
		if _, err := b.printer.Register(b.ctx, r); err != nil {
			b.Fatalf("%s, part %q: %v", c.kind, c.part, err)
		}
		want := Tags{
			Document: map[int]string{1008: r.Contact, 1009: r.Address, 1021: r.Operator.Name, 1055: c.bits, 1187: r.Place, 1192: r.Mark, 1203: r.Operator.INN},
			Lines: []map[int]string{
				{1191: "размер 42", 1212: fmt.Sprint(object(r.Lines[0])), 1214: "4", 1262: "030", 1263: "21.11.2023", 1264: "1944", 1265: offlineTag,
					1291: c.part.String(), 2000: r.Lines[0].Code, 2003: c.planned, 2108: "0"},
				{1191: "", 1212: "1", 1214: "4", 1262: "", 1263: "", 1264: "", 1265: "", 1291: "", 2000: "", 2003: "", 2108: "11"},
			},
		}
		got := b.Printed()
		b.compareTags(seen, fmt.Sprintf("%s, taxation %s", c.kind, c.tax), got.Document, want.Document)
		if len(got.Lines) != len(want.Lines) {
			b.Fatalf("%d lines in the drive, want %d", len(got.Lines), len(want.Lines))
		}
		for i := range want.Lines {
			b.compareTags(seen, fmt.Sprintf("%s, part %q, line %d", c.kind, c.part, i+1), got.Lines[i], want.Lines[i])
		}
	}
	for _, n := range slices.Sorted(maps.Keys(tagNames)) {
		sign := "FAILED"
		if seen[n] {
			sign = "can"
		}
		b.can = append(b.can, fmt.Sprintf("%-10s tag %d, %s", sign, n, tagNames[n]))
	}
}

// compareTags compares what is wanted; "" wants the tag to be absent. Seen gathers the numbers that came once and were never wrong.
func (b *bench) compareTags(seen map[int]bool, where string, got, want map[int]string) {
	b.Helper()
	for n, value := range want {
		if plain.Replace(strings.TrimRight(got[n], " ")) != plain.Replace(value) {
			seen[n] = false
			b.Errorf("%s: tag %d (%s) is %q in the drive, want %q", where, n, tagNames[n], got[n], value)
		} else if _, before := seen[n]; value != "" && !before {
			seen[n] = true
		}
	}
}

// plain are the quotes of code page 866, in which a drive keeps its texts.
var plain = strings.NewReplacer("«", `"`, "»", `"`)

func (b *bench) needsPrinted() {
	b.Helper()
	if b.Printed == nil {
		b.Skip("the simulator does not tell its tags")
	}
}
