package checks_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/assets"
	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/trueapi"
	"dobro/checks/tspiot"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	simtspiot "dobro/internal/sim/tspiot"
)

// plain words, since this test is not about sentences
type plain struct{}

func (plain) Reason(code string, _ map[string]string) (string, string) { return code, code }

func world(t testing.TB, only ...string) *sim.World {
	t.Helper()
	w, err := sim.Start(context.Background(), sim.Config{Only: only, Seed: 1, TSPIoT: simtspiot.Params{CDNTimeout: 100 * time.Millisecond}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// channel makes the online client of a shape: v1, v2, v3 of ТС ПИоТ or the direct service.
func channel(t testing.TB, w *sim.World, shape string) checks.Source {
	t.Helper()
	return channelAt(t, w.URLs, shape)
}

func channelAt(t testing.TB, urls sim.URLs, shape string) checks.Source {
	t.Helper()
	if shape == "trueapi" {
		c, err := trueapi.New(trueapi.Params{CDN: urls.TrueAPI, Token: "00000000-0000-4000-8000-000000000001"})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	c, err := tspiot.New(tspiot.Params{URL: urls.TSPIoT, API: shape, ClientName: "Dobro", ClientVersion: "1"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func module(t testing.TB, url string) checks.Source {
	t.Helper()
	c, err := localmodule.New(localmodule.Params{URL: url, Login: "admin", Password: "admin"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func till(t *testing.T, online, local checks.Source, deadline time.Duration) *checks.Engine {
	t.Helper()
	return tillOf(t, checks.Params{Online: []checks.Source{online}, Local: local, Deadline: func() time.Duration { return deadline }})
}

func tillOf(t testing.TB, p checks.Params) *checks.Engine {
	t.Helper()
	folder, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := checks.LoadSchedule(folder)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := checks.NewRules(checks.RulesParams{Schedule: schedule, Policy: checks.DefaultPolicy(), Zone: time.FixedZone("MSK", 3*3600)})
	if err != nil {
		t.Fatal(err)
	}
	p.Rules, p.Words = rules, plain{}
	e, err := checks.NewEngine(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := e.Close(ctx); err != nil {
			t.Error(err)
		}
	})
	return e
}

// outcome is what a certification case must come to: decision, a reason that must be named, and the form of tag 1265.
type outcome struct {
	decision checks.Decision
	reason   checks.ReasonCode
	tag      string // short, long or none
}

var (
	sale     = outcome{checks.Allow, "", "short"}
	byLocal  = outcome{checks.Allow, checks.OfflineOnlyState, "long"}
	noAnswer = outcome{checks.Ask, checks.Unverified, "none"}
	// lost are the cases in which the state system gives no answer; beside them stands what the local module knows.
	lost = map[string]outcome{
		"5.17": byLocal, "5.18": byLocal, "5.19": {checks.Forbid, checks.Blocked, "none"}, "5.20": {checks.Forbid, checks.Blocked, "none"},
		"504": byLocal, "5000": byLocal, "500": byLocal, "514": byLocal,
	}
	certified = map[string]outcome{
		"5.1": {checks.Forbid, checks.NotApplied, "none"}, "5.2": {checks.Forbid, checks.NotIntroduced, "none"}, "5.3": sale,
		"5.4": {checks.Allow, checks.GrayZone, "short"}, "5.5": {checks.Forbid, checks.Sold, "none"}, "5.6": {checks.Forbid, checks.Blocked, "none"},
		"5.7": {checks.Forbid, checks.Expired, "none"}, "5.8": sale, "5.9": sale, "5.10": sale, "5.11": sale, "5.12": {checks.Forbid, checks.NotFound, "none"},
		"5.14": {checks.Forbid, checks.NotVerified, "none"}, "5.21": {checks.Allow, checks.Emergency, "none"}, "5.22": {checks.Forbid, checks.Blocked, "none"},
		"5.23": {checks.Forbid, checks.Blocked, "none"}, "5.24": {checks.Forbid, checks.PriceBelowMin, "none"},
		"5.25": {checks.Forbid, checks.PriceBelowMin, "none"}, "5.26": {checks.Forbid, checks.PriceBelowMin, "none"},
	}
)

func TestCertificationCasesOverEveryChannelWithAndWithoutTheLocalModule(t *testing.T) {
	for _, local := range []bool{true, false} {
		w := world(t, sim.TSPIoT, sim.TrueAPI, sim.CDN1, sim.CDN2, sim.LocalModule)
		if !local {
			if err := w.Faults.Set(sim.LocalModule, fault.Fault{Kind: fault.Refuse}); err != nil {
				t.Fatal(err)
			}
		}
		for _, shape := range []string{"v1", "v2", "v3", "trueapi"} {
			for _, c := range codes.Certification() {
				t.Run(fmt.Sprintf("%s over %s, local module %v", c.Name, shape, local), func(t *testing.T) {
					t.Parallel()
					code, err := marking.Parse(c.Entry.Code)
					if err != nil {
						t.Fatalf("%q: %v", c.Entry.Code, err)
					}
					want, online := certified[c.Name]
					if !online {
						want = lost[c.Name]
						if !local {
							want = noAnswer
						}
						if !local && c.Name == "5000" {
							want = outcome{checks.Allow, checks.Unverified, "none"}
						}
					}
					deadline := 5 * time.Second
					if !online && shape == "trueapi" {
						deadline = 500 * time.Millisecond // what these cases wait for never comes
					}
					req := checks.Request{Code: code}
					if c.Name == "5.26" {
						req.Price, req.HasPrice = 15000, true
					}
					v := till(t, channel(t, w, shape), module(t, w.URLs.LocalModule), deadline).Check(context.Background(), req)
					tag := "none"
					switch {
					case strings.Contains(v.Evidence.Tag1265, "&Inst=") && strings.Contains(v.Evidence.Tag1265, "&Ver="):
						tag = "long"
					case strings.HasPrefix(v.Evidence.Tag1265, "UUID=") && strings.Contains(v.Evidence.Tag1265, "&Time="):
						tag = "short"
					}
					if v.Decision != want.decision || want.reason != "" && !v.Has(want.reason) || tag != want.tag {
						t.Errorf("%s: got %s by %s offline=%v %v, tag %q\nwant %s %s, tag %s\ntrace %+v",
							c.Scenario, v.Decision, v.Channel, v.Offline, v.Reasons, v.Evidence.Tag1265, want.decision, want.reason, want.tag, v.Trace)
					}
				})
			}
		}
	}
}

// stalls measures how long the machine lets a goroutine wait: a busy one is no slow engine.
func stalls(t *testing.T) func() time.Duration {
	var mu sync.Mutex
	var worst time.Duration
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		const beat = time.Millisecond
		for last := time.Now(); ; last = time.Now() {
			select {
			case <-time.After(beat):
			case <-stop:
				return
			}
			mu.Lock()
			worst = max(worst, time.Since(last)-beat)
			mu.Unlock()
		}
	}()
	t.Cleanup(func() { close(stop); <-stopped })
	return func() time.Duration {
		mu.Lock()
		defer mu.Unlock()
		return 4 * worst
	}
}
