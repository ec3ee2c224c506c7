// Package checks is the permit engine: it asks the state system about one marking code, online and offline side by
// side, and decides by the rules of decree 1944 whether the item may be sold. It knows neither the window nor the
// database of receipts. The channels live in its subpackages and are handed in.
package checks

import (
	"encoding/json"
	"time"
)

// Decision is what the till does with the code.
type Decision string

// Decisions.
const (
	Allow  Decision = "allow"
	Forbid Decision = "forbid"
	Ask    Decision = "ask" // a senior must decide
)

// Channel names who answered.
type Channel string

// Channels, as in `check --json`.
const (
	ChannelTSPIoT      Channel = "tspiot"
	ChannelTrueAPI     Channel = "trueapi"
	ChannelLocalModule Channel = "local_module"
	ChannelCache       Channel = "cache"
	ChannelNone        Channel = "none"
)

// Severity of a reason.
type Severity string

// Severities; bans come first in a verdict.
const (
	Ban      Severity = "ban"
	AskFirst Severity = "ask"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// ReasonCode is a stable name of a reason (DESIGN section 3); new ones may come.
type ReasonCode string

// Reason codes.
const (
	InvalidFormat    ReasonCode = "invalid_format"
	NotFound         ReasonCode = "not_found"
	NotApplied       ReasonCode = "not_applied"
	NotVerified      ReasonCode = "not_verified"
	Blocked          ReasonCode = "blocked"
	Sold             ReasonCode = "sold"
	NotIntroduced    ReasonCode = "not_introduced"
	Expired          ReasonCode = "expired"
	PriceAboveMax    ReasonCode = "price_above_max"
	PriceBelowMin    ReasonCode = "price_below_min"
	ForeignOwner     ReasonCode = "foreign_owner"
	GrayZone         ReasonCode = "gray_zone"
	AlreadyInReceipt ReasonCode = "already_in_receipt"
	SoldHere         ReasonCode = "sold_here"
	WrongSymbol      ReasonCode = "wrong_symbol"
	NoCode           ReasonCode = "no_code"
	TransportPack    ReasonCode = "transport_pack"
	Emergency        ReasonCode = "emergency"
	Unverified       ReasonCode = "unverified"
	TokenRefused     ReasonCode = "token_refused"
	OnlineOnly       ReasonCode = "online_only"      // offline answer names a grey GTIN: only online can decide
	OperatorError    ReasonCode = "operator_error"   // errorCode ≠ 0 while all flags are good
	PackAndBox       ReasonCode = "pack_and_box"     // a pack and its box in one receipt
	PartialOverflow  ReasonCode = "partial_overflow" // more parts of a pack than are left
	OfflineOnlyState ReasonCode = "offline_limited"  // offline: only the ban of state bodies was checked
	Restored         ReasonCode = "restored"         // lost separators were rebuilt and nobody online confirmed the code
	NoPriceRule      ReasonCode = "no_price_rule"    // group pack of nicotine products: its price cannot be judged
	ReturnedHere     ReasonCode = "returned_here"    // this shop sold the unit and took it back
	NotSold          ReasonCode = "not_sold"         // a return of a unit that the operator lists as in circulation
)

// Reason is one ground of a verdict. Text says what happened, Action what the hand does now; both are in the user's
// language. Detail is the operator's own text, if any.
type Reason struct {
	Code     ReasonCode `json:"code"`
	Severity Severity   `json:"severity"`
	Text     string     `json:"text"`
	Action   string     `json:"action"`
	Detail   string     `json:"detail,omitempty"`
}

// Evidence is what proves that the check was made. ReqTimestamp is in milliseconds UTC as the operator sent it, 0 when
// there is none. Tag1265 is filled exactly when the decision is Allow and the receipt line will carry tag 1260.
type Evidence struct {
	ReqID        string `json:"reqId"`
	ReqTimestamp int64  `json:"reqTimestamp"`
	Inst         string `json:"inst"`
	Version      string `json:"version"`
	Tag1265      string `json:"tag1265"`
}

// Step is one request of the check: when it was sent, counted in milliseconds from the start of the check, and what came.
// Outcome is "ok" or one of the Outcome constants.
type Step struct {
	Channel   Channel `json:"channel"`
	Host      string  `json:"host"`
	StartMs   float64 `json:"startMs"`
	ElapsedMs float64 `json:"elapsedMs"`
	Outcome   Outcome `json:"outcome"`
	Status    int     `json:"status,omitempty"` // HTTP status, 0 when none came
	Detail    string  `json:"detail,omitempty"` // for the log and «Подробно»; never a secret, never a check part
}

// Verdict is the answer of the engine about one code; its JSON is one line of `check --json` (DESIGN section 3).
type Verdict struct {
	ID        string    `json:"id"` // UUID of the check
	At        time.Time `json:"at"` // start of the check
	Code      string    `json:"code"`
	Cis       string    `json:"cis"`
	GTIN      string    `json:"gtin"`
	Group     int       `json:"group"`
	Decision  Decision  `json:"decision"`
	Channel   Channel   `json:"channel"`
	Offline   bool      `json:"offline"`
	Emergency bool      `json:"emergency,omitempty"`
	Rules     string    `json:"rules"` // version of the rules
	Reasons   []Reason  `json:"reasons"`
	Evidence  Evidence  `json:"evidence"`
	ElapsedMs float64   `json:"elapsedMs"`
	Trace     []Step    `json:"trace"`

	// Facts that the till needs and `check --json` may show.
	Restored bool  `json:"restored,omitempty"`
	MaxPrice int64 `json:"maxPrice,omitempty"` // kopecks: a tobacco pack sells at this price
	MinPrice int64 `json:"minPrice,omitempty"` // kopecks
	// InnerUnits is how many parts the operator says the pack has, SoldUnits how many of them are sold; 0 when it is sold whole.
	InnerUnits int64 `json:"innerUnits,omitempty"`
	SoldUnits  int64 `json:"soldUnits,omitempty"`
	// Parent is the cis of the box that the answer named; with the codes of the lines it goes into Request.Parents of what is scanned next.
	Parent string `json:"parent,omitempty"`
	Raw    []Raw  `json:"-"` // what every channel sent back, for the journal
}

// Raw is the body of one answer as it came, cut at 64 KiB, without secrets.
type Raw struct {
	Channel Channel         `json:"channel"`
	Host    string          `json:"host"`
	Status  int             `json:"status"`
	Body    json.RawMessage `json:"body"` // a JSON string when the body was no JSON
}

// Has tells whether the verdict names the reason.
func (v Verdict) Has(code ReasonCode) bool {
	for _, r := range v.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}
