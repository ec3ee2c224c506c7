package checks

import (
	"slices"
	"time"
)

// Case is everything that one verdict is decided from. Deciding reads no clock and asks nobody.
type Case struct {
	Request      Request
	At           time.Time  // the instant that dates and shelf lives are compared with
	Known        Knowledge  // what the shop knows about the code
	LearnedGroup int        // product group learned for the GTIN, 0 when unknown
	Online       *Answer    // what an online source said in time; Offline when ТС ПИоТ could only ask its local module
	Local        *Answer    // what the local module said
	Failures     []*Failure // sources that had no answer
}

// Finding is a reason before it is put into words. Args fill the places of the sentence; Words is the key of the sentence when
// it is another one than the code.
type Finding struct {
	Code     ReasonCode
	Severity Severity
	Words    string
	Args     map[string]string
	Organs   []string // short names of the authorities that blocked
	Detail   string   // the operator's own words
	Early    bool     // it would be a ban or a question if the group's day had come
}

// Ruling is what the rules say about a case.
type Ruling struct {
	Decision  Decision
	Channel   Channel // who decided
	Offline   bool
	Emergency bool
	Group     int
	Findings  []Finding // bans first, in the order of the decision table
	Proof     *Answer   // the answer that proves the check; nil when no check was made
	Tagged    bool      // the receipt line carries tag 1260
	MaxPrice  int64     // kopecks, 0 is none
	MinPrice  int64
}

// Has tells whether the ruling names the reason.
func (r Ruling) Has(code ReasonCode) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Code == code })
}

func (r *Ruling) add(f ...Finding) { r.Findings = append(r.Findings, f...) }

func ban(code ReasonCode) Finding { return Finding{Code: code, Severity: Ban} }

func info(code ReasonCode) Finding { return Finding{Code: code, Severity: Info} }

func warning(code ReasonCode) Finding { return Finding{Code: code, Severity: Warning} }

// by is the finding as the stance weighs it, nothing when the stance ignores it.
func by(s Stance, f Finding) []Finding {
	severity, ok := s.severity()
	if !ok {
		return nil
	}
	f.Severity = severity
	return []Finding{f}
}

// forbids tells whether some finding is a ban.
func forbids(fs []Finding) bool {
	return slices.ContainsFunc(fs, func(f Finding) bool { return f.Severity == Ban })
}

// soften turns bans and questions into warnings: the group's obligation lies in the future.
func soften(fs []Finding) {
	for i := range fs {
		if fs[i].Severity == Ban || fs[i].Severity == AskFirst {
			fs[i].Severity, fs[i].Early = Warning, true
		}
	}
}

// tableOrder is the order in which reasons of one severity are told; the first is the headline.
var tableOrder = func() map[ReasonCode]int {
	m := map[ReasonCode]int{}
	for i, c := range []ReasonCode{
		WrongSymbol, TransportPack, NoCode, InvalidFormat, AlreadyInReceipt, SoldHere,
		NotFound, NotApplied, NotVerified, Blocked, Sold, NotIntroduced, Expired,
		PriceAboveMax, PriceBelowMin, NoPriceRule, PackAndBox, PartialOverflow, OperatorError, ForeignOwner,
		OnlineOnly, Unverified, ReturnedHere, NotSold, Emergency, TokenRefused, GrayZone, OfflineOnlyState, Restored,
	} {
		m[c] = i
	}
	return m
}()

var severityOrder = map[Severity]int{Ban: 0, AskFirst: 1, Warning: 2, Info: 3}

// settle puts the findings in order and draws the decision from them.
func (r *Ruling) settle() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		if d := severityOrder[a.Severity] - severityOrder[b.Severity]; d != 0 {
			return d
		}
		return tableOrder[a.Code] - tableOrder[b.Code]
	})
	r.Decision = Allow
	if len(r.Findings) > 0 {
		switch r.Findings[0].Severity {
		case Ban:
			r.Decision = Forbid
		case AskFirst:
			r.Decision = Ask
		}
	}
}
