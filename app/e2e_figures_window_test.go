//go:build e2e && linux

package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Places on the window of 1024×768 by which figures are taken.
var (
	bannerPoint = image.Pt(760, 12)              // ground of the banner, beside icon, words and buttons
	foundOf     = image.Rect(56, 268, 336, 284)  // through the name of the first that was found
	padOf       = image.Rect(470, 380, 560, 480) // a key of the PIN pad
)

// rest between two looks; a figure is so much too large at most.
const rest = 1500 * time.Microsecond

func greenish(c color.RGBA) bool { return c.G > c.R+40 && c.G > c.B+20 }

// figures is a till in a real window that is measured. It looks at a small part of the display and rests between looks: on two cores, which
// draw without a graphics card, an eye that never rests takes a third of what it measures.
type figures struct {
	*workday
	hand *hand
}

// TestFiguresOfTheWindow measures the real program on a virtual display, with simulators that answer at once: start until somebody may
// scan, last byte of a scan until the verdict is painted, a key in the search until the list is painted, memory by receipts.
//
// It takes a short form by default. DOBRO_FIGURES is the number of receipts, then with 100,000 goods; DOBRO_YEARS names a folder with a
// journal of many years (shoptest makes one), which the till is started on and appends a few records to.
func TestFiguresOfTheWindow(t *testing.T) {
	receipts, goods, starts := 8, 2_000, 1
	if n, _ := strconv.Atoi(os.Getenv("DOBRO_FIGURES")); n > 0 {
		receipts, goods, starts = n, 100_000, 7
	}
	o := begin(t, "")
	if years := os.Getenv("DOBRO_YEARS"); years != "" {
		if err := os.Symlink(filepath.Join(years, "journal.db"), filepath.Join(o.dir, "journal.db")); err != nil {
			t.Fatal(err)
		}
	}
	if out, _, _ := o.run("", "users", "list"); !strings.Contains(out, "Анна") {
		o.furnish()
		o.manyGoods(t, goods)
	}
	seed := uint64(7)
	if os.Getenv("DOBRO_YEARS") != "" { // the journal remembers what an earlier run sold
		seed = uint64(time.Now().UnixNano())
	}
	f := &figures{workday: newWorkday(t, newScreen(t, o), "figures", "", seed)}
	f.hand = openHand(t, f.display)
	f.cold(starts)
	f.openShift()
	f.searches(receipts)
	f.scans(receipts)
}

