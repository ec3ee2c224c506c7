//go:build e2e

package main

import (
	"strings"
	"testing"

	"dobro/internal/sim/atol"
)

// own is the fiscal memory without what another program printed.
func (g *golden) own() (out []atol.Document) {
	for _, d := range g.o.world.ATOL.Documents() {
		if !g.strange[d.FD] {
			out = append(out, d)
		}
	}
	return out
}

// The printer's own check of a code is independent of the permit verdict; where the world is the same it must not hold up what the permit
// lets pass.
func TestWhatThePermitAllowsThePrinterSellsToo(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	script := []string{do("login", "pin", "2222"), do("open_shift")}
	want := 0
	for _, c := range certification {
		// 5.11 is the pack of 5.10 once more; for nicotine the demo shop has another price.
		if c.decision != "allow" || strings.HasPrefix(c.name, "5.11") || strings.Contains(c.name, "200.00") {
			continue
		}
		want++
		script = append(script, do("scan", "raw", c.code), do("pay", "with", []fields{{"type": "cash", "sum": "5000"}}), do("cancel"))
	}
	out, _, _ := o.run("", "replay", "--json", o.write("cases.jsonl", strings.Join(script, "\n")))
	list := decode(t, out)
	sold := 0
	for _, r := range events(list, "receipt") {
		if r["state"] == "fiscalized" {
			sold++
		}
	}
	if sold != want {
		t.Errorf("%d of %d allowed codes were sold: %v", sold, want, events(list, "error"))
	}
}
