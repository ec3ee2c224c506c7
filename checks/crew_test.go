package checks

import (
	"sync"
	"testing"
)

func TestTheCrewIsKeptAndSentHome(t *testing.T) {
	var c crew
	for range 3 { // all at work at once, more than may rest afterwards
		var begun, all sync.WaitGroup
		gate := make(chan struct{})
		for range 3 * mostIdle {
			begun.Add(1)
			all.Add(1)
			if !c.take(func() { defer all.Done(); begun.Done(); <-gate }) {
				t.Fatal("nobody takes the work")
			}
		}
		begun.Wait()
		if n := c.busy.Load(); n < 3*mostIdle {
			t.Errorf("%d at work, want %d", n, 3*mostIdle)
		}
		close(gate)
		all.Wait()
	}
	last := make(chan struct{})
	if !c.take(func() { <-last }) {
		t.Fatal("nobody takes the work")
	}
	c.dismiss()
	c.dismiss()
	if c.take(func() { t.Error("work was done after the end") }) {
		t.Error("work was taken after the end")
	}
	if n := len(c.idle); n != 0 {
		t.Errorf("%d still rest", n)
	}
	close(last)
	c.wait()
	if n := c.busy.Load(); n != 0 {
		t.Errorf("%d still at work", n)
	}
}