// cold starts the till a few times, and logs the cashier in at the last one. The program is started and nothing else runs but an eye that
// looks at one key of the pad: whoever asks the display for whole pictures meanwhile takes a core from the till.
func (f *figures) cold(starts int) {
	t := f.t
	t.Helper()
	var took []time.Duration
	for n := 1; ; n++ {
		eye := openEye(t, f.display)
		begun := time.Now()
		f.launch(t)
		for !someLight(eye.look(t, padOf)) {
			if time.Since(begun) > 30*time.Second {
				t.Fatal("the PIN pad was not painted")
			}
			time.Sleep(2 * time.Millisecond) // between looks: the till needs the processor
		}
		took = append(took, time.Since(begun))
		f.appears(t)
		if n == starts {
			break
		}
		f.o.want(exitYes, "", "quit")
		if err := f.till.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("starts until the PIN pad is painted, one after the other: %v", took)
	f.tell("start until the PIN pad is painted", took)
	f.keep("pad")
	f.login("1111")
}

func someLight(p *image.RGBA) bool {
	for i := 0; i < len(p.Pix); i += 4 {
		if p.Pix[i] > 200 && p.Pix[i+1] > 200 && p.Pix[i+2] > 200 {
			return true
		}
	}
	return false
}

func (f *figures) openShift() {
	t := f.t
	t.Helper()
	f.keys(t, "F11")
	waitFor(t, "the shift is open", func() bool {
		if f.o.documents("openShift") == 1 {
			return true
		}
		f.keys(t, "Return")
		return f.o.documents("openShift") == 1
	})
	f.keys(t, "Escape")
	f.turns(t, "plain")
	f.rests(titleOf)
	f.calm, f.total = f.pixels(titleOf), f.pixels(totalOf)
}

// searches types numbers digit by digit and takes them back; each key brings other goods to the top of the list.
func (f *figures) searches(n int) {
	t := f.t
	t.Helper()
	f.opens("F2")
	f.rests(foundOf)
	var took []time.Duration
	random := rand.New(rand.NewPCG(1, 2))
	key := func(k string) {
		before := f.pixels(foundOf)
		at := time.Now()
		f.hand.press(t, k)
		for bytes.Equal(before, f.pixels(foundOf)) {
			time.Sleep(rest)                  // between looks: the display has to draw, too
			if time.Since(at) > time.Second { // the same goods are on top: nothing to be painted
				return
			}
		}
		took = append(took, time.Since(at))
	}
	for range min(n, 40) {
		for _, d := range strconv.Itoa(100 + random.IntN(1800)) {
			key(string(d))
		}
		f.keep("search")
		for range 4 {
			key("BackSpace")
		}
	}
	if len(took) < 2*min(n, 40) {
		t.Errorf("only %d keys changed the list", len(took))
	}
	f.tell("a key in the search until the list is painted", took)
	f.keys(t, "Escape")
	waitFor(t, "the sale screen", func() bool { return bytes.Equal(f.pixels(totalOf), f.total) })
}

// scans serves receipts of two lines each.
func (f *figures) scans(receipts int) {
	t, o := f.t, f.o
	t.Helper()
	var first, verdict []time.Duration
	hundredth := 0
	for n := 1; n <= receipts; n++ {
		f.put(f.goods.barcode())
		waitFor(t, "no verdict on the banner", func() bool { return !greenish(f.eye.at(t, bannerPoint.X, bannerPoint.Y)) })
		was := f.eye.at(t, bannerPoint.X, bannerPoint.Y)
		code := f.goods.code()
		at := time.Now()
		f.scan(t, code)
		changed := time.Duration(0)
		for {
			c := f.eye.at(t, bannerPoint.X, bannerPoint.Y)
			if changed == 0 && c != was {
				changed = time.Since(at)
			}
			if greenish(c) {
				break
			}
			time.Sleep(rest) // between looks: the display has to draw, too
			if time.Since(at) > 10*time.Second {
				t.Fatal("no verdict is painted")
			}
		}
		first, verdict = append(first, changed), append(verdict, time.Since(at))
		f.serve()
		if mb := resident(t, f.till.Process.Pid); n == 100 || n%250 == 0 || n == receipts {
			t.Logf("after %d receipts: %d MB resident", n, mb)
			if n == 100 {
				hundredth = mb
			} else if hundredth > 0 && mb > hundredth+hundredth/10 {
				t.Errorf("after 100 receipts %d MB, after %d receipts %d MB", hundredth, n, mb)
			}
		}
	}
	f.tell("last byte of a scan until the banner changes", first)
	f.tell("last byte of a scan until the verdict is painted", verdict)
	var took []time.Duration
	if os.Getenv("DOBRO_YEARS") == "" {
		for _, c := range o.journal().Checks {
			if ms, ok := c["elapsedMs"].(float64); ok {
				took = append(took, time.Duration(ms*float64(time.Millisecond)))
			}
		}
		f.tell("of which the check with its simulated network", took)
	}
}

// serve takes the exact cash and waits for the empty basket.
func (f *figures) serve() {
	t := f.t
	t.Helper()
	waitFor(t, "the sale screen", func() bool { return bytes.Equal(f.pixels(totalOf), f.total) })
	before := f.pixels(totalOf)
	f.hand.press(t, "F9")
	waitFor(t, "the payment", func() bool { return !bytes.Equal(before, f.pixels(totalOf)) })
	f.hand.press(t, "Return")
	f.sells++
	waitFor(t, "the document", func() bool { return f.o.documents("sell") == f.sells })
	waitFor(t, "the next buyer can be served", func() bool {
		if bytes.Equal(f.pixels(titleOf), f.calm) {
			return true
		}
		f.hand.press(t, "Return")
		return false
	})
}

func (f *figures) tell(what string, all []time.Duration) {
	f.t.Helper()
	if len(all) == 0 {
		f.t.Errorf("%s: nothing was measured", what)
		return
	}
	slices.Sort(all)
	f.t.Logf("%s: p50 %v, p95 %v of %d", what, all[len(all)/2].Round(100*time.Microsecond), all[len(all)*95/100].Round(100*time.Microsecond), len(all))
}

// manyGoods imports so many more goods, of eight kinds, each with its number in the name.
func (o *outside) manyGoods(t *testing.T, n int) {
	t.Helper()
	kinds := []string{"Молоко пастеризованное 3,2 %%, %d мл", "Вода «Ключевая» газированная %d", "Coca-Cola %d", "Хлеб «Домашний» %d г", "Сигареты Winston %d",
		"Носки мужские, арт. %d", "Сыр «Российский» %d", "Печенье «Юбилейное» %d г"}
	var b strings.Builder
	b.WriteString("code;name;price;unit;vat;group;barcode\n")
	for i := range n {
		digits := fmt.Sprintf("29%010d", i)
		sum := 0
		for j, r := range digits {
			sum += int(r-'0') * (1 + 2*(j%2))
		}
		fmt.Fprintf(&b, "M%d;%s;%d.90;шт;10;;%s%d\n", i, fmt.Sprintf(kinds[i%len(kinds)], i), 10+i%900, digits, (10-sum%10)%10)
	}
	o.want(exitYes, "", "goods", "import", o.write("many.csv", b.String()))
}

// resident is the memory of a process as the system counts it, in megabytes.
func resident(t *testing.T, pid int) int {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(b), "\n") {
		if kb, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			n, _ := strconv.Atoi(strings.Fields(kb)[0])
			return n / 1024
		}
	}
	t.Fatal("the system does not tell how large the process is")
	return 0
}
