// Package register is the till without a window: shift, scan, pay, return, in the only place that knows the order of
// things. One goroutine owns the state; every method blocks until its action, verdict or document included, is finished,
// and may be called from any goroutine except from inside a listener. What changed goes out as typed events with a complete
// picture of the till (View), so that a screen never asks back.
//
// A receipt's life is the table in life.go: numbered states, numbered occurrences, a pure step, and one runner (passage.go) that does
// what follows. There is one way to send a receipt and it starts from an intent on disk; nothing leads from unknown back to sending.
// What asking the printer cannot settle is decided by a senior (Doubt, Decide) and recorded with the facts.
//
// The order of a payment: what can be refused without a trace; the printer's own check of the codes, anew each time because its table
// survives neither a failed try nor a power loss; the card terminal, whose charge is on disk before it is asked; the intent; the
// document.
//
// Paper that did not come out is finished by itself (paper.go), and what the printer is at while a command lasts is told by stage
// (progress.go): the command runs beside the till's goroutine, which changes nothing until it has ended.
//
// What a payment of ten lines costs on our side, with a printer that answers at once (BenchmarkPay), and what of it the journal takes
// for its two durable changes, fsync included (BenchmarkTwoWrites). Two cores, a virtual disk, other work beside; milliseconds:
//
//	                 p50    p99
//	pay             8.0   80.1
//	two writes      4.0   29.0
package register

import (
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
)

// PermitState is what the banner shows (DESIGN section 8).
type PermitState string

// States of the banner.
const (
	PermitReady     PermitState = "ready"
	PermitChecking  PermitState = "checking"
	PermitAllowed   PermitState = "allowed"
	PermitWarning   PermitState = "warning"   // allowed, with a warning
	PermitForbidden PermitState = "forbidden" // stays until dismissed; scans are refused meanwhile
	PermitAsk       PermitState = "ask"       // cannot be checked: a senior decides
	PermitNeedCode  PermitState = "need_code" // a marked product was scanned by its EAN: its code is wanted
	PermitUnknown   PermitState = "unknown"   // barcode that is not in the catalogue, or unreadable code
)

// Permit is the banner. Title is the verdict's headline in the user's language, Text what happened, Action what to do.
type Permit struct {
	State     PermitState
	Product   string
	Price     money.Kopecks
	Title     string
	Text      string
	Action    string
	Goods     bool      // the goods may not be sold now, whichever pack it is
	Offline   bool      // strip «офлайн — проверен только запрет госорганов»
	Emergency bool      // blue strip
	Since     time.Time // of the emergency, as this till has seen it, in the shop's zone
	Line      int       // number of the basket line it speaks of, 0 when none
	Verdict   *checks.Verdict
}

// LineState is the permit state of one line of the basket.
type LineState string

// States of a line.
const (
	LinePlain    LineState = "plain" // unmarked goods
	LineChecking LineState = "checking"
	LineAllowed  LineState = "allowed"
	LineWarning  LineState = "warning"
	LineAsk      LineState = "ask"      // waits for a senior
	LineApproved LineState = "approved" // a senior took it on himself
)

// LineView is one line of the basket, ready to show. N counts from 1 and is renumbered after a removal.
type LineView struct {
	N        int
	Key      int // stays the same while the line lives
	State    LineState
	Name     string
	Barcode  string
	Cis      string // without check part; "" for unmarked goods
	Unit     sale.Unit
	Price    money.Kopecks
	Quantity money.Quantity
	Discount money.Kopecks
	Sum      money.Kopecks
	Offline  bool
	Part     sale.Fraction // of the pack; the zero value is all of it
	Age      int           // least age of the buyer, 0 any
	Leftover string        // last day on which marked goods are sold without their code, "" for all others
	Splits   bool          // a part of the pack may be sold
	Parts    int64         // how many parts the operator says the pack has; 0 when it is sold whole, or nobody said
	Note     string
	Back     bool         // of a finished sale: these goods came back already
	Final    bool         // of a finished sale: goods that are never taken back
	Printer  *PrinterMark // what the fiscal printer itself said of the code; nil before the first try to pay, and for unmarked goods
}

