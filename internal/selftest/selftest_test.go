package selftest

import (
	"context"
	"os"
	"testing"
	"time"

	"dobro/assets"
	"dobro/checks"
	"dobro/internal/lang"
	"dobro/internal/sim"
)

func params(t *testing.T, policy func(*checks.Policy)) Params {
	t.Helper()
	rules, err := assets.Rules()
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := checks.LoadSchedule(rules)
	if err != nil {
		t.Fatal(err)
	}
	p := checks.DefaultPolicy()
	if policy != nil {
		policy(&p)
	}
	r, err := checks.NewRules(checks.RulesParams{Schedule: schedule, Policy: p, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	files, err := assets.Translations()
	if err != nil {
		t.Fatal(err)
	}
	words, err := lang.Load(files, "ru")
	if err != nil {
		t.Fatal(err)
	}
	return Params{Words: words, Rules: r, Schedule: schedule, Dir: t.TempDir()}
}

func TestEveryBanHoldsAndTheBasketStaysEmpty(t *testing.T) {
	p := params(t, nil)
	steps := 0
	p.Step = func(done, all int) {
		if steps++; done != steps || done > all {
			t.Errorf("step %d of %d after %d steps", done, all, steps)
		}
	}
	r, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range r.Bans {
		if !o.Good() {
			t.Errorf("%s: stopped %v, empty %v, by %s, offline %v, %v %q", o.Case, o.Stopped, o.Empty, o.Channel, o.Offline, o.Reasons, o.Text)
		}
	}
	for _, o := range r.Sold {
		if o.Stopped || o.Decision != checks.Allow {
			t.Errorf("a good code by %s: %v %q", o.Way, o.Decision, o.Text)
		}
	}
	if len(r.Bans) != 28 || len(r.Sold) != 4 || !r.Passed() || r.Held() != 28 {
		t.Errorf("%d bans, %d held, %d sales, passed %v", len(r.Bans), r.Held(), len(r.Sold), r.Passed())
	}
	if left, err := os.ReadDir(p.Dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}

func TestATillThatLetsABanThroughDoesNotPass(t *testing.T) {
	p := params(t, func(p *checks.Policy) { p.ErrorCode = checks.StanceIgnore })
	r, err := Run(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	if r.Passed() || r.Held() != len(r.Bans)-2 {
		t.Errorf("passed %v, %d of %d held", r.Passed(), r.Held(), len(r.Bans))
	}
}

func TestTheShopsOwnServicesAreAskedOneByOne(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	w, err := sim.Start(ctx, sim.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	p := params(t, nil)
	p.Code = "0104670540176099215NN*cM\x1d93dGVz" // sold: certification case 5.5
	for _, way := range []Way{ByTSPIoT, ByModule} {
		online, local, closers, err := channels(w, way)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range closers {
			defer c()
		}
		source := local
		if len(online) > 0 {
			source = online[0]
		}
		p.Real = append(p.Real, Channel{Way: way, Host: "x", Source: source})
	}
	r, err := Run(ctx, p)
	if err != nil || len(r.Real) != 2 || r.Cis != "0104670540176099215NN*cM" {
		t.Fatalf("%+v, %v", r.Real, err)
	}
	if o := r.Real[0]; !o.Stopped || !o.Empty || o.Reasons[0] != checks.Sold {
		t.Errorf("ТС ПИоТ: %+v", o)
	}
	if o := r.Real[1]; o.Stopped || o.Channel.Way != ByModule { // the module knows only bans of state bodies
		t.Errorf("local module: %+v", o)
	}
}
