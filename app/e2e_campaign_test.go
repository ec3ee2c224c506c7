//go:build e2e

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The exactly-once campaign, for every way to a printer. Tills sell basket after basket while they are killed at random moments and their
// printers lose power, paper, connections and answers. Every basket holds one code that no other has; in the end every code stands in
// exactly one document of the fiscal memory, and documents and journal are the same one to one.
//
// DOBRO_SEED repeats a run. The figures are printed with -v and added to campaign.txt in the folder that SHOTS names.

// victim is the printer of a lane.
type victim interface {
	settings() string           // its section of dobro.toml
	befall(r *rand.Rand) string // lets one random thing happen to it and names it; standing things stay until well
	well()
	memory() []inDrive // receipts in the drive, oldest first
}

// inDrive is a receipt in a fiscal memory.
type inDrive struct {
	fd              int64
	kind, fp, total string
	codes           []string
}

var victims = []struct {
	name string
	make func(o *outside) victim
}{
	{"ATOL web server", newWebVictim},
	{"ATOL library", newLibraryVictim},
	{"Shtrih TCP", newShtrihOverTCP},
	{"Shtrih serial", newShtrihOverPty},
}

// lane is one till with its printer.
type lane struct {
	o      *outside
	hurt   victim
	shelf  *shelf
	rnd    *rand.Rand
	till   *talk
	events chan fields
	count  map[string]int
	codes  []string // one a basket
}

func TestCampaignEveryReceiptExactlyOnce(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("DOBRO_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	for _, v := range victims {
		t.Run(v.name, func(t *testing.T) { campaign(t, v.name, v.make, seed) })
	}
}

