package receipts

import (
	"slices"
	"strconv"
	"strings"

	"dobro/internal/money"
	"dobro/internal/register"
)

// matching keeps the rows in which every word of the query occurs, in their order; a receipt whose number or sum is exactly what was
// typed comes first.
func matching(rows []Row, query string) []Row {
	words := strings.Fields(plain(query))
	if len(words) == 0 {
		return rows
	}
	var exact, rest []Row
	for _, r := range rows {
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(r.find, w) }) {
			if len(words) == 1 && slices.Contains(r.exact, words[0]) {
				exact = append(exact, r)
			} else {
				rest = append(rest, r)
			}
		}
	}
	return append(exact, rest...)
}

// sought is what a receipt is found by: number of the fiscal document, number in the shift, sum as it is written with comma or
// point, with and without kopecks, and the goods.
func sought(r register.ReceiptView, title string) (find string, exact []string) {
	exact = []string{strconv.FormatInt(r.FD, 10), r.Total.String(), whole(r.Total)}
	parts := append([]string{title, strconv.FormatInt(r.Number, 10)}, exact...)
	for _, l := range r.Lines {
		parts = append(parts, l.Name, l.Sum.String(), l.Barcode)
	}
	return plain(strings.Join(parts, " ")), exact
}

// whole is the rubles of a sum that has no kopecks, else the sum.
func whole(k money.Kopecks) string { return strings.TrimSuffix(k.String(), ".00") }

// plain evens out what people write in more than one way: yo and ye, comma and point, grouped thousands.
func plain(s string) string {
	return strings.NewReplacer("\u0451", "\u0435", ",", ".", "\u00a0", "", "\u20bd", "").Replace(strings.ToLower(s))
}
