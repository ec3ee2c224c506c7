package wizard

import (
	"testing"

	"fyne.io/fyne/v2"
)

// tableOf is what a look at a table with a strange heading gives.
func tableOf(t func(key string, pairs ...any) string) Outcome {
	c := &Columns{Needed: 3, Heads: []string{"Арт", "Товар", "Почём", "Код на упаковке"}, Samples: []string{"101", "Молоко", "89,90", "4670540176099"},
		Same: map[string][]Choice{"vat": {{"22", "22 %"}, {"10", "10 %"}}}}
	vals := Values{}
	for _, f := range []string{"name", "price", "vat", "barcode", "unit", "group", "code"} {
		c.Fields = append(c.Fields, Choice{f, t("wizard.goods.field." + f)})
		vals[ColumnKey(f)] = ""
	}
	vals[ColumnKey("name")] = "1"
	return Outcome{Columns: c, Values: vals, Lines: []Line{{"bad", t("wizard.goods.no_column", "field", t("wizard.goods.field.price")), t("wizard.goods.no_column.do"), nil}}}
}

func TestColumnsOfATableAreChosen(t *testing.T) {
	d := &desk{more: more()}
	r := newRig(t, "ru", 1, d)
	r.s.show(r.s.index("goods"))
	d.out = tableOf(r.s.p.Words.T)
	r.s.do("columns")
	x := r.s.body.chooser
	if x == nil || x.field != 1 {
		t.Fatalf("the first needed field without a column is not at hand: %+v", x)
	}
	x.take(2) // the price stands in «Почём»
	if got := r.s.vals[ColumnKey("price")]; got != "2" || x.field != 2 {
		t.Errorf("price in %q, at hand field %d", got, x.field)
	}
	x.take(4) // all goods at 22 %
	if got := r.s.vals[ColumnKey("vat")]; got != Fixed+"22" {
		t.Errorf("vat %q", got)
	}
	x.take(2) // a column holds one thing: the barcode takes it from the price
	if r.s.vals[ColumnKey("price")] != "" || r.s.vals[ColumnKey("barcode")] != "2" {
		t.Errorf("price %q, barcode %q", r.s.vals[ColumnKey("price")], r.s.vals[ColumnKey("barcode")])
	}
	r.s.Rune('2')
	if x.field != 1 {
		t.Errorf("the digit turned to field %d", x.field)
	}
	x.take(2)
	d.out = Outcome{Good: true}
	r.s.Key(fyne.KeyReturn)
	if last := d.asked[len(d.asked)-1]; last != "goods/check/" || r.s.body.chooser != nil || r.s.marks["goods"] != Done {
		t.Errorf("asked %v, marks %v", d.asked, r.s.marks)
	}
}
