// Package recorder is the flight recorder of a till: the last 10,000 things that happened, one JSON object a line, in the form of
// replay scripts (DESIGN section 5). What a person did is an action with "do", what came of it and what the outside world answered is
// an "event" behind it. A file that Save makes is run again by `dobro replay`, which serves the recorded answers and compares.
//
// What is kept of the outside: the answers of the permit channels and of the printer, what the shop knew of a code by itself, the goods
// that a scan found. What is not: who the people are (a number and a role), PINs, badges, tokens, the buyer's address, free text, and
// the codes themselves. A marking code is written as a made-up one of the same product and form: serial number and check part are
// replaced, the same code always by the same one, with a key that never leaves the till's folder.
//
// Threads: every method may be called from any goroutine. To record is to hand a value to the writer's goroutine (mask.go, tape.go); it
// never waits: when the disk cannot keep up, events are dropped and their number is recorded. What was written survives a kill of the
// process at once and a power cut after at most a few seconds.
package recorder

import (
	"encoding/json"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
)

// Keep is how many events are kept.
const Keep = 10_000

// Line is one line of a recording. Either Do or Event is set, or both in the first line of an action.
type Line struct {
	At    Time   `json:"at,omitzero"`
	N     int64  `json:"n,omitempty"` // of the action that it belongs to; 0 is none
	Event string `json:"event,omitempty"`

	*Action

	Fresh *Fresh          `json:"fresh,omitempty"` // of an action that begins with nothing in work: a recording may be replayed from here
	Goods []goods.Product `json:"goods,omitempty"` // what the catalogue said of the scan

	Begin   *Begin   `json:"begin,omitempty"`
	Head    *Head    `json:"head,omitempty"`
	Asked   *Asked   `json:"asked,omitempty"`
	Known   *Known   `json:"known,omitempty"`
	Call    *Call    `json:"call,omitempty"`
	Checked *Checked `json:"checked,omitempty"`
	Row     *Row     `json:"row,omitempty"`
	Slip    *Slip    `json:"slip,omitempty"`
	Shift   *Shift   `json:"shift,omitempty"`
	Done    *Done    `json:"done,omitempty"`
	Lost    int64    `json:"lost,omitempty"` // events that were dropped before this line
}

// Events of a recording.
const (
	EventHead    = "recording" // first line of a saved file
	EventBegin   = "begin"     // the program started
	EventAsked   = "asked"     // a permit channel answered, or did not
	EventKnown   = "known"     // what the shop knew of a code
	EventCall    = "printer"   // the printer answered
	EventChecked = "verdict"
	EventRow     = "line"
	EventGone    = "removed"
	EventSlip    = "receipt"
	EventSettled = "recovered"
	EventShift   = "shift"
	EventDone    = "done" // the action has ended
	EventLost    = "lost"
	EventEnd     = "end" // the program ended in order
)

// Time is written in UTC with milliseconds.
type Time struct{ time.Time }

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(t.UTC().Format(`"2006-01-02T15:04:05.000Z"`)), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Time) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &t.Time) }

// Begin is the start of a till: what holds from there on.
type Begin struct {
	Version  string            `json:"version"`
	Settings map[string]string `json:"settings,omitempty"` // those that are not as they come, without names, numbers and addresses
	Hold     bool              `json:"hold,omitempty"`     // a red banner holds the scanner back
	Died     bool              `json:"died,omitempty"`     // the run before was not ended in order
	Still    bool              `json:"still,omitempty"`    // said once more at the beginning of a file: nothing started here
}

// Head is the first line of a saved recording.
type Head struct {
	Version string    `json:"version"` // of the program that saved it
	Saved   time.Time `json:"saved"`
	From    time.Time `json:"from"` // what was asked for
	To      time.Time `json:"to"`
	Replay  int       `json:"replay,omitempty"` // line of the first action that can be run again, counted behind this one from 1; 0 when none can
}

// Fresh is the till before an action that begins with nothing in work.
type Fresh struct {
	User  *Person   `json:"user,omitempty"`
	Shift int64     `json:"shift,omitempty"`
	Open  bool      `json:"open,omitempty"`
	Since time.Time `json:"since,omitzero"`
	FN    string    `json:"fn,omitempty"`
}

