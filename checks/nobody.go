package checks

import (
	"bytes"
	"encoding/json"
	"strings"
)

// emergency is HTTP 203: the sale is allowed without a check and without tag 1260. What the till knows without the state
// system stays on.
func (d *deciding) emergency(a, local *Answer) {
	d.Channel, d.Emergency = a.Channel, true
	var fs []Finding
	if says(local, func(it Item) *bool { return it.IsBlocked }) && !yes(local.Item.IsGreyGTIN) {
		fs = append(fs, blockedBy(local.Item.Ogvs))
	}
	if says(local, func(it Item) *bool { return it.Sold }) {
		fs = append(fs, ban(Sold))
	}
	if forbids(fs) && !d.early {
		d.Channel, d.Offline = local.Channel, true
	}
	own := d.ownKnowledge(fs)
	if len(own) > 0 && len(fs) == 0 && !d.early {
		d.Channel = ChannelCache
	}
	fs = append(fs, own...)
	fs = append(fs, d.judgeOfflinePrice(Item{})...)
	if d.early {
		soften(fs)
	}
	d.add(fs...)
	d.add(info(Emergency))
}

// nobody decides when no source answered.
func (d *deciding) nobody() {
	d.Channel = ChannelNone
	fs := d.ownKnowledge(nil)
	if len(fs) > 0 && !d.early {
		d.Channel = ChannelCache
	}
	fs = append(fs, d.judgeOfflinePrice(Item{})...)
	if d.early {
		soften(fs)
	}
	d.add(fs...)
	d.add(d.unverified(forbids(fs)))
	d.tokens(Warning)
}

// unverified says that no check could be made, and how heavy that is: by no_answer once the group's offline day has come, a
// warning before, and beside a ban only for the record.
func (d *deciding) unverified(banned bool) Finding {
	f := Finding{Code: Unverified, Severity: Warning}
	free := d.early || !d.duty.Offline
	switch {
	case banned:
		f.Severity = Info
	case free:
	case d.rules.policy.CrossBorder == StanceWarn && d.crossBorder():
		f.Words = "unverified.cross_border"
	case d.rules.policy.NoAnswer == Ask:
		f.Severity = AskFirst
	case d.rules.policy.NoAnswer == Forbid:
		f.Severity = Ban
	}
	if f.Severity == Warning && f.Words == "" {
		f.Words = "unverified.allowed"
	}
	return f
}

// giveBack decides a return: the bans of the permit mode are about sales.
func (d *deciding) giveBack(online, local *Answer) {
	switch {
	case online != nil && online.Emergency:
		d.Channel, d.Emergency = online.Channel, true
		d.add(info(Emergency))
	case online != nil:
		d.Channel, d.Offline, d.Proof = online.Channel, online.Offline, online
		if len(online.Item.Groups) > 0 {
			d.join(online.Item.Groups...)
		}
		// A pack of which parts were sold stays in circulation until nothing is left of it.
		parts := d.c.Request.Parts > 0 || online.Item.SoldUnits > 0
		if !online.Offline && yes(online.Item.Realizable) && !yes(online.Item.Sold) && !parts {
			d.add(by(d.rules.policy.ReturnNeverSold, Finding{Code: NotSold})...)
		}
	case local != nil:
		d.Channel, d.Offline, d.Proof = local.Channel, true, local
	default:
		d.Channel = ChannelNone
		d.add(info(Unverified))
	}
}

// tokens tells that a source was cut off (401, 410), beside what else is decided.
func (d *deciding) tokens(s Severity) {
	for _, f := range d.c.Failures { // online first
		if f.Outcome == OutcomeTokenRefused {
			refused := Finding{Code: TokenRefused, Severity: s, Detail: f.Detail}
			if f.Channel == ChannelLocalModule {
				refused.Words = "token_refused.local_module"
			}
			d.add(refused)
			return
		}
	}
}

func (d *deciding) crossBorder() bool {
	for _, f := range d.c.Failures {
		if f.CrossBorder() {
			return true
		}
	}
	return false
}

// CrossBorder tells that the service of the issuing country was down (5xx with code 5000 in its body): the state system was
// reached and could not decide. Some platforms write the number into error_message.
func (f *Failure) CrossBorder() bool {
	if f.Status < 500 || !bytes.Contains(f.Body, []byte("5000")) {
		return false
	}
	var body struct {
		Code    json.RawMessage `json:"code"`
		Message string          `json:"error_message"`
	}
	if json.Unmarshal(f.Body, &body) != nil {
		return false
	}
	return strings.Trim(string(body.Code), `"`) == "5000" || strings.Contains(body.Message, "5000")
}
