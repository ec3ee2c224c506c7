package checks

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PolicyKey is one key of [checks.policy] in the settings file. Allowed lists the values as they are written there; for a
// switch (Bool) the file may hold true or false without quotes.
type PolicyKey struct {
	Name    string
	Bool    bool
	Allowed []string
	get     func(*Policy) string
	set     func(*Policy, string)
}

// Set takes a value as the settings file gives it (string or bool) into the policy; anything not allowed changes nothing.
func (k PolicyKey) Set(p *Policy, value any) error {
	var s string
	switch v := value.(type) {
	case string:
		s = v
	case bool:
		if !k.Bool {
			return fmt.Errorf("%s: want one of %s", k.Name, strings.Join(k.Allowed, ", "))
		}
		s = strconv.FormatBool(v)
	default:
		return fmt.Errorf("%s: want one of %s", k.Name, strings.Join(k.Allowed, ", "))
	}
	if !slices.Contains(k.Allowed, s) {
		return fmt.Errorf("%s: %q is not one of %s", k.Name, s, strings.Join(k.Allowed, ", "))
	}
	k.set(p, s)
	return nil
}

// Get is the value of the key in the policy, as the settings file writes it.
func (k PolicyKey) Get(p Policy) string { return k.get(&p) }

// PolicyKeys are all keys of [checks.policy] by name. What has a place of its own in the settings file (no_answer,
// foreign_owner, start_early, shop.chain) is not among them.
var PolicyKeys = policyKeys(
	flag("owner_needs_tracking", func(p *Policy) *bool { return &p.OwnerNeedsTracking }),
	stance("error_code", func(p *Policy) *Stance { return &p.ErrorCode }, StanceBan, StanceWarn, StanceIgnore),
	stance("error_code_11", func(p *Policy) *Stance { return &p.ErrorCode11 }, StanceBan, StanceWarn),
	flag("allow_elimination", func(p *Policy) *bool { return &p.AllowElimination }),
	PolicyKey{
		Name: "tobacco_below_mrp", Allowed: []string{"ban", "allow"},
		get: func(p *Policy) string {
			if p.TobaccoBelowMRP == StanceIgnore {
				return "allow"
			}
			return string(p.TobaccoBelowMRP)
		},
		set: func(p *Policy, s string) {
			p.TobaccoBelowMRP = StanceBan
			if s == "allow" {
				p.TobaccoBelowMRP = StanceIgnore
			}
		},
	},
	stance("nicotine_group", func(p *Policy) *Stance { return &p.NicotineGroup }, StanceBan, StanceAsk, StanceWarn, StanceIgnore),
	PolicyKey{
		Name:    "otp_mrp",
		Allowed: []string{string(OTPMinimumWarnAbove), string(OTPMinimum), string(OTPMaximum), string(OTPNone)},
		get:     func(p *Policy) string { return string(p.OTPMRP) },
		set:     func(p *Policy, s string) { p.OTPMRP = OTPMeaning(s) },
	},
	flag("gray_zone_price", func(p *Policy) *bool { return &p.GrayZonePrice }),
	stance("no_date", func(p *Policy) *Stance { return &p.NoDate }, StanceBan, StanceWarn),
	stance("blocked_grey_gtin", func(p *Policy) *Stance { return &p.BlockedGreyGTIN }, StanceBan, StanceAsk),
	stance("grey_gtin_alone", func(p *Policy) *Stance { return &p.GreyGTINAlone }, StanceBan, StanceAsk, StanceWarn),
	stance("offline_mix", func(p *Policy) *Stance { return &p.OfflineMix }, StanceBan, StanceAsk, StanceWarn, StanceIgnore),
	stance("partial_overflow", func(p *Policy) *Stance { return &p.PartialOverflow }, StanceBan, StanceAsk, StanceWarn, StanceIgnore),
	stance("cross_border", func(p *Policy) *Stance { return &p.CrossBorder }, StanceWarn, StanceIgnore),
	stance("resale_after_return", func(p *Policy) *Stance { return &p.ResaleAfterReturn }, StanceBan, StanceAsk, StanceWarn, StanceIgnore),
	stance("return_never_sold", func(p *Policy) *Stance { return &p.ReturnNeverSold }, StanceBan, StanceAsk, StanceWarn, StanceIgnore),
)

func policyKeys(keys ...PolicyKey) map[string]PolicyKey {
	m := make(map[string]PolicyKey, len(keys))
	for _, k := range keys {
		m[k.Name] = k
	}
	return m
}

func stance(name string, field func(*Policy) *Stance, allowed ...Stance) PolicyKey {
	k := PolicyKey{
		Name: name,
		get:  func(p *Policy) string { return string(*field(p)) },
		set:  func(p *Policy, s string) { *field(p) = Stance(s) },
	}
	for _, a := range allowed {
		k.Allowed = append(k.Allowed, string(a))
	}
	return k
}

func flag(name string, field func(*Policy) *bool) PolicyKey {
	return PolicyKey{
		Name: name, Bool: true, Allowed: []string{"true", "false"},
		get: func(p *Policy) string { return strconv.FormatBool(*field(p)) },
		set: func(p *Policy, s string) { *field(p) = s == "true" },
	}
}
