package checks

import (
	"strings"

	"dobro/internal/marking"
)

// offline decides by an answer that knows the ban of state bodies and the sold list only. Its other flags are false because they
// are unknown, and are not read. second is another offline answer, whose bans count as well.
func (d *deciding) offline(a, second *Answer) {
	d.Channel, d.Offline, d.Proof = a.Channel, true, a
	if len(a.Item.Groups) > 0 {
		d.join(a.Item.Groups...)
	}
	fs := d.stateBan(a.Item)
	if second != nil {
		for _, f := range d.stateBan(second.Item) {
			if !hasFinding(fs, f.Code) {
				fs = append(fs, f)
			}
		}
	}
	own := d.ownKnowledge(fs)
	if len(own) > 0 && !forbids(fs) {
		d.Channel = ChannelCache
	}
	fs = append(fs, own...)
	fs = append(fs, d.judgeOfflinePrice(a.Item)...)
	if mixed(d.c.Request) {
		fs = append(fs, by(d.rules.policy.OfflineMix, Finding{Code: PackAndBox, Words: "pack_and_box.offline"})...)
	}
	if d.early {
		soften(fs)
	}
	if !forbids(fs) {
		d.Channel = a.Channel
		d.add(info(OfflineOnlyState))
		if d.c.Request.Code.Restored && !d.early {
			// An invented separator waits for the online check to confirm it; offline a person looks at the package first.
			d.add(Finding{Code: Restored, Severity: AskFirst})
		}
	}
	d.add(fs...)
	d.tokens(Info)
}

// stateBan reads the four flags of an offline answer. A grey GTIN says that some codes of the product are blocked: which, only
// the online check knows.
func (d *deciding) stateBan(it Item) []Finding {
	var fs []Finding
	switch blocked, grey := yes(it.IsBlocked), yes(it.IsGreyGTIN); {
	case blocked && grey:
		stance := d.rules.policy.BlockedGreyGTIN
		if stance != StanceAsk {
			stance = StanceBan
		}
		fs = append(fs, by(stance, Finding{Code: OnlineOnly})...)
	case blocked:
		fs = append(fs, blockedBy(it.Ogvs))
	case grey:
		fs = append(fs, by(d.rules.policy.GreyGTINAlone, Finding{Code: OnlineOnly})...)
	}
	if yes(it.Sold) {
		fs = append(fs, ban(Sold))
	}
	return fs
}

// ownKnowledge is what the shop itself knows against the code, without what stands in fs already. It counts beside an offline
// answer and when nobody answered, never against an online one.
func (d *deciding) ownKnowledge(fs []Finding) []Finding {
	var own []Finding
	k, code := d.c.Known, d.c.Request.Code
	if k.Blocked && !hasFinding(fs, Blocked) {
		f := ban(Blocked)
		f.Words, f.Detail = "blocked.list", k.BlockedBy
		own = append(own, f)
	}
	if k.Bad != "" && k.Bad != Expired && !hasFinding(fs, k.Bad) && !hasFinding(own, k.Bad) {
		f := ban(k.Bad)
		if k.Bad == Blocked {
			f.Words = "blocked.unnamed"
		}
		own = append(own, f)
	}
	if k.Expires != nil && !d.c.At.Before(*k.Expires) {
		own = append(own, d.rules.expired(*k.Expires))
	} else if end, ok := printedExpiry(code.Expiry, d.rules.zone); ok && k.Expires == nil && !d.c.At.Before(end) {
		own = append(own, d.rules.expired(end))
	}
	return own
}

// mixed tells that a tobacco block and a pack meet in one receipt while their tie cannot be asked. A pack is known by the form
// of its cis: 21 characters, without identifiers.
func mixed(req Request) bool {
	const pack, block = 21, 25
	for _, cis := range req.Parents {
		isBlock := len(cis) == block && strings.HasPrefix(cis, "01") && cis[16:18] == "21"
		switch {
		case req.Code.Kind == marking.KindTobaccoBlock && len(cis) == pack,
			req.Code.Kind == marking.KindTobaccoPack && isBlock:
			return true
		}
	}
	return false
}
