//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dobro/internal/sim"
	"dobro/internal/sim/fault"
)

// actOn says one action to a till and gives its events.
func actOn(k *talk, line string) []fields {
	k.o.t.Helper()
	k.all = nil
	k.say(line, do("sync"))
	for {
		if e := k.until("error"); e["do"] == "sync" {
			return k.all[:len(k.all)-1]
		}
	}
}

// recordedDay sells through a day with every sort of trouble and two deaths of the program, and gives all that the tills said.
func recordedDay(t *testing.T, o *outside) (all []fields, secrets []string) {
	s := newShelf(t, 8)
	k := o.talk()
	say := func(line string) []fields {
		t.Helper()
		list := actOn(k, line)
		all = append(all, list...)
		return list
	}
	code := func() string {
		c := s.code()
		secrets = append(secrets, c)
		return c
	}
	service := func(name string, f fault.Fault) {
		t.Helper()
		if err := o.world.Faults.Set(name, f); err != nil {
			t.Fatal(err)
		}
	}
	sell := func(codes ...string) {
		for _, c := range codes {
			say(do("scan", "raw", c))
		}
		say(payCash("100000"))
	}
	say(do("login", "pin", "0000"))
	say(do("login", "pin", "1111"))
	say(do("open_shift"))
	sell(code(), s.barcode(), s.barcode())

	for _, c := range certification { // every reason to forbid
		say(do("scan", "raw", c.code))
	}
	say(do("scan", "raw", "мусор"))
	say(do("scan", "raw", "0104670540176099"))
	say(do("cancel"))

	first := code()
	sell(first, strings.ReplaceAll(code(), "\x1d", "")) // lost separators
	say(do("scan", "raw", first))                       // sold here a moment ago
	say(do("scan", "raw", code()))
	say(do("discount", "line", 1, "percent", "5"))
	say(do("scan", "raw", s.barcode()))
	say(do("quantity", "line", 2, "value", "3"))
	say(do("price", "line", 2, "value", "1.00")) // no right
	say(do("hold"))
	sell(s.barcode())
	say(do("resume", "receipt", "last"))
	say(do("remove", "line", 2))
	say(payCash("1")) // not enough
	say(payCash("100000"))

	service(sim.TSPIoT, fault.Fault{Kind: fault.Status, Status: 500})
	sell(code())
	service(sim.TSPIoT, fault.Fault{Kind: fault.Delay, DelayMs: 5000}) // an answer that comes too late
	sell(code())
	service(sim.LocalModule, fault.Fault{Kind: fault.Refuse})
	say(do("scan", "raw", code()))
	say(do("approve", "pin", "2222", "reason", "Проверено по накладной у Петрова"))
	say(payCash("100000"))
	o.world.Faults.ClearAll()

	service(sim.ATOL, fault.Fault{Kind: fault.NoPaper, Command: "sell", Count: 1})
	sell(code())
	say(payCash("100000"))
	for _, lost := range []string{"связь оборвана после чека", "связь оборвана до чека", "питание пропало после чека"} {
		service(sim.ATOL, mishaps[lost])
		sell(code())
		o.world.Faults.Clear(sim.ATOL)
		say(payCash("100000"))
	}
	say(do("login", "pin", "2222"))
	say(do("return", "receipt", "last", "reason", "Покупатель передумал"))
	say(do("cash_in", "sum", "500.00"))
	say(do("cash_out", "sum", "100.00"))

	for range 2 { // the program dies with a basket, and over a payment
		say(do("scan", "raw", code()))
		fired, documents := o.world.Faults.Fired(sim.ATOL, fault.Slow), len(o.world.ATOL.Documents())
		service(sim.ATOL, fault.Fault{Kind: fault.Slow, DelayMs: 700, Command: "sell", Count: 1})
		k.say(payCash("100000"))
		waitFor(t, "the receipt is at the printer", func() bool { return o.world.Faults.Fired(sim.ATOL, fault.Slow) > fired })
		k.kill()
		waitFor(t, "the printer is done", func() bool { return len(o.world.ATOL.Documents()) > documents })
		k = o.talk()
		say(do("login", "pin", "1111"))
		say(payCash("100000"))
	}
	sell(code(), s.barcode())
	say(do("x_report"))
	say(do("close_shift"))
	k.end()
	return all, secrets
}

