//go:build e2e && linux

package main

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// workday is a day at a real window: what was done so far, and what the till has to show for it.
type workday struct {
	*screen
	t     *testing.T
	eye   *eye
	goods *shelf
	calm  []byte // the first line of an empty basket
	total []byte // the word over the total
	sells int
	backs int
	kept  map[string]bool
}

// Parts of the window of 1024×768 that tell one state from another.
var (
	titleOf  = image.Rect(16, 186, 320, 236)  // title of a panel; on the sale screen the first line of the basket
	totalOf  = image.Rect(590, 212, 680, 244) // the word «total»: on the sale screen only
	basketOf = image.Rect(16, 190, 560, 620)
	bannerOf = image.Rect(150, 4, 720, 178)
	closeOf  = image.Rect(30, 626, 590, 688) // the key that closes the shift: grey while something is printed
)

// newWorkday is somebody at a till that is not started yet: a serial scanner is plugged in, nothing locks and nothing sounds. Pictures go
// to the folder; window holds more lines for that section of the settings.
func newWorkday(t *testing.T, s *screen, folder, window string, seed uint64) *workday {
	t.Helper()
	s.shots = filepath.Join(os.Getenv("SHOTS"), folder)
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	port := s.plug(t)
	old, err := os.ReadFile(filepath.Join(s.o.dir, "dobro.toml"))
	if err != nil {
		t.Fatal(err)
	}
	s.o.write("dobro.toml", string(old)+fmt.Sprintf("[scanner]\nmode = \"serial\"\nport = %q\n[window]\nlock_after = 0\nvolume = 0\n%s", port, window))
	return &workday{screen: s, t: t, eye: openEye(t, s.display), goods: newShelf(t, seed), kept: map[string]bool{}}
}

// rests waits until a part of the window has looked the same for a fifth of a second.
func (d *workday) rests(r image.Rectangle) {
	d.t.Helper()
	before, calm := d.pixels(r), 0
	waitFor(d.t, "a window at rest", func() bool {
		now := d.pixels(r)
		if calm++; !bytes.Equal(before, now) {
			calm = 0
		}
		before = now
		return calm > 10
	})
}

func (d *workday) pixels(r image.Rectangle) []byte { return d.eye.look(d.t, r).Pix }

// changes does something and waits until a part of the window looks different.
func (d *workday) changes(what string, r image.Rectangle, do func()) {
	d.t.Helper()
	before := d.pixels(r)
	do()
	waitFor(d.t, what, func() bool { return !bytes.Equal(before, d.pixels(r)) })
}

// keep leaves one picture of each kind of moment.
func (d *workday) keep(name string) {
	if !d.kept[name] {
		d.kept[name] = true
		d.shot(d.t, name)
	}
}

// put scans goods and waits until they lie in the basket, the verdict with them.
func (d *workday) put(raw string) {
	d.t.Helper()
	d.changes("the scan is in the basket", basketOf, func() { d.scan(d.t, raw) })
}

// finish waits for the document, closes the result and waits for the empty sale screen.
func (d *workday) finish(kind string, want *int, shot string) {
	d.t.Helper()
	*want++
	waitFor(d.t, fmt.Sprintf("document %q number %d", kind, *want), func() bool { return d.o.documents(kind) == *want })
	d.keep(shot)
	waitFor(d.t, "the next buyer can be served", func() bool {
		if bytes.Equal(d.pixels(titleOf), d.calm) {
			return true
		}
		d.keys(d.t, "Return")
		return bytes.Equal(d.pixels(titleOf), d.calm)
	})
}

// opens presses a key of the sale screen and waits for its panel.
func (d *workday) opens(key string) {
	d.t.Helper()
	waitFor(d.t, "the sale screen", func() bool { return bytes.Equal(d.pixels(totalOf), d.total) })
	d.changes("the panel behind "+key, totalOf, func() { d.keys(d.t, key) })
}

func (d *workday) pay(shot string, keys ...string) {
	d.t.Helper()
	d.opens("F9")
	if len(keys) > 0 {
		d.keys(d.t, keys...)
	}
	d.keep(shot)
	d.keys(d.t, "Return")
	d.finish("sell", &d.sells, shot+"-done")
}

