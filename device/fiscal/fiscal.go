// Package fiscal is the contract of a fiscal printer (ККТ): what the till may ask of one, what it gets back, and which
// errors leave a document's fate open. Adapters for makers live in its subpackages; one conformance suite runs on all.
//
// A printer is asked by one goroutine at a time; adapters serialise what comes nonetheless. Every call blocks until the
// printer answered or the context ended. Nothing in an adapter repeats a command that may have created a document.
package fiscal

import (
	"context"
	"errors"
	"time"

	"dobro/internal/sale"
)

// Printer is what every adapter can do. Errors are *Error.
type Printer interface {
	// Status reads identity, shift, paper and drive in one go; it never changes anything.
	Status(ctx context.Context) (Status, error)
	OpenShift(ctx context.Context, op Operator) (Document, error)
	CloseShift(ctx context.Context, op Operator) (Document, error)
	XReport(ctx context.Context, op Operator) error
	// Register fiscalises one receipt. An *Error with Unknown set means that the document may exist: the caller settles by
	// Status and Find and never repeats blindly.
	Register(ctx context.Context, r Receipt) (Document, error)
	CashIn(ctx context.Context, sum int64, op Operator) error
	CashOut(ctx context.Context, sum int64, op Operator) error
	// Find reads a document of the fiscal drive by its number; ErrNoDocument when there is none.
	Find(ctx context.Context, fd int64) (Document, error)
	// Abandon drops an open document that hangs in the printer, if there is one. Safe to repeat.
	Abandon(ctx context.Context) error
	// ContinuePrint finishes paper that did not come out. Safe to repeat.
	ContinuePrint(ctx context.Context) error
	Close() error
}

// ErrNoDocument is returned by Find.
var ErrNoDocument = errors.New("no such fiscal document")

// Operator is the cashier on the document (tags 1021, 1203).
type Operator struct {
	Name string
	INN  string
}

// ShiftState of the printer.
type ShiftState string

// Shift states.
const (
	ShiftClosed  ShiftState = "closed"
	ShiftOpen    ShiftState = "open"
	ShiftExpired ShiftState = "expired" // open for more than 24 hours
)

// Status of a printer. LastFD is the number of the last document in the fiscal drive.
type Status struct {
	Model, Serial, Firmware string
	FN                      string // number of the fiscal drive, 16 digits
	INN                     string
	RNM                     string // registration number
	FFD                     string // "1.2"
	LastFD                  int64
	Shift                   ShiftState
	ShiftNumber             int64
	ShiftOpenedAt           time.Time // zero when unknown
	ReceiptNumber           int64     // in the shift
	DocumentOpen            bool      // a document hangs open
	Paper                   bool
	CoverOpen               bool
	Blocked                 bool
	Clock                   time.Time
	FNExpires               time.Time // zero when unknown
	FNWarning               string    // "" or what the drive complains about
	OFDQueue                int       // documents not yet taken by the ОФД
	OFDOldest               time.Time
	CashInDrawer            int64 // kopecks, -1 when unknown
}

// Document is what the fiscal drive keeps of one document. Kind is "sale", "return", "correction", "shift_open",
// "shift_close" or "other".
type Document struct {
	Kind          string
	FD            int64
	FP            string
	FN            string
	Serial        string // of the printer
	At            time.Time
	Total         int64 // kopecks, receipts only
	ShiftNumber   int64
	ReceiptNumber int64
	Mark          string // our sale mark (tag 1192) when the drive gives it back, otherwise ""
	Back          bool   // money goes to the buyer: a return, or a correction of one
	Short         bool   // the drive gave only the outline: Total may lack its kopecks, Mark is not known
	Printed       bool   // false: in the drive, not on paper
	Warnings      []string
}

// Receipt is what Register puts on paper and into the drive.
type Receipt struct {
	ID         string // UUID of the receipt: also the key of the request where a transport has one
	Mark       string // at most 16 characters, tag 1192: makes settling certain
	Kind       sale.Kind
	Operator   Operator
	Taxation   string // osn | usn_income | usn_income_outcome | esn | patent
	Lines      []Line
	Payments   []sale.Payment
	Total      int64
	Contact    string // e-mail or phone, tag 1008
	Electronic bool   // no paper
	Address    string // tag 1009
	Place      string // tag 1187
	Note       string // a line under the receipt, at most 64 characters; not part of the document
	Correction *Base
}

// Base of a correction.
type Base struct {
	Instruction bool // by order of the tax office, not by own decision
	Number      string
	Date        time.Time
	Back        bool // corrects money given back (sellReturnCorrection), not money taken
}

// Line of a fiscal receipt. Sum is what the line costs after its discount, in kopecks; Quantity is in thousandths.
type Line struct {
	Name     string
	Price    int64 // kopecks a unit after the discount, rounded: what the printer multiplies
	Quantity int64
	Sum      int64
	Discount int64
	Unit     sale.Unit
	VAT      sale.VAT
	Code     string        // full marking code with GS; "" for unmarked goods
	Part     sale.Fraction // of a marked pack (tag 1291): Quantity is one then, Price and Sum are those of the part
	Note     string        // tag 1191, at most 64 characters
	Group    int
	Excise   bool   // tobacco, alcohol: payment object 31 instead of 33
	NoCode   bool   // goods that have to carry a code go without it (a leftover, a damaged code): payment object 32, excisable 30
	Tag1265  string // "" when tag 1260 is absent
}

// Kind of trouble, the same for every maker.
type Trouble string

// Troubles. Each has a sentence and a remedy in the translations under "fiscal.<trouble>".
const (
	NoPaper      Trouble = "printer_no_paper"
	CoverOpen    Trouble = "printer_cover"
	Offline      Trouble = "printer_offline"
	Busy         Trouble = "printer_busy"
	Stopped      Trouble = "printer_stopped" // the driver's queue stands on a task whose end it does not know: Unblocker
	ShiftIsOpen  Trouble = "shift_already_open"
	ShiftShut    Trouble = "shift_closed"
	ShiftTooLong Trouble = "shift_expired"
	DriveFault   Trouble = "fiscal_drive"
	BadMark      Trouble = "printer_marking"
	NotPaid      Trouble = "not_enough_money"
	NoCash       Trouble = "drawer_no_cash" // the printer counts less in the drawer than is to go out
	Unsupported  Trouble = "printer_unsupported"
	Denied       Trouble = "printer_denied" // wrong password or rights
	Other        Trouble = "printer_error"
)

// Troubles lists them all, for translations and their test.
var Troubles = []Trouble{
	NoPaper, CoverOpen, Offline, Busy, Stopped, ShiftIsOpen, ShiftShut, ShiftTooLong, DriveFault, BadMark, NotPaid, NoCash, Unsupported, Denied, Other,
}

// Error of a printer. Unknown says that the document may exist all the same. Text is the maker's own words.
type Error struct {
	Trouble Trouble
	Code    int // the maker's number, 0 when none
	Text    string
	Unknown bool
	Err     error
}

func (e *Error) Error() string {
	s := string(e.Trouble)
	if e.Text != "" {
		s += ": " + e.Text
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }
