package ui

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWhatIsReadySoonNeedsNoHop(t *testing.T) {
	w := newWorker(context.Background(), func(func()) { t.Error("it hopped") })
	defer w.close()
	wrong := errors.New("wrong")
	var said error
	if !w.soon(time.Minute, func(context.Context) error { return wrong }, func(err error) { said = err }) {
		t.Fatal("it was refused")
	}
	if said != wrong {
		t.Errorf("when soon returned, %v had been said, want %v", said, wrong)
	}
}

func TestWhatIsLateHops(t *testing.T) {
	hops, held, said := make(chan func(), 1), make(chan struct{}), 0
	w := newWorker(context.Background(), func(f func()) { hops <- f })
	defer w.close()
	w.soon(time.Millisecond, func(context.Context) error { <-held; return nil }, func(error) { said++ })
	if said != 0 {
		t.Fatal("an answer was shown that there was not")
	}
	close(held)
	(<-hops)()
	if said != 1 {
		t.Errorf("the late answer was shown %d times", said)
	}
}

func TestAHungDiskTakesNoMoreThanItsMomentOfAKey(t *testing.T) {
	held := make(chan struct{})
	hops := make(chan func(), queued)
	w := newWorker(context.Background(), func(f func()) { hops <- f })
	defer w.close()
	defer close(held)
	begun := time.Now()
	for n := range 3 {
		w.soon(time.Millisecond, func(context.Context) error { <-held; return nil }, func(error) { t.Errorf("key %d was answered", n) })
	}
	if took := time.Since(begun); took > time.Second {
		t.Errorf("three keys took %v", took)
	}
}
