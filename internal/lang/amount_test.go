package lang

import (
	"math"
	"testing"
)

func TestAmountsAreWrittenAsPeopleDo(t *testing.T) {
	c := catalogue(t, "ru", `{"ui.money":"{sum} ₽","ui.decimal":","}`)
	for sum, want := range map[int64]string{
		0: "0,00 ₽", 5: "0,05 ₽", 100: "1,00 ₽", 99999: "999,99 ₽", 123450: "1\u00a0234,50 ₽", 100000000: "1\u00a0000\u00a0000,00 ₽",
		-15005: "−150,05 ₽", math.MinInt64: "−92\u00a0233\u00a0720\u00a0368\u00a0547\u00a0758,08 ₽",
	} {
		if got := c.Rubles(sum); got != want {
			t.Errorf("%d: %q, want %q", sum, got, want)
		}
	}
}
