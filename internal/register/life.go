package register

import (
	"fmt"

	"dobro/internal/sale"
)

// Life is where a receipt stands between the first scan and its place in the journal. The numbers never change.
type Life uint8

// The life of a receipt. What is on disk is sale.State, the same words as in scripts and exports.
const (
	LifeOpen          Life = 1 // a basket
	LifeHeld          Life = 2 // a basket put aside
	LifeSending       Life = 3 // the intent is on disk or on its way there; the printer may have got the receipt
	LifeUnknown       Life = 4 // the answer was lost: nothing else is printed before this is settled
	LifeFiscalized    Life = 5 // a fiscal document; nothing changes it any more
	LifeNotFiscalized Life = 6 // certainly no document; the basket stays for another payment
	LifeCancelled     Life = 7 // given up by the cashier
)

var lives = map[Life]sale.State{LifeOpen: sale.Open, LifeHeld: sale.Held, LifeSending: sale.Sending, LifeUnknown: sale.Unknown,
	LifeFiscalized: sale.Fiscalized, LifeNotFiscalized: sale.NotFiscal, LifeCancelled: sale.Cancelled}

// State is the word for it.
func (l Life) State() sale.State { return lives[l] }

func (l Life) String() string { return string(lives[l]) }

// ParseLife reads the word back.
func ParseLife(s sale.State) (Life, error) {
	for l, word := range lives {
		if word == s {
			return l, nil
		}
	}
	return 0, fmt.Errorf("no state of a receipt is called %q", s)
}

// occurrence is what happened to a receipt.
type occurrence uint8

const (
	happensHold     occurrence = 1  // the cashier puts the basket aside
	happensResume   occurrence = 2  // and takes it back
	happensCancel   occurrence = 3  // the cashier gives it up
	happensPay      occurrence = 4  // the money is there
	happensStored   occurrence = 5  // the intent is on disk
	happensUnstored occurrence = 6  // the disk did not take it
	happensAccepted occurrence = 7  // the printer named a document
	happensRefused  occurrence = 8  // the printer said that there is none
	happensLost     occurrence = 9  // the printer's answer did not come or made no sense
	happensLook     occurrence = 10 // somebody wants to know: a restart, the next action, the cashier
	happensFound    occurrence = 11 // its document is in the drive
	happensMissing  occurrence = 12 // there is certainly none
	happensSilent   occurrence = 13 // the printer could not be asked
	happensUnclear  occurrence = 14 // the printer's documents do not tell
	happensMade     occurrence = 15 // a senior decided that there is one
	happensNotMade  occurrence = 16 // a senior decided that there is none
)

var occurrences = map[occurrence]string{happensHold: "hold", happensResume: "resume", happensCancel: "cancel", happensPay: "pay", happensStored: "stored",
	happensUnstored: "not stored", happensAccepted: "accepted", happensRefused: "refused", happensLost: "lost", happensLook: "look", happensFound: "found",
	happensMissing: "missing", happensSilent: "silent", happensUnclear: "unclear", happensMade: "decided: made", happensNotMade: "decided: not made"}

func (o occurrence) String() string { return occurrences[o] }

// effect is what the till does about it, in the order of the list. When an effect leads to another occurrence, that takes the place of
// the effects behind it.
type effect uint8

const (
	keepBasket    effect = 1  // the basket goes to disk in its new state
	closeBasket   effect = 2  // the receipt goes to the journal, its basket leaves the disk
	writeIntent   effect = 3  // receipt and intent go to disk; leads to stored or not stored
	send          effect = 4  // the one sending; leads to accepted, refused or lost
	writeState    effect = 5  // the receipt goes to disk as it now is
	writeDocument effect = 6  // with its document, errands to other systems included; leads to not stored when the disk fails
	block         effect = 7  // nothing else is printed from now on
	release       effect = 8  // that is over
	askPrinter    effect = 9  // leads to found, missing, silent or unclear
	emptyBasket   effect = 10 // the next buyer
	announce      effect = 11 // everybody is told
	complain      effect = 12 // the cashier gets the fault that is at hand
)

var effects = map[effect]string{keepBasket: "keep basket", closeBasket: "close basket", writeIntent: "write intent", send: "send", writeState: "write state",
	writeDocument: "write document", block: "block", release: "release", askPrinter: "ask printer", emptyBasket: "empty basket", announce: "announce", complain: "complain"}

func (e effect) String() string { return effects[e] }

type crossing struct {
	from Life
	on   occurrence
}

type turn struct {
	to Life
	do []effect
}

// turns is all that may happen to a receipt; what is not here cannot. There is one way to send and it starts from a stored
// intent; there is no way from unknown back to sending.
var turns = map[crossing]turn{
	{LifeOpen, happensHold}:   {LifeHeld, []effect{keepBasket, announce}},
	{LifeHeld, happensResume}: {LifeOpen, []effect{keepBasket, announce}},

	{LifeOpen, happensCancel}:          {LifeCancelled, []effect{closeBasket, emptyBasket, announce}},
	{LifeNotFiscalized, happensCancel}: {LifeCancelled, []effect{closeBasket, emptyBasket, announce}},

	{LifeOpen, happensPay}:          {LifeSending, []effect{writeIntent}},
	{LifeNotFiscalized, happensPay}: {LifeSending, []effect{writeIntent}},

	{LifeSending, happensStored}:   {LifeSending, []effect{send}},
	{LifeSending, happensUnstored}: {LifeOpen, []effect{complain}}, // not a byte was sent

	{LifeSending, happensAccepted}: {LifeFiscalized, []effect{writeDocument, emptyBasket, announce}},
	{LifeSending, happensRefused}:  {LifeNotFiscalized, []effect{writeState, announce, complain}},
	{LifeSending, happensLost}:     {LifeUnknown, []effect{block, writeState, announce, askPrinter}},

	{LifeSending, happensLook}: {LifeUnknown, []effect{block, writeState, askPrinter}}, // the till died in between
	{LifeUnknown, happensLook}: {LifeUnknown, []effect{askPrinter}},

	{LifeUnknown, happensFound}:   {LifeFiscalized, []effect{writeDocument, release, emptyBasket, announce}},
	{LifeUnknown, happensMissing}: {LifeNotFiscalized, []effect{writeState, release, announce, complain}},
	{LifeUnknown, happensSilent}:  {LifeUnknown, []effect{complain}},
	{LifeUnknown, happensUnclear}: {LifeUnknown, []effect{complain}},
	{LifeUnknown, happensMade}:    {LifeFiscalized, []effect{writeDocument, release, emptyBasket, announce}},
	{LifeUnknown, happensNotMade}: {LifeNotFiscalized, []effect{writeState, release, announce}},

	// The document exists and the journal does not know it: it is written when the disk is well again.
	{LifeFiscalized, happensUnstored}: {LifeUnknown, []effect{block, complain}},
}

// step says where a receipt goes when something happens to it, and what is to be done. It is pure; ok is false, and nothing
// changes, for what cannot happen there.
func step(from Life, on occurrence) (to Life, do []effect, ok bool) {
	t, ok := turns[crossing{from, on}]
	if !ok {
		return from, nil, false
	}
	return t.to, t.do, true
}
