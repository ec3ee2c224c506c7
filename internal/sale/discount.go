package sale

import "sort"

// Whole is a hundred percent in basis points.
const Whole int64 = 10_000

// PercentOf is a percentage of a sum in kopecks, rounded half up; the percentage is in basis points.
func PercentOf(sum, basisPoints int64) int64 { return scaled(sum, basisPoints, Whole) }

// LineDiscount is the discount of a line for a percentage in basis points, from its gross sum, rounded half up.
func (l Line) LineDiscount(basisPoints int64) int64 { return PercentOf(l.Gross(), basisPoints) }

// Shares divides a sum in proportion to weights so that the shares add up to it to the kopeck: everyone gets the whole part
// of his share, the kopecks left over go to the largest remainders, equal remainders in order. A share never exceeds its
// weight as long as the sum does not exceed all weights. Negative weights count as none.
func Shares(sum int64, weights []int64) []int64 {
	out := make([]int64, len(weights))
	var all int64
	for _, w := range weights {
		all += max(w, 0)
	}
	if sum <= 0 || all == 0 {
		return out
	}
	type rest struct {
		at   int
		left uint64
	}
	rests := make([]rest, 0, len(weights))
	left := sum
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		whole, remainder := mulDiv(sum, w, all)
		out[i] = whole
		left -= whole
		rests = append(rests, rest{i, remainder})
	}
	sort.SliceStable(rests, func(i, j int) bool { return rests[i].left > rests[j].left })
	for i := int64(0); i < left; i++ {
		out[rests[i].at]++
	}
	return out
}

// Spread puts a discount of the whole receipt onto its lines in proportion to their sums, to the kopeck, and returns new
// lines; the ones it was given stay as they are. Only lines that take returns true for get a share (nil: all); a tobacco
// pack, for one, sells at the price in its code. More than these lines cost is refused with BadDiscount.
func Spread(lines []Line, discount int64, take func(Line) bool) ([]Line, error) {
	out := append([]Line(nil), lines...)
	weights := make([]int64, len(lines))
	var all int64
	for i, l := range lines {
		if take == nil || take(l) {
			weights[i] = max(l.Sum(), 0)
			all += weights[i]
		}
	}
	if discount < 0 || discount > all {
		return out, &Error{Problem: BadDiscount, Have: discount, Want: all}
	}
	for i, share := range Shares(discount, weights) {
		out[i].Discount += share
	}
	return out, nil
}

// RoundDown takes off the total what is above a whole number of steps (100: whole rubles) as a discount on the lines that
// take one, and says how much. Where those lines cost less than what is to come off, nothing comes off.
func RoundDown(lines []Line, step int64, take func(Line) bool) ([]Line, int64) {
	if step <= 1 {
		return append([]Line(nil), lines...), 0
	}
	off := Total(lines) % step
	out, err := Spread(lines, off, take)
	if err != nil {
		return out, 0
	}
	return out, off
}
