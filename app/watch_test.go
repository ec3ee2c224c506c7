package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

func TestADeadWindowIsOpenedAgainAndAClosedOneIsNot(t *testing.T) {
	mark := filepath.Join(t.TempDir(), openMark)
	clock := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		crashes int           // before the window is closed in order
		apart   time.Duration // between crashes
		starts  int
		want    error
	}{
		"закрыли":        {0, time.Second, 1, nil},
		"упала один раз": {1, time.Second, 2, nil},
		"падает раз в минуту, всю ночь": {50, time.Minute, 51, nil},
		"падает сразу":                  {50, time.Second, mostCrashes, errDiesAgain},
	} {
		starts, now := 0, clock
		w := watched{mark: mark, now: func() time.Time { return now }, pause: func(context.Context) error { now = now.Add(c.apart); return nil },
			start: func(context.Context) (int, error) {
				starts++
				if starts <= c.crashes {
					return 2, os.WriteFile(mark, nil, 0o600)
				}
				if err := os.Remove(mark); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
				return exitYes, nil
			}}
		code, err := w.run(t.Context())
		if !errors.Is(err, c.want) || starts != c.starts || c.want == nil && code != exitYes {
			t.Errorf("%s: code %d, %v after %d starts; want %v after %d", name, code, err, starts, c.want, c.starts)
		}
		_ = os.Remove(mark)
	}
}

func TestTheWatchEndsWithItsContext(t *testing.T) {
	mark := filepath.Join(t.TempDir(), openMark)
	ctx, stop := context.WithCancel(t.Context())
	starts := 0
	w := watched{mark: mark, now: time.Now, pause: func(context.Context) error { return nil }, start: func(context.Context) (int, error) {
		starts++
		stop() // the computer is shut down: the window is killed, its mark stays
		return -1, os.WriteFile(mark, nil, 0o600)
	}}
	if _, err := w.run(ctx); err != nil || starts != 1 {
		t.Errorf("%d starts, %v; want one and no error", starts, err)
	}
}

func TestTheMarkTellsADeathFromAnEnd(t *testing.T) {
	dir := t.TempDir()
	died, closed, err := markOpen(dir)
	if err != nil || died {
		t.Fatalf("a fresh folder: died %v, %v", died, err)
	}
	if err := closed(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{false, true} { // the first of these windows never closes
		if died, _, err = markOpen(dir); err != nil || died != want {
			t.Errorf("died %v, %v; want %v", died, err, want)
		}
	}
}

func TestTheChildGetsTheSameCommandLine(t *testing.T) {
	for _, c := range []struct{ in, want []string }{
		{[]string{"watch"}, []string{}},
		{[]string{"--data", "d", "watch", "--windowed"}, []string{"--data", "d", "--windowed"}},
	} {
		if got := childArguments(c.in); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}
