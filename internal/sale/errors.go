package sale

import "fmt"

// Problem names why a receipt or a payment is refused; it is stable and appears in scripts and translations.
type Problem string

// Problems of a receipt.
const (
	EmptyReceipt   Problem = "empty_receipt"
	NotEnough      Problem = "not_enough_money"
	CardOverTotal  Problem = "card_over_total" // money without a banknote cannot give change
	BadPayment     Problem = "bad_payment"
	BadPrice       Problem = "bad_price"
	BadQuantity    Problem = "bad_quantity"
	MarkedQuantity Problem = "marked_quantity" // a marked line is one code and one piece
	BadPart        Problem = "bad_part"        // no true part of a pack, or goods that are not sold by parts
	BadNote        Problem = "bad_note"        // longer than a printer takes
	BadDiscount    Problem = "bad_discount"
	BadVAT         Problem = "bad_vat" // a rate that is unknown or not in force on the day
	BadUnit        Problem = "bad_unit"
	RepeatedCode   Problem = "already_in_receipt"
	UnknownLine    Problem = "unknown_line"
	LineReturned   Problem = "already_returned"
)

func (p Problem) Error() string { return string(p) }

// Error is a refusal. Line counts from 1, 0 when it is about the whole receipt; Have and Want are kopecks or thousandths, as
// the problem has it. errors.Is finds the Problem.
type Error struct {
	Problem    Problem
	Line       int
	Have, Want int64
}

func (e *Error) Error() string {
	s := string(e.Problem)
	if e.Line > 0 {
		s += fmt.Sprintf(" in line %d", e.Line)
	}
	if e.Have != 0 || e.Want != 0 {
		s += fmt.Sprintf(" (have %d, want %d)", e.Have, e.Want)
	}
	return s
}

func (e *Error) Unwrap() error { return e.Problem }
