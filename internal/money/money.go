// Package money turns rubles as people and files write them into whole kopecks and back, and does the same for
// quantities and percents in fixed point. It knows nothing of receipts; no float ever holds an amount.
package money

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Kopecks is an amount of money; 100 kopecks are one ruble. In JSON it is a string with two decimals: "150.00".
type Kopecks int64

// Quantity is how much of a product a line holds, in thousandths of its unit: one piece is 1000, 0.355 kg is 355.
type Quantity int64

// Piece is the quantity of one piece, the only one that a marked line may have.
const Piece Quantity = 1000

// BasisPoints is a percentage in hundredths of a percent: 10 % is 1000.
type BasisPoints int64

// ErrNotNumber is wrapped by every refusal of this package.
var ErrNotNumber = errors.New("not a number")

// Parse reads rubles with at most two decimals after a dot or a comma: "150", "150.5", "99,90". Spaces, signs other
// than a leading minus, exponents and amounts beyond a trillion rubles are refused with ErrNotNumber.
func Parse(s string) (Kopecks, error) {
	v, err := fixed(s, 2)
	return Kopecks(v), err
}

// ParseQuantity reads a quantity with at most three decimals after a dot or a comma.
func ParseQuantity(s string) (Quantity, error) {
	v, err := fixed(s, 3)
	return Quantity(v), err
}

// ParsePercent reads a percentage with at most two decimals after a dot or a comma.
func ParsePercent(s string) (BasisPoints, error) {
	v, err := fixed(s, 2)
	return BasisPoints(v), err
}

// String writes rubles with exactly two decimals and a dot.
func (k Kopecks) String() string { return decimal(int64(k), 2, false) }

// String writes the quantity with as many decimals as it needs: 1, 0.355.
func (q Quantity) String() string { return decimal(int64(q), 3, true) }

// String writes the percentage with as many decimals as it needs: 5, 12.5.
func (p BasisPoints) String() string { return decimal(int64(p), 2, true) }

// MarshalText makes an amount a JSON string of rubles.
func (k Kopecks) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote, and whatever else Parse takes.
func (k *Kopecks) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err == nil {
		*k = v
	}
	return err
}

// MarshalText makes a quantity a JSON string.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads what MarshalText wrote, and whatever else ParseQuantity takes.
func (q *Quantity) UnmarshalText(b []byte) error {
	v, err := ParseQuantity(string(b))
	if err == nil {
		*q = v
	}
	return err
}

func fixed(s string, decimals int) (int64, error) {
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, dotted := strings.Cut(strings.Replace(digits, ",", ".", 1), ".")
	if whole == "" || len(whole) > 13 || len(frac) > decimals || dotted && frac == "" {
		return 0, fmt.Errorf("%w: %q", ErrNotNumber, s)
	}
	all := whole + frac + strings.Repeat("0", decimals-len(frac))
	for _, r := range all {
		if r < '0' || r > '9' {
			return 0, fmt.Errorf("%w: %q", ErrNotNumber, s)
		}
	}
	v, err := strconv.ParseInt(all, 10, 64)
	if err != nil || v > math.MaxInt64/1000 {
		return 0, fmt.Errorf("%w: %q", ErrNotNumber, s)
	}
	if negative {
		v = -v
	}
	return v, nil
}

func decimal(v int64, decimals int, short bool) string {
	sign := ""
	if v < 0 {
		sign, v = "-", -v
	}
	unit := int64(math.Pow10(decimals))
	frac := fmt.Sprintf("%0*d", decimals, v%unit)
	if short {
		frac = strings.TrimRight(frac, "0")
	}
	if frac == "" {
		return sign + strconv.FormatInt(v/unit, 10)
	}
	return sign + strconv.FormatInt(v/unit, 10) + "." + frac
}
