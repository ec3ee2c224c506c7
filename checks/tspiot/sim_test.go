package tspiot_test

import (
	"context"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/tspiot"
	"dobro/checks/wire/sourcetest"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

func simulator(t *testing.T, p tspiot.Params) (*sim.World, *tspiot.Client) {
	t.Helper()
	w, err := sim.Start(t.Context(), sim.Config{Only: []string{sim.TSPIoT, sim.TSPIoTControl, sim.LocalModule}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	p.URL, p.ControlURL, p.Fingerprint = w.URLs.TSPIoT, w.URLs.TSPIoTControl, w.Fingerprint
	return w, newClient(t, p)
}

func read(t *testing.T, full string) checks.Query {
	t.Helper()
	code, err := marking.Parse(full)
	if err != nil {
		t.Fatalf("%q: %v", full, err)
	}
	return checks.Query{Code: code, Group: 8}
}

func TestCertificationCodesThroughTheSimulator(t *testing.T) {
	for _, api := range []string{"v1", "v2", "v3", "auto"} {
		_, client := simulator(t, tspiot.Params{API: api})
		for _, c := range codes.Certification() {
			if c.Entry.Online.DelayMs > 0 && api != "auto" {
				continue // waiting once is enough
			}
			a, err := client.Ask(within(t, 5*time.Second), read(t, c.Entry.Code))
			on := c.Entry.Online
			if on.NoModule || on.Status >= 500 {
				want := map[bool]checks.Outcome{true: checks.OutcomeNoUpstream, false: checks.OutcomeHTTP}[on.NoModule]
				if f := sourcetest.Failed(t, err); f.Outcome != want {
					t.Errorf("%s, case %s: got %v, want %s", api, c.Name, f, want)
				}
				continue
			}
			offline := on.NoAnswer || on.DelayMs > 0
			if err != nil || a.Emergency != (on.Status == 203) || a.Offline != offline || !a.Emergency && (a.ReqID == "" || a.ReqTimestamp == 0) ||
				offline && (a.Inst == "" || a.Version == "") {
				t.Errorf("%s, case %s: got %v %+v", api, c.Name, err, a)
			}
			for key, flag := range map[string]*bool{"utilised": a.Item.Utilised, "realizable": a.Item.Realizable, "sold": a.Item.Sold,
				"isBlocked": a.Item.IsBlocked, "found": a.Item.Found, "verified": a.Item.Verified, "grayZone": a.Item.GrayZone} {
				if want, set := c.Entry.Set[key].(bool); set && (flag == nil || *flag != want) {
					t.Errorf("%s, case %s: %s is %v, want %v", api, c.Name, key, flag, want)
				}
			}
		}
	}
}

func TestVersionsInfoAndControlOfTheSimulator(t *testing.T) {
	w, client := simulator(t, tspiot.Params{})
	q := read(t, "0104670540176099215'W9Um\x1d93dGVz")
	for _, c := range []struct {
		want string
		on   [4]bool
	}{{"v3", [4]bool{1: true, 2: true, 3: true}}, {"v2", [4]bool{1: true, 2: true}}, {"v1", [4]bool{1: true}}, {"v2", [4]bool{2: true}}} {
		for v := 1; v <= 3; v++ {
			w.TSPIoT.SetVersion(v, c.on[v])
		}
		if _, err := client.Ask(within(t, 5*time.Second), q); err != nil || client.API() != c.want {
			t.Errorf("with versions %v: %v, in use %s, want %s", c.on, err, client.API(), c.want)
		}
	}
	w.TSPIoT.SetOffline(true)
	w.TSPIoT.SetInstInItem(true)
	if a, err := client.Ask(within(t, 5*time.Second), q); err != nil || !a.Offline || a.Inst == "" || a.Version == "" {
		t.Errorf("offline, inst inside the code: %v %+v", err, a)
	}
	if info, err := client.Info(within(t, 5*time.Second)); err != nil || info.FNSerial != sim.FN || info.KKTINN != sim.INN || info.CheckTimeout != 1800*time.Millisecond {
		t.Errorf("info: %v %+v", err, info)
	}
	till := time.Date(2027, 2, 3, 0, 0, 0, 0, time.UTC)
	w.TSPIoT.SetLicence(till)
	got, err := client.Control(within(t, 5*time.Second))
	if err != nil || len(got.Instances) != 1 || !got.Instances[0].LicenseTill.Equal(till) || got.Instances[0].FNSerial != sim.FN || got.Instances[0].LM.Status != "ready" ||
		len(got.Instances[0].Troubles) != 0 || len(got.Printers) != 1 {
		t.Errorf("control: %v %+v", err, got)
	}
}

func TestFaultsOfTheSimulatedModule(t *testing.T) {
	w, client := simulator(t, tspiot.Params{API: "v3"})
	q := read(t, "0104670540176099215'W9Um\x1d93dGVz")
	for _, c := range []struct {
		name  string
		fault fault.Fault
		want  checks.Outcome
	}{
		{"refuse", fault.Fault{Kind: fault.Refuse}, checks.OutcomeRefused},
		{"cut", fault.Fault{Kind: fault.Cut}, checks.OutcomeRefused},
		{"half of the bytes", fault.Fault{Kind: fault.CutDuring}, checks.OutcomeRefused},
		{"delay", fault.Fault{Kind: fault.Delay, DelayMs: 5000}, checks.OutcomeTimeout},
		{"endless", fault.Fault{Kind: fault.Endless}, ""},
		{"half a JSON", fault.Fault{Kind: fault.Malformed, Shape: fault.HalfJSON}, checks.OutcomeBadAnswer},
		{"a page", fault.Fault{Kind: fault.Malformed, Shape: fault.HTML}, checks.OutcomeBadAnswer},
		{"garbage", fault.Fault{Kind: fault.Malformed, Shape: fault.Garbage}, checks.OutcomeBadAnswer},
		{"empty", fault.Fault{Kind: fault.Malformed, Shape: fault.Empty}, checks.OutcomeBadAnswer},
		{"null", fault.Fault{Kind: fault.Malformed, Shape: fault.Null}, checks.OutcomeBadAnswer},
		{"another certificate", fault.Fault{Kind: fault.Certificate}, checks.OutcomeCertificate},
	} {
		if err := w.Faults.Set(sim.TSPIoT, c.fault); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
		_, err := client.Ask(ctx, q)
		cancel()
		f := sourcetest.Failed(t, err)
		if c.want == "" && f.Outcome != checks.OutcomeBadAnswer && f.Outcome != checks.OutcomeTimeout || c.want != "" && f.Outcome != c.want {
			t.Errorf("%s: got %v, want %s", c.name, f, c.want)
		}
		w.Faults.ClearAll()
		if _, err := client.Ask(within(t, 5*time.Second), q); err != nil {
			t.Errorf("after %s: %v, want an answer again", c.name, err)
		}
	}
}
