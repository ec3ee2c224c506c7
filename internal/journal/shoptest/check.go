package shoptest

import (
	"encoding/json"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/store"
)

// bans by how often they are met, of a thousand.
var bans = []struct {
	code checks.ReasonCode
	of   int
}{{checks.Expired, 450}, {checks.Sold, 250}, {checks.NotIntroduced, 120}, {checks.Blocked, 80}, {checks.NotFound, 60}, {checks.PriceAboveMax, 40}}

// check is a verdict: of a thousand nine are forbidden; on some days the link is away, on others the operator is in emergency mode.
func (m *maker) check(l store.Line, at time.Time) checks.Verdict {
	m.serial++
	cis := fmt.Sprintf("01%s215%s%05d", l.GTIN, m.letters(), (m.n*7919+m.serial*13)%100000)
	v := checks.Verdict{ID: m.id(), At: at, Code: cis + "\x1d93dGVz", Cis: cis, GTIN: l.GTIN, Group: l.Group, Decision: checks.Allow,
		Rules: "2026-11-01", Reasons: []checks.Reason{}, ElapsedMs: 40 + 60*m.rnd.ExpFloat64()}
	host := m.ask(&v)
	v.Evidence = checks.Evidence{ReqID: m.id(), ReqTimestamp: at.UnixMilli() + 40}
	v.Trace = []checks.Step{{Channel: v.Channel, Host: host, ElapsedMs: v.ElapsedMs, Outcome: checks.OutcomeOK, Status: 200}}
	noon := at.Sub(m.at(0))
	switch lot := m.rnd.IntN(1000); {
	case m.weather.cut && noon > 14*time.Hour && noon < 14*time.Hour+12*time.Minute:
		v.Decision, v.Channel, v.Evidence = checks.Ask, checks.ChannelNone, checks.Evidence{}
		v.Reasons = []checks.Reason{{Code: checks.Unverified, Severity: checks.AskFirst, Text: words["unverified"][0]}}
		v.Trace[0].Outcome, v.Trace[0].Status = checks.OutcomeTimeout, 0
		v.ElapsedMs = 1500
	case lot < 9:
		v.Decision = checks.Forbid
		lot, n := m.rnd.IntN(1000), 0
		for lot >= bans[n].of {
			lot -= bans[n].of
			n++
		}
		v.Reasons = []checks.Reason{{Code: bans[n].code, Severity: checks.Ban, Text: words[string(bans[n].code)][0]}}
	case m.weather.emergency && noon > 12*time.Hour && noon < 13*time.Hour:
		v.Emergency, v.Evidence = true, checks.Evidence{}
		v.Reasons = []checks.Reason{{Code: checks.Emergency, Severity: checks.Info, Text: words["emergency"][0]}}
	case m.weather.offline && noon > 11*time.Hour || lot < 13:
		m.offline(&v)
	}
	if v.Decision == checks.Allow && v.Evidence.ReqID != "" {
		v.Evidence.Tag1265 = fmt.Sprintf("UUID=%s&Time=%d", v.Evidence.ReqID, v.Evidence.ReqTimestamp)
		if v.Offline {
			v.Evidence.Tag1265 += "&Inst=" + v.Evidence.Inst + "&Ver=" + v.Evidence.Version
		}
	}
	return v
}

// ask chooses who answers: the operator's platforms until the module came, then the module.
func (m *maker) ask(v *checks.Verdict) (host string) {
	if m.p.Days-m.n < 400 {
		v.Channel = checks.ChannelTSPIoT
		return "127.0.0.1:51401"
	}
	v.Channel = checks.ChannelTrueAPI
	n := m.rnd.IntN(3)
	v.ElapsedMs *= 1 + 0.4*float64(n)
	return fmt.Sprintf("cdn%02d.crpt.ru", 4+n*7)
}

func (m *maker) offline(v *checks.Verdict) {
	v.Trace[0].ElapsedMs, v.Trace[0].Outcome, v.Trace[0].Status = 1500, checks.OutcomeTimeout, 0
	v.Channel, v.Offline, v.Evidence.Inst, v.Evidence.Version = checks.ChannelLocalModule, true, "a1b2c3d4-0000-4000-8000-000000000001", "5f6e7d8c"
	v.Trace = append(v.Trace, checks.Step{Channel: checks.ChannelLocalModule, Host: "127.0.0.1:5995", ElapsedMs: 9, Outcome: checks.OutcomeOK, Status: 200})
	v.ElapsedMs = 1500 + 2*m.rnd.Float64()
	v.Reasons = []checks.Reason{{Code: checks.OfflineOnlyState, Severity: checks.Info, Text: words["offline_limited"][0]}}
}

// wantCode is what the till writes down when the barcode of a marked product was scanned.
func (m *maker) wantCode(l store.Line, at time.Time) checks.Verdict {
	m.made.Wanted++
	return checks.Verdict{ID: m.id(), At: at, Code: l.Barcode, GTIN: l.GTIN, Group: l.Group, Decision: checks.Forbid, Channel: checks.ChannelNone,
		Reasons: []checks.Reason{{Code: checks.NoCode, Severity: checks.Ban, Text: words["no_code"][0]}}, Trace: []checks.Step{}}
}

// letters are seven signs of a serial number.
func (m *maker) letters() string {
	const signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	b := make([]byte, 7)
	n := m.rnd.Uint64()
	for i := range b {
		b[i] = signs[n%uint64(len(signs))]
		n /= uint64(len(signs))
	}
	return string(b)
}

// note writes a check down.
func (m *maker) note(v checks.Verdict, l store.Line, rec store.Receipt) error {
	m.made.Checks++
	verdict, err := json.Marshal(v)
	if err != nil {
		return err
	}
	var raw json.RawMessage
	if v.Channel != checks.ChannelNone {
		raw = json.RawMessage(fmt.Sprintf(`[{"channel":%q,"host":%q,"status":200,"body":{"code":0,"codes":[{"cis":%q,"valid":true,"gtin":%q,"groupIds":[%d],"verified":true,"found":true,"realizable":true,"utilised":true,"isBlocked":false,"expireDate":"2027-03-01T00:00:00.000Z","errorCode":0,"sold":false}],"reqId":%q,"reqTimestamp":%d}}]`,
			v.Channel, v.Trace[len(v.Trace)-1].Host, v.Cis, v.GTIN, v.Group, v.Evidence.ReqID, v.Evidence.ReqTimestamp))
	}
	c := store.Check{ID: v.ID, At: v.At, Cis: v.Cis, GTIN: v.GTIN, Group: v.Group, Name: l.Name, Decision: string(v.Decision), Channel: string(v.Channel), Offline: v.Offline,
		Emergency: v.Emergency, Elapsed: time.Duration(v.ElapsedMs * float64(time.Millisecond)), Verdict: verdict, Raw: raw, Receipt: rec.ID, Cashier: rec.Cashier}
	if len(v.Reasons) > 0 {
		c.Reason = string(v.Reasons[0].Code)
	}
	return m.put.PutCheck(c)
}
