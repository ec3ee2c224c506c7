package cache

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
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

	"dobro/assets"
	"dobro/checks"
	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

// Sizes come from the environment, so that an ordinary run stays short. Caches of known codes are kept in DOBRO_BENCH_DIR when it is
// set, since ten million codes take a while to fill in:
//
//	DOBRO_BENCH_DIR=/var/tmp/dobro DOBRO_BENCH_CODES=100000,1000000,10000000 go test -run - -bench Lookup -benchtime 20000x ./checks/cache
//	DOBRO_BENCH_DIR=/var/tmp/dobro DOBRO_BENCH_CODES=100000,1000000,10000000 go test -run - -bench Open -benchtime 50x ./checks/cache
//	DOBRO_BENCH_DIR=/var/tmp/dobro DOBRO_BENCH_CODES=100000,1000000,10000000 go test -run - -bench Start -benchtime 50x ./checks/cache
//	DOBRO_BENCH_LINES=100000,1000000,10000000 go test -run - -bench Import -benchtime 1x ./checks/cache
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

// filled makes a cache of n known codes, as a shop would have it after years, or takes the one that is kept.
func filled(b *testing.B, n int) string {
	b.Helper()
	dir := os.Getenv("DOBRO_BENCH_DIR")
	if dir == "" {
		dir = b.TempDir()
	}
	path := filepath.Join(dir, fmt.Sprintf("cache-%d.db", n))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	unready := path + ".unready"
	c := open(b, unready)
	ids := make([]int64, n)
	for i := range ids {
		ids[i] = key(keyCode, benchCis(i))
	}
	slices.Sort(ids)
	const into = `INSERT INTO codes (id, grp, expires, seen, channel, flags) SELECT CAST(key AS INTEGER),8,1900000000000,1790000000000,'tspiot',1 FROM json_each(?)`
	for part := range slices.Chunk(ids, 10*chunk) {
		tx, err := c.f.write.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for some := range slices.Chunk(part, together) {
			rows := make([]blockRow, len(some))
			for i, id := range some {
				rows[i].id = id
			}
			if _, err := tx.Exec(into, object(rows)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(unready, path); err != nil {
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
				hot[i] = marking.Code{Kind: marking.KindUnit, Cis: benchCis(r.IntN(n)), GTIN: "04670540176099"}
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
			b.ReportMetric(quantile(ours, 0.99)/quantile(floor, 0.99), "times-bare-p99")
		})
	}
}

// BenchmarkOpen is the start with a full cache until the first code is known, beside the opening of the same file through the same
// driver and one look-up.
func BenchmarkOpen(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_CODES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			path := filled(b, n)
			id := key(keyCode, benchCis(7))
			var ours, floor []time.Duration
			for b.Loop() {
				began := time.Now()
				c, err := Open(context.Background(), Params{Path: path, Log: zerolog.Nop()})
				if err != nil {
					b.Fatal(err)
				}
				k := c.Look(marking.Code{Cis: benchCis(7)})
				ours = append(ours, time.Since(began))
				if err := c.Close(); err != nil || k.Group != 8 {
					b.Fatal(k, err)
				}
				began = time.Now()
				db, err := sql.Open("sqlite", fileURI(path)+pragmas)
				if err != nil {
					b.Fatal(err)
				}
				var group int
				if err := db.QueryRow(`SELECT grp FROM codes WHERE id = ?`, id).Scan(&group); err != nil {
					b.Fatal(err)
				}
				floor = append(floor, time.Since(began))
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(quantile(ours, 0.5)/1000, "p50-ms")
			b.ReportMetric(quantile(ours, 0.99)/1000, "p99-ms")
			b.ReportMetric(quantile(floor, 0.5)/1000, "bare-p50-ms")
			b.ReportMetric(quantile(floor, 0.99)/1000, "bare-p99-ms")
			if info, err := os.Stat(path); err == nil {
				b.ReportMetric(float64(info.Size())/(1<<20), "MiB")
			}
		})
	}
}

// BenchmarkStart is the engine with a full cache, from nothing to its first verdict about a code that the shop knows: rules and cache. It
// has no channels, whose clients open nothing before they are asked, so the verdict waits for nobody.
func BenchmarkStart(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_CODES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			path := filled(b, n)
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				v, stop := firstVerdict(b, path, benchCis(7))
				took = append(took, time.Since(began))
				stop()
				if v.Group != 8 || v.Decision != checks.Ask {
					b.Fatalf("%+v", v)
				}
			}
			b.ReportMetric(quantile(took, 0.5)/1000, "p50-ms")
			b.ReportMetric(quantile(took, 0.99)/1000, "p99-ms")
		})
	}
}

func firstVerdict(b *testing.B, path, cis string) (checks.Verdict, func()) {
	files, err := assets.Rules()
	if err != nil {
		b.Fatal(err)
	}
	schedule, err := checks.LoadSchedule(files)
	if err != nil {
		b.Fatal(err)
	}
	rules, err := checks.NewRules(checks.RulesParams{Schedule: schedule, Policy: checks.DefaultPolicy(), Zone: time.UTC})
	if err != nil {
		b.Fatal(err)
	}
	c, err := Open(context.Background(), Params{Path: path, Log: zerolog.Nop()})
	if err != nil {
		b.Fatal(err)
	}
	e, err := checks.NewEngine(checks.Params{Rules: rules, Words: noWords{}, Known: c})
	if err != nil {
		b.Fatal(err)
	}
	v := e.Check(context.Background(), checks.Request{Code: marking.Code{Kind: marking.KindUnit, Full: cis, Cis: cis, GTIN: cis[2:16]}})
	return v, func() {
		if err := errors.Join(e.Close(context.Background()), c.Close()); err != nil {
			b.Fatal(err)
		}
	}
}

type noWords struct{}

func (noWords) Reason(code string, _ map[string]string) (string, string) { return code, "" }

// BenchmarkImport is a block list of codes, beside the insertion of as many keys that are in order already, by the same statements: what
// reading, checking and sorting cost is the difference.
func BenchmarkImport(b *testing.B) {
	for _, n := range sizes("DOBRO_BENCH_LINES", "20000") {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := fresh(b)
			for b.Loop() {
				before, most, last := resident(), int64(0), time.Time{}
				began := time.Now()
				got, err := c.ImportBlockList(context.Background(), lines(n), func(int64) {
					if time.Since(last) > 200*time.Millisecond { // looking at the memory costs time itself
						last, most = time.Now(), max(most, resident())
					}
				})
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
	rows := make([]blockRow, 0, together)
	for from := 0; from < n; from += chunk {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for i := from; i < min(from+chunk, n); i += together {
			rows = rows[:0]
			for id := i; id < min(i+together, n); id++ {
				rows = append(rows, blockRow{id: int64(id) << 40})
			}
			if _, err := tx.Exec(`INSERT INTO t (id, note) SELECT CAST(key AS INTEGER), value FROM json_each(?)`, object(rows)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
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
