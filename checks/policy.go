package checks

// Stance is what the till does about a ground on which the sources of the rules differ.
type Stance string

// Stances. StanceForbid is how the settings file writes StanceBan for foreign_owner; both mean the same.
const (
	StanceIgnore Stance = "ignore"
	StanceWarn   Stance = "warn"
	StanceAsk    Stance = "ask" // a senior decides
	StanceBan    Stance = "ban"
	StanceForbid Stance = "forbid"
)

// severity is how a reason weighs under the stance; none for StanceIgnore.
func (s Stance) severity() (Severity, bool) {
	switch s {
	case StanceWarn:
		return Warning, true
	case StanceAsk:
		return AskFirst, true
	case StanceIgnore:
		return "", false
	}
	return Ban, true
}

// OTPMeaning is how mrp of alternative tobacco (group 12) is read.
type OTPMeaning string

// Readings of mrp of group 12.
const (
	OTPMinimumWarnAbove OTPMeaning = "min_warn_above" // below is a ban, above a warning
	OTPMinimum          OTPMeaning = "min"
	OTPMaximum          OTPMeaning = "max"
	OTPNone             OTPMeaning = "none"
)

// Policy holds every choice that the law and the operator's papers leave open. The zero value decides nothing well: begin
// with DefaultPolicy, whose values are the safest for the shop.
type Policy struct {
	// NoAnswer decides after the group's offline date when neither online nor offline answered (DESIGN 4, no_answer).
	NoAnswer Decision
	// ForeignOwner is the stance towards a code that is listed under another organisation (DESIGN 4, foreign_owner).
	ForeignOwner Stance
	// StartEarly checks groups before their date too; a ban is then a warning (DESIGN 4, start_early).
	StartEarly bool
	// Chain takes the dates of chains of 50 outlets and more (DESIGN 4, shop.chain).
	Chain bool

	// The fields below are the keys of [checks.policy], see PolicyKeys.

	OwnerNeedsTracking bool       // foreign owner counts only in groups with item-level accounting (isTracking)
	ErrorCode          Stance     // errorCode ≠ 0 while all flags are good
	ErrorCode11        Stance     // found=false because the cross-border service does not know the code
	AllowElimination   bool       // eliminationState 1 or 2 lets a sold code be sold
	TobaccoBelowMRP    Stance     // a tobacco pack cheaper than the maximum price in its code
	NicotineGroup      Stance     // a group pack of nicotine products, for which no public price rule exists
	OTPMRP             OTPMeaning // meaning of mrp of alternative tobacco
	GrayZonePrice      bool       // the price is judged in the gray zone too
	NoDate             Stance     // bans of a group that stands in no date table: ban or warn
	BlockedGreyGTIN    Stance     // offline isBlocked with isGreyGtin: ask or ban
	GreyGTINAlone      Stance     // offline isGreyGtin without isBlocked
	OfflineMix         Stance     // offline: a tobacco block and a pack in one receipt, their tie cannot be checked
	PartialOverflow    Stance     // more parts of a pack than are left in it
	CrossBorder        Stance     // second 5000 in a row and no local module: warn lets the sale go on, ignore leaves it to NoAnswer
	ResaleAfterReturn  Stance     // a unit that this shop sold and took back
	ReturnNeverSold    Stance     // a return of a unit that the operator still lists as in circulation
}

// DefaultPolicy is the policy of DESIGN section 4 and of the settings marked as default in the rules.
func DefaultPolicy() Policy {
	return Policy{
		NoAnswer:           Ask,
		ForeignOwner:       StanceWarn,
		StartEarly:         true,
		OwnerNeedsTracking: true,
		ErrorCode:          StanceBan,
		ErrorCode11:        StanceBan,
		TobaccoBelowMRP:    StanceBan,
		NicotineGroup:      StanceBan,
		OTPMRP:             OTPMinimumWarnAbove,
		GrayZonePrice:      true,
		NoDate:             StanceBan,
		BlockedGreyGTIN:    StanceBan,
		GreyGTINAlone:      StanceBan,
		OfflineMix:         StanceAsk,
		PartialOverflow:    StanceBan,
		CrossBorder:        StanceWarn,
		ResaleAfterReturn:  StanceAsk,
		ReturnNeverSold:    StanceWarn,
	}
}
