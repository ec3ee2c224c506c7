package cache

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// Sizes come from the environment, so that an ordinary run stays short:
//
//	DOBRO_BENCH_CODES=100000,1000000,10000000 DOBRO_BENCH_LINES=1000000 go test -run - -bench . -benchtime 20000x ./checks/cache
func sizes(name, otherwise string) []int {
	s := os.Getenv(name)
	if s == "" {
		s = otherwise
	}
	var out []int
	for f := range strings.SplitSeq(s, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(f))
		if err != nil {
			panic(name + ": " + err.Error())
		}
		out = append(out, n)
	}
	return out
}

func benchCis(i int) string {
	return fmt.Sprintf("01%014d21%07dAbCdE", 4670540176099+i%5000, i)
}

// filled makes a cache of n known codes, as a shop would have it after years.
func filled(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "cache.db")
	c := open(b, path)
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = key(keyCode, benchCis(i))
	}
	slices.Sort(ids)
	tx, err := c.f.write.Begin()
	if err != nil {
		b.Fatal(err)
	}
	const rows = 100
	into := `INSERT INTO codes (id, grp, expires, seen, channel, flags) VALUES `
	many, err := tx.Prepare(into + strings.Repeat("(?,8,1900000000000,1790000000000,'tspiot',1),", rows-1) + "(?,8,1900000000000,1790000000000,'tspiot',1)")
	if err != nil {
		b.Fatal(err)
	}
	args := make([]any, rows)
	for part := range slices.Chunk(ids[:n-n%rows], rows) {
		for i, id := range part {
			args[i] = id
		}
		if _, err := many.Exec(args...); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

func quantile(d []time.Duration, q float64) float64 {
	slices.Sort(d)
	return float64(d[min(int(q*float64(len(d))), len(d)-1)].Nanoseconds()) / 1000
}

// BenchmarkLookup is Look beside a bare point look-up of the same row by its integer key through the same driver, by turns.
func BenchmarkLookup(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_CODES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := open(b, filled(b, n))
			bare, err := c.f.read.Prepare(`SELECT grp, expires FROM codes WHERE id = ?`)
			if err != nil {
				b.Fatal(err)
			}
			r := rand.New(rand.NewPCG(1, 2))
			hot := make([]marking.Code, 2000) // a shop's goods of some weeks
			for i := range hot {
				hot[i] = marking.Code{Kind: marking.KindUnit, Cis: benchCis(r.IntN(n - n%100)), GTIN: "04670540176099"}
			}
			for _, code := range hot {
				c.Look(code)
			}
			b.ReportAllocs()
			b.ResetTimer()
			var ours, floor []time.Duration
			for b.Loop() {
				code := hot[r.IntN(len(hot))]
				began := time.Now()
				k := c.Look(code)
				ours = append(ours, time.Since(began))
				if k.Group != 8 {
					b.Fatalf("%q is not known: %+v", code.Cis, k)
				}
				id := key(keyCode, hot[r.IntN(len(hot))].Cis)
				var group, expires int64
				began = time.Now()
				if err := bare.QueryRow(id).Scan(&group, &expires); err != nil {
					b.Fatal(err)
				}
				floor = append(floor, time.Since(began))
			}
			b.ReportMetric(quantile(ours, 0.5), "p50-µs")
			b.ReportMetric(quantile(ours, 0.99), "p99-µs")
			b.ReportMetric(quantile(floor, 0.5), "bare-p50-µs")
			b.ReportMetric(quantile(floor, 0.99), "bare-p99-µs")
			b.ReportMetric(quantile(ours, 0.5)/quantile(floor, 0.5), "times-bare")
		})
	}
}

// BenchmarkOpen is the start with a full cache.
func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_CODES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			path := filled(b, n)
			for b.Loop() {
				c, err := Open(context.Background(), Params{Path: path, Log: zerolog.Nop()})
				if err != nil {
					b.Fatal(err)
				}
				c.Look(marking.Code{Cis: benchCis(7)})
				if err := c.Close(); err != nil {
					b.Fatal(err)
				}
			}
			if info, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(info.Size())/(1<<20), "MiB")
			}
		})
	}
}

// BenchmarkImport is a block list of codes, beside the bare insertion of as many integer keys in order.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_LINES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := fresh(b)
			for b.Loop() {
				before, most := resident(), int64(0)
				began := time.Now()
				got, err := c.ImportBlockList(context.Background(), lines(n), func(int64) { most = max(most, resident()) })
				if err != nil || got.Codes != int64(n) {
					b.Fatalf("%+v, %v", got, err)
				}
				b.ReportMetric(time.Since(began).Seconds(), "s")
				b.ReportMetric(float64(max(most-before, 0))/(1<<20), "MiB-more")
				b.ReportMetric(bareInsert(b, n).Seconds(), "bare-s")
			}
		})
	}
}

func lines(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		out := bufio.NewWriter(w)
		for i := range n {
			fmt.Fprintf(out, "%s\n", benchLine(i))
		}
		w.CloseWithError(out.Flush())
	}()
	return r
}

func benchLine(i int) string { return fmt.Sprintf("010467054017609921%07d\x1d93dGVz", i) }

func bareInsert(b *testing.B, n int) time.Duration {
	b.Helper()
	db, err := sql.Open("sqlite", fileURI(filepath.Join(b.TempDir(), "bare.db"))+pragmas)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, note TEXT)`); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	one, err := tx.Prepare(`INSERT INTO t (id) VALUES (?)`)
	if err != nil {
		b.Fatal(err)
	}
	for i := range n {
		if _, err := one.Exec(i); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began)
}

// resident is the memory of the process, SQLite's own included; 0 where the system does not tell.
func resident() int64 {
	runtime.GC()
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b))
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(f[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
