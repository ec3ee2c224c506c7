//go:build e2e && linux

package main

import (
	"context"
	"testing"

	"dobro/internal/sim"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
	"dobro/internal/store"
)

// TestLaterTruthReachesTheOwner sells two codes while the operator is silent. Then the link is back: one is «sold» by now, as it must be, the other was
// forbidden meanwhile. The window asks by itself; the first is well, the second becomes a task of the owner.
func TestLaterTruthReachesTheOwner(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	goods := newShelf(t, 33)
	fine, banned := goods.code(), goods.code()
	if err := o.world.Faults.Set(sim.TSPIoT, fault.Fault{Kind: fault.Delay, DelayMs: 6000}); err != nil {
		t.Fatal(err)
	}
	k := o.talk()
	k.say(do("login", "pin", "1111"), do("open_shift"))
	for _, code := range []string{fine, banned} {
		k.say(do("scan", "raw", code))
		if v := k.until("verdict"); v["decision"] != "allow" || v["offline"] != true {
			t.Fatalf("without a link the verdict is %v", v)
		}
		k.say(payCash("50000"))
		if r := k.until("receipt"); r["state"] != "fiscalized" {
			t.Fatalf("the receipt is %v", r)
		}
	}
	if _, code := k.end(); code != exitYes {
		t.Fatalf("the day ended with %d: %v", code, k.all)
	}
	s, err := store.Open(context.Background(), store.Params{Dir: o.dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o.world.Faults.ClearAll()
	o.world.Codes.Sell(fine)
	if err := o.world.Codes.Add(codes.Entry{Code: banned, Group: 8, Set: map[string]any{"isBlocked": true, "ogvs": []string{"RPN"}}}); err != nil {
		t.Fatal(err)
	}
	w := newScreen(t, o)
	w.start(t)
	var good, bad []store.Later
	waitFor(t, "both codes to be asked again", func() bool {
		if good, err = s.LaterIn(context.Background(), store.LaterGood); err != nil {
			t.Fatal(err)
		}
		if bad, err = s.LaterIn(context.Background(), store.LaterBan); err != nil {
			t.Fatal(err)
		}
		return len(good)+len(bad) == 2
	})
	if len(good) != 1 || len(bad) != 1 || bad[0].Reason == "" {
		t.Fatalf("well: %+v; forbidden: %+v", good, bad)
	}
	if bad[0].Cis == "" || good[0].Cis == bad[0].Cis {
		t.Errorf("the wrong code is forbidden: %+v", bad)
	}
	if _, _, broken, err := s.Verify(context.Background()); err != nil || broken != nil {
		t.Errorf("the answers in the chain: %+v, %v", broken, err)
	}
	w.typed(t, "3333")
	w.keys(t, "Return")
	if w.till.ProcessState != nil {
		t.Error("the window ended")
	}
	w.shot(t, "later-truth")
}
