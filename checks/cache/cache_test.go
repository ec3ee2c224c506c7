package cache

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/marking"

	"github.com/rs/zerolog"
)

func open(t testing.TB, path string) *Cache {
	t.Helper()
	c, err := Open(context.Background(), Params{Path: path, Log: zerolog.Nop()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func fresh(t testing.TB) *Cache {
	t.Helper()
	// a folder as shops have them: # and % must not open another file
	dir := filepath.Join(t.TempDir(), "Касса #1 100%25")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	return open(t, filepath.Join(dir, "cache.db"))
}

func parse(t testing.TB, s string) marking.Code {
	t.Helper()
	code, err := marking.Parse(s)
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return code
}

const milk = "0104670540176099215NN*cM\x1d93dGVz"

func ref[T any](v T) *T { return &v }

var noon = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func answer(change func(*checks.Item)) checks.Answer {
	it := checks.Item{Groups: []int{8}, Found: ref(true), Sold: ref(false), IsBlocked: ref(false)}
	if change != nil {
		change(&it)
	}
	return checks.Answer{Channel: checks.ChannelTSPIoT, ReqID: "r", ReqTimestamp: 1, Item: it}
}

func TestWhatIsLearnedIsKnownAndOutlivesTheProgram(t *testing.T) {
	c := fresh(t)
	code := parse(t, milk)
	if k := c.Look(code); k != (checks.Knowledge{}) || c.Group(code.GTIN) != 0 {
		t.Fatalf("nothing is learned yet, but known: %+v, group %d", k, c.Group(code.GTIN))
	}
	end := noon.AddDate(0, 1, 0)
	c.Learn(code, answer(func(it *checks.Item) { it.ExpireDate, it.Parent = &end, "0104670540176099215BOX\x1d93dGVz" }), noon)
	check := func(c *Cache) {
		t.Helper()
		k := c.Look(code)
		if k.Group != 8 || k.Expires == nil || !k.Expires.Equal(end) || k.Bad != "" || k.Parent != "0104670540176099215BOX" || k.Blocked || k.SoldHere {
			t.Errorf("known: %+v", k)
		}
		if g := c.Group(code.GTIN); g != 8 {
			t.Errorf("group of the GTIN: %d", g)
		}
	}
	check(c)
	path := c.path
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if k := c.Look(code); k != (checks.Knowledge{}) {
		t.Errorf("known after Close: %+v", k)
	}
	if err := c.Close(); err != nil {
		t.Errorf("Close twice: %v", err)
	}
	check(open(t, path))
}

func TestTheLastAnswerCounts(t *testing.T) {
	sold := answer(func(it *checks.Item) { it.Sold = ref(true) })
	blocked := answer(func(it *checks.Item) { it.IsBlocked, it.Sold = ref(true), ref(true) })
	offline, emergency := sold, sold
	offline.Offline, emergency.Emergency = true, true
	type step struct {
		a  checks.Answer
		at time.Duration
	}
	for name, c := range map[string]struct {
		steps []step
		want  checks.ReasonCode
	}{
		"sold":                                  {[]step{{sold, 0}}, checks.Sold},
		"blocked outweighs sold":                {[]step{{blocked, 0}}, checks.Blocked},
		"good after sold heals":                 {[]step{{sold, 0}, {answer(nil), 1}}, ""},
		"an older answer that comes later":      {[]step{{sold, 1}, {answer(nil), 0}}, checks.Sold},
		"an offline answer teaches nothing":     {[]step{{offline, 0}}, ""},
		"an emergency teaches nothing":          {[]step{{emergency, 0}}, ""},
		"not found may be found tomorrow":       {[]step{{answer(func(it *checks.Item) { it.Found = ref(false) }), 0}}, ""},
		"not genuine may have been read poorly": {[]step{{answer(func(it *checks.Item) { it.Verified = ref(false) }), 0}}, ""},
	} {
		k := fresh(t)
		for _, s := range c.steps {
			k.Learn(parse(t, milk), s.a, noon.Add(s.at*time.Second))
		}
		if got := k.Look(parse(t, milk)).Bad; got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

func TestSoldAndTakenBack(t *testing.T) {
	c := fresh(t)
	code := parse(t, milk)
	c.Learn(code, answer(nil), noon)
	if err := c.Sold(code.Cis, "17", noon); err != nil {
		t.Fatal(err)
	}
	if k := c.Look(code); !k.SoldHere || k.SoldIn != "17" || !k.SoldAt.Equal(noon) || k.Group != 8 {
		t.Errorf("after the sale: %+v", k)
	}
	c.Learn(code, answer(func(it *checks.Item) { it.Sold = ref(true) }), noon.Add(time.Minute))
	if err := c.Returned(code.Cis, noon.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if k := c.Look(code); k.SoldHere || !k.ReturnedHere || !k.ReturnedAt.Equal(noon.Add(time.Hour)) || k.Bad != "" {
		t.Errorf("after the return: %+v", k)
	}
	if err := c.Sold(code.Cis, "18", noon.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if k := c.Look(code); !k.SoldHere || k.SoldIn != "18" || k.ReturnedHere {
		t.Errorf("after the second sale: %+v", k)
	}
	if k := c.Look(parse(t, "0104670540176099215<pGKy\x1d93dGVz")); k != (checks.Knowledge{}) {
		t.Errorf("another code of the product: %+v", k)
	}
}

func TestADamagedFileIsMovedAsideAndBegunAnew(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"garbage":           func(p string) error { return os.WriteFile(p, []byte(strings.Repeat("no database ", 1000)), 0o644) },
		"cut in the middle": func(p string) error { return os.Truncate(p, 6000) },
		"pages overwritten": func(p string) error {
			f, err := os.OpenFile(p, os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			defer f.Close()
			for at := int64(4096); at < 40*4096; at += 4096 {
				if _, err := f.WriteAt([]byte(strings.Repeat("\xee", 4096)), at); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "cache.db")
			c := open(t, path)
			for i := range 600 {
				if err := c.Sold(fmt.Sprint("cis ", i), strings.Repeat("r", 100), noon); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Close(); err != nil {
				t.Fatal(err)
			}
			if err := spoil(path); err != nil {
				t.Fatal(err)
			}
			c = open(t, path)
			code := parse(t, milk)
			c.Look(code) // damage deep in the file is met on the way
			for i := range 600 {
				_ = c.Sold(fmt.Sprint("cis ", i), "1", noon)
			}
			if err := c.Sold(code.Cis, "2", noon); err != nil {
				t.Fatalf("the new file does not work: %v", err)
			}
			if k := c.Look(code); !k.SoldHere || k.SoldIn != "2" {
				t.Errorf("known: %+v", k)
			}
			if _, err := os.Stat(path + ".damaged"); err != nil {
				t.Errorf("the damaged file was not kept: %v", err)
			}
		})
	}
}

func TestSomebodyElsesFileIsNotWrittenTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache.db")
	other, err := openFile(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.write.Exec("PRAGMA user_version=999"); err != nil {
		t.Fatal(err)
	}
	if err := other.close(); err != nil {
		t.Fatal(err)
	}
	open(t, path)
	if _, err := os.Stat(path + ".damaged"); err != nil {
		t.Errorf("a file of another version must be kept aside: %v", err)
	}
}

func TestWhatTheDiskRefusesIsRememberedUntilTheEnd(t *testing.T) {
	c := fresh(t)
	code := parse(t, milk)
	if err := c.f.write.Close(); err != nil {
		t.Fatal(err)
	}
	if err := c.Sold(code.Cis, "5", noon); err == nil {
		t.Fatal("the disk refused, but no error came")
	}
	if k := c.Look(code); !k.SoldHere || k.SoldIn != "5" {
		t.Errorf("known: %+v", k)
	}
}

func TestOpenNamesWhatIsWrong(t *testing.T) {
	for name, path := range map[string]string{"no path": "", "no folder": filepath.Join(t.TempDir(), "absent", "cache.db"), "a folder": t.TempDir()} {
		if _, err := Open(context.Background(), Params{Path: path, Log: zerolog.Nop()}); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	c := fresh(t)
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 100 {
				code := marking.Code{Kind: marking.KindUnit, Cis: fmt.Sprintf("01046705401760992%d-%d", w, i), GTIN: "04670540176099"}
				c.Learn(code, answer(nil), noon)
				if err := c.Sold(code.Cis, "1", noon); err != nil {
					t.Error(err)
				}
				if k := c.Look(code); !k.SoldHere || k.Group != 8 {
					t.Errorf("known: %+v", k)
				}
			}
		})
	}
	wg.Go(func() {
		if _, err := c.ImportBlockList(context.Background(), strings.NewReader(strings.Repeat("4670540176099\n", 50_000)), nil); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
}

func TestSQLiteIsNewEnough(t *testing.T) {
	var version string
	if err := fresh(t).f.read.QueryRow(`SELECT sqlite_version()`).Scan(&version); err != nil {
		t.Fatal(err)
	}
	var major, minor, patch int
	if _, err := fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch); err != nil || major*1_000_000+minor*1000+patch < 3_051_003 {
		t.Errorf("SQLite %s may lose pages of a file with a log (fixed in 3.51.3): %v", version, err)
	}
}
