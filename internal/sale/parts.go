package sale

// Part of a line that a fiscal printer can multiply: price × quantity rounded is the sum, or one kopeck beside it at most,
// which is what printers and drives put up with.
type Part struct {
	Price, Quantity, Sum int64
}

// Parts divides a line that costs sum for a quantity into as few parts as can be multiplied. A discount seldom divides by the
// quantity: 100 pieces for 99.50 have no price a piece in kopecks, but 50 at 1.00 and 50 at 0.99 have. One part is the rule;
// two come only when one price misses the sum by more than a kopeck. Pieces are divided whole.
func Parts(sum, quantity int64) []Part {
	if quantity <= 0 {
		return nil
	}
	price := scaled(sum, One, quantity)
	if d := scaled(price, quantity, One) - sum; -1 <= d && d <= 1 {
		return []Part{{price, quantity, sum}}
	}
	low := sum * One / quantity
	dear := sum*One - low*quantity // thousandths that pay a kopeck more; whole pieces when the quantity is
	dearSum := scaled(low+1, dear, One)
	return []Part{{low + 1, dear, dearSum}, {low, quantity - dear, sum - dearSum}}
}
