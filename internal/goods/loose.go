package goods

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dobro/internal/sale"
)

// Values as other programs write them. A goods file of ours is read to the letter instead.

var looseUnits = func() map[string]sale.Unit {
	m := map[string]sale.Unit{}
	for what, unit := range map[string]sale.Unit{"piece": sale.Piece, "kilogram": sale.Kilogram, "litre": sale.Litre, "metre": sale.Metre} {
		for _, w := range words["units"][what] {
			m[w] = unit
		}
	}
	return m
}()

// spaces may stand between thousands.
var spaces = strings.NewReplacer(" ", "", "\u00A0", "", "\u202F", "")

// loosePrice makes roubles and kopecks of «1 234,50 ₽» and of what a spreadsheet keeps: 89.900000000000006. More than two decimals
// that say something stay, and are refused.
func loosePrice(s string) string {
	s = strings.TrimSuffix(spaces.Replace(strings.ToLower(s)), ".")
	for _, sign := range words["roubles"]["sign"] {
		s = strings.TrimSuffix(s, sign)
	}
	s = strings.Replace(s, ",", ".", 1)
	whole, decimals, ok := strings.Cut(s, ".")
	if !ok || len(decimals) <= 2 || strings.Trim(whole+decimals, "0123456789") != "" || len(whole) > 10 {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if kopecks := math.Round(f * 100); err == nil && math.Abs(f*100-kopecks) < 1e-4 {
		return strconv.FormatFloat(kopecks/100, 'f', 2, 64)
	}
	return s
}

// part is a rate that a spreadsheet keeps as a part of one.
var part = regexp.MustCompile(`^0?[.,](05|07|10?|22)0*$`)

// looseVAT makes a rate of «НДС 22%», «22 %», «Без НДС», «0.22», «22/122».
func looseVAT(s string) sale.VAT {
	s = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(s), "%")))
	if slices.Contains(words["vat"]["none"], s) {
		return sale.VATNone
	}
	for _, w := range []string{strings.ToLower(elVatName), "vat"} {
		s = strings.TrimSpace(strings.ReplaceAll(s, w, ""))
	}
	s = spaces.Replace(s)
	if found := part.FindStringSubmatch(s); found != nil {
		return sale.VAT(strings.TrimPrefix((found[1] + "0")[:2], "0"))
	}
	if whole, decimals, ok := strings.Cut(strings.Replace(s, ",", ".", 1), "."); ok && strings.Trim(decimals, "0") == "" {
		s = whole
	}
	return sale.VAT(s)
}
