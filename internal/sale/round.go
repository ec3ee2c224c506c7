package sale

import (
	"math"
	"math/bits"
)

// scaled is a×b÷by rounded half up, over 128 bits so that no amount overflows on the way; beyond int64 it saturates.
// Negative a rounds like its mirror, so that a return is to the kopeck what the sale was.
func scaled(a, b, by int64) int64 {
	if by <= 0 || a == 0 || b == 0 {
		return 0
	}
	if (a < 0) != (b < 0) {
		return -scaled(abs(a), abs(b), by)
	}
	hi, lo := bits.Mul64(uint64(abs(a)), uint64(abs(b)))
	lo, carry := bits.Add64(lo, uint64(by/2), 0)
	hi += carry
	if hi >= uint64(by) {
		return math.MaxInt64
	}
	q, _ := bits.Div64(hi, lo, uint64(by))
	if q > math.MaxInt64 {
		return math.MaxInt64
	}
	return int64(q)
}

func abs(v int64) int64 {
	if v == math.MinInt64 {
		return math.MaxInt64
	}
	if v < 0 {
		return -v
	}
	return v
}

// mulDiv is a×b÷by for a, b ≥ 0 and b ≤ by: the whole part and what is left.
func mulDiv(a, b, by int64) (int64, uint64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	q, r := bits.Div64(hi, lo, uint64(by))
	return int64(q), r
}
