package sale

import "time"

// Total is what the lines cost together, in kopecks.
func Total(lines []Line) int64 {
	var t int64
	for _, l := range lines {
		t += l.Sum()
	}
	return t
}

// Total is what the receipt costs, in kopecks.
func (r Receipt) Total() int64 { return Total(r.Lines) }

// Gross is what the receipt would cost without discounts.
func (r Receipt) Gross() int64 {
	var t int64
	for _, l := range r.Lines {
		t += l.Gross()
	}
	return t
}

// Discount is all that the buyer saves, in kopecks.
func (r Receipt) Discount() int64 {
	var t int64
	for _, l := range r.Lines {
		t += l.Discount
	}
	return t
}

// VAT is the tax of the receipt by rate: the sum of the lines' own, as a fiscal printer of FFD 1.2 adds it up.
func (r Receipt) VAT() map[VAT]int64 {
	out := make(map[VAT]int64)
	for _, l := range r.Lines {
		out[l.VAT] += l.VATSum()
	}
	return out
}

// Validate refuses a receipt that must not be paid: no lines, a bad line, one code twice, a rate of VAT that was not in force
// on the day of the sale (for a return: the day of the sale that it takes back).
func (r Receipt) Validate(day time.Time) error {
	if len(r.Lines) == 0 {
		return &Error{Problem: EmptyReceipt}
	}
	seen := make(map[string]bool, len(r.Lines))
	for i, l := range r.Lines {
		if err := l.Validate(); err != nil {
			e := *err.(*Error)
			e.Line = i + 1
			return &e
		}
		if !l.VAT.InForce(day) {
			return &Error{Problem: BadVAT, Line: i + 1}
		}
		if l.Marked() && seen[l.Code] {
			return &Error{Problem: RepeatedCode, Line: i + 1}
		}
		seen[l.Code] = true
	}
	if t := r.Total(); t > MaxTotal {
		return &Error{Problem: BadPrice, Have: t, Want: MaxTotal}
	}
	return nil
}
