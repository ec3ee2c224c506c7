package register

import (
	"context"
)

// Terminal takes money from cards. Every call blocks until the terminal answered or the context ended; none is repeated by the
// terminal's driver. An error means that the outcome is not known, unless it wraps ErrDeclined.
type Terminal interface {
	// Charge takes a sum in kopecks. The ID is ours, unique, and names the operation ever after.
	Charge(ctx context.Context, id string, sum int64) (Slip, error)
	// Reverse gives a sum of an earlier charge back, all of it or a part. The ID names the giving back, charge the taking.
	Reverse(ctx context.Context, id, charge string, slip Slip, sum int64) error
	// Status tells what became of an operation; it changes nothing and may be repeated.
	Status(ctx context.Context, id string) (CardFate, Slip, error)
}

// Slip is how the terminal names an operation: number of the slip, RRN and the like, for the journal and for a reversal.
type Slip string

// CardFate is what became of an operation of the terminal.
type CardFate uint8

// Fates. The numbers never change.
const (
	CardUnknown CardFate = 0 // the terminal cannot tell yet
	CardNothing CardFate = 1 // no money moved
	CardDone    CardFate = 2 // the money moved
)

// Declined is an operation that the bank or the buyer refused: certainly no money moved. Text are the terminal's words.
type Declined struct{ Text string }

func (d *Declined) Error() string { return "declined by the terminal: " + d.Text }

// Money is where a charge stands. The words are stored and never change.
type Money string

// The life of a charge. Nothing leads from unknown back to charging: a card is never charged twice for one payment.
const (
	MoneyCharging  Money = "charging"  // on disk before the terminal is asked
	MoneyCharged   Money = "charged"   // taken, for this receipt
	MoneyDeclined  Money = "declined"  // certainly not taken
	MoneyUnknown   Money = "unknown"   // no answer: asked by Status before anything else
	MoneyReversing Money = "reversing" // being given back
	MoneyReversed  Money = "reversed"  // given back
)

// moneyStep is the life of a charge: what the terminal told turns one state into the next. It is pure; ok is false for what cannot
// happen.
func moneyStep(from Money, fate CardFate) (to Money, ok bool) {
	switch from {
	case MoneyCharging, MoneyUnknown:
		return map[CardFate]Money{CardUnknown: MoneyUnknown, CardNothing: MoneyDeclined, CardDone: MoneyCharged}[fate], true
	case MoneyReversing:
		return map[CardFate]Money{CardUnknown: MoneyReversing, CardNothing: MoneyCharged, CardDone: MoneyReversed}[fate], true
	}
	return from, false
}
