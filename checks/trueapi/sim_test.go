package trueapi_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/trueapi"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

func simulator(t *testing.T) (*sim.World, *trueapi.Client) {
	t.Helper()
	w, err := sim.Start(t.Context(), sim.Config{Only: []string{sim.TrueAPI, sim.CDN1, sim.CDN2}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, ready(t, trueapi.Params{CDN: w.URLs.TrueAPI, Token: sim.Key, FiscalDrive: sim.FN, TimeZone: 2})
}

func read(t *testing.T, full string) checks.Query {
	t.Helper()
	code, err := marking.Parse(full)
	if err != nil {
		t.Fatalf("%q: %v", full, err)
	}
	return checks.Query{Code: code}
}

func TestCertificationCodesThroughTheSimulator(t *testing.T) {
	_, client := simulator(t)
	for _, c := range codes.Certification() {
		if c.Entry.Online.NoAnswer || c.Entry.Online.DelayMs > 0 || c.Entry.Online.Status >= 500 {
			continue
		}
		a, f := askOf(t, client, read(t, c.Entry.Code))
		switch {
		case f != nil:
			t.Errorf("case %s: %v", c.Name, f)
		case a.Emergency != (c.Entry.Online.Status == 203):
			t.Errorf("case %s: emergency is %v", c.Name, a.Emergency)
		case !a.Emergency && (a.ReqID == "" || a.ReqTimestamp == 0 || a.Item.GTIN == ""):
			t.Errorf("case %s: got %+v", c.Name, a)
		}
		for key, flag := range map[string]*bool{"utilised": a.Item.Utilised, "realizable": a.Item.Realizable, "sold": a.Item.Sold,
			"isBlocked": a.Item.IsBlocked, "found": a.Item.Found, "verified": a.Item.Verified, "grayZone": a.Item.GrayZone} {
			if want, set := c.Entry.Set[key].(bool); set && (flag == nil || *flag != want) {
				t.Errorf("case %s: %s is %v, want %v", c.Name, key, flag, want)
			}
		}
	}
}

func askOf(t *testing.T, c *trueapi.Client, q checks.Query) (checks.Answer, *checks.Failure) {
	t.Helper()
	a, err := c.Ask(t.Context(), q)
	if err != nil {
		return a, err.(*checks.Failure)
	}
	return a, nil
}

func TestFaultsOfTheSimulatedPlatforms(t *testing.T) {
	w, client := simulator(t)
	host := func(n int) string { return strings.TrimPrefix(w.URLs.CDN[n], "http://") }
	for _, c := range []struct {
		name  string
		fault fault.Fault
		want  []string
	}{
		{"a cut is followed by the other platform", fault.Fault{Kind: fault.Cut, Count: 1}, []string{host(0) + " refused", host(1) + " ok"}},
		{"429 once", fault.Fault{Kind: fault.Status, Status: 429, Count: 1}, []string{host(0) + " http", host(0) + " ok"}},
		{"a page", fault.Fault{Kind: fault.Malformed, Shape: fault.HTML, Count: 1}, []string{host(0) + " bad_answer", host(1) + " ok"}},
		{"half an answer", fault.Fault{Kind: fault.CutDuring, Count: 1}, []string{host(0) + " refused", host(1) + " ok"}},
		{"503 twice", fault.Fault{Kind: fault.Status, Status: 503, Count: 2}, []string{host(0) + " http", host(0) + " http", host(1) + " ok"}},
	} {
		c.fault.Path = "codes/check"
		if err := w.Faults.Set(sim.CDN1, c.fault); err != nil {
			t.Fatal(err)
		}
		a, f := askOf(t, client, read(t, "0104670540176099215'W9Um\x1d93dGVz"))
		if f != nil || !slices.Equal(asked(a.Steps), c.want) {
			t.Errorf("%s: got %v %v, want %v", c.name, f, asked(a.Steps), c.want)
		}
		w.Faults.ClearAll()
	}
}

func TestKeysAndEmergencyOfTheSimulator(t *testing.T) {
	w, client := simulator(t)
	q := read(t, "0104670540176099215'W9Um\x1d93dGVz")
	for _, status := range []int{401, 410} {
		w.TrueAPI.SetKeys(status)
		if _, f := askOf(t, client, q); f == nil || f.Outcome != checks.OutcomeTokenRefused || f.Status != status || len(f.Steps) != 1 {
			t.Errorf("key refused with %d: got %+v", status, f)
		}
	}
	w.TrueAPI.SetKeys(0)
	w.TrueAPI.SetEmergency(true)
	if a, f := askOf(t, client, q); f != nil || !a.Emergency {
		t.Errorf("emergency: got %v %+v", f, a)
	}
	w.TrueAPI.SetEmergency(false)
	if a, f := askOf(t, client, q); f != nil || a.Emergency {
		t.Errorf("emergency over: got %v %+v", f, a)
	}
	if _, on := client.EmergencySince(); on {
		t.Error("the lamp is still on")
	}
	if _, f := askOf(t, client, read(t, "0104670540176099215x5000\x1d93dGVz")); f == nil || !f.CrossBorder() || len(f.Steps) != 2 {
		t.Errorf("5000: got %+v", f)
	}
	began := time.Now()
	a, f := askOf(t, client, q)
	if f != nil || a.Host != strings.TrimPrefix(w.URLs.CDN[0], "http://") || time.Since(began) > time.Second {
		t.Errorf("after 5000 the platform is not blocked: got %v %s", f, a.Host)
	}
}
