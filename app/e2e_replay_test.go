//go:build e2e

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"dobro/internal/goods"
	"dobro/internal/marking"
	"dobro/internal/money"
	"dobro/internal/sim"
	"dobro/internal/sim/atol"
	"dobro/internal/sim/fault"
)

// shelf makes scans of the demo shop.
type shelf struct {
	t      *testing.T
	marked []goods.Product
	plain  []goods.Product
	rnd    *rand.Rand
	seed   int64
}

func newShelf(t *testing.T, seed uint64) *shelf {
	t.Helper()
	list, err := demoGoods()
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{t: t, rnd: rand.New(rand.NewPCG(seed, 1))}
	for _, p := range list {
		switch {
		case p.Group == 0 && p.Unit == "piece":
			s.plain = append(s.plain, p)
		case p.Group == 8 || p.Group == 13 || p.Group == 23 || p.Group == 17:
			s.marked = append(s.marked, p)
		}
	}
	if len(s.marked) < 4 || len(s.plain) < 4 {
		t.Fatalf("the demo shop has %d marked and %d plain goods of the wanted kinds", len(s.marked), len(s.plain))
	}
	return s
}

func (s *shelf) code() string {
	p := s.marked[s.rnd.IntN(len(s.marked))]
	gtin, _ := marking.GTIN14(p.Barcodes[0])
	s.seed++
	return sim.MakeCode(p.Group, gtin, s.seed)
}

func (s *shelf) barcode() string { return s.plain[s.rnd.IntN(len(s.plain))].Barcodes[0] }

// sameBooks compares the fiscal memory with the journal, document by document.
func sameBooks(t *testing.T, documents []atol.Document, f exported) {
	t.Helper()
	byFD := map[int64]atol.Document{}
	receipts := 0
	for _, d := range documents {
		if d.FD == 0 {
			continue
		}
		byFD[d.FD] = d
		if d.IsReceipt() {
			receipts++
		}
	}
	fiscalised := 0
	seen := map[int64]bool{}
	for _, r := range f.Receipts {
		if r.State != "fiscalized" {
			if r.State == "sending" || r.State == "unknown" {
				t.Errorf("receipt %s is still %s", r.ID, r.State)
			}
			continue
		}
		fiscalised++
		d, ok := byFD[r.FD]
		if !ok || seen[r.FD] {
			t.Errorf("receipt %s names document %d, which is not there or named twice", r.ID, r.FD)
			continue
		}
		seen[r.FD] = true
		kind := map[string]string{"sale": "sell", "return": "sellReturn", "correction": "sellCorrection"}[r.Kind]
		if d.Kind == "sellReturnCorrection" && r.Kind == "correction" {
			kind = d.Kind
		}
		if d.Kind != kind || d.FP != r.FP || d.FN != r.FN || d.Total.String() != r.Total || d.Shift != r.Shift || d.Receipt != r.Number ||
			d.Change.String() != r.Change || d.Operator != r.Cashier || len(d.Items) != len(r.Lines) {
			t.Errorf("document %d is %s %s fp %s shift %d no %d change %s by %q, %d lines; the journal says %+v", d.FD, d.Kind, d.Total, d.FP, d.Shift,
				d.Receipt, d.Change, d.Operator, len(d.Items), r)
			continue
		}
		for i, item := range d.Items {
			l := r.Lines[i]
			q, err := money.ParseQuantity(l.Quantity)
			if err != nil {
				t.Fatal(err)
			}
			tag := ""
			if len(item.Industry) == 1 {
				tag = item.Industry[0].Value
				if item.Industry[0].FOIS != "030" || item.Industry[0].Date != "21.11.2023" || item.Industry[0].Number != "1944" {
					t.Errorf("document %d line %d: tag 1260 is %+v", d.FD, i+1, item.Industry[0])
				}
			}
			vat := map[string]string{"none": "none", "vat0": "0", "vat5": "5", "vat7": "7", "vat10": "10", "vat20": "20", "vat22": "22"}[item.VAT]
			if item.Name != l.Name || item.Sum.String() != l.Sum || item.Quantity != int64(q)*1000 || vat != l.Vat || item.VATSum.String() != l.VatSum ||
				item.Code != l.Code || tag != l.Tag1265 {
				t.Errorf("document %d line %d is %+v, the journal says %+v", d.FD, i+1, item, l)
			}
			if l.Code != "" && r.Kind == "sale" && (l.Check == "" || l.Tag1265 == "" && !strings.Contains(fmt.Sprint(f.Checks), l.Check)) {
				t.Errorf("document %d line %d has a code and no check: %+v", d.FD, i+1, l)
			}
		}
		if len(d.Payments) != len(r.Payments) {
			t.Errorf("document %d has %d payments, the journal %d", d.FD, len(d.Payments), len(r.Payments))
			continue
		}
		for i, p := range d.Payments {
			if kind := []string{"cash", "card", "prepaid"}[p.Type]; kind != r.Payments[i].Type || p.Sum.String() != r.Payments[i].Sum {
				t.Errorf("document %d payment %d is %s %s, the journal says %+v", d.FD, i+1, kind, p.Sum, r.Payments[i])
			}
		}
	}
	if fiscalised != receipts {
		t.Errorf("%d receipts in the journal, %d documents in the fiscal memory", fiscalised, receipts)
	}
}

