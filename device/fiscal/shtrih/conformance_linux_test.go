package shtrih_test

import (
	"context"
	"testing"

	"dobro/device/fiscal/conformance"
	sim "dobro/internal/sim/shtrih"
)

func TestConformanceOverPty(t *testing.T) {
	conformance.Run(t, func(t *testing.T) conformance.Rig { return rig(t, overPty) })
}

func overPty(t *testing.T, d *sim.Device) string {
	ctx, cancel := context.WithCancel(context.Background())
	path, wait, err := d.Pty(ctx)
	if err != nil {
		cancel()
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { cancel(); wait() })
	return path + ":115200"
}
