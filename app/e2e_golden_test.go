//go:build e2e

package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/codes"
	"dobro/internal/sim/fault"
)

// Scripts of testdata/replay are run by the built program and their events compared with the kept ones, where ids, times and signs are
// put into a normal form. DOBRO_GOLDEN=write keeps what the program says now. Besides actions a script holds directions for the
// outside world, {"sim":"…"}, and {code:GROUP:GTIN:SEED}, {qr:FD} in its texts.

func TestScriptsOfEveryOperationSayWhatTheySaid(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "replay", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			t.Parallel()
			g := &golden{o: begin(t, ""), ids: map[string]string{}}
			g.o.furnish()
			got := g.play(file)
			if !g.apart {
				sameBooks(t, g.own(), g.o.journal())
			}
			g.o.want(exitYes, "", "verify")
			kept := strings.TrimSuffix(file, ".jsonl") + ".want"
			if os.Getenv("DOBRO_GOLDEN") == "write" {
				if err := os.WriteFile(kept, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(kept)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s", difference(string(want), got))
			}
		})
	}
}

// golden plays one script.
type golden struct {
	o       *outside
	till    *talk
	ids     map[string]string
	strange map[int64]bool // documents of another program
	apart   bool           // a person decided: the books cannot be the same
}

func (g *golden) play(file string) string {
	f, err := os.Open(file)
	if err != nil {
		g.o.t.Fatal(err)
	}
	defer f.Close()
	var out strings.Builder
	g.till = g.o.talk()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var d direction
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			g.o.t.Fatalf("%s: %q is no JSON: %v", file, line, err)
		}
		fmt.Fprintln(&out, "> "+line)
		if d.Sim != "" {
			g.direct(d)
			continue
		}
		g.till.say(g.fill(line), do("sync"))
		for {
			f := g.till.next()
			if f["event"] == "error" && f["do"] == "sync" {
				break
			}
			fmt.Fprintln(&out, g.normal(f))
		}
	}
	g.till.end()
	return out.String()
}

// next reads one event.
func (k *talk) next() fields {
	k.o.t.Helper()
	line, err := k.out.ReadString('\n')
	if err != nil {
		k.o.t.Fatalf("the till ended: %v", err)
	}
	f := fields{}
	if err := json.Unmarshal([]byte(line), &f); err != nil {
		k.o.t.Fatalf("%q is no JSON: %v", line, err)
	}
	return f
}

// direction is what happens outside the till.
type direction struct {
	Sim     string
	Service string
	Fault   fault.Fault
	Hours   int
	Minutes int
	FN      string
	Cis     string
	Rubles  string
	GTIN    string
	Group   int
	Parts   int    // of a pack
	Action  string // of crash: the action in whose middle the till dies
}

func (g *golden) direct(d direction) {
	g.o.t.Helper()
	w := g.o.world
	switch d.Sim {
	case "fault":
		if d.Service == "" {
			d.Service = sim.ATOL
		}
		if err := w.Faults.Set(d.Service, d.Fault); err != nil {
			g.o.t.Fatal(err)
		}
	case "well":
		w.Faults.ClearAll()
	case "clock":
		w.ATOL.SetClockOffset(time.Duration(d.Hours)*time.Hour + time.Duration(d.Minutes)*time.Minute)
	case "parts":
		g.packs(d)
	case "drive":
		w.ATOL.SetDrive(d.FN, "00106700000000")
	case "sell":
		// The same code goes at another till of the shop, while it lies in our basket.
		g.print(`{"type":"sell","taxationType":"osn","items":[{"type":"position","name":"x","price":1,"quantity":1,"amount":1,"paymentObject":"commodityWithMarking",` +
			`"tax":{"type":"vat10"},"imcParams":{"imcType":"auto","imc":` + g.code64(d.Cis) + `,"itemEstimatedStatus":"itemPieceSold","imcModeProcessing":0}}],` +
			`"payments":[{"type":"cash","sum":1}],"total":1}`)
	case "unsold":
		// By the operator's data the code was never sold: the receipt has not reached him yet.
		var full string
		if err := json.Unmarshal([]byte(`"`+g.fill(d.Cis)+`"`), &full); err != nil {
			g.o.t.Fatal(err)
		}
		w.Codes.Return(full)
	case "stranger":
		g.print(`{"type":"sell","taxationType":"osn","items":[{"type":"position","name":"x","price":` + d.Rubles + `,"quantity":1,"amount":` + d.Rubles +
			`,"tax":{"type":"vat10"}}],"payments":[{"type":"cash","sum":` + d.Rubles + `}],"total":` + d.Rubles + `}`)
	case "crash":
		before := len(w.ATOL.Documents())
		g.till.say(g.fill(d.Action))
		waitFor(g.o.t, "a document", func() bool { return len(w.ATOL.Documents()) > before })
		g.till.kill()
		g.till = g.o.talk()
	case "apart":
		g.apart = true
	case "kill":
		g.till.kill()
		g.till = g.o.talk()
	case "restart":
		g.till.end()
		g.till = g.o.talk()
	default:
		g.o.t.Fatalf("no direction %q", d.Sim)
	}
}

