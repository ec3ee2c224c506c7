//go:build e2e && linux

package main

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sideOf is where the buyer's window stands in this test: to the right of the till's.
var sideOf = image.Rect(1040, 0, 2064, 768)

// TestTheBuyersWindowFollowsTheTill opens both real windows, sells marked goods in one and looks at the other.
func TestTheBuyersWindowFollowsTheTill(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newDisplay(t, o, "2064x768x24")
	s.shots = filepath.Join(os.Getenv("SHOTS"), "buyer")
	if err := os.MkdirAll(s.shots, 0o755); err != nil {
		t.Fatal(err)
	}
	port := s.plug(t)
	old, err := os.ReadFile(filepath.Join(o.dir, "dobro.toml"))
	if err != nil {
		t.Fatal(err)
	}
	o.write("dobro.toml", string(old)+fmt.Sprintf("[scanner]\nmode = \"serial\"\nport = %q\n[window]\nlock_after = 0\nvolume = 0\nbuyer_screen = true\n", port))
	s.start(t)
	waitFor(t, "the buyer's window", func() bool {
		id, err := s.x("xdotool", "search", "--onlyvisible", "--name", "покупателя")
		if id = strings.TrimSpace(id); err != nil || id == "" {
			return false
		}
		_, err = s.x("xdotool", "windowmove", id, "1040", "0")
		return err == nil
	})
	d := &workday{screen: s, t: t, eye: openEye(t, s.display), goods: newShelf(t, 5), kept: map[string]bool{}}
	waitFor(t, "the buyer is welcomed", func() bool { return len(colours(d.eye.look(t, sideOf))) > 8 })
	d.login("1111")
	d.keys(t, "F11")
	waitFor(t, "the shift is open", func() bool {
		d.keys(t, "Return")
		return o.documents("openShift") == 1
	})
	d.keys(t, "Escape")
	d.turns(t, "plain")
	d.keep("welcome")
	welcome := d.pixels(sideOf)

	d.changes("the first line is at the buyer's", sideOf, func() { d.scan(t, d.goods.code()) })
	d.changes("the second line", sideOf, func() { d.scan(t, d.goods.barcode()) })
	d.changes("the third line", sideOf, func() { d.scan(t, d.goods.code()) })
	d.turns(t, "green")
	d.rest()
	d.keep("lines")
	calm := d.pixels(sideOf)
	d.scan(t, certification[4].code)
	d.turns(t, "red")
	d.rest()
	if !bytes.Equal(calm, d.pixels(sideOf)) {
		t.Error("the buyer's window changes with a code that must not be sold")
	}
	d.keep("forbidden")
	d.keys(t, "Escape")
	d.turns(t, "plain")
	d.changes("the sum to pay", sideOf, func() { d.keys(t, "F9") })
	d.rest()
	d.keep("to-pay")
	asked := d.pixels(sideOf)
	d.keys(t, append(spell("5000"), "Return")...)
	waitFor(t, "the document", func() bool { return o.documents("sell") == 1 })
	waitFor(t, "the change in place of the sum", func() bool {
		now := d.pixels(sideOf)
		if bytes.Equal(now, welcome) {
			t.Fatal("the buyer is welcomed before the change was told")
		}
		return !bytes.Equal(now, asked)
	})
	d.rest()
	d.keep("change")

	// Keys that land in the buyer's window are the till's all the same.
	if _, err := s.x("xdotool", "mousemove", "1500", "400"); err != nil {
		t.Fatal(err)
	}
	d.changes("Enter in the buyer's window closes the result", bannerOf.Union(basketOf), func() { d.keys(t, "Return") })
	sameBooks(t, o.world.ATOL.Documents(), o.journal())
}

// rest waits until two looks at both windows are the same.
func (d *workday) rest() {
	d.t.Helper()
	both := image.Rect(0, 0, sideOf.Max.X, sideOf.Max.Y)
	before := d.pixels(both)
	waitFor(d.t, "both windows at rest", func() bool {
		now := d.pixels(both)
		still := bytes.Equal(before, now)
		before = now
		return still
	})
}

// colours are those of a picture.
func colours(p *image.RGBA) map[[3]uint8]bool {
	seen := map[[3]uint8]bool{}
	for i := 0; i < len(p.Pix); i += 4 {
		seen[[3]uint8{p.Pix[i], p.Pix[i+1], p.Pix[i+2]}] = true
	}
	return seen
}
