package register

import (
	"context"
	"errors"
	"slices"

	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// Codes of faults; they appear in replay scripts and never change.
const (
	codeNotLoggedIn     = "not_logged_in"
	codeNoRight         = "no_right"
	codeWrongPIN        = "wrong_pin"
	codeTooManyPINs     = "too_many_attempts"
	codeShiftClosed     = "shift_closed"
	codeShiftOpen       = "shift_already_open"
	codeShiftExpired    = "shift_expired"
	codeEmpty           = "empty_receipt"
	codeNotEnough       = "not_enough_money"
	codeCardOver        = "card_over_total"
	codeBadPayment      = "bad_payment"
	codeUnverified      = "unverified_line"
	codeUnknownReceipt  = "unknown_receipt"
	codeSettling        = "receipt_unknown"
	codeNoPrinter       = "no_printer"
	codeUnknownGoods    = "unknown_product"
	codeNoLine          = "no_such_line"
	codeQuantity        = "bad_quantity"
	codeMarkedQuantity  = "marked_quantity"
	codePrice           = "bad_price"
	codePriceFixed      = "price_fixed"
	codePriceBelowMin   = "price_below_min"
	codeDiscount        = "bad_discount"
	codeNothingToAsk    = "nothing_to_approve"
	codeNoReason        = "no_reason"
	codeNotReturnable   = "not_returnable"
	codeReturned        = "already_returned"
	codeBasketBusy      = "basket_not_empty"
	codeBadSum          = "bad_sum"
	codeNotEnoughCash   = "not_enough_cash"
	codeStore           = "store_failed"
	codeDiskFull        = "disk_full" // the same, and it is known why
	codeTaken           = "pin_taken"
	codeBadPerson       = "bad_person"
	codeReplaced        = "printer_replaced"
	codeManual          = "needs_senior"
	codeNotFiscalized   = "not_fiscalized"
	codePrinterMark     = "printer_marking"
	codePrinterMarkAsk  = "printer_marking_ask"
	codeBadContact      = "bad_contact"
	codeForeignCode     = "foreign_code"
	codeNeverSold       = "never_sold"
	codeNotMarked       = "not_marked"
	codeNoDoubt         = "no_doubt"
	codeBadDecision     = "bad_decision"
	codeUnknownDocument = "unknown_document"
	codeBadDate         = "bad_date"
	codeNoName          = "no_name"
	codeBackNotSold     = "back_not_sold" // the operator lists goods that come back as never sold
	codeOtherDrive      = "other_drive"   // the printer or its drive was swapped since the till's last shift
	codeCardDeclined    = "card_declined"
	codeCardUnknown     = "card_unknown"
	codeCardOwed        = "card_owed"
	codeClockInShift    = "clock_in_shift"
	codeNoParts         = "no_parts"
	codeOtherParts      = "other_parts"
	codePartOver        = "part_over"
	codePartWanted      = "part_wanted"
	codeBadStep         = "bad_step"
	codeInternal        = "internal"
	codeStopped         = "stopped"
)

// problem is a fault before it has words. Pairs fill the places of its sentence.
type problem struct {
	code  string
	pairs []any
	err   error
}

func (p *problem) Error() string {
	if p.err != nil {
		return p.code + ": " + p.err.Error()
	}
	return p.code
}

func (p *problem) Unwrap() error { return p.err }

func refuse(code string, pairs ...any) error { return &problem{code: code, pairs: pairs} }

func because(code string, err error) error { return &problem{code: code, err: err} }

// fault turns whatever an action returned into words, the one place of the till that does, writes the chain to the log and tells
// the listeners.
func (r *Register) fault(action string, err error) error {
	f := r.faultOf(err)
	r.p.Log.Warn().Str("do", action).Str("code", f.Code).Err(err).Msg("action refused")
	r.emit(Event{Kind: EventFault, Fault: f})
	return f
}

func (r *Register) faultOf(err error) *Fault {
	var ready *Fault
	var p *problem
	var fe *fiscal.Error
	switch {
	case errors.As(err, &ready):
		return ready
	case errors.As(err, &p) && p.code == codeStore && store.Full(err):
		return r.words("fault."+codeDiskFull, codeDiskFull, err)
	case errors.As(err, &p):
		return r.words("fault."+p.code, p.code, err, p.pairs...)
	case errors.As(err, &fe):
		return r.words("fiscal."+string(fe.Trouble), string(fe.Trouble), err, "text", fe.Text, "code", fe.Code)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return r.words("fault."+codeStopped, codeStopped, err)
	case errors.Is(err, store.ErrNone):
		return r.words("fault."+codeUnknownReceipt, codeUnknownReceipt, err)
	}
	return r.words("fault."+codeInternal, codeInternal, err)
}

// words writes the sentence of a fault; amounts among the pairs are written as the language does.
func (r *Register) words(key, code string, err error, pairs ...any) *Fault {
	pairs = slices.Clone(pairs)
	for i, v := range pairs {
		if k, is := v.(money.Kopecks); is {
			pairs[i] = r.p.Words.Rubles(int64(k))
		}
	}
	return &Fault{Code: code, Text: r.p.Words.T(key, pairs...), Action: r.p.Words.T(key+".do", pairs...), Err: err}
}

// saleProblem names a refusal of the receipt's arithmetic.
func saleProblem(err error) error {
	var e *sale.Error
	if !errors.As(err, &e) {
		return err
	}
	return &problem{code: string(e.Problem), err: err, pairs: []any{"have", money.Kopecks(e.Have), "want", money.Kopecks(e.Want), "line", e.Line}}
}

// mayChange is may for everything that changes the open basket. While its receipt is on its way or in doubt the basket must stay what
// it was: the printer is asked first, since by now it may answer.
func (r *Register) mayChange(ctx context.Context, right staff.Right) error {
	if err := r.may(right); err != nil {
		return err
	}
	for _, u := range r.unsettled {
		if u.ID == r.basket.ID {
			return r.settle(ctx, EventRecovered)
		}
	}
	return nil
}

// may refuses what the person at the till has no right to.
func (r *Register) may(right staff.Right) error {
	switch {
	case r.user == nil:
		return refuse(codeNotLoggedIn)
	case !r.user.Role.May(right) && !r.lets(right):
		return refuse(codeNoRight)
	}
	return nil
}