func campaign(t *testing.T, name string, make func(o *outside) victim, seed uint64) {
	began := time.Now()
	var mu sync.Mutex
	total := map[string]int{}
	t.Run("lanes", func(t *testing.T) {
		for n := range campaignLanes {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				o := begin(t, "")
				l := &lane{o: o, hurt: make(o), shelf: newShelf(t, seed+uint64(n)), rnd: rand.New(rand.NewPCG(seed, uint64(n))), count: map[string]int{}}
				o.tie(l.hurt.settings())
				o.furnish()
				defer func() {
					mu.Lock()
					defer mu.Unlock()
					for key, n := range l.count {
						total[key] += n
					}
				}()
				l.run(campaignEach)
				l.judge()
			})
		}
	})
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(total)) {
		lines = append(lines, fmt.Sprintf("%6d  %s", total[key], key))
	}
	text := fmt.Sprintf("%s: seed %d, %s\n%s\n", name, seed, time.Since(began).Round(time.Millisecond), strings.Join(lines, "\n"))
	t.Log(text)
	if dir := os.Getenv("SHOTS"); dir != "" {
		f, err := os.OpenFile(filepath.Join(dir, "campaign.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
}

// tie writes the settings anew with another printer.
func (o *outside) tie(printer string) {
	o.t.Helper()
	o.write("dobro.toml", fmt.Sprintf("[shop]\nname = \"Ромашка\"\ninn = \"7700000009\"\ntaxation = \"osn\"\n[checks.tspiot]\nurl = %q\n[checks.local_module]\nurl = %q\n%s",
		o.world.URLs.TSPIoT, o.world.URLs.LocalModule, printer))
}

func (l *lane) start() {
	l.till = l.o.talk()
	l.events = make(chan fields, 100)
	go read(l.till.out, l.events)
	l.act(do("login", "pin", "1111"))
	l.count["касса запущена"]++
}

// read hands the events of a till on until it ends.
func read(in *bufio.Reader, out chan<- fields) {
	defer close(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		f := fields{}
		if json.Unmarshal([]byte(line), &f) == nil {
			out <- f
		}
	}
}

// act says one action and waits for its end; it gives its events, or false when the till is gone.
func (l *lane) act(line string) ([]fields, bool) {
	l.o.t.Helper()
	if _, err := io.WriteString(l.till.in, line+"\n"+do("sync")+"\n"); err != nil {
		return nil, false
	}
	var out []fields
	limit := time.After(2 * time.Minute)
	for {
		select {
		case f, ok := <-l.events:
			switch {
			case !ok:
				return out, false
			case f["event"] == "error" && f["do"] == "sync":
				return out, true
			}
			out = append(out, f)
		case <-limit:
			l.o.t.Fatalf("the till does not come back from %s: %v", line, out)
		}
	}
}

func (l *lane) run(receipts int) {
	l.start()
	l.act(do("open_shift"))
	for range receipts {
		code := l.shelf.code()
		l.codes = append(l.codes, code)
		l.scan(do("scan", "raw", code), "verdict")
		for range l.rnd.IntN(3) {
			l.scan(do("scan", "raw", l.shelf.barcode()), "line")
		}
		l.sell()
	}
	l.hurt.well()
	l.till.in.Close()
	for range l.events {
	}
	l.till.cmd.Wait()
}

func (l *lane) scan(line, want string) {
	l.o.t.Helper()
	list, ok := l.act(line)
	if !ok || len(events(list, want)) == 0 {
		l.o.t.Fatalf("%s gives %v", line, list)
	}
}

// sell pays the basket, whatever happens meanwhile, until it is sold.
func (l *lane) sell() {
	for try := 0; ; try++ {
		if try > 20 {
			l.o.t.Fatal("a basket cannot be sold")
		}
		stop := l.befall(try)
		var list []fields
		ok := true
		if die := l.rnd.IntN(4) == 0 && try < 3; die {
			if _, err := io.WriteString(l.till.in, l.payment()+"\n"); err != nil {
				l.o.t.Fatal(err)
			}
			// A receipt takes 30 ms or, after a break, seconds: any moment of it is as good as another.
			mean := []float64{10, 40, 160, 640}[l.rnd.IntN(4)]
			<-time.After(time.Duration(l.rnd.ExpFloat64() * mean * float64(time.Millisecond)))
			l.till.kill()
			for range l.events {
			}
			l.count["kill -9"]++
			l.start()
			list, ok = l.act(l.payment())
		} else {
			list, ok = l.act(l.payment())
		}
		stop()
		if !ok {
			l.o.t.Fatal("the till ended by itself")
		}
		for _, f := range list {
			switch code := fmt.Sprint(f["code"]); {
			case f["event"] == "recovered":
				l.count["выяснено позже: "+fmt.Sprint(f["state"])]++
			case f["event"] == "error" && code == "empty_receipt":
				l.count["уже пробит до повторной оплаты"]++
				return
			case f["event"] == "error":
				l.count["отказ: "+code]++
			case f["event"] == "receipt" && f["state"] == "fiscalized":
				l.count["пробит"]++
				return
			case f["event"] == "receipt":
				l.count["промежуточно: "+fmt.Sprint(f["state"])]++
			}
		}
	}
}

func (l *lane) payment() string { return payCash("100000") }

// befall lets something happen to the printer, or nothing, and gives what ends it.
func (l *lane) befall(try int) (stop func()) {
	if try > 4 || l.rnd.IntN(3) == 0 {
		return func() {}
	}
	l.count["беда: "+l.hurt.befall(l.rnd)]++
	well := time.AfterFunc(time.Duration(100+l.rnd.IntN(300))*time.Millisecond, l.hurt.well)
	return func() {
		well.Stop()
		l.hurt.well()
	}
}

// judge holds the fiscal memory against the journal and against what was meant to be sold.
func (l *lane) judge() {
	t := l.o.t
	documents, f := l.hurt.memory(), l.o.journal()
	byFD := map[int64]inDrive{}
	sold := map[string]int{}
	for _, d := range documents {
		byFD[d.fd] = d
		for _, code := range d.codes {
			sold[code]++
		}
	}
	for _, r := range f.Receipts {
		d, ok := byFD[r.FD]
		delete(byFD, r.FD) // a second receipt with this document finds none
		var codes []string
		for _, line := range r.Lines {
			if line.Code != "" {
				codes = append(codes, line.Code)
			}
		}
		if !ok || r.State != "fiscalized" || r.Kind != d.kind || r.Total != d.total || strings.TrimLeft(r.FP, "0") != strings.TrimLeft(d.fp, "0") || !slices.Equal(codes, d.codes) {
			t.Errorf("the journal says %+v, the drive %+v (%v)", r, d, ok)
		}
	}
	for fd, d := range byFD {
		t.Errorf("document %d is not in the journal: %+v", fd, d)
	}
	for _, code := range l.codes {
		if sold[code] != 1 {
			t.Errorf("code %q stands in %d documents", code, sold[code])
		}
	}
	if len(documents) != len(l.codes) || len(f.Receipts) != len(l.codes) {
		t.Errorf("%d documents and %d receipts for %d baskets", len(documents), len(f.Receipts), len(l.codes))
	}
	l.count["корзин"] += len(l.codes)
	l.count["чеков в фискальном накопителе"] += len(documents)
	l.count["чеков в журнале"] += len(f.Receipts)
	l.o.want(exitYes, "", "verify")
}
