package cache

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

func TestTheSieveLetsEveryKeyOfTheListPassAndFewOthers(t *testing.T) {
	const n = 3*partKeys/2 + 7
	var s sieve
	for i := range n {
		s.add(key(keyCode, fmt.Sprint("in ", i)))
	}
	for i := range n {
		if !s.holds(key(keyCode, fmt.Sprint("in ", i))) {
			t.Fatalf("key %d of the list does not pass", i)
		}
	}
	wrong := 0
	for i := range 100_000 {
		if s.holds(key(keyCode, fmt.Sprint("out ", i))) {
			wrong++
		}
	}
	if wrong > 400 { // 0.06 % a part, expected 115
		t.Errorf("%d of 100000 other keys pass", wrong)
	}
	for _, p := range s {
		q, err := partFrom(p.bytes())
		if err != nil || q.bits != p.bits {
			t.Fatalf("part is not read back: %v", err)
		}
	}
	if _, err := partFrom([]byte("short")); err == nil {
		t.Error("a sieve of five bytes was taken")
	}
}

func TestAListImportedByAnotherProcessIsNoticed(t *testing.T) {
	till := fresh(t)
	command := open(t, till.path)
	if _, err := command.ImportBlockList(context.Background(), strings.NewReader(milk), nil); err != nil {
		t.Fatal(err)
	}
	till.f.blocked.checked.Store(0) // two seconds have passed
	if !till.Look(parse(t, milk)).Blocked {
		t.Error("the till does not know the new list")
	}
	again := open(t, till.path)
	if !again.Look(parse(t, milk)).Blocked {
		t.Error("the list is not known after a start")
	}
}
