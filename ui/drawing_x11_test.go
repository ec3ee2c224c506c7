//go:build !windows && x11

package ui

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestADisplayThatComesLaterIsWaitedFor(t *testing.T) {
	away := errors.New("refused")
	tries := 0
	err := patiently(t.Context(), time.Minute, time.Microsecond, func() error {
		if tries++; tries < 3 {
			return away
		}
		return nil
	})
	if err != nil || tries != 3 {
		t.Errorf("%v after %d tries, want none after 3", err, tries)
	}
	ctx, stop := context.WithCancel(t.Context())
	tries = 0
	err = patiently(ctx, time.Minute, time.Hour, func() error { tries++; stop(); return away })
	if !errors.Is(err, ErrNoDisplay) || !errors.Is(err, away) || tries != 1 {
		t.Errorf("given up: %v after %d tries", err, tries)
	}
	if err := patiently(t.Context(), time.Millisecond, time.Hour, func() error { return away }); !errors.Is(err, ErrNoDisplay) {
		t.Errorf("in vain: %v", err)
	}
}