// spell is the keys of a text.
func spell(text string) (keys []string) {
	names := map[rune]string{'@': "at", '.': "period", ',': "comma"}
	for _, r := range text {
		if n := names[r]; n != "" {
			keys = append(keys, n)
			continue
		}
		keys = append(keys, string(r))
	}
	return keys
}

// drag is a finger that pulls.
func (d *workday) drag(x, from, to int) {
	d.t.Helper()
	args := []string{"mousemove", fmt.Sprint(x), fmt.Sprint(from), "mousedown", "1"}
	for i := 1; i <= 8; i++ {
		args = append(args, "mousemove", fmt.Sprint(x), fmt.Sprint(from+(to-from)*i/8), "sleep", "0.02")
	}
	if _, err := d.x("xdotool", append(args, "mouseup", "1")...); err != nil {
		d.t.Fatal(err)
	}
}

// login types a PIN at the pad.
func (d *workday) login(pin string) {
	d.t.Helper()
	d.changes("somebody is logged in", titleOf, func() { d.keys(d.t, append(spell(pin), "Return")...) })
}

// TestADayInARealWindow serves sixty receipts as a day brings them, by keys, by taps and by drags, and holds them against the fiscal
// memory document by document.
func TestADayInARealWindow(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	d := newWorkday(t, newScreen(t, o), "day", "", 60)
	d.start(t)
	d.login("1111")
	d.keys(t, "F11")
	waitFor(t, "the shift is open", func() bool {
		if o.documents("openShift") == 1 {
			return true
		}
		d.keys(t, "Return")
		return o.documents("openShift") == 1
	})
	d.keys(t, "Escape")
	d.turns(t, "plain")
	d.rests(titleOf)
	d.calm, d.total = d.pixels(titleOf), d.pixels(totalOf)
	for n := range 5 {
		d.round(n)
	}
	d.opens("F11")
	d.rests(closeOf)
	free := d.pixels(closeOf)
	d.keys(t, "1")
	waitFor(t, "the copy behind the X report", func() bool {
		d.keys(t, "6") // not taken while the report is printed
		return o.world.ATOL.Copies() >= 1
	})
	d.keep("shift")
	waitFor(t, "the printer is free", func() bool { return bytes.Equal(d.pixels(closeOf), free) })
	d.changes("«close the shift?»", basketOf, func() { d.keys(t, "Return") })
	d.keys(t, "Return")
	waitFor(t, "the Z report", func() bool { return o.documents("closeShift") == 1 })
	d.keep("shift-closed")

	f := o.journal()
	sameBooks(t, o.world.ATOL.Documents(), f)
	d.tally(f)
	if out := o.want(exitYes, "", "verify"); out == "" {
		t.Error("verify says nothing")
	}
	d.till.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { d.till.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("the window did not close when it was asked to")
	}
	if said := d.errs.String(); strings.Contains(said, "Error in Fyne call thread") || strings.Contains(said, "goroutine ") {
		t.Errorf("the window complained: %s", said)
	}
}

