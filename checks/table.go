package checks

import (
	"strconv"
	"strings"
)

// online decides by an answer of the state system itself. The local module's answer, when it is there, adds its own `sold`
// only: nothing else that it says outweighs the fresher source.
func (d *deciding) online(a, local *Answer) {
	d.Channel, d.Proof = a.Channel, a
	if len(a.Item.Groups) > 0 {
		d.join(a.Item.Groups...)
	}
	fs := d.banTable(a.Item)
	if says(local, func(it Item) *bool { return it.Sold }) && !hasBan(fs, Sold) {
		if !forbids(fs) && !d.early {
			d.Channel, d.Offline, d.Proof = local.Channel, true, local
		}
		fs = append(fs, ban(Sold))
	}
	if d.early {
		soften(fs)
	}
	d.add(fs...)
	d.tokens(Info)
}

// banTable is section 1 of the rules for one online answer. Only a present and explicit flag bans.
func (d *deciding) banTable(it Item) []Finding {
	var fs []Finding
	add := func(f ...Finding) {
		for i := range f {
			if f[i].Detail == "" {
				f[i].Detail = operatorWords(it)
			}
		}
		fs = append(fs, f...)
	}
	p := d.rules.policy
	gray := d.price == PriceTobacco && yes(it.GrayZone)

	if no(it.Valid) {
		f := ban(InvalidFormat)
		f.Words = "invalid_format.operator"
		add(f)
	}
	if no(it.Found) {
		f := ban(NotFound)
		if it.ErrorCode == errorCrossBorder {
			f.Severity, _ = p.ErrorCode11.severity()
		}
		add(f)
	}
	if no(it.Utilised) {
		add(ban(NotApplied))
	}
	if no(it.Verified) {
		add(ban(NotVerified))
	}
	if yes(it.IsBlocked) {
		add(blockedBy(it.Ogvs))
	}
	lifted := p.AllowElimination && (it.EliminationState == 1 || it.EliminationState == 2)
	if yes(it.Sold) {
		f := ban(Sold)
		if lifted {
			f.Severity = Warning
		}
		if it.EliminationState != 0 {
			f.Detail = strings.TrimSpace(operatorWords(it) + " eliminationState " + strconv.Itoa(it.EliminationState))
		}
		add(f)
	}
	if no(it.Realizable) && !yes(it.Sold) {
		switch {
		case gray:
			add(info(GrayZone))
		case !d.rules.schedule.GroundInForce(d.Group, NotIntroduced, d.c.At, d.rules.zone):
			add(warning(NotIntroduced))
		default:
			add(ban(NotIntroduced))
		}
	} else if gray {
		add(info(GrayZone))
	}
	if it.ExpireDate != nil && !d.c.At.Before(*it.ExpireDate) {
		add(d.rules.expired(*it.ExpireDate))
	}
	if !gray || p.GrayZonePrice {
		add(d.judgePrice(it)...)
	}
	if boxed(d.c.Request, it.Parent) {
		add(ban(PackAndBox))
	}
	// A pack may be begun when it is scanned, and its parts be named later; something must be left of it all the same.
	if n := max(d.c.Request.Parts, 1); it.InnerUnits > 0 && n > it.InnerUnits-it.SoldUnits {
		add(by(p.PartialOverflow, Finding{Code: PartialOverflow, Args: map[string]string{
			"left": strconv.FormatInt(max(it.InnerUnits-it.SoldUnits, 0), 10),
		}})...)
	}
	if it.ErrorCode != 0 && !forbids(fs) && !hasFinding(fs, NotFound) {
		f := Finding{Code: OperatorError, Args: map[string]string{"error": strconv.Itoa(it.ErrorCode)}}
		if p.ErrorCode == StanceWarn {
			f.Words = "operator_error.warn"
		}
		add(by(p.ErrorCode, f)...)
	}
	if no(it.IsOwner) && (yes(it.IsTracking) || !p.OwnerNeedsTracking) {
		add(by(p.ForeignOwner, Finding{Code: ForeignOwner})...)
	}
	return fs
}

// errorCrossBorder is errorCode 11: the code is not known to the service of the issuing country.
const errorCrossBorder = 11

func yes(flag *bool) bool { return flag != nil && *flag }

func no(flag *bool) bool { return flag != nil && !*flag }

func says(a *Answer, flag func(Item) *bool) bool { return a != nil && yes(flag(a.Item)) }

func hasFinding(fs []Finding, code ReasonCode) bool { return Ruling{Findings: fs}.Has(code) }

func hasBan(fs []Finding, code ReasonCode) bool {
	for _, f := range fs {
		if f.Code == code && f.Severity == Ban {
			return true
		}
	}
	return false
}

func blockedBy(ogvs []string) Finding {
	f := ban(Blocked)
	f.Organs = ogvs
	if len(ogvs) == 0 {
		f.Words = "blocked.unnamed"
	}
	return f
}

// operatorWords is the operator's own text, for the details.
func operatorWords(it Item) string {
	var parts []string
	if it.Message != "" {
		parts = append(parts, it.Message)
	}
	if it.ErrorCode != 0 {
		parts = append(parts, "errorCode "+strconv.Itoa(it.ErrorCode))
	}
	return strings.Join(parts, "; ")
}
