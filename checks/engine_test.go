package checks

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dobro/internal/marking"
)

func TestTheVerdictIsWrittenAsTheContractSays(t *testing.T) {
	it := good(8)
	it.Sold = ref(true)
	e := engine(t, Params{Online: []Source{answers(online(it))}, NewID: func() string { return "id-1" }})
	v := e.Check(context.Background(), Request{Code: milkCode(), At: today})
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]any{
		"code": "0104670540176099215NN*cM\x1d93dGVz", "cis": "0104670540176099215NN*cM", "gtin": "04670540176099", "group": 8.0,
		"decision": "forbid", "channel": "tspiot", "offline": false, "rules": "2026-11-01",
	} {
		if got[key] != want {
			t.Errorf("%s: got %v, want %v", key, got[key], want)
		}
	}
	reason := got["reasons"].([]any)[0].(map[string]any)
	if reason["text"] != "Товар уже продан (выведен из оборота)" || reason["action"] != "Уберите товар с продажи, возьмите другую упаковку" {
		t.Errorf("reason: %v", reason)
	}
	if ev := got["evidence"].(map[string]any); ev["reqId"] != "c117ab9a" || ev["reqTimestamp"] != 1773404760587.0 || ev["tag1265"] != "" {
		t.Errorf("evidence: %v", ev)
	}
	if trace := got["trace"].([]any); len(trace) != 1 || trace[0].(map[string]any)["outcome"] != "ok" {
		t.Errorf("trace: %v", trace)
	}
}

func TestEmptyListsAreListsNotNull(t *testing.T) {
	e := engine(t, Params{})
	b, _ := json.Marshal(e.Check(context.Background(), Request{Refused: &marking.Error{Reason: marking.ReasonUnknown}, Raw: "abc"}))
	if !strings.Contains(string(b), `"trace":[]`) || !strings.Contains(string(b), `"code":"abc"`) || !strings.Contains(string(b), `"decision":"forbid"`) {
		t.Errorf("got %s", b)
	}
	e = engine(t, Params{Online: []Source{answers(online(good(8)))}})
	b, _ = json.Marshal(e.Check(context.Background(), Request{Code: milkCode(), At: today}))
	if !strings.Contains(string(b), `"reasons":[]`) {
		t.Errorf("got %s", b)
	}
}

func TestWhoAnswersDecides(t *testing.T) {
	blocked := unsaid()
	blocked.IsBlocked = ref(true)
	sold := unsaid()
	sold.Sold = ref(true)
	const onlineTag = "UUID=c117ab9a&Time=1773404760587"
	emergency := &Answer{Channel: ChannelTSPIoT, Status: 203, Emergency: true}
	for _, c := range []struct {
		name    string
		online  []Source
		local   Source
		want    Decision
		channel Channel
		offline bool
		reasons string
		tag     string
	}{
		{"good online answer allows with the short tag", []Source{answers(online(good(8)))}, nil, Allow, ChannelTSPIoT, false, "", onlineTag},
		{"good online answer and a good local one", []Source{answers(online(good(8)))}, answers(local(unsaid())), Allow, ChannelTSPIoT, false, "", onlineTag},
		{"blocked by the local module only: the online answer is fresher", []Source{answers(online(good(8)))}, answers(local(blocked)), Allow, ChannelTSPIoT, false, "", onlineTag},
		{"sold by the local module forbids against a good online answer", []Source{answers(online(good(8)))}, answers(local(sold)), Forbid, ChannelLocalModule, true, "sold/ban", ""},
		{"no module: the local module decides with the long tag", []Source{fails(ChannelTSPIoT, Failure{Outcome: OutcomeRefused})}, answers(local(unsaid())), Allow, ChannelLocalModule, true,
			"offline_limited/info", "UUID=ab88a664&Time=1743626629705&Inst=inst-2&Ver=base-8"},
		{"514: the local module decides", []Source{fails(ChannelTSPIoT, Failure{Outcome: OutcomeNoUpstream, Status: 514})}, answers(local(blocked)), Forbid, ChannelLocalModule, true, "blocked/ban", ""},
		{"key refused is told beside what the local module says", []Source{fails(ChannelTrueAPI, Failure{Outcome: OutcomeTokenRefused, Status: 401})}, answers(local(unsaid())), Allow, ChannelLocalModule, true,
			"token_refused/info offline_limited/info", "UUID=ab88a664&Time=1743626629705&Inst=inst-2&Ver=base-8"},
		{"key refused and no local module", []Source{fails(ChannelTrueAPI, Failure{Outcome: OutcomeTokenRefused, Status: 410})}, nil, Ask, ChannelNone, false, "unverified/ask token_refused/warning", ""},
		{"nobody answers", []Source{fails(ChannelTSPIoT, Failure{Outcome: OutcomeRefused})}, fails(ChannelLocalModule, Failure{Outcome: OutcomeNotReady, Status: 400}), Ask, ChannelNone, false, "unverified/ask", ""},
		{"nobody is there to ask", nil, nil, Ask, ChannelNone, false, "unverified/ask", ""},
		{"no module but the state system itself answers", []Source{fails(ChannelTSPIoT, Failure{Outcome: OutcomeRefused}), answers(&Answer{Channel: ChannelTrueAPI, ReqID: "r", ReqTimestamp: 5, Item: good(8)})}, nil,
			Allow, ChannelTrueAPI, false, "", "UUID=r&Time=5"},
		{"emergency allows without a tag", []Source{answers(emergency)}, answers(local(unsaid())), Allow, ChannelTSPIoT, false, "emergency/info", ""},
		{"emergency does not free what the local module forbids", []Source{answers(emergency)}, answers(local(blocked)), Forbid, ChannelLocalModule, true, "blocked/ban emergency/info", ""},
		{"offline answer of the module: false flags are not read", []Source{answers(offlineTSPIoT(unsaid()))}, nil, Allow, ChannelTSPIoT, true,
			"offline_limited/info", "UUID=c117ab9a&Time=1773404760587&Inst=inst-1&Ver=base-7"},
		{"the foreign system is down and no local module: the sale goes on", []Source{fails(ChannelTrueAPI, Failure{Outcome: OutcomeHTTP, Status: 500, Body: []byte(`{"code":5000}`)})}, nil, Allow, ChannelNone, false, "unverified/warning", ""},
		{"the foreign system is down, the local module blocks", []Source{fails(ChannelTrueAPI, Failure{Outcome: OutcomeHTTP, Status: 500, Body: []byte(`{"code":5000}`)})}, answers(local(blocked)), Forbid, ChannelLocalModule, true, "blocked/ban", ""},
		{"another fault of the server is nobody's answer", []Source{fails(ChannelTrueAPI, Failure{Outcome: OutcomeHTTP, Status: 500, Body: []byte(`{"code":500}`)})}, nil, Ask, ChannelNone, false, "unverified/ask", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := engine(t, Params{Online: c.online, Local: c.local, Grace: time.Hour, Deadline: func() time.Duration { return time.Minute }})
			v := e.Check(context.Background(), Request{Code: milkCode(), At: today})
			if v.Decision != c.want || v.Channel != c.channel || v.Offline != c.offline || codesOf(v) != c.reasons || v.Evidence.Tag1265 != c.tag {
				t.Errorf("got  %s %s offline=%v [%s] tag %q\nwant %s %s offline=%v [%s] tag %q",
					v.Decision, v.Channel, v.Offline, codesOf(v), v.Evidence.Tag1265, c.want, c.channel, c.offline, c.reasons, c.tag)
			}
		})
	}
}

