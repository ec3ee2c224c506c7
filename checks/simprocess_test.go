package checks_test

import (
	"bufio"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"testing"

	"dobro/internal/sim"
)

// asSimulators makes TestSimulatorProcess the simulators of another process of this test.
const asSimulators = "DOBRO_TEST_AS_SIMULATORS"

// simulatorProcess starts the simulators in a process of their own, so that neither their memory nor their collector counts as ours.
func simulatorProcess(t testing.TB) sim.URLs {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestSimulatorProcess$")
	cmd.Env = append(os.Environ(), asSimulators+"=1")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			t.Errorf("simulators: %v", err)
		}
	})
	first, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	var urls sim.URLs
	if err := json.Unmarshal(first, &urls); err != nil {
		t.Fatalf("%q: %v", first, err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if os.Getenv("DOBRO_BENCH_APART") != "" {
		standApart(t, cmd.Process.Pid)
	}
	return urls
}

// TestSimulatorProcess is nothing but the simulators when a benchmark starts it; it ends with its standard input.
func TestSimulatorProcess(t *testing.T) {
	if os.Getenv(asSimulators) == "" {
		t.Skip("started by the benchmarks")
	}
	w := world(t, sim.TSPIoT, sim.LocalModule)
	if err := json.NewEncoder(os.Stdout).Encode(w.URLs); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}
