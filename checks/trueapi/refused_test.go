package trueapi_test

import (
	"testing"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"
)

// A key that was cut off before the platforms were ever listed: the check must say so, and not what the wrong address answered.
func TestAKeyRefusedFromTheStart(t *testing.T) {
	for _, status := range []int{401, 410} {
		w, err := sim.Start(t.Context(), sim.Config{Only: []string{sim.TrueAPI, sim.CDN1, sim.CDN2}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = w.Close() })
		w.TrueAPI.SetKeys(status)
		client, err := trueapi.New(trueapi.Params{CDN: w.URLs.TrueAPI, Token: sim.Key})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = client.Close() })
		if err := client.Warm(t.Context()); err == nil {
			t.Errorf("%d: warmed up with a refused key", status)
		}
		if _, refused := client.TokenRefusedSince(); !refused {
			t.Errorf("%d: the owner is not told", status)
		}
		q := read(t, "0104670540176099215'W9Um\x1d93dGVz")
		if _, f := askOf(t, client, q); f == nil || f.Outcome != checks.OutcomeTokenRefused || f.Status != status {
			t.Errorf("%d: got %+v", status, f)
		}
		w.TrueAPI.SetKeys(0)
		if _, f := askOf(t, client, q); f != nil {
			t.Errorf("%d: the key is good again, got %v", status, f)
		}
		if _, refused := client.TokenRefusedSince(); refused {
			t.Errorf("%d: the notice stays though the key is good", status)
		}
	}
}

// A health check with a refused key says nothing of the platform.
func TestARefusedKeyIsHeldAgainstNoPlatform(t *testing.T) {
	w, client := simulator(t)
	w.TrueAPI.SetKeys(401)
	if err := client.Warm(t.Context()); err == nil {
		t.Error("warmed up with a refused key")
	}
	if _, refused := client.TokenRefusedSince(); !refused {
		t.Error("the owner is not told")
	}
	for _, h := range client.Hosts() {
		if h.Failures != 0 || !h.BlockedUntil.IsZero() || h.Probation {
			t.Errorf("%+v", h)
		}
	}
}

// The list could not be had at the start, and the address that lists platforms checks nothing itself: one lost answer must not keep the
// shop away from the platforms.
func TestTheListIsAskedForAgainWhenItsAddressIsNoPlatform(t *testing.T) {
	w, err := sim.Start(t.Context(), sim.Config{Only: []string{sim.TrueAPI, sim.CDN1, sim.CDN2}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	if err := w.Faults.Set(sim.TrueAPI, fault.Fault{Kind: fault.Status, Status: 503, Path: "cdn/info"}); err != nil {
		t.Fatal(err)
	}
	client, err := trueapi.New(trueapi.Params{CDN: w.URLs.TrueAPI, Token: sim.Key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	q := read(t, "0104670540176099215'W9Um\x1d93dGVz")
	if _, f := askOf(t, client, q); f == nil || f.Status != 404 {
		t.Fatalf("without a list: got %+v", f)
	}
	w.Faults.ClearAll()
	if a, f := askOf(t, client, q); f != nil || a.ReqID == "" {
		t.Errorf("the list is there again: got %+v", f)
	}
}
