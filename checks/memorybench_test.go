package checks_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"dobro/checks"
	"dobro/checks/cache"
	"dobro/internal/marking"
	"dobro/internal/sim"

	"github.com/rs/zerolog"
)

// BenchmarkMemory is what checks leave behind in a till with ТС ПИоТ, the local module and the cache, each check of another code, as in
// a shop. Sizes come from the environment, so that an ordinary run stays short:
//
//	DOBRO_BENCH_CHECKS=10000,100000,300000 go test -run - -bench Memory -benchtime 1x -timeout 60m ./checks
func BenchmarkMemory(b *testing.B) {
	sizes := os.Getenv("DOBRO_BENCH_CHECKS")
	if sizes == "" {
		sizes = "1000"
	}
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(size, func(b *testing.B) { memoryOf(b, n) })
	}
}

func memoryOf(b *testing.B, n int) {
	urls := simulatorProcess(b)
	path := filepath.Join(b.TempDir(), "cache.db")
	known, err := cache.Open(context.Background(), cache.Params{Path: path, Log: zerolog.Nop()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = known.Close() })
	e := tillOf(b, checks.Params{Online: []checks.Source{channelAt(b, urls, "v3")}, Local: module(b, urls.LocalModule), Known: known})
	made := int64(0)
	check := func(times int) {
		for range times {
			made++
			code, err := marking.Parse(sim.MakeCode(8, "4670540176099", made))
			if err != nil {
				b.Fatal(err)
			}
			if v := e.Check(context.Background(), checks.Request{Code: code}); v.Channel != checks.ChannelTSPIoT {
				b.Fatalf("%+v", v)
			}
		}
	}
	for b.Loop() {
		check(500) // connections, caches of pages, pools
		heap, whole := memory()
		check(n)
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		before := m.TotalAlloc
		check(100)
		runtime.ReadMemStats(&m)
		heapAfter, wholeAfter := memory()
		b.ReportMetric(float64(heapAfter-heap)/(1<<20), "MiB-left")
		b.ReportMetric(float64(wholeAfter-whole)/(1<<20), "MiB-resident-more")
		b.ReportMetric(float64(m.TotalAlloc-before)/100/(1<<10), "KiB-a-check")
		if info, err := os.Stat(path); err == nil {
			b.ReportMetric(float64(info.Size())/(1<<20), "MiB-cache.db")
		}
	}
}

// memory is the live heap and what the process holds of the machine's memory, in bytes; the latter is 0 where the system does not tell.
func memory() (heap, resident int64) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b, err := os.ReadFile("/proc/self/statm")
	if f := strings.Fields(string(b)); err == nil && len(f) > 1 {
		pages, _ := strconv.ParseInt(f[1], 10, 64)
		resident = pages * int64(os.Getpagesize())
	}
	return int64(m.HeapAlloc), resident
}