// ReceiptView is a receipt ready to show. FD is 0 until it is fiscalised.
type ReceiptView struct {
	ID       string
	Kind     sale.Kind
	State    sale.State
	Lines    []LineView
	Discount money.Kopecks
	Total    money.Kopecks
	Paid     money.Kopecks
	Change   money.Kopecks
	FD       int64
	FP       string
	FN       string
	Number   int64
	Shift    int64
	OpenedAt time.Time
	ClosedAt time.Time // when the printer made it, zero before; a receipt that was put aside is much younger than its basket
	Cashier  string

	Off        money.Kopecks // the part of Discount that was given on the whole receipt
	Rounded    money.Kopecks // the part of Discount that rounding down took off
	Note       string        // what stands under it
	NotPrinted bool          // in the fiscal drive, not on paper: ContinuePrint
	Contact    string        // where it was sent
	Reason     string        // of a return or a correction
	DecidedBy  string        // senior who decided what became of it
	Taken      money.Kopecks // of an open basket: what a card has paid already, while no receipt was made for it
}

// Role of a person.
type Role = staff.Role

// Roles.
const (
	Cashier   = staff.Cashier
	Senior    = staff.Senior
	Owner     = staff.Owner
	Installer = staff.Installer
)

// Person is who is logged in.
type Person = staff.Person

// ShiftView is the printer's shift as the till knows it.
type ShiftView struct {
	Open     bool
	Expired  bool
	Number   int64
	OpenedAt time.Time
	Cash     money.Kopecks // expected in the drawer
	Receipts int
	Revenue  money.Kopecks
	ClockOff time.Duration // the printer's clock less the till's, to the minute
	SetClock bool          // worth setting, and possible now
}

// Lamp is one lamp of health. Level is "ok", "warn", "bad" or "off"; Text is one sentence, Action what to do, "" when nothing.
type Lamp struct {
	ID        string // "chz" "lm" "kkt" "ofd" "fn" "clock"
	Title     string
	Level     string
	Text      string
	Action    string
	Since     time.Time
	Emergency time.Time // since when the operator answers that he is in emergency mode; zero when he does not
	Aloud     bool      // its text stands over the basket as well: sales made now would be checked for another till or shop, or soon none can be made
}

// View is the whole till at one moment. It is a value: nobody changes it after it was sent.
type View struct {
	User      *Person // nil: locked
	Shift     ShiftView
	Receipt   ReceiptView
	Permit    Permit
	Held      []ReceiptView
	AskAge    int          // the buyer has to be so old and was not asked; 0 when not
	Last      *ReceiptView // the last finished receipt of this run
	Settling  bool         // a receipt is unknown: «Не повторяйте оплату»
	Doubtful  bool         // and asking the printer does not settle it: a senior decides (Doubt, Decide)
	Stopped   bool         // the printer's driver stands on a document whose end it does not know: Unblock sets it going
	Stage     string       // and what it is at: fiscal.Stage in words, "" when it does not tell
	Unprinted int          // documents in the drive whose paper waits for a new roll: they come out by themselves
	Busy      string       // what the printer is doing, in words; "" when nothing
	Lamps     []Lamp
	Refused   int // scans refused while the banner is red
}

// Event is what happened, for listeners. Kind is one of the constants; the other fields are filled where they fit.
type Event struct {
	Kind    EventKind
	View    View
	Verdict *checks.Verdict
	Line    *LineView
	Receipt *ReceiptView
	Fault   *Fault
	Report  string // of EventReport: "x", "copy", "clock", "printed"
}

// EventKind names an event.
type EventKind string

// Events.
const (
	EventView      EventKind = "view"      // the picture changed, nothing else to tell
	EventVerdict   EventKind = "verdict"   // a verdict came
	EventLine      EventKind = "line"      // a line came or changed
	EventRemoved   EventKind = "removed"   // a line went
	EventReceipt   EventKind = "receipt"   // a receipt changed its state
	EventRecovered EventKind = "recovered" // a receipt of an earlier run was settled
	EventShift     EventKind = "shift"
	EventRefused   EventKind = "refused" // a scan was refused because the banner is red
	EventUser      EventKind = "user"
	EventCash      EventKind = "cash"
	EventReport    EventKind = "report"
	EventFault     EventKind = "error"
)

// Fault is an action that could not be done. Code is stable (DESIGN section 5); Text says what happened, Action what to do,
// in the user's language. Err keeps the chain for the log.
type Fault struct {
	Code   string
	Text   string
	Action string
	Err    error
}

func (f *Fault) Error() string { return f.Code + ": " + f.Text }

func (f *Fault) Unwrap() error { return f.Err }
