//go:build e2e && linux

package main

import (
	"bytes"
	"image"
	"strings"
	"testing"
)

// sideOf is where the buyer's window stands in this test: to the right of the till's.
var sideOf = image.Rect(1040, 0, 2064, 768)

// bothOf are both windows.
var bothOf = image.Rect(0, 0, sideOf.Max.X, sideOf.Max.Y)

// TestTheBuyersWindowFollowsTheTill opens both real windows, sells marked goods in one and looks at the other.
func TestTheBuyersWindowFollowsTheTill(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	d := newWorkday(t, newDisplay(t, o, "2064x768x24"), "buyer", "buyer_screen = true\n", 5)
	d.start(t)
	waitFor(t, "the buyer's window", func() bool {
		id, err := d.x("xdotool", "search", "--onlyvisible", "--name", "покупателя")
		if id = strings.TrimSpace(id); err != nil || id == "" {
			return false
		}
		_, err = d.x("xdotool", "windowmove", id, "1040", "0")
		return err == nil
	})
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
	d.rests(bothOf)
	d.keep("lines")
	calm := d.pixels(sideOf)
	d.scan(t, certification[4].code)
	d.turns(t, "red")
	d.rests(bothOf)
	if !bytes.Equal(calm, d.pixels(sideOf)) {
		t.Error("the buyer's window changes with a code that must not be sold")
	}
	d.keep("forbidden")
	d.keys(t, "Escape")
	d.turns(t, "plain")
	d.changes("the sum to pay", sideOf, func() { d.keys(t, "F9") })
	d.rests(bothOf)
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
	d.rests(bothOf)
	d.keep("change")

	// Keys that land in the buyer's window are the till's all the same.
	if _, err := d.x("xdotool", "mousemove", "1500", "400"); err != nil {
		t.Fatal(err)
	}
	d.changes("Enter in the buyer's window closes the result", bannerOf.Union(basketOf), func() { d.keys(t, "Return") })
	sameBooks(t, o.world.ATOL.Documents(), o.journal())
}

// colours are those of a picture.
func colours(p *image.RGBA) map[[3]uint8]bool {
	seen := map[[3]uint8]bool{}
	for i := 0; i < len(p.Pix); i += 4 {
		seen[[3]uint8{p.Pix[i], p.Pix[i+1], p.Pix[i+2]}] = true
	}
	return seen
}
