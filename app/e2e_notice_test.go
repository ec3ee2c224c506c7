//go:build e2e

package main

import (
	"strings"
	"testing"

	"dobro/internal/sim"
)

// A ТС ПИоТ of another till or shop is told before the first sale: to a person on stderr, to a program as an event.
func TestAModuleOfAnotherTillIsToldBeforeTheFirstAction(t *testing.T) {
	t.Parallel()
	o := begin(t, "")
	o.furnish()
	script := o.write("notice.jsonl", `{"do":"login","pin":"1111"}`)
	for _, c := range []struct{ name, fn, inn, code, says string }{
		{"another drive", "9999078900000000", sim.INN, "chz.fn", "9999078900000000"},
		{"another shop", sim.FN, "500100732259", "chz.inn", "500100732259"},
		{"the right one", sim.FN, sim.INN, "", ""},
	} {
		o.world.TSPIoT.SetRegister(c.fn, c.inn)
		out, errs, code := o.run("", "replay", "--json", script)
		if code != exitYes {
			t.Fatalf("%s: exit %d\n%s%s", c.name, code, out, errs)
		}
		list := decode(t, out)
		notices := events(list, "notice")
		if c.code == "" {
			if len(notices) != 0 || errs != "" {
				t.Errorf("%s: %v %q", c.name, notices, errs)
			}
			continue
		}
		if len(notices) != 1 || list[0]["event"] != "notice" || notices[0]["code"] != c.code || notices[0]["level"] != "bad" ||
			!strings.Contains(notices[0]["text"].(string), c.says) || notices[0]["action"] == "" || !strings.Contains(errs, c.says) {
			t.Errorf("%s:\n%v\n%s", c.name, list, errs)
		}
	}
}
