package checks_test

import (
	"context"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"
)

// Every request that a platform counted stands in a trace under that platform's name, whatever became of it: answered, refused,
// repeated, or still out when the local module had already forbidden the sale.
func TestTracesNameThePlatformsThatWereAsked(t *testing.T) {
	w := world(t, sim.TrueAPI, sim.CDN1, sim.CDN2, sim.LocalModule)
	local := module(t, w.URLs.LocalModule)
	e := till(t, channel(t, w, "trueapi"), local, 400*time.Millisecond)
	code, err := marking.Parse("0104670540176099215LpXjv\x1d93dGVz")
	if err != nil {
		t.Fatal(err)
	}
	slow := fault.Fault{Kind: fault.Delay, DelayMs: 2000, Path: "codes/check"}
	for _, c := range []struct {
		name  string
		sold  bool
		first []fault.Fault
		both  bool
		after checks.Outcome
	}{
		{"answered", false, nil, false, checks.OutcomeOK},
		{"not awaited", true, []fault.Fault{slow}, true, checks.OutcomeNotAwaited},
		{"timed out", false, []fault.Fault{slow}, true, checks.OutcomeTimeout},
		{"cut, then the second", false, []fault.Fault{{Kind: fault.Cut, Path: "codes/check"}}, false, checks.OutcomeOK},
	} {
		w.Faults.ClearAll()
		w.LocalModule.Reset()
		if c.sold {
			if _, err := local.(*localmodule.Client).Sell(context.Background(), code.Cis); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Faults.Set(sim.CDN1, c.first...); err != nil {
			t.Fatal(err)
		}
		if c.both {
			if err := w.Faults.Set(sim.CDN2, c.first...); err != nil {
				t.Fatal(err)
			}
		}
		v := e.Check(context.Background(), checks.Request{Code: code, Group: 8})
		var online []checks.Step
		for _, s := range v.Trace {
			if s.Channel == checks.ChannelTrueAPI && s.Detail != "list of platforms" {
				online = append(online, s)
			}
		}
		if len(online) == 0 {
			t.Fatalf("%s: no platform in the trace %+v", c.name, v.Trace)
		}
		for _, s := range online {
			if "http://"+s.Host != w.URLs.CDN[0] && "http://"+s.Host != w.URLs.CDN[1] {
				t.Errorf("%s: the trace names %s, which checks no codes\n%+v", c.name, s.Host, v.Trace)
			}
		}
		if last := online[len(online)-1]; last.Outcome != c.after {
			t.Errorf("%s: ended with %s, want %s\n%+v", c.name, last.Outcome, c.after, v.Trace)
		}
		if v.Raw == nil && c.after == checks.OutcomeOK {
			t.Errorf("%s: no answer is kept", c.name)
		}
	}
}
