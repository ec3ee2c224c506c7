package lang

import (
	"fmt"
	"strconv"
	"strings"
)

// Rubles writes kopecks as people of the language do, with the sign of the currency: "1 234,50 ₽".
func (c *Catalogue) Rubles(kopecks int64) string { return c.T("ui.money", "sum", c.Sum(kopecks)) }

// Sum is Rubles without the sign of the currency: "1 234,50".
func (c *Catalogue) Sum(kopecks int64) string {
	sign, size := "", uint64(kopecks)
	if kopecks < 0 {
		sign, size = "−", -size
	}
	return sign + Thousands(size/100) + c.T("ui.decimal") + fmt.Sprintf("%02d", size%100)
}

// Thousands writes a number with no-break spaces between its thousands.
func Thousands(n uint64) string {
	digits := strconv.FormatUint(n, 10)
	var b strings.Builder
	for i, r := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(r)
	}
	return b.String()
}
