//go:build e2e

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dobro/internal/money"
)

// Three hundred random baskets go through the printer: weights, discounts on lines and on the receipt, mixed payments, returns of
// some lines. sameBooks then holds every sum of every line, every VAT and every payment of the printer against the journal; here the
// totals are held together.
func TestThreeHundredRandomReceiptsLoseNoKopeck(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newShelf(t, 300)
	rnd := rand.New(rand.NewPCG(300, 7))
	k := o.talk()
	k.say(do("login", "pin", "2222"), do("open_shift"))
	const wanted = 300
	want, returns := wanted, 0
	for n := range wanted {
		for l := range 1 + rnd.IntN(5) {
			switch rnd.IntN(5) {
			case 0:
				k.say(do("scan", "raw", s.code()))
			case 1:
				// Goods by weight: the line is new, its quantity set by hand.
				k.say(do("scan", "raw", []string{"4607100120568", "4607100120636"}[rnd.IntN(2)]), do("quantity", "line", l+1, "value", fmt.Sprintf("%d.%03d", rnd.IntN(3), 1+rnd.IntN(998))))
			default:
				k.say(do("scan", "raw", s.barcode()))
			}
			if rnd.IntN(3) == 0 {
				k.say(do("discount", "line", 1+rnd.IntN(l+1), "percent", fmt.Sprintf("%d.%02d", rnd.IntN(40), rnd.IntN(100))))
			}
		}
		switch rnd.IntN(4) {
		case 0:
			k.say(do("discount", "percent", fmt.Sprintf("%d.%02d", rnd.IntN(60), rnd.IntN(100))))
		case 1:
			k.say(do("discount", "sum", fmt.Sprintf("%d.%02d", rnd.IntN(9), rnd.IntN(100))))
		}
		if rnd.IntN(3) == 0 {
			// A card's part that exceeds a cheap basket is refused, and cash pays all of it.
			k.say(do("pay", "with", []fields{{"type": "card", "sum": fmt.Sprintf("%d.%02d", rnd.IntN(40), rnd.IntN(100))}, {"type": "cash", "sum": "50000"}}))
		}
		k.say(do("pay", "with", []fields{{"type": "cash", "sum": "50000"}}))
		if n%6 == 5 {
			returns++
			k.say(do("return", "receipt", "last", "lines", []int{1}))
		}
	}
	k.say(do("close_shift"))
	list, _ := k.end()
	made := 0
	for _, r := range events(list, "receipt") {
		if r["state"] == "fiscalized" && r["kind"] == "sale" {
			made++
		}
	}
	if made != want {
		t.Fatalf("%d receipts, want %d; errors %v", made, want, events(list, "error")[:min(5, len(events(list, "error")))])
	}
	f := o.journal()
	sameBooks(t, o.world.ATOL.Documents(), f)
	back := 0
	for _, r := range f.Receipts {
		var sum, vat, paid money.Kopecks
		for _, l := range r.Lines {
			sum, vat = sum+parse(t, l.Sum), vat+parse(t, l.VatSum)
		}
		for _, p := range r.Payments {
			paid += parse(t, p.Sum)
		}
		if total := parse(t, r.Total); sum != total || paid-parse(t, r.Change) != total || vat > total {
			t.Errorf("receipt %d: lines %s, total %s, paid %s, change %s, VAT %s", r.FD, sum, total, paid, r.Change, vat)
		}
		if r.Kind == "return" {
			back++
		}
	}
	if back == 0 || back > returns {
		t.Errorf("%d returns, at most %d were asked for", back, returns)
	}
	if out := o.want(exitYes, "", "verify"); !strings.Contains(out, "\n") {
		t.Error("verify says nothing")
	}
}

func parse(t *testing.T, s string) money.Kopecks {
	t.Helper()
	k, err := money.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}
