package atol

import (
	"encoding/json"
	"math"
	"strconv"

	"dobro/internal/money"
)

// rubles are kopecks that travel as a JSON number of rubles with two decimals: written digit by digit, never by way of a
// float.
type rubles int64

func (r rubles) MarshalJSON() ([]byte, error) { return []byte(money.Kopecks(r).String()), nil }

// amount is thousandths that travel as a JSON number: 1, 0.355.
type amount int64

func (a amount) MarshalJSON() ([]byte, error) { return []byte(money.Quantity(a).String()), nil }

// kopecks reads rubles of an answer. Drivers send what a double prints (150, 150.1, 150.10000000000002), so the nearest
// kopeck is meant.
func kopecks(n json.Number) (int64, bool) {
	if len(n) == 0 || len(n) > 40 {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || math.Abs(f) > 1e12 {
		return 0, false
	}
	return int64(math.Round(f * 100)), true
}

// whole reads an integer that may have come as 5, 5.0 or "5".
func whole(n json.Number) int64 {
	if v, err := n.Int64(); err == nil {
		return v
	}
	f, err := strconv.ParseFloat(string(n), 64)
	if err != nil || math.Abs(f) > 1<<53 {
		return 0
	}
	return int64(f)
}