// Person is somebody without a name.
type Person struct {
	ID   int64      `json:"id"`
	Role staff.Role `json:"role"`
}

// Asked is one question to a permit channel and its answer. The answer lacks what names the shop and the operator's free text.
type Asked struct {
	Channel checks.Channel `json:"channel"`
	Code    string         `json:"code"` // masked
	Cis     string         `json:"cis"`
	Group   int            `json:"group,omitempty"`
	Ms      float64        `json:"ms"`
	Answer  *Answer        `json:"answer,omitempty"`
	Failure *Failure       `json:"failure,omitempty"`
}

// Answer is checks.Answer without its body.
type Answer struct {
	Status       int         `json:"status,omitempty"`
	Offline      bool        `json:"offline,omitempty"`
	Emergency    bool        `json:"emergency,omitempty"`
	ReqID        string      `json:"reqId,omitempty"`
	ReqTimestamp int64       `json:"reqTimestamp,omitempty"`
	Inst         string      `json:"inst,omitempty"`
	Version      string      `json:"version,omitempty"`
	Item         checks.Item `json:"item"`
}

// Failure is checks.Failure without its words.
type Failure struct {
	Outcome checks.Outcome `json:"outcome"`
	Status  int            `json:"status,omitempty"`
}

// Known is what the shop knew of a code, or of its product only.
type Known struct {
	Cis       string            `json:"cis,omitempty"`
	GTIN      string            `json:"gtin,omitempty"`
	Group     int               `json:"group,omitempty"`
	Knowledge *checks.Knowledge `json:"knowledge,omitempty"`
}

// Call is one request to the printer and its answer.
type Call struct {
	Name     string              `json:"name"`
	Ms       float64             `json:"ms"`
	Paid     *Paid               `json:"paid,omitempty"` // of sending
	FD       int64               `json:"fd,omitempty"`   // of find, copy and trace
	Sum      money.Kopecks       `json:"sum,omitempty"`  // of cash
	Waiting  bool                `json:"waiting,omitempty"`
	Status   *fiscal.Status      `json:"status,omitempty"`
	Document *fiscal.Document    `json:"document,omitempty"`
	Marks    []fiscal.MarkResult `json:"marks,omitempty"`
	Error    *Trouble            `json:"error,omitempty"`
}

// Paid is a receipt as it went to the printer.
type Paid struct {
	ID       string         `json:"id"`
	Mark     string         `json:"mark"`
	Kind     sale.Kind      `json:"kind"`
	Total    money.Kopecks  `json:"total"`
	Lines    []PaidLine     `json:"lines"`
	Payments []sale.Payment `json:"payments"`
}

// PaidLine is one line of it.
type PaidLine struct {
	Name     string         `json:"name"`
	Quantity money.Quantity `json:"quantity"`
	Sum      money.Kopecks  `json:"sum"`
	Code     string         `json:"code,omitempty"` // masked
	Proof    bool           `json:"proof,omitempty"`
}

// Trouble is an error of the printer. NoDocument is fiscal.ErrNoDocument.
type Trouble struct {
	Trouble    fiscal.Trouble `json:"trouble,omitempty"`
	Code       int            `json:"code,omitempty"`
	Unknown    bool           `json:"unknown,omitempty"`
	NoDocument bool           `json:"noDocument,omitempty"`
}

// Checked is a verdict.
type Checked struct {
	Cis       string          `json:"cis,omitempty"`
	GTIN      string          `json:"gtin,omitempty"`
	Group     int             `json:"group,omitempty"`
	Decision  checks.Decision `json:"decision"`
	Channel   checks.Channel  `json:"channel"`
	Offline   bool            `json:"offline,omitempty"`
	Emergency bool            `json:"emergency,omitempty"`
	Reasons   []Ground        `json:"reasons"`
	Proof     bool            `json:"proof,omitempty"` // tag 1260 will stand in the receipt
	Ms        float64         `json:"ms"`
	Trace     []checks.Step   `json:"trace,omitempty"`

	code string // as it was scanned, until it is masked
}

