package checks

import (
	"errors"
	"slices"
	"time"
)

// Rules decide cases: the ban table of decree 1944 with the shop's policy and the days of obligation. They hold no state and
// may be used from many goroutines.
type Rules struct {
	schedule *Schedule
	policy   Policy
	zone     *time.Location
}

// RulesParams are what NewRules needs.
type RulesParams struct {
	Schedule *Schedule
	Policy   Policy
	Zone     *time.Location // of the shop: days begin and shelf lives end there
}

// NewRules refuses to work without a schedule or a zone.
func NewRules(p RulesParams) (*Rules, error) {
	if p.Schedule == nil {
		return nil, errors.New("make rules: no schedule")
	}
	if p.Zone == nil {
		return nil, errors.New("make rules: no time zone")
	}
	switch p.Policy.NoAnswer {
	case Allow, Ask, Forbid:
	default:
		return nil, errors.New("make rules: policy says nothing about no_answer; begin with DefaultPolicy")
	}
	return &Rules{schedule: p.Schedule, policy: p.Policy, zone: p.Zone}, nil
}

// Version of the rules, for the verdict.
func (r *Rules) Version() string { return r.schedule.Version() }

// Zone of the shop.
func (r *Rules) Zone() *time.Location { return r.zone }

// Decide says what the till does. The order is: guards that need no answer; the online answer; the offline one; nobody's.
func (r *Rules) Decide(c Case) Ruling {
	guard := r.Guard(c.Request, c.Known)
	if forbids(guard) {
		return r.refuse(c, guard)
	}
	d := r.begin(c)
	local := c.Local
	if local != nil && local.Emergency {
		local = nil // the local module knows no emergency mode: not an answer about the code
	}
	switch {
	case d.exempt():
		d.Channel = ChannelNone
		d.add(Finding{Code: Unverified, Severity: Info, Words: "unverified.early"})
	case c.Request.Return:
		d.giveBack(c.Online, local)
	case c.Online != nil && c.Online.Emergency:
		d.emergency(c.Online, local)
	case c.Online != nil && !c.Online.Offline:
		d.online(c.Online, local)
	case c.Online != nil:
		d.offline(c.Online, local)
	case local != nil:
		d.offline(local, nil)
	default:
		d.nobody()
	}
	d.add(guard...)
	d.settle()
	if d.Decision == Allow && !c.Request.Return && d.Proof != nil && !d.Emergency {
		if d.Tagged = d.Proof.ReqID != "" && d.Proof.ReqTimestamp > 0; !d.Tagged {
			d.add(Finding{Code: Unverified, Severity: Warning, Words: "unverified.no_proof"})
			d.settle()
		}
	}
	return d.Ruling
}

// Exempt tells that a code is not asked about at all: its group's day lies in the future and the shop does not begin early.
func (r *Rules) Exempt(req Request, learned int, at time.Time) bool {
	return !r.policy.StartEarly && r.begin(Case{Request: req, LearnedGroup: learned, At: at}).exempt()
}

// Binding tells that a ban of the code's group is a ban at the instant whatever an answer may still say about the group:
// the group is known beforehand and its day has come.
func (r *Rules) Binding(req Request, learned int, at time.Time) bool {
	d := r.begin(Case{Request: req, LearnedGroup: learned, At: at})
	return d.Group != 0 && !d.early
}

// deciding is one case on its way to a ruling.
type deciding struct {
	Ruling
	rules *Rules
	c     Case
	duty  Duty
	early bool      // a ban is only a warning
	price PriceRule // of the group
}

func (r *Rules) begin(c Case) *deciding {
	d := &deciding{rules: r, c: c}
	for _, id := range []int{c.Request.Group, c.Known.Group, c.LearnedGroup} {
		if id > 0 {
			d.join(id)
			break
		}
	}
	if d.Group == 0 {
		d.join(0)
	}
	return d
}

// join takes the groups that an answer names in place of what was supposed before. With several groups the strictest counts.
func (d *deciding) join(groups ...int) {
	groups = slices.DeleteFunc(slices.Clone(groups), func(id int) bool { return id < 0 || id == 0 && len(groups) > 1 })
	if len(groups) == 0 {
		return
	}
	d.Group, d.duty, d.early, d.price = groups[0], Duty{Dated: true}, true, PriceFree
	for _, id := range groups {
		duty := d.rules.schedule.Duty(id, d.c.At, d.rules.zone, d.rules.policy.Chain)
		d.duty.Dated = d.duty.Dated && duty.Dated
		d.duty.Online = d.duty.Online || duty.Online
		d.duty.Offline = d.duty.Offline || duty.Offline
		lenient := !duty.Dated && id != 0 && d.rules.policy.NoDate == StanceWarn
		d.early = d.early && (!duty.Online || lenient)
		if g, _ := d.rules.schedule.ByID(id); d.price == PriceFree {
			d.price = g.Price
		}
	}
}

func (d *deciding) exempt() bool {
	return !d.rules.policy.StartEarly && d.duty.Dated && !d.duty.Online
}

// refuse is the ruling of the guards alone: nothing was asked.
func (r *Rules) refuse(c Case, guard []Finding) Ruling {
	d := r.begin(c)
	d.Channel = ChannelNone
	d.add(guard...)
	if d.Has(SoldHere) {
		d.Channel = ChannelCache
	}
	d.settle()
	return d.Ruling
}
