package checks

import (
	"context"
	"fmt"
	"time"

	"dobro/internal/marking"
)

// Query is one question to a channel.
type Query struct {
	Code  marking.Code
	Group int // product group, 0 when unknown; sent where the channel has a place for it

	// Progress is told of every request as it leaves, so that a verdict made meanwhile can say who was being asked; nil is nobody.
	Progress *Progress
}

// A Source is one way to ask: ТС ПИоТ, True API, the local module. Ask blocks until an answer is there, the context ends or
// the source knows that none will come; it may be called from many goroutines; it never panics on a bad answer. An error is
// always a *Failure. An answer that arrives after the context ended is lost to the caller, and the source must not leak it.
type Source interface {
	Channel() Channel
	// Ask sends one code. The answer is about exactly this code.
	Ask(ctx context.Context, q Query) (Answer, error)
}

// Answer of a channel about one code. Every flag is a pointer: nil is "not said", and what is not said never denies.
type Answer struct {
	Channel      Channel
	Host         string // host:port that answered
	Status       int    // HTTP status
	Offline      bool   // local module, or ТС ПИоТ with isCheckedOffline
	Emergency    bool   // HTTP 203: sale allowed without a check, no tag 1260
	ReqID        string
	ReqTimestamp int64
	Inst         string
	Version      string // version of the offline base (not of the software)
	Description  string
	Item         Item
	Body         []byte // as it came, at most 64 KiB are kept
	Steps        []Step // what was asked on the way, repeats and other hosts included
}

// Item is the code object that all channels share (permit-online 3.6). Prices are in kopecks.
type Item struct {
	Cis, PrintView, GTIN string
	Groups               []int
	Found                *bool
	Valid                *bool
	Verified             *bool
	Utilised             *bool
	Realizable           *bool
	Sold                 *bool
	IsBlocked            *bool
	IsGreyGTIN           *bool
	IsOwner              *bool
	IsTracking           *bool
	GrayZone             *bool
	Ogvs                 []string
	ErrorCode            int
	Message              string
	EliminationState     int
	ExpireDate           *time.Time
	MRP, SMP             *int64
	InnerUnits           int64
	SoldUnits            int64
	PackageType          string
	PackageQuantity      int64
	Parent               string
	ProducerINN          string
}

// Outcome names how a request ended, for the trace.
type Outcome string

// Outcomes.
const (
	OutcomeOK           Outcome = "ok"
	OutcomeTimeout      Outcome = "timeout"
	OutcomeRefused      Outcome = "refused"       // connection refused or cut
	OutcomeHTTP         Outcome = "http"          // a status that is not an answer; see Step.Status
	OutcomeBadAnswer    Outcome = "bad_answer"    // not JSON, or not about our code
	OutcomeBusinessCode Outcome = "business_code" // code ≠ 0 inside a 200
	OutcomeTokenRefused Outcome = "token_refused" // 401, 410
	OutcomeNotReady     Outcome = "not_ready"     // local module: 4045, 4050
	OutcomeEmergency    Outcome = "emergency"     // 203
	OutcomeNoUpstream   Outcome = "no_upstream"   // ТС ПИоТ 514: it could not ask anybody
	OutcomeCertificate  Outcome = "certificate"   // another certificate than the pinned one
	OutcomeSkipped      Outcome = "skipped"       // known to be down, not asked
	OutcomeNotAwaited   Outcome = "not_awaited"   // asked, but the verdict was certain before it answered
)

// Outcomes are all of them, for whoever has to put each into words.
func Outcomes() []Outcome {
	return []Outcome{OutcomeOK, OutcomeTimeout, OutcomeRefused, OutcomeHTTP, OutcomeBadAnswer, OutcomeBusinessCode, OutcomeTokenRefused, OutcomeNotReady,
		OutcomeEmergency, OutcomeNoUpstream, OutcomeCertificate, OutcomeSkipped, OutcomeNotAwaited}
}

// Failure says that no answer could be had from a source, and why.
type Failure struct {
	Channel Channel
	Host    string
	Outcome Outcome
	Status  int
	Detail  string // the operator's words or the network's; no secrets
	Body    []byte
	Steps   []Step
	Err     error
}

func (f *Failure) Error() string {
	s := fmt.Sprintf("%s: %s", f.Channel, f.Outcome)
	if f.Status != 0 {
		s += fmt.Sprintf(" %d", f.Status)
	}
	if f.Detail != "" {
		s += ": " + f.Detail
	}
	return s
}

func (f *Failure) Unwrap() error { return f.Err }

// Known is the shop's own knowledge (checks/cache): what was seen, sold and blocked here. It answers from memory or a local
// index in microseconds and never produces evidence.
type Known interface {
	// Look says what is known of the code; a zero Knowledge when nothing is.
	Look(code marking.Code) Knowledge
	// Group is the product group learned for a GTIN, 0 when unknown.
	Group(gtin string) int
	// Learn keeps an answer of the operator.
	Learn(code marking.Code, a Answer, at time.Time)
}

// Prompt is a Known that can name a product's group without touching a disk; false when it would have to. The channels are then
// asked while the code is still being looked up.
type Prompt interface {
	GroupNow(gtin string) (group int, known bool)
}

// Knowledge about one code.
type Knowledge struct {
	Group     int
	Blocked   bool   // by an imported or learned block list (GTIN, batch or code)
	BlockedBy string // what the list says
	SoldHere  bool   // sold by this shop and not taken back
	SoldAt    time.Time
	SoldIn    string // receipt
	Expires   *time.Time
	Bad       ReasonCode // last answer was a ban of a kind that does not heal by itself, "" otherwise
	Parent    string     // cis of the box that the last answer named

	ReturnedHere bool // sold by this shop and taken back
	ReturnedAt   time.Time
}

// Words turns a reason into the user's language.
type Words interface {
	Reason(code string, args map[string]string) (text, action string)
}

// Request is one question to the engine.
type Request struct {
	Code     marking.Code
	Refused  *marking.Error // set when the code could not be read: the verdict is a refusal that names why
	Raw      string         // what was scanned
	Price    int64          // kopecks a unit after discounts; 0 is unknown and no price rule is applied to it
	HasPrice bool
	Group    int       // hint, 0 is none
	At       time.Time // zero is now; another day answers as the till would on that day
	InBasket func(cis string) bool
	Parents  []string // cis of the lines in this receipt and of the boxes that their answers named (Item.Parent), for the pack-and-box rule
	Parts    int64    // how many parts of a pack with several are sold, 0 is the whole pack
	Return   bool     // a return of goods: bans do not apply
}