// TestARecordedDayComesOutTheSameAgain records a day with faults, saves it, runs the file again and compares verdicts and receipts. It looks
// through the recording for what must not be in it.
func TestARecordedDayComesOutTheSameAgain(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	all, secrets := recordedDay(t, o)
	file := filepath.Join(t.TempDir(), "day.jsonl")
	o.want(exitYes, "", "record", "--save", file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range append(secrets, certification[4].code) {
		serial := c[18:24]
		if strings.Contains(string(text), serial) && !strings.Contains(c[:18]+"mfg", serial) {
			t.Errorf("the recording holds the serial number %q of %q", serial, c)
		}
	}
	for _, word := range []string{`"1111"`, `"2222"`, "Анна", "Петрова", "7700000009", "Ромашка", o.journal().Receipts[0].FN} {
		if strings.Contains(string(text), word) {
			t.Errorf("the recording holds %s", word)
		}
	}

	out := decode(t, o.want(exitYes, "", "replay", "--json", file))
	sum := events(out, "compared")
	if len(sum) != 1 || sum[0]["differences"] != 0.0 {
		t.Fatalf("compared: %v\n%v", sum, events(out, "difference"))
	}
	// The same beside the command's own word for it: what the tills said that day, and what the rerun says.
	verdict := func(f fields) string {
		var reasons []string
		for _, r := range f["reasons"].([]any) {
			reasons = append(reasons, fmt.Sprint(r.(fields)["code"]))
		}
		return fmt.Sprint(f["gtin"], f["decision"], f["channel"], f["offline"], reasons)
	}
	receipt := func(f fields) string {
		return fmt.Sprint(f["event"], f["kind"], f["state"], f["total"], f["fd"], f["fp"], f["number"], f["change"])
	}
	same(t, "verdicts", events(all, "verdict"), events(out, "verdict"), verdict)
	settled := func(list []fields) (out []fields) {
		for _, f := range list {
			if f["event"] == "receipt" && (f["state"] == "fiscalized" || f["state"] == "not_fiscalized") || f["event"] == "recovered" {
				out = append(out, f)
			}
		}
		return out
	}
	same(t, "receipts", settled(all), settled(out), receipt)
	t.Logf("%d events of the day, %d bytes saved: %v", len(all), len(text), sum[0])

	told := o.want(exitYes, "", "record")
	if n := strings.Count(told, "\n"); n < 100 || strings.Contains(told, "story.") || strings.Contains(told, "{") {
		t.Errorf("%d lines of story:\n%s", n, told)
	}
}

func same(t *testing.T, what string, then, now []fields, look func(fields) string) {
	t.Helper()
	var a, b []string
	for _, f := range then {
		a = append(a, look(f))
	}
	for _, f := range now {
		b = append(b, look(f))
	}
	if len(a) < 8 || !slices.Equal(a, b) {
		t.Errorf("%s then\n%s\nand now\n%s", what, strings.Join(a, "\n"), strings.Join(b, "\n"))
	}
}

// TestAPieceOfADayIsSavedSoThatItCanBeRunAgain asks for one minute: the piece begins where the till had nothing in work.
func TestAPieceOfADayIsSavedSoThatItCanBeRunAgain(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newShelf(t, 9)
	o.run(strings.Join([]string{do("login", "pin", "1111"), do("open_shift"), do("scan", "raw", s.code()), payCash("10000"), do("scan", "raw", s.code())}, "\n")+"\n", "replay", "-")
	o.run(strings.Join([]string{do("login", "pin", "1111"), do("scan", "raw", s.barcode()), payCash("10000"), do("scan", "raw", s.code()), payCash("10000")}, "\n")+"\n", "replay", "-")
	lines := decode(t, o.want(exitYes, "", "record", "--json"))
	last := lines[len(lines)-1]
	at, err := time.Parse(time.RFC3339, fmt.Sprint(last["at"]))
	zone, zerr := time.LoadLocation("Europe/Moscow")
	if err != nil || zerr != nil || last["event"] != "end" {
		t.Fatalf("the last line is %v", last)
	}
	file := filepath.Join(t.TempDir(), "piece.jsonl")
	o.want(exitNo, "", "record", "--at", "2020-01-01 10:00", "--save", file)
	o.want(exitUsage, "", "record", "--at", "вчера")
	o.want(exitYes, "", "record", "--around", "1h", "--at", at.In(zone).Format("15:04:05"), "--save", file)
	sum := events(decode(t, o.want(exitYes, "", "replay", "--json", file)), "compared")
	if len(sum) != 1 || sum[0]["receipts"] == 0.0 {
		t.Errorf("compared: %v", sum)
	}
	// A line that was changed by hand shows as a difference, with exit code 3.
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(b), `"decision":"allow"`, `"decision":"forbid"`, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	out := decode(t, o.want(exitNo, "", "replay", "--json", file))
	if d := events(out, "difference"); len(d) != 1 {
		t.Errorf("differences: %v", d)
	}
}
