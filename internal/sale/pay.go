package sale

// Settlement is how a total is paid. Payments are in the order in which a printer wants them (what has no banknotes first),
// one of each kind, as given: cash may exceed what is left, and Change goes back from it.
type Settlement struct {
	Total    int64
	Payments []Payment
	Change   int64
}

// Kept is what stays in the till: the payments with the change taken out of the cash.
func (s Settlement) Kept() []Payment {
	var out []Payment
	for _, p := range s.Payments {
		if p.Type == Cash {
			p.Sum -= s.Change
		}
		if p.Sum > 0 {
			out = append(out, p)
		}
	}
	return out
}

// Settle checks what the buyer gives against the total. Change comes from cash only, so card and prepaid money together must
// not exceed the total; too little is NotEnough with what is given and what is due. Payments of nothing are left out, and a
// total of nothing is paid by no money in cash, because a receipt has to name a payment.
func Settle(total int64, given []Payment) (Settlement, error) {
	if total < 0 || total > MaxTotal {
		return Settlement{}, &Error{Problem: BadPayment, Have: total}
	}
	sums := make(map[Pay]int64, 3)
	var all int64
	for _, p := range given {
		if p.Sum < 0 || p.Sum > MaxTotal || !p.Type.Known() {
			return Settlement{}, &Error{Problem: BadPayment, Have: p.Sum}
		}
		sums[p.Type] += p.Sum
		if all += p.Sum; all > 2*MaxTotal {
			return Settlement{}, &Error{Problem: BadPayment, Have: all}
		}
	}
	if noCash := all - sums[Cash]; noCash > total {
		return Settlement{}, &Error{Problem: CardOverTotal, Have: noCash, Want: total}
	}
	if all < total {
		return Settlement{}, &Error{Problem: NotEnough, Have: all, Want: total}
	}
	s := Settlement{Total: total, Change: all - total}
	for _, kind := range payOrder {
		if sums[kind] > 0 {
			s.Payments = append(s.Payments, Payment{kind, sums[kind]})
		}
	}
	if len(s.Payments) == 0 {
		s.Payments = []Payment{{Cash, 0}}
	}
	return s, nil
}

// Refund divides the money of a return over the ways in which its sale was paid: to the card and to prepaid money first, the
// rest in cash. Kept is what stayed in the till for the sale (Settlement.Kept), back what earlier returns of it gave away.
// More than is left is refused with BadPayment.
func Refund(total int64, kept, back []Payment) ([]Payment, error) {
	left := make(map[Pay]int64, 3)
	for _, p := range kept {
		left[p.Type] += p.Sum
	}
	for _, p := range back {
		left[p.Type] -= p.Sum
	}
	due := total
	var out []Payment
	for _, kind := range payOrder {
		if part := min(due, left[kind]); part > 0 {
			out = append(out, Payment{kind, part})
			due -= part
		}
	}
	if due > 0 || total < 0 {
		return nil, &Error{Problem: BadPayment, Have: total - due, Want: total}
	}
	if len(out) == 0 {
		out = []Payment{{Cash, 0}}
	}
	return out, nil
}

var payOrder = []Pay{Card, Prepaid, Cash}

// Known tells whether it is a way of paying.
func (p Pay) Known() bool { return p == Cash || p == Card || p == Prepaid }