func TestTheBoxOfAUnitIsToldWithoutItsCheckPart(t *testing.T) {
	it := good(8)
	it.Parent = "0104670540176099215BOX001\x1d93dGVz"
	v := engine(t, Params{Online: []Source{answers(online(it))}}).Check(context.Background(), Request{Code: milkCode(), At: today})
	if v.Parent != "0104670540176099215BOX001" {
		t.Errorf("got %q", v.Parent)
	}
}

// Whatever flags an answer has: no panic, and the tag goes with a permission that was really checked.
func FuzzDecide(f *testing.F) {
	for _, seed := range [][]byte{nil, {1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1}, []byte("\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x03\x05GROUP"), {0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0, 16}} {
		f.Add(seed, int64(14500), false, "261122")
	}
	f.Fuzz(func(t *testing.T, b []byte, kopecks int64, back bool, expiry string) {
		next := func() byte {
			if len(b) == 0 {
				return 0
			}
			v := b[0]
			b = b[1:]
			return v
		}
		var it Item
		for _, flag := range []**bool{&it.Found, &it.Valid, &it.Verified, &it.Utilised, &it.Realizable, &it.Sold, &it.IsBlocked, &it.IsGreyGTIN, &it.IsOwner, &it.IsTracking, &it.GrayZone} {
			if n := next() % 3; n > 0 {
				*flag = ref(n == 2)
			}
		}
		group := int(int8(next()))
		it.Groups, it.ErrorCode, it.EliminationState, it.InnerUnits = []int{group}, int(next()), int(next()), int64(next())
		it.MRP, it.SMP, it.Parent, it.PackageType = ref(kopecks), ref(kopecks/2), string(b), string(b)
		code := packCode(kopecks)
		code.Expiry = expiry
		c := Case{Request: Request{Code: code, Price: kopecks, Return: back, Parents: []string{string(b), code.Cis + expiry}, Parts: int64(next())}, At: today}
		switch next() % 4 {
		case 0:
			c.Online = online(it)
		case 1:
			c.Local = local(it)
		case 2:
			c.Online, c.Local = offlineTSPIoT(it), local(it)
		}
		got := rulesWith2(t).Decide(c)
		checked := c.Online != nil || c.Local != nil
		if got.Tagged != (got.Decision == Allow && checked && !back) {
			t.Fatalf("%+v: got %s tag %v", c, got.Decision, got.Tagged)
		}
		for i, f := range got.Findings {
			if _, known := tableOrder[f.Code]; !known || i > 0 && severityOrder[f.Severity] < severityOrder[got.Findings[i-1].Severity] {
				t.Fatalf("%+v: reasons out of order: %s", c, findings(got))
			}
		}
	})
}
