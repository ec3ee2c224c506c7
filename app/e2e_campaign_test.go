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
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/internal/sim"
	"dobro/internal/sim/fault"
)

// The exactly-once campaign. Tills sell basket after basket while they are killed at random moments and their printers lose power, paper,
// connections and answers. Every basket holds one code that no other has; in the end every code stands in exactly one document of the
// fiscal memory, and documents and journal are the same one to one.

// mishaps are what befalls a printer in the middle of a sale. Standing ones are cleared after a moment.
var mishaps = map[string]fault.Fault{
	"питание пропало до чека":    {Kind: fault.PowerLoss, Command: "sell", Count: 1},
	"питание пропало после чека": {Kind: fault.PowerLoss, After: true, Command: "sell", Count: 1},
	"связь оборвана до чека":     {Kind: fault.Cut, Command: "sell", Count: 1},
	"связь оборвана после чека":  {Kind: fault.Cut, After: true, Command: "sell", Count: 1},
	"ответ оборван":              {Kind: fault.CutDuring, Command: "sell", Count: 1},
	"ответ не разобрать":         {Kind: fault.Malformed, Shape: fault.HalfJSON, Command: "sell", Count: 1},
	"ответ 500 после чека":       {Kind: fault.Status, Status: 500, After: true, Command: "sell", Count: 1},
	"ответ 500 до чека":          {Kind: fault.Status, Status: 500, Command: "sell", Count: 1},
	"ответ опаздывает":           {Kind: fault.Delay, After: true, DelayMs: 300, Command: "sell", Count: 1},
	"принтер медлит":             {Kind: fault.Slow, DelayMs: 150, Command: "sell", Count: 1},
	"нет бумаги до чека":         {Kind: fault.NoPaper, Command: "sell", Count: 1},
	"нет бумаги после чека":      {Kind: fault.NoPaper, After: true, Command: "sell", Count: 1},
	"крышка":                        {Kind: fault.Cover, Command: "sell", Count: 1},
	"занят":                         {Kind: fault.Busy, Command: "sell", Count: 2},
	"не допечатан":                  {Kind: fault.NotPrinted, Command: "sell", Count: 1},
	"ничто не слушает":              {Kind: fault.Refuse},
	"очередь встала до чека":        {Kind: fault.Blocked, Command: "sell"},
	"очередь встала после чека":     {Kind: fault.Blocked, After: true, Command: "sell"},
	"каждый третий ответ потерян":   {Kind: fault.Cut, After: true, Chance: 0.3},
	"каждый третий вопрос не дошёл": {Kind: fault.Cut, Chance: 0.3},
}

// lane is one till with its printer.
type lane struct {
	o      *outside
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
	began := time.Now()
	var mu sync.Mutex
	total := map[string]int{}
	t.Run("lanes", func(t *testing.T) {
		for n := range campaignLanes {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				l := &lane{o: begin(t, ""), shelf: newShelf(t, seed+uint64(n)), rnd: rand.New(rand.NewPCG(seed, uint64(n))), count: map[string]int{}}
				l.o.furnish()
				l.run(campaignEach)
				l.judge()
				mu.Lock()
				defer mu.Unlock()
				for key, n := range l.count {
					total[key] += n
				}
			})
		}
	})
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(total)) {
		lines = append(lines, fmt.Sprintf("%6d  %s", total[key], key))
	}
	t.Logf("seed %d, %s\n%s", seed, time.Since(began).Round(time.Millisecond), strings.Join(lines, "\n"))
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
	l.o.world.Faults.ClearAll()
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
			<-time.After(time.Duration(l.rnd.ExpFloat64() * 40 * float64(time.Millisecond)))
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
	names := slices.Sorted(maps.Keys(mishaps))
	name := names[l.rnd.IntN(len(names))]
	l.count["беда: "+name]++
	if err := l.o.world.Faults.Set(sim.ATOL, mishaps[name]); err != nil {
		l.o.t.Fatal(err)
	}
	if l.rnd.IntN(15) == 0 {
		l.count["сервер драйвера перезапущен"]++
		l.o.world.Web.Restart()
	}
	well := time.AfterFunc(time.Duration(100+l.rnd.IntN(300))*time.Millisecond, func() { l.o.world.Faults.Clear(sim.ATOL) })
	return func() {
		well.Stop()
		l.o.world.Faults.Clear(sim.ATOL)
	}
}

// judge holds the fiscal memory against the journal and against what was meant to be sold.
func (l *lane) judge() {
	t := l.o.t
	documents := l.o.world.ATOL.Documents()
	f := l.o.journal()
	sameBooks(t, documents, f)
	sold := map[string]int{}
	receipts := 0
	for _, d := range documents {
		if !d.IsReceipt() {
			continue
		}
		receipts++
		for _, item := range d.Items {
			if item.Code != "" {
				sold[item.Code]++
			}
		}
	}
	for _, code := range l.codes {
		if sold[code] != 1 {
			t.Errorf("code %q stands in %d documents", code, sold[code])
		}
	}
	if receipts != len(l.codes) {
		t.Errorf("%d documents for %d baskets", receipts, len(l.codes))
	}
	l.count["корзин"] += len(l.codes)
	l.count["чеков в фискальном накопителе"] += receipts
	l.count["чеков в журнале"] += len(f.Receipts)
	l.o.want(exitYes, "", "verify")
}