// round is twelve receipts of all kinds.
func (d *workday) round(n int) {
	t := d.t
	t.Helper()
	d.put(d.goods.code()) // one marked, exact cash
	d.keep("marked")
	d.pay("cash-exact")
	d.put(d.goods.barcode()) // two unmarked, change
	d.put(d.goods.barcode())
	d.pay("cash-change", spell("5000")...)
	d.put(d.goods.code()) // both kinds, by card
	d.put(d.goods.barcode())
	d.opens("F10")
	d.keep("card")
	d.keys(t, "Return")
	d.finish("sell", &d.sells, "card-done")
	d.changes("the weight is asked for", totalOf, func() { d.scan(t, "4607100120568") })
	d.rests(titleOf)
	d.keys(t, append(spell(fmt.Sprintf("0.%d", 355+n)), "Return")...)
	d.keep("weight")
	d.pay("cash-weight")
	d.put(d.goods.code()) // a discount within the cashier's limit
	d.opens("F4")
	d.keys(t, "3", "Return")
	d.keep("discount")
	d.pay("cash-discount")

	d.put(d.goods.barcode()) // put aside, another buyer, taken back
	d.changes("the receipt is put aside", basketOf, func() { d.keys(t, "F5") })
	d.put(d.goods.code())
	d.pay("cash-between")
	d.changes("the receipt is back", basketOf, func() { d.keys(t, "F5") })
	d.keep("resumed")
	d.pay("cash-resumed")

	d.put(d.goods.barcode()) // part in cash, the rest by card
	d.opens("F9")
	d.keys(t, "2", "F10")
	d.keep("mixed")
	d.keys(t, "Return")
	d.finish("sell", &d.sells, "mixed-done")

	d.put(d.goods.code()) // the receipt to an address
	d.opens("F9")
	d.keys(t, append([]string{"F2"}, spell("anna@mail.ru")...)...)
	d.keep("address")
	d.keys(t, "Return", "Return")
	d.finish("sell", &d.sells, "address-done")

	d.scan(t, certification[4].code) // must not be sold; the buyer takes another
	d.turns(t, "red")
	d.keep("forbidden")
	d.keys(t, "Escape")
	d.turns(t, "plain")
	d.put(d.goods.code())
	d.pay("cash-other")

	// A return: the cashier asks, the senior lets him.
	d.opens("F6")
	list := d.pixels(titleOf)
	waitFor(t, "the receipt of the return", func() bool {
		d.keys(t, "Return") // nothing happens before the receipts are read
		return !bytes.Equal(list, d.pixels(titleOf))
	})
	d.keep("return")
	d.changes("the senior is wanted", titleOf, func() { d.keys(t, "F6") })
	d.keep("senior-wanted")
	d.keys(t, append(spell("2222"), "Return")...)
	d.finish("sellReturn", &d.backs, "returned")

	// Cash in, and out by the senior's PIN.
	d.opens("F7")
	d.keys(t, append(spell("1000"), "Return")...)
	waitFor(t, "cash in", func() bool { return d.o.documents("cashIn") == n+1 })
	waitFor(t, "the drawer is left", func() bool { return bytes.Equal(d.pixels(titleOf), d.calm) })
	d.opens("F7")
	d.keys(t, spell("500")...)
	d.keep("cash-out")
	d.changes("the senior's pad", titleOf, func() { d.keys(t, "F7") })
	d.changes("cash out", titleOf, func() { d.keys(t, append(spell("2222"), "Return")...) })
	waitFor(t, "cash out", func() bool { return d.o.documents("cashOut") == n+1 })
	waitFor(t, "the drawer is left", func() bool { return bytes.Equal(d.pixels(titleOf), d.calm) })

	// A long basket is pulled by a finger; the cashiers change and the basket stays.
	for range 9 {
		d.put(d.goods.code())
	}
	d.changes("the basket follows the finger", basketOf, func() { d.drag(260, 330, 560) })
	d.keep("dragged")
	d.changes("the till is locked", bannerOf, func() { d.keys(t, "F12") })
	d.keep("locked")
	d.changes("the senior is at the till", bannerOf, func() { d.keys(t, append(spell("2222"), "Return")...) })
	d.pay("cash-by-senior")
	d.changes("the till is locked", bannerOf, func() { d.keys(t, "F12") })
	d.changes("the cashier is back", bannerOf, func() { d.keys(t, append(spell("1111"), "Return")...) })
	waitFor(t, "the sale screen", func() bool { return bytes.Equal(d.pixels(titleOf), d.calm) })
}

// tally counts what the journal has to hold besides being the same as the fiscal memory.
func (d *workday) tally(f exported) {
	d.t.Helper()
	got := map[string]int{}
	for _, r := range f.Receipts {
		if r.State != "fiscalized" {
			continue
		}
		got[r.Kind]++
		got["by "+r.Cashier]++
		if len(r.Payments) == 2 {
			got["mixed"]++
		}
		for _, l := range r.Lines {
			if l.Quantity != "1" && l.Cis == "" {
				got["weight"]++
			}
			if l.Discount != "0.00" && r.Kind == "sale" {
				got["discount"]++
			}
		}
	}
	for _, doc := range d.o.world.ATOL.Documents() {
		if doc.Contact != "" {
			got["contact "+doc.Contact]++
		}
	}
	want := map[string]int{"sale": 55, "return": 5, "mixed": 5, "by Борис": 5, "contact anna@mail.ru": 5}
	for k, n := range want {
		if got[k] != n {
			d.t.Errorf("%s: %d, want %d; all of it: %v", k, got[k], n, got)
		}
	}
	if got["weight"] < 5 || got["discount"] < 5 {
		d.t.Errorf("weight %d, discount %d, want 5 and more", got["weight"], got["discount"])
	}
}
