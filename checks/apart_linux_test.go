package checks_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// standApart gives the simulators the first processor and this process the second, so that neither waits until the other leaves it: what
// is measured is then the work, not the queue for the machine. The threads that begin later inherit their place.
func standApart(t testing.TB, simulators int) {
	t.Helper()
	if runtime.NumCPU() < 2 {
		t.Skip("needs two processors")
	}
	for process, place := range map[int]int{simulators: 0, os.Getpid(): 1} {
		var set unix.CPUSet
		set.Set(place)
		threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*", process))
		if err != nil || len(threads) == 0 {
			t.Fatalf("threads of process %d: %v", process, err)
		}
		for _, thread := range threads {
			id, err := strconv.Atoi(filepath.Base(thread))
			if err != nil {
				t.Fatal(err)
			}
			if err := unix.SchedSetaffinity(id, &set); err != nil {
				t.Fatalf("place thread %d on processor %d: %v", id, place, err)
			}
		}
	}
	was := runtime.GOMAXPROCS(1)
	t.Cleanup(func() { runtime.GOMAXPROCS(was) })
}
