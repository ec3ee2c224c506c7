package sim

import (
	"sync"
	"testing"
	"time"

	"dobro/internal/sim/fault"
)

func TestTheWorldStandsRandomFaultsFromManySides(t *testing.T) {
	w := world(t, Config{Seed: 20261122})
	faults := []Fault{{Kind: fault.Delay, DelayMs: 2, Chance: 0.2}, {Kind: fault.Cut, Chance: 0.1}, {Kind: fault.Cut, After: true, Chance: 0.1},
		{Kind: fault.CutDuring, Chance: 0.1}, {Kind: fault.Status, Status: 503, Chance: 0.1},
		{Kind: fault.Malformed, Shape: fault.HalfJSON, Chance: 0.1}, {Kind: fault.Malformed, Shape: fault.WrongTypes, Chance: 0.1}}
	for _, service := range []string{TSPIoT, LocalModule, CDN1, ATOL} {
		if err := w.Faults.Set(service, faults...); err != nil {
			t.Fatal(err)
		}
	}
	calls := []call{{method: "POST", url: w.URLs.TSPIoT + "/api/v2/codes/check", body: tspiotRequest(milk)},
		{method: "GET", url: w.URLs.LocalModule + "/api/v2/status", header: basic()},
		{method: "POST", url: w.URLs.CDN[0] + "/api/v4/true-api/codes/check", body: m{"codes": []string{milk}}, header: map[string]string{"X-API-KEY": Key}},
		{method: "GET", url: w.URLs.ATOL + "/api/v2/devices"}}
	var group sync.WaitGroup
	var mu sync.Mutex
	outcomes := map[string]int{}
	for _, c := range calls {
		group.Add(1)
		go func() {
			defer group.Done()
			http := bare()
			defer http.CloseIdleConnections()
			for range 100 {
				status, _, err := try(http, c)
				mu.Lock()
				switch {
				case err != nil:
					outcomes["lost"]++
				case status == 200:
					outcomes["answered"]++
				default:
					outcomes["refused"]++
				}
				mu.Unlock()
			}
		}()
	}
	group.Add(1)
	go func() { // somebody switches faults all the while
		defer group.Done()
		for i := range 20 {
			if i%2 == 0 {
				w.Faults.Clear(CDN1)
			} else if err := w.Faults.Set(CDN1, faults...); err != nil {
				t.Error(err)
			}
			time.Sleep(time.Millisecond)
		}
	}()
	group.Wait()
	if outcomes["lost"] == 0 || outcomes["refused"] == 0 || outcomes["answered"] == 0 {
		t.Errorf("outcomes of 400 requests: %v, want some of each", outcomes)
	}
	w.Faults.ClearAll()
	for _, c := range calls {
		if status, body := do(t, c); status != 200 {
			t.Errorf("%s afterwards: got %d %s", c.url, status, body)
		}
	}
}
