package fiscal

import "dobro/internal/sale"

// Parts divides the line into as few lines as a printer can multiply: price × quantity is the sum to a kopeck (see
// sale.Parts). The discount stays with the first part. A line whose own price fits stays one line.
func (l Line) Parts() []Line {
	if near(l.Price, l.Quantity, l.Sum) {
		return []Line{l}
	}
	var out []Line
	for i, p := range sale.Parts(l.Sum, l.Quantity) {
		part := l
		part.Price, part.Quantity, part.Sum = p.Price, p.Quantity, p.Sum
		if i > 0 {
			part.Discount = 0
		}
		out = append(out, part)
	}
	return out
}

func near(price, quantity, sum int64) bool {
	d := sale.Line{Price: price, Quantity: quantity}.Sum() - sum
	return quantity > 0 && -1 <= d && d <= 1
}

// Check refuses a receipt that no printer could fiscalise as it stands, before anything is sent: no lines, lines that do not
// add up to the total, payments below it, a marked line of more than one piece. The error is an *Error.
func (r Receipt) Check() error {
	var sum, paid, noCash int64
	for _, l := range r.Lines {
		if l.Quantity <= 0 || l.Sum < 0 || l.Code != "" && l.Quantity != sale.One {
			return &Error{Trouble: Other, Text: "bad line: " + l.Name}
		}
		sum += l.Sum
	}
	for _, p := range r.Payments {
		if p.Sum < 0 {
			return &Error{Trouble: NotPaid, Text: "negative payment"}
		}
		if p.Type != sale.Cash {
			noCash += p.Sum
		}
		paid += p.Sum
	}
	switch {
	case len(r.Lines) == 0:
		return &Error{Trouble: Other, Text: "receipt without lines"}
	case sum != r.Total:
		return &Error{Trouble: Other, Text: "lines do not add up to the total"}
	case paid < r.Total || noCash > r.Total:
		return &Error{Trouble: NotPaid, Text: "payments do not fit the total"}
	case len([]rune(r.Mark)) > 16:
		return &Error{Trouble: Other, Text: "sale mark is too long"}
	}
	return nil
}
