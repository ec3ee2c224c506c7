//go:build e2e

package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"dobro/internal/money"
	"dobro/internal/recorder"
)

// fewKills is how often the program is killed when DOBRO_KILLS does not say.
const fewKills = 8

// TestADaySurvivesKillsAtRandomMoments kills the program in the middle of whatever it does: scans, discounts, payments, returns, receipts put
// aside, its own start. Each time it comes back and settles. In the end journal and fiscal memory are the same, document by document and
// in their sums, no code was sold twice, the hash chain is whole, and the flight recorder has seen every death. DOBRO_SEED repeats a run.
func TestADaySurvivesKillsAtRandomMoments(t *testing.T) {
	kills, seed := fewKills, uint64(time.Now().UnixNano())
	if s := os.Getenv("DOBRO_KILLS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 {
			t.Fatalf("DOBRO_KILLS is %q", s)
		}
		kills = n
	}
	if s := os.Getenv("DOBRO_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatalf("DOBRO_SEED is %q", s)
		}
		seed = n
	}
	began := time.Now()
	o := begin(t, "")
	o.furnish()
	d := &dangerousDay{lane: &lane{o: o, shelf: newShelf(t, seed), rnd: rand.New(rand.NewPCG(seed, 8)), count: map[string]int{}}, kills: kills}
	d.awake()
	d.act(do("login", "pin", "2222"))
	d.act(do("open_shift"))
	for d.kills > 0 {
		d.buyer()
	}
	d.act(do("cancel"))
	d.act(do("close_shift"))
	d.till.in.Close()
	for range d.events {
	}
	d.till.cmd.Wait()
	d.judge(kills)
	text := fmt.Sprintf("%d kills, seed %d, %s: %v\n", kills, seed, time.Since(began).Round(time.Second), d.count)
	t.Log(text)
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "kills.txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// dangerousDay is a day with a till that dies.
type dangerousDay struct {
	*lane
	kills int // still to come
}

// buyer is one basket, with what may happen to it.
func (d *dangerousDay) buyer() {
	for range 1 + d.rnd.IntN(3) {
		if d.rnd.IntN(2) == 0 {
			d.do(do("scan", "raw", d.shelf.code()))
		} else {
			d.do(do("scan", "raw", d.shelf.barcode()))
		}
	}
	switch d.rnd.IntN(6) {
	case 0:
		d.do(do("discount", "line", 1, "percent", "5"))
	case 1:
		d.do(do("hold"))
		d.do(do("resume", "receipt", "last"))
	case 2:
		d.do(do("scan", "raw", certification[4].code)) // forbidden
	}
	d.do(payCash("100000"))
	switch d.rnd.IntN(8) {
	case 0:
		d.do(do("return", "receipt", "last"))
	case 1:
		d.do(do("x_report"))
	case 2:
		d.do(do("cancel"))
	}
}

// do says an action; one in three does not see its end.
func (d *dangerousDay) do(line string) {
	if d.kills == 0 || d.rnd.IntN(3) > 0 {
		if _, ok := d.act(line); !ok {
			d.o.t.Fatalf("the till ended by itself at %s", line)
		}
		return
	}
	if _, err := io.WriteString(d.till.in, line+"\n"); err != nil {
		d.o.t.Fatal(err)
	}
	mean := []float64{2, 15, 60, 200}[d.rnd.IntN(4)]
	<-time.After(time.Duration(d.rnd.ExpFloat64() * mean * float64(time.Millisecond)))
	d.die()
	for d.kills > 0 && d.rnd.IntN(6) == 0 { // and once more while it starts
		d.awake()
		<-time.After(time.Duration(d.rnd.ExpFloat64() * 80 * float64(time.Millisecond)))
		d.count["убита при запуске"]++
		d.die()
	}
	d.awake()
	list, ok := d.act(do("login", "pin", "2222"))
	if !ok {
		d.o.t.Fatal("the till does not come back")
	}
	for _, f := range events(list, "recovered") {
		d.count["выяснено: "+fmt.Sprint(f["state"])]++
	}
}

// awake starts the program; what it settles it says before the first action.
func (d *dangerousDay) awake() {
	d.till = d.o.talk()
	d.events = make(chan fields, 100)
	go read(d.till.out, d.events)
	d.count["запущена"]++
}

func (d *dangerousDay) die() {
	d.kills--
	d.count["kill -9"]++
	d.till.kill()
	for range d.events {
	}
}

// judge compares the books.
func (d *dangerousDay) judge(kills int) {
	t := d.o.t
	documents, f := d.o.world.ATOL.Documents(), d.o.journal()
	sameBooks(t, documents, f)
	var drive, journal money.Kopecks
	sold := map[string]int{}
	for _, doc := range documents {
		sign := money.Kopecks(1)
		switch doc.Kind {
		case "sell":
		case "sellReturn":
			sign = -1
		default:
			continue
		}
		d.count["чеков"]++
		k, err := money.Parse(doc.Total.String())
		if err != nil {
			t.Fatal(err)
		}
		drive += sign * k
		for _, item := range doc.Items {
			if item.Code != "" {
				sold[item.Code] += int(sign)
			}
		}
	}
	for _, r := range f.Receipts {
		if r.State != "fiscalized" {
			continue
		}
		k, err := money.Parse(r.Total)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind == "return" {
			k = -k
		}
		journal += k
	}
	if drive != journal || drive == 0 {
		t.Errorf("the drive's day is %s, the journal's %s", drive, journal)
	}
	for code, n := range sold {
		if n < 0 || n > 1 {
			t.Errorf("code %q is sold %d times", code, n)
		}
	}
	d.o.want(exitYes, "", "verify")
	all, err := recorder.Read(d.o.dir)
	if err != nil {
		t.Fatal(err)
	}
	deaths := 0
	for _, l := range all {
		if l.Begin != nil && l.Begin.Died {
			deaths++
		}
	}
	// One that is killed before it has begun to record is not seen.
	if deaths > kills || deaths < kills-d.count["убита при запуске"] {
		t.Errorf("the recorder saw %d deaths of %d", deaths, kills)
	}
	if text := d.o.want(exitYes, "", "record"); strings.Count(text, "\n") < kills {
		t.Errorf("the story of the day has %d lines", strings.Count(text, "\n"))
	}
}
