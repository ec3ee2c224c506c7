//go:build e2e

package main

import (
	"fmt"
	"strings"
	"testing"

	"dobro/internal/sim"
)

func TestManyCodesAreAnsweredInOrderAndSummed(t *testing.T) {
	o := begin(t, "")
	s := newShelf(t, 3)
	var in []string
	for i := range 400 {
		if i%10 == 3 {
			in = append(in, certification[4].code)
			continue
		}
		in = append(in, s.code())
	}
	out, errs, code := o.run(strings.Join(in, "\n"), "check", "--json", "-")
	list := decode(t, out)
	if code != exitNo || len(list) != len(in) {
		t.Fatalf("code %d, %d answers for %d codes: %s", code, len(list), len(in), errs)
	}
	for i, v := range list {
		if v["code"] != in[i] {
			t.Fatalf("answer %d is about %q, want %q", i, v["code"], in[i])
		}
	}
	if !strings.Contains(errs, "400") || !strings.Contains(errs, "360") || !strings.Contains(errs, "sold") {
		t.Errorf("summary: %s", errs)
	}
}

func TestLocalModuleLearnsWhatWasSoldAndTakenBack(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newShelf(t, 11)
	a, b := s.code(), s.code()
	o.want(exitYes, "", "replay", "--json", o.write("a.jsonl", strings.Join([]string{do("login", "pin", "2222"), do("open_shift"), do("scan", "raw", a),
		do("scan", "raw", b), payCash("10000"), do("return", "receipt", "last", "lines", []int{1})}, "\n")))
	sold := o.world.LocalModule.Sold()
	if len(sold) != 1 || !strings.HasPrefix(b, sold[0]) {
		t.Errorf("the module has %q as sold, want the cis of %q", sold, b)
	}
	// While it is away the sale waits; when it is back it is told.
	if err := o.world.Faults.Set(sim.LocalModule, refused); err != nil {
		t.Fatal(err)
	}
	c := s.code()
	o.want(exitYes, "", "replay", "--json", o.write("b.jsonl", strings.Join([]string{do("login", "pin", "1111"), do("scan", "raw", c), payCash("10000")}, "\n")))
	o.world.Faults.ClearAll()
	o.want(exitYes, "", "replay", "--json", o.write("c.jsonl", do("login", "pin", "1111")))
	if sold := o.world.LocalModule.Sold(); len(sold) != 2 {
		t.Errorf("the module has %q as sold, want two", sold)
	}
	sameBooks(t, o.world.ATOL.Documents(), o.journal())
}

func TestDoctorNamesWhatIsIll(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	level := func(part string) string {
		out, _, _ := o.run("", "doctor", "--json")
		for _, f := range decode(t, out) {
			if f["part"] == part {
				return fmt.Sprint(f["level"])
			}
		}
		return "missing"
	}
	for _, part := range []string{"settings", "journal", "goods", "people", "kkt", "chz", "lm", "ofd", "fn", "clock"} {
		if got := level(part); got != "ok" {
			t.Errorf("%s is %s, want ok", part, got)
		}
	}
	for service, part := range map[string]string{sim.ATOL: "kkt", sim.TSPIoT: "chz", sim.LocalModule: "lm"} {
		if err := o.world.Faults.Set(service, refused); err != nil {
			t.Fatal(err)
		}
		if got := level(part); got != "bad" {
			t.Errorf("without %s the doctor finds %s %s", service, part, got)
		}
		o.world.Faults.ClearAll()
	}
}