func TestShiftOfThirtyReceiptsEqualsTheFiscalMemory(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newShelf(t, 30)
	script := []string{do("login", "pin", "1111"), do("open_shift")}
	forbidden := []string{certification[0].code, certification[4].code, certification[5].code, "0104670540176099", "мусор"}
	refused, scans := 0, 0
	for n := range 30 {
		for line := range 1 + s.rnd.IntN(10) {
			switch {
			case line%2 == 0:
				script = append(script, do("scan", "raw", s.code()))
				scans++
			default:
				script = append(script, do("scan", "raw", s.barcode()))
			}
			if s.rnd.IntN(4) == 0 {
				script = append(script, do("scan", "raw", forbidden[s.rnd.IntN(len(forbidden))]))
				refused++
			}
		}
		if n%5 == 4 {
			script = append(script, do("discount", "line", 1, "percent", "3"))
		}
		script = append(script, payCash("100000"))
	}
	script = append(script, do("x_report"), do("close_shift"))
	list := decode(t, o.want(exitYes, "", "replay", "--json", o.write("day.jsonl", strings.Join(script, "\n"))))
	if got := len(events(list, "receipt")); got != 30 {
		t.Fatalf("%d receipts, want 30", got)
	}
	stopped := 0
	for _, v := range events(list, "verdict") {
		if v["decision"] == "forbid" {
			stopped++
		}
	}
	if stopped != refused {
		t.Errorf("%d scans were stopped, want %d", stopped, refused)
	}
	f := o.journal()
	sameBooks(t, o.world.ATOL.Documents(), f)
	if len(f.Shifts) != 1 || f.Shifts[0]["state"] != "closed" || len(f.Checks) != scans+refused {
		t.Errorf("shifts %v, %d checks, want %d", f.Shifts, len(f.Checks), scans+refused)
	}
	if out := o.want(exitYes, "", "verify"); out == "" {
		t.Error("verify says nothing")
	}
}

func TestAnswerLostAfterFiscalisationIsSettled(t *testing.T) {
	for name, faults := range map[string][]fault.Fault{
		"ответ на отправку потерян":      {{Kind: fault.Cut, After: true, Command: "sell", Count: 1}},
		"ответ оборван на полуслове":     {{Kind: fault.CutDuring, Command: "sell", Count: 1}},
		"ответ нельзя прочитать":         {{Kind: fault.Malformed, Shape: fault.HTML, Command: "sell", Count: 1}},
		"запрос не дошёл":                {{Kind: fault.Cut, Command: "sell", Count: 1}},
		"сервер отвечает 500 после дела": {{Kind: fault.Status, Status: 500, After: true, Command: "sell", Count: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			o := begin(t, "")
			o.furnish()
			s := newShelf(t, 7)
			if err := o.world.Faults.Set(sim.ATOL, faults...); err != nil {
				t.Fatal(err)
			}
			script := []string{do("login", "pin", "1111"), do("open_shift"), do("scan", "raw", s.code()), do("scan", "raw", s.barcode()), payCash("10000")}
			out, _, _ := o.run("", "replay", "--json", o.write("one.jsonl", strings.Join(script, "\n")))
			made := 0
			for _, d := range o.world.ATOL.Documents() {
				if d.IsReceipt() {
					made++
				}
			}
			// Where no document was made the basket is still there: paying again makes exactly one.
			if made == 0 {
				o.want(exitYes, "", "replay", "--json", o.write("again.jsonl", do("login", "pin", "1111")+"\n"+payCash("10000")))
			}
			f := o.journal()
			sameBooks(t, o.world.ATOL.Documents(), f)
			if len(f.Receipts) != 1 || f.Receipts[0].State != "fiscalized" {
				t.Fatalf("journal has %+v; the till said %s", f.Receipts, out)
			}
		})
	}
}

func TestKillInTheMiddleOfAPaymentDoublesAndLosesNothing(t *testing.T) {
	o := begin(t, "")
	o.furnish()
	s := newShelf(t, 9)
	first := o.talk()
	first.say(do("login", "pin", "1111"), do("open_shift"))
	first.until("shift")
	first.end()
	rounds := 12
	for round := range rounds {
		// The answer takes its time, so that the till dies at all moments around it.
		if err := o.world.Faults.Set(sim.ATOL, fault.Fault{Kind: fault.Delay, DelayMs: 150, After: round%2 == 0, Command: "sell"}); err != nil {
			t.Fatal(err)
		}
		k := o.talk()
		k.say(do("login", "pin", "1111"), do("scan", "raw", s.code()), do("scan", "raw", s.barcode()))
		k.until("line")
		k.until("line")
		k.say(payCash("10000"))
		<-time.After(time.Duration(s.rnd.IntN(300)) * time.Millisecond)
		k.kill()
		o.world.Faults.Clear(sim.ATOL)
		after := o.talk()
		after.say(do("login", "pin", "1111"), do("x_report"))
		after.until("report")
		// What was not sold is still in the basket; it is paid now, so that each round sells its two items once.
		after.say(payCash("10000"))
		rest, _ := after.end()
		for _, e := range append(after.all, rest...) {
			if e["event"] == "error" && e["code"] != "empty_receipt" {
				t.Errorf("round %d: %v", round, e)
			}
		}
	}
	f := o.journal()
	sameBooks(t, o.world.ATOL.Documents(), f)
	sold := 0
	for _, r := range f.Receipts {
		if r.State == "fiscalized" {
			sold++
			if len(r.Lines) != 2 {
				t.Errorf("receipt %s has %d lines", r.ID, len(r.Lines))
			}
		}
	}
	if sold != rounds {
		t.Errorf("%d rounds sold %d receipts", rounds, sold)
	}
}

var refused = fault.Fault{Kind: fault.Refuse}
