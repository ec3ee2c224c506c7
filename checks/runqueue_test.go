package checks_test

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"dobro/checks"
	"dobro/checks/cache"
	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// queued is how long the threads of this process have stood ready to run without getting a processor, by the kernel's own count
// (/proc/PID/task/*/schedstat, second number, nanoseconds); 0 where the kernel does not tell.
func queued() (all time.Duration) {
	tasks, _ := filepath.Glob("/proc/self/task/*/schedstat") // the pattern is well formed
	for _, name := range tasks {
		text, err := os.ReadFile(name)
		if err != nil {
			continue // a thread that has ended meanwhile
		}
		if f := bytes.Fields(text); len(f) == 3 {
			n, err := strconv.ParseInt(string(f[1]), 10, 64)
			if err == nil {
				all += time.Duration(n)
			}
		}
	}
	return all
}

// sample is a verdict with how long threads of the program stood in the queue for a processor meanwhile.
type sample struct{ own, queued time.Duration }

// queueOf is the median of how long threads queued.
func queueOf(all []sample) time.Duration {
	var q []time.Duration
	for _, s := range all {
		q = append(q, s.queued)
	}
	slices.Sort(q)
	return q[len(q)/2]
}

// BenchmarkWhatTheSlowestWaitFor tells what the slowest hundredth of verdicts wait for: how long threads of the program stood ready without a
// processor during them, by the kernel's own count. served-* are the verdicts during which they queued no longer than during the usual one:
// the engine's own time where the machine is not busy with something else. Blind is the till without the shop's own knowledge, whose
// look-up is one hand-over more.
func BenchmarkWhatTheSlowestWaitFor(b *testing.B) {
	for _, blind := range []bool{false, true} {
		b.Run(map[bool]string{false: "alone", true: "blind"}[blind], func(b *testing.B) { slowestWaitFor(b, blind) })
	}
}

func slowestWaitFor(b *testing.B, blind bool) {
	urls := simulatorProcess(b)
	p := checks.Params{Online: []checks.Source{channelAt(b, urls, "v3")}}
	if !blind {
		known, err := cache.Open(context.Background(), cache.Params{Path: filepath.Join(b.TempDir(), "cache.db"), Log: zerolog.Nop()})
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = known.Close() })
		p.Known = known
	}
	e := tillOf(b, p)
	code, err := marking.Parse("04601653035829H;dV)bFABVUdGVz")
	if err != nil {
		b.Fatal(err)
	}
	check := func() sample {
		before, began := queued(), time.Now()
		v := e.Check(context.Background(), checks.Request{Code: code})
		own := time.Since(began) - awaited(v)
		return sample{own, queued() - before}
	}
	for range 50 {
		check()
	}
	var all []sample
	for b.Loop() {
		all = append(all, check())
	}
	slices.SortFunc(all, func(x, y sample) int { return cmp.Compare(x.own, y.own) })
	usual := queueOf(all[len(all)*45/100 : len(all)*55/100+1])
	var served []sample
	for _, s := range all {
		if s.queued <= usual+20*time.Microsecond {
			served = append(served, s)
		}
	}
	tail := all[len(all)*99/100:]
	for name, d := range map[string]time.Duration{"own-p50-µs": all[len(all)/2].own, "own-p99-µs": tail[0].own, "usual-queued-µs": usual,
		"slowest-own-µs": tail[len(tail)/2].own, "slowest-queued-µs": queueOf(tail), "served-p99-µs": served[len(served)*99/100].own} {
		b.ReportMetric(float64(d.Nanoseconds())/1000, name)
	}
	b.ReportMetric(100*float64(len(served))/float64(len(all)), "served-%")
}
