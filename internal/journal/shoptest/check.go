package shoptest

import (
	"encoding/json"
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/store"
)

// check is a verdict: of a thousand 970 are allowed online, 15 offline, 10 forbidden, 3 in emergency mode and 2 nobody answered.
func (m *maker) check(l store.Line, at time.Time) checks.Verdict {
	m.serial++
	cis := fmt.Sprintf("01%s215%07dAb", l.GTIN, m.serial)
	v := checks.Verdict{ID: m.id(), At: at, Code: cis + "\x1d93dGVz", Cis: cis, GTIN: l.GTIN, Group: l.Group, Decision: checks.Allow, Channel: checks.ChannelTSPIoT,
		Rules: "2026-11-01", Reasons: []checks.Reason{}, ElapsedMs: 20 + m.rnd.Float64()*300}
	v.Evidence = checks.Evidence{ReqID: m.id(), ReqTimestamp: at.UnixMilli() + 40}
	v.Trace = []checks.Step{{Channel: checks.ChannelTSPIoT, Host: "127.0.0.1:51401", ElapsedMs: v.ElapsedMs, Outcome: checks.OutcomeOK, Status: 200}}
	lot := m.rnd.IntN(1000)
	switch {
	case lot < 15:
		v.Channel, v.Offline, v.Evidence.Inst, v.Evidence.Version = checks.ChannelLocalModule, true, "a1b2c3d4-0000-4000-8000-000000000001", "5f6e7d8c"
		v.Trace[0].ElapsedMs, v.Trace[0].Outcome, v.Trace[0].Status = 1500, checks.OutcomeTimeout, 0
		v.Trace = append(v.Trace, checks.Step{Channel: checks.ChannelLocalModule, Host: "127.0.0.1:5995", ElapsedMs: 9, Outcome: checks.OutcomeOK, Status: 200})
		v.Reasons = []checks.Reason{{Code: checks.OfflineOnlyState, Severity: checks.Info, Text: "offline"}}
	case lot < 25:
		v.Decision = checks.Forbid
		v.Reasons = []checks.Reason{{Code: bans[lot%len(bans)], Severity: checks.Ban, Text: "forbidden: " + string(bans[lot%len(bans)])}}
	case lot < 28:
		v.Emergency, v.Evidence = true, checks.Evidence{}
		v.Reasons = []checks.Reason{{Code: checks.Emergency, Severity: checks.Info, Text: "emergency"}}
	case lot < 30:
		v.Decision, v.Channel, v.Evidence = checks.Ask, checks.ChannelNone, checks.Evidence{}
		v.Reasons = []checks.Reason{{Code: checks.Unverified, Severity: checks.AskFirst, Text: "nobody answered"}}
		v.Trace[0].ElapsedMs, v.Trace[0].Outcome, v.Trace[0].Status = 1500, checks.OutcomeTimeout, 0
	}
	if v.Decision == checks.Allow && v.Evidence.ReqID != "" {
		v.Evidence.Tag1265 = fmt.Sprintf("UUID=%s&Time=%d", v.Evidence.ReqID, v.Evidence.ReqTimestamp)
		if v.Offline {
			v.Evidence.Tag1265 += "&Inst=" + v.Evidence.Inst + "&Ver=" + v.Evidence.Version
		}
	}
	return v
}

var bans = []checks.ReasonCode{checks.Sold, checks.Expired, checks.NotIntroduced, checks.Blocked}

func (m *maker) put(tx *store.Tx, v checks.Verdict, l store.Line, rec store.Receipt) error {
	m.made.Checks++
	verdict, err := json.Marshal(v)
	if err != nil {
		return err
	}
	raw := fmt.Sprintf(`[{"channel":"tspiot","host":"127.0.0.1:51401","status":200,"body":{"code":0,"description":"ok","codes":[{"cis":%q,"valid":true,"printView":%q,"gtin":%q,"groupIds":[%d],"verified":true,"found":true,"realizable":true,"utilised":true,"isBlocked":false,"expireDate":"2027-03-01T00:00:00.000Z","productionDate":"2026-10-01T00:00:00.000Z","errorCode":0,"isTracking":false,"sold":false,"packageType":"UNIT","producerInn":"7700000009","grayZone":false}],"reqId":%q,"reqTimestamp":%d}}]`,
		v.Cis, v.Cis, v.GTIN, v.Group, v.Evidence.ReqID, v.Evidence.ReqTimestamp)
	c := store.Check{ID: v.ID, At: v.At, Cis: v.Cis, GTIN: v.GTIN, Group: v.Group, Name: l.Name, Decision: string(v.Decision), Channel: string(v.Channel), Offline: v.Offline,
		Emergency: v.Emergency, Elapsed: time.Duration(v.ElapsedMs * float64(time.Millisecond)), Verdict: verdict, Raw: json.RawMessage(raw), Receipt: rec.ID, Cashier: rec.Cashier}
	if len(v.Reasons) > 0 {
		c.Reason = string(v.Reasons[0].Code)
	}
	return tx.PutCheck(c)
}