// packs makes the operator know packs of a product that are sold by parts.
func (g *golden) packs(d direction) {
	g.o.t.Helper()
	gtin, _ := marking.GTIN14(d.GTIN)
	if err := g.o.world.Codes.Product(codes.Product{GTIN: gtin, Group: d.Group, Set: map[string]any{"innerUnitCount": d.Parts}}); err != nil {
		g.o.t.Fatal(err)
	}
}

// code64 is a code as the driver wants it.
func (g *golden) code64(place string) string {
	var full string
	if err := json.Unmarshal([]byte(`"`+g.fill(place)+`"`), &full); err != nil {
		g.o.t.Fatal(err)
	}
	return quote(base64.StdEncoding.EncodeToString([]byte(full)))
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// print makes a document past the till.
func (g *golden) print(task string) {
	g.o.t.Helper()
	_, code, text := g.o.world.ATOL.Execute(g.o.t.Context(), "", json.RawMessage(task))
	if code != 0 {
		g.o.t.Fatalf("the printer refuses a stranger's document: %d %s", code, text)
	}
	docs := g.o.world.ATOL.Documents()
	if g.strange == nil {
		g.strange = map[int64]bool{}
	}
	g.strange[docs[len(docs)-1].FD] = true
}

var places = regexp.MustCompile(`\{(code|qr|fd):([^{}]*)\}`)

// fill puts codes and the QR texts of documents into a line.
func (g *golden) fill(line string) string {
	return places.ReplaceAllStringFunc(line, func(place string) string {
		m := places.FindStringSubmatch(place)
		switch m[1] {
		case "code":
			var group int
			var gtin string
			var seed int64
			if _, err := fmt.Sscanf(strings.ReplaceAll(m[2], ":", " "), "%d %s %d", &group, &gtin, &seed); err != nil {
				g.o.t.Fatalf("%s: %v", place, err)
			}
			gtin, _ = marking.GTIN14(gtin)
			b := quote(sim.MakeCode(group, gtin, seed))
			return b[1 : len(b)-1]
		case "qr":
			for _, d := range g.o.world.ATOL.Documents() {
				if fmt.Sprint(d.FD) == m[2] {
					return fmt.Sprintf("t=%s&s=%s&fn=%s&i=%d&fp=%s&n=1", d.At.Format("20060102T1504"), d.Total, d.FN, d.FD, d.FP)
				}
			}
		}
		g.o.t.Fatalf("nothing for %s", place)
		return ""
	})
}

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// normal is an event without what differs from run to run.
func (g *golden) normal(f fields) string {
	if f["event"] == "verdict" {
		var reasons []string
		for _, r := range f["reasons"].([]any) {
			reasons = append(reasons, fmt.Sprint(r.(fields)["code"]))
		}
		f = fields{"event": "verdict", "decision": f["decision"], "channel": f["channel"], "reasons": strings.Join(reasons, " "),
			"tag1265": f["evidence"].(fields)["tag1265"] != ""}
	}
	if p, ok := f["printer"].(fields); ok {
		delete(p, "at")
	}
	for key, word := range map[string]string{"fp": "FP", "mark": "MARK"} {
		if s, ok := f[key].(string); ok && s != "" {
			f[key] = word
		}
	}
	if docs, ok := f["documents"].([]any); ok {
		for _, d := range docs {
			if d := d.(fields); true {
				d["fp"] = "FP"
			}
		}
	}
	b, err := json.Marshal(f)
	if err != nil {
		g.o.t.Fatal(err)
	}
	return uuids.ReplaceAllStringFunc(string(b), func(id string) string {
		if g.ids[id] == "" {
			g.ids[id] = fmt.Sprintf("ID%d", len(g.ids)+1)
		}
		return g.ids[id]
	})
}

// difference shows the first lines that differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := 0; i < max(len(a), len(b)); i++ {
		x, y := "", ""
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			return fmt.Sprintf("line %d:\nwant %s\ngot  %s\nwhole:\n%s", i+1, x, y, got)
		}
	}
	return "no difference"
}
