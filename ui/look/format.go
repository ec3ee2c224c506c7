package look

import (
	"strconv"
	"strings"
	"time"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/sale"
)

// Rubles writes an amount as people of the language do: "1 234,50 ₽".
func Rubles(w *lang.Catalogue, k money.Kopecks) string {
	return w.T("ui.money", "sum", Plainly(w, k))
}

// Plainly is Rubles without the sign of the currency.
func Plainly(w *lang.Catalogue, k money.Kopecks) string {
	s := k.String()
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	return sign + grouped(whole) + w.T("ui.decimal") + frac
}

// Editable writes an amount as it is typed: no groups, no useless kopecks.
func Editable(w *lang.Catalogue, k money.Kopecks) string {
	whole, frac, _ := strings.Cut(k.String(), ".")
	if frac == "00" {
		return whole
	}
	return whole + w.T("ui.decimal") + frac
}

// Amount writes a quantity with its unit: "2 шт", "0,355 кг".
func Amount(w *lang.Catalogue, q money.Quantity, u sale.Unit) string {
	if u == "" {
		u = sale.Piece
	}
	return strings.Replace(q.String(), ".", w.T("ui.decimal"), 1) + "\u00a0" + w.T("ui.unit."+string(u))
}

// Clock writes the time of day in the shop's zone.
func Clock(at time.Time, zone *time.Location) string { return at.In(zone).Format("15:04") }

// grouped parts thousands by a no-break space.
func grouped(digits string) string {
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// MoneyRune lets through what an amount or a quantity is typed with.
func MoneyRune(r rune) bool { return r >= '0' && r <= '9' || r == ',' || r == '.' }

// DigitRune lets through digits only.
func DigitRune(r rune) bool { return r >= '0' && r <= '9' }

// Count writes a number with its thousands apart.
func Count(n int) string {
	if n < 0 {
		return "−" + grouped(strconv.Itoa(-n))
	}
	return grouped(strconv.Itoa(n))
}
