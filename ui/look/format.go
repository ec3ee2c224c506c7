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
func Rubles(w *lang.Catalogue, k money.Kopecks) string { return w.Rubles(int64(k)) }

// Plainly is Rubles without the sign of the currency.
func Plainly(w *lang.Catalogue, k money.Kopecks) string { return w.Sum(int64(k)) }

// Editable writes an amount as it is typed: no groups, no useless kopecks.
func Editable(w *lang.Catalogue, k money.Kopecks) string {
	whole, frac, _ := strings.Cut(k.String(), ".")
	if frac == "00" {
		return whole
	}
	return whole + w.T("ui.decimal") + frac
}

// Amount writes a quantity with its unit, its thousands apart: "2 шт", "0,355 кг", "1 111 шт".
func Amount(w *lang.Catalogue, q money.Quantity, u sale.Unit) string {
	if u == "" {
		u = sale.Piece
	}
	whole, part, broken := strings.Cut(q.String(), ".")
	if n, err := strconv.ParseUint(whole, 10, 64); err == nil {
		whole = lang.Thousands(n)
	}
	if broken {
		whole += w.T("ui.decimal") + part
	}
	return whole + "\u00a0" + w.T("ui.unit."+string(u))
}

// Percent writes a share: "12,5 %".
func Percent(w *lang.Catalogue, p money.BasisPoints) string {
	return strings.Replace(p.String(), ".", w.T("ui.decimal"), 1) + "\u00a0%"
}

// Decimal is the sign before the kopecks in the language.
func Decimal(w *lang.Catalogue) rune { return []rune(w.T("ui.decimal"))[0] }

// Clock writes the time of day in the shop's zone.
func Clock(at time.Time, zone *time.Location) string { return at.In(zone).Format("15:04") }

// MoneyRune lets through what an amount or a quantity is typed with.
func MoneyRune(r rune) bool { return r >= '0' && r <= '9' || r == ',' || r == '.' }

// DigitRune lets through digits only.
func DigitRune(r rune) bool { return r >= '0' && r <= '9' }

// Count writes a number with its thousands apart.
func Count(n int) string {
	if n < 0 {
		return "−" + lang.Thousands(uint64(-n))
	}
	return lang.Thousands(uint64(n))
}
