package journal

import (
	"context"
	"slices"
	"time"
)

// Flat is the one table for those who want a single file: every line of a receipt, and every check whose code reached no receipt, in
// the order of time. So what was sold and what was stopped stand side by side, and a filter on one column parts them.
var Flat = Table{"flat", []Column{{"at", Instant, 18, false}, {"kind", Text, 22, false}, {"state", Text, 12, false}, {"fd", Whole, 9, false},
	{"number", Whole, 8, false}, {"shift", Whole, 8, false}, {"cashier", Text, 18, false}, {"name", Text, 40, false}, {"barcode", Text, 15, false},
	{"cis", Text, 32, false}, {"group", Whole, 8, false}, {"price", Money, 11, false}, {"quantity", Quantity, 9, false}, {"discount", Money, 10, true},
	{"sum", Money, 12, true}, {"vat", Text, 8, false}, {"vat_sum", Money, 11, true}, {"decision", Text, 14, false}, {"reason", Text, 40, false},
	{"channel", Text, 18, false}, {"offline", Text, 9, false}, {"approved", Text, 18, false}, {"tag1265", Text, 40, false}, {"receipt", Text, 38, false},
	{"check", Text, 38, false}}}

// FlatRows hands over the rows of Flat. Memory holds one day.
func (l Log) FlatRows(ctx context.Context, r Request, put func(row []any) error) error {
	line := columnsOf(tableLines)
	receipt := columnsOf(tableReceipts)
	check := columnsOf(tableChecks)
	var head []any // the receipt whose lines come now
	var day [][]any
	flush := func() error {
		slices.SortStableFunc(day, func(a, b []any) int { return a[0].(time.Time).Compare(b[0].(time.Time)) })
		for _, row := range day {
			if err := put(row); err != nil {
				return err
			}
		}
		day = day[:0]
		return nil
	}
	k, err := l.keep(ctx, r.Only)
	if err != nil {
		return err
	}
	take := func(t Table, row []any) error {
		switch t.Key {
		case tableReceipts.Key:
			head = row
		case tableLines.Key:
			g := func(key string) any { return row[line[key]] }
			day = append(day, []any{g("at"), g("kind"), g("state"), g("fd"), head[receipt["number"]], head[receipt["shift"]], head[receipt["cashier"]], g("name"),
				g("barcode"), g("cis"), g("group"), g("price"), g("quantity"), g("discount"), g("sum"), g("vat"), g("vat_sum"), g("decision"), nil,
				g("channel"), g("offline"), g("approved"), g("tag1265"), g("receipt"), g("check")})
		case tableChecks.Key:
			g := func(key string) any { return row[check[key]] }
			if g("receipt") != "" {
				return nil
			}
			day = append(day, []any{g("at"), r.Words.T("export.kind.check"), nil, nil, nil, nil, g("cashier"), g("name"), nil, g("cis"), g("group"), nil, nil, nil,
				nil, nil, nil, g("decision"), g("reason"), g("channel"), g("offline"), g("approved"), nil, nil, g("check")})
		}
		return nil
	}
	return l.eachDay(ctx, r, func(d dayFacts) error {
		if err := r.dayRows(d, k, map[string]bool{}, take); err != nil {
			return err
		}
		return flush()
	})
}

func columnsOf(t Table) map[string]int {
	out := make(map[string]int, len(t.Columns))
	for i, c := range t.Columns {
		out[c.Key] = i
	}
	return out
}