// Ground is a reason of a verdict without its words.
type Ground struct {
	Code     checks.ReasonCode `json:"code"`
	Severity checks.Severity   `json:"severity"`
}

// Row is a line of the basket.
type Row struct {
	N        int            `json:"n"`
	Name     string         `json:"name"`
	Price    money.Kopecks  `json:"price"`
	Quantity money.Quantity `json:"quantity"`
	Discount money.Kopecks  `json:"discount,omitempty"`
	Sum      money.Kopecks  `json:"sum"`
	State    string         `json:"state,omitempty"`
	Part     string         `json:"part,omitempty"`
}

// Slip is a receipt that changed its state. FN is masked.
type Slip struct {
	ID     string        `json:"id"`
	Kind   sale.Kind     `json:"kind"`
	State  sale.State    `json:"state"`
	Total  money.Kopecks `json:"total"`
	Change money.Kopecks `json:"change,omitempty"`
	FD     int64         `json:"fd,omitempty"`
	FP     string        `json:"fp,omitempty"`
	FN     string        `json:"fn,omitempty"`
	Number int64         `json:"number,omitempty"`
	Shift  int64         `json:"shift,omitempty"`
}

// Shift is the shift as it now is.
type Shift struct {
	Open   bool  `json:"open"`
	Number int64 `json:"number"`
}

// Done is the end of an action: "" as Fault is success.
type Done struct {
	Fault string  `json:"fault,omitempty"`
	Ms    float64 `json:"ms"`
	User  *Person `json:"user,omitempty"` // who is at the till, after a login
}

// Action is one line of a script (DESIGN section 5) and of a recording. What a script needs and a recorder must not keep (PIN) is never
// filled by the recorder.
type Action struct {
	Do      string  `json:"do,omitempty"`
	PIN     string  `json:"pin,omitempty"`
	Raw     string  `json:"raw,omitempty"`
	Line    int     `json:"line,omitempty"`
	Value   string  `json:"value,omitempty"`
	Percent string  `json:"percent,omitempty"`
	Receipt string  `json:"receipt,omitempty"`
	Reason  string  `json:"reason,omitempty"`
	Sum     string  `json:"sum,omitempty"`
	Lines   []int   `json:"lines,omitempty"`
	Ms      int64   `json:"ms,omitempty"`
	With    []Given `json:"with,omitempty"`

	Contact     string   `json:"contact,omitempty"`    // pay: where the receipt goes
	Electronic  bool     `json:"electronic,omitempty"` // pay: no paper
	Text        string   `json:"text,omitempty"`       // note: beside the line, or under the receipt
	Codes       []string `json:"codes,omitempty"`      // return: scans of what comes back
	Damaged     []int    `json:"damaged,omitempty"`    // return: lines without a readable code
	Defective   []int    `json:"defective,omitempty"`  // return: lines of spoiled goods
	Back        bool     `json:"back,omitempty"`       // correction: money went to the buyer
	Items       []Item   `json:"items,omitempty"`      // correction: what was sold without a receipt
	Date        string   `json:"date,omitempty"`       // correction: day of what is corrected
	Number      string   `json:"number,omitempty"`     // correction: of the base document
	Instruction bool     `json:"instruction,omitempty"`
	Verdict     string   `json:"verdict,omitempty"` // decide: made | not_made
	FD          int64    `json:"fd,omitempty"`      // decide: the document

	Barcode string `json:"barcode,omitempty"` // add: goods that were found by name or on a tile
	Product int64  `json:"id,omitempty"`      // add_goods: number in the catalogue
	Backed  bool   `json:"backed,omitempty"`  // a senior stood behind it
}

// Item is goods of a correction.
type Item struct {
	Name     string `json:"name"`
	Price    string `json:"price"`
	Quantity string `json:"quantity,omitempty"` // "" is one
	VAT      string `json:"vat"`
}

// Given is a part of a payment.
type Given struct {
	Type string `json:"type"`
	Sum  string `json:"sum"`
}
