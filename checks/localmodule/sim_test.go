package localmodule_test

import (
	"slices"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/localmodule"
	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
	"dobro/internal/marking"
	"dobro/internal/sim"
	simmodule "dobro/internal/sim/localmodule"
)

func simulator(t *testing.T) (*sim.World, *localmodule.Client) {
	t.Helper()
	w, err := sim.Start(t.Context(), sim.Config{Only: []string{sim.LocalModule}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, newClient(t, localmodule.Params{URL: w.URLs.LocalModule, Login: "admin", Password: "admin", FiscalDrive: sim.FN})
}

func TestLifeWithTheSimulator(t *testing.T) {
	w, client := simulator(t)
	code, err := marking.Parse("0104602220006549215opRcmR\x1d93dGVz")
	if err != nil {
		t.Fatal(err)
	}
	ask := func() (checks.Answer, *checks.Failure) {
		t.Helper()
		a, err := client.Ask(within(t, 5*time.Second), checks.Query{Code: code, Group: 15})
		if err != nil {
			return a, sourcetest.Failed(t, err)
		}
		return a, nil
	}

	if a, f := ask(); f != nil || !a.Offline || a.Item.IsBlocked == nil || !*a.Item.IsBlocked || a.Inst == "" || a.Version == "" || client.API() != "v2" {
		t.Errorf("blocked code: %v %+v", f, a)
	}
	w.LocalModule.SetVersions(true, false, "1.5.0-462")
	if a, f := ask(); f != nil || a.Item.IsBlocked == nil || !*a.Item.IsBlocked || client.API() != "v1" {
		t.Errorf("after a downgrade: %v %+v in %s", f, a, client.API())
	}
	w.LocalModule.SetUnknownCounters(true)
	if s, err := client.Status(within(t, 5*time.Second)); err != nil || s.State != localmodule.Ready || s.INN != sim.INN || s.Bases["blocked_cis"].Server != -1 {
		t.Errorf("status of version 1: %v %+v", err, s)
	}
	if _, err := client.Sell(within(t, 5*time.Second), code.Cis); !errorsIs(err, localmodule.ErrNoSoldList) {
		t.Errorf("Sell to version 1: %v, want ErrNoSoldList", err)
	}
	w.LocalModule.SetVersions(false, true, "2.5.1-2")
	if refused, err := client.Sell(within(t, 5*time.Second), code.Cis); err != nil || refused != nil || !slices.Contains(w.LocalModule.Sold(), code.Cis) {
		t.Errorf("Sell: %v %v, sold list %v", refused, err, w.LocalModule.Sold())
	}
	if a, f := ask(); f != nil || a.Item.Sold == nil || !*a.Item.Sold {
		t.Errorf("after Sell: %v %+v", f, a)
	}
	if _, err := client.Return(within(t, 5*time.Second), code.Cis); err != nil || slices.Contains(w.LocalModule.Sold(), code.Cis) {
		t.Errorf("Return: %v, sold list %v", err, w.LocalModule.Sold())
	}

	for state, want := range map[string]localmodule.Trouble{"not_configured": localmodule.Unconfigured, "initialization": localmodule.Loading, "sync_error": localmodule.Stale} {
		if err := w.LocalModule.SetState(state); err != nil {
			t.Fatal(err)
		}
		if _, f := ask(); f == nil || f.Outcome != checks.OutcomeNotReady || f.Detail == "" {
			t.Errorf("%s: got %v, want not_ready with the module's words", state, f)
		}
		watcher, err := localmodule.NewWatcher(localmodule.WatcherParams{Client: client, INN: sim.INN})
		if err != nil {
			t.Fatal(err)
		}
		if h := watcher.Look(t.Context()); h.Trouble != want {
			t.Errorf("%s: the watcher says %+v, want %s", state, h, want)
		}
	}
	if s, err := client.Init(within(t, 10*time.Second), localmodule.Init{Token: wire.Secret(sim.Key), Every: 10 * time.Millisecond}); err != nil ||
		s.State != localmodule.Ready && s.State != localmodule.Initialization {
		t.Errorf("Init: %v %+v", err, s)
	}
	if _, err := client.Init(within(t, 10*time.Second), localmodule.Init{Token: "short"}); !errorsIs(err, localmodule.ErrToken) {
		t.Errorf("Init with a bad token: %v, want ErrToken", err)
	}
	w.LocalModule.SetPassword("changed")
	if _, f := ask(); f == nil || f.Outcome != checks.OutcomeTokenRefused {
		t.Errorf("wrong password: got %v", f)
	}
	if got := w.LocalModule.Requests(); !slices.ContainsFunc(got, func(r simmodule.Request) bool { return r.ClientID == sim.FN }) {
		t.Error("X-ClientId never reached the module")
	}
}
