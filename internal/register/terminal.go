package register

import "dobro/device/card"

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
func moneyStep(from Money, fate card.Fate) (to Money, ok bool) {
	switch from {
	case MoneyCharging, MoneyUnknown:
		return map[card.Fate]Money{card.Unknown: MoneyUnknown, card.Nothing: MoneyDeclined, card.Done: MoneyCharged}[fate], true
	case MoneyReversing:
		return map[card.Fate]Money{card.Unknown: MoneyReversing, card.Nothing: MoneyCharged, card.Done: MoneyReversed}[fate], true
	}
	return from, false
}
