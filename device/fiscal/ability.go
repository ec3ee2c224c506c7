package fiscal

import (
	"context"
	"time"

	"dobro/internal/sale"
)

// What some printers can do beyond Printer. Callers ask with a type assertion; an adapter has a method only when its
// protocol has the command, and answers Unsupported when the model at hand refuses it.

// Glancer reads the part of Status that an intent needs, quicker than the whole: Serial, FN, LastFD, Shift, ShiftNumber,
// Paper, CoverOpen, Blocked, DocumentOpen and Clock; the other fields may be zero.
type Glancer interface {
	Glance(ctx context.Context) (Status, error)
}

// Tracer knows what the way to the printer still holds of a receipt: a driver with a queue of its own may make a document
// after the till has given up on it, and even after the till has looked. Waiting says that a request may still become a
// document; fd is the document that one has become, 0 when there is none.
type Tracer interface {
	Trace(ctx context.Context, receiptID string) (fd int64, waiting bool, err error)
}

// Unblocker has a driver with a queue of its own go on after the queue stopped (Stopped) on a task whose end the driver does not
// know. It makes no document and may be repeated; what became of that task is settled afterwards as always.
type Unblocker interface {
	Unblock(ctx context.Context) error
}

// DrawerOpener kicks the cash drawer open.
type DrawerOpener interface {
	OpenDrawer(ctx context.Context) error
}

// Copier prints a document of the drive once more, marked as a copy. Number 0 is the last receipt.
type Copier interface {
	PrintCopy(ctx context.Context, fd int64) error
}

// TextPrinter prints lines that are no fiscal document.
type TextPrinter interface {
	PrintText(ctx context.Context, lines []string) error
}

// ClockSetter sets the clock of the printer. Most models accept it only while the shift is closed.
type ClockSetter interface {
	SetClock(ctx context.Context, t time.Time) error
}

// MarkChecker has the printer check marking codes before the receipt that sells them: by the keys of its fiscal drive and,
// where it has a connection, by the operator (FFD 1.2). What is accepted waits in a table in the drive, which survives
// neither a receipt nor a power loss. Results come in the order of the marks.
type MarkChecker interface {
	CheckMarks(ctx context.Context, marks []Mark) ([]MarkResult, error)
	// ForgetMarks empties the table, when a basket is given up.
	ForgetMarks(ctx context.Context) error
}

// Mark is one code to check: full, with GS, as read.
type Mark struct {
	Code   string
	Part   sale.Fraction // of the pack; the zero value is all of it
	Return bool          // goods come back
}

// Planned says what is to become of the goods (tag 2003): 1 sold by the piece, 2 a part of a pack is sold, 3 a piece comes back, 4 a
// part comes back.
func (m Mark) Planned() byte {
	switch {
	case m.Return && !m.Part.Whole():
		return 4
	case m.Return:
		return 3
	case !m.Part.Whole():
		return 2
	}
	return 1
}

// MarkResult is what the printer says of a code. Code and Text are the maker's, when the check itself failed.
type MarkResult struct {
	Accepted bool       // the code waits in the table for the receipt
	Bits     MarkBits   // tag 2106
	Asked    bool       // the operator was asked
	Reason   MarkReason // why the drive could not check by itself
	Answer   MarkAnswer // how the operator took the request (tag 2105)
	Code     int
	Text     string
}

// MarkBits is tag 2106.
type MarkBits uint8

// Bits of tag 2106.
const (
	MarkChecked       MarkBits = 1 << 0 // the check part was verified
	MarkGood          MarkBits = 1 << 1 // and is right
	MarkStatusChecked MarkBits = 1 << 2 // the operator told the status
	MarkStatusGood    MarkBits = 1 << 3 // and the planned status fits it
	MarkStandAlone    MarkBits = 1 << 4 // the printer works without a connection
)

// Denied tells whether somebody said no, as opposed to nobody having answered.
func (b MarkBits) Denied() bool {
	return b&MarkChecked != 0 && b&MarkGood == 0 || b&MarkStatusChecked != 0 && b&MarkStatusGood == 0
}

// Confirmed tells whether both the drive and the operator said yes.
func (b MarkBits) Confirmed() bool {
	const all = MarkChecked | MarkGood | MarkStatusChecked | MarkStatusGood
	return b&all == all
}

// MarkReason is why the drive did not verify a check part (tag 2004 and its reason).
type MarkReason string

// Reasons of the drive; the numbers are 0 to 4 in every protocol.
const (
	MarkVerified  MarkReason = ""
	MarkWrongType MarkReason = "wrong_type" // codes of this type are not subject to the check
	MarkNoKey     MarkReason = "no_key"
	MarkNoGS1     MarkReason = "no_gs1" // no identifiers 91 and 92, or wrong ones
	MarkOther     MarkReason = "other"
)

// MarkAnswer is tag 2105 in words.
type MarkAnswer string

// Answers of the operator.
const (
	MarkAnswerNone    MarkAnswer = ""
	MarkAnswerCorrect MarkAnswer = "correct"
	MarkAnswerWrong   MarkAnswer = "incorrect"
	MarkAnswerUnread  MarkAnswer = "unrecognized"
)
