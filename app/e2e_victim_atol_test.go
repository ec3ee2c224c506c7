//go:build e2e

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"dobro/internal/sim"
	"dobro/internal/sim/fault"
)

// mishaps are what befalls a printer of ATOL and the way to its web server in the middle of a sale.
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

// atolMemory is what the drive of the simulated printer holds.
func atolMemory(o *outside) (out []inDrive) {
	for _, d := range o.world.ATOL.Documents() {
		if !d.IsReceipt() {
			continue
		}
		kind := map[string]string{"sell": "sale", "sellReturn": "return"}[d.Kind]
		p := inDrive{fd: d.FD, kind: kind, fp: d.FP, total: d.Total.String()}
		for _, item := range d.Items {
			if item.Code != "" {
				p.codes = append(p.codes, item.Code)
			}
		}
		out = append(out, p)
	}
	return out
}

// webVictim is a printer behind the driver's web server.
type webVictim struct{ o *outside }

func newWebVictim(o *outside) victim { return webVictim{o} }

func (v webVictim) settings() string {
	return fmt.Sprintf("[fiscal]\ndriver = \"atol\"\n[fiscal.atol]\nurl = %q\n", v.o.world.URLs.ATOL)
}

func (v webVictim) befall(r *rand.Rand) string {
	names := slices.Sorted(maps.Keys(mishaps))
	name := names[r.IntN(len(names))]
	if err := v.o.world.Faults.Set(sim.ATOL, mishaps[name]); err != nil {
		v.o.t.Fatal(err)
	}
	if r.IntN(15) == 0 {
		v.o.world.Web.Restart()
		return name + ", сервер драйвера перезапущен"
	}
	return name
}

func (v webVictim) well()             { v.o.world.Faults.Clear(sim.ATOL) }
func (v webVictim) memory() []inDrive { return atolMemory(v.o) }

// libraryVictim is a printer behind the driver's library, which the till loads. The library passes tasks through a socket; what is cut
// there is the cable.
type libraryVictim struct {
	o    *outside
	path string

	mu    sync.Mutex
	turn  sync.Mutex // a printer does one thing at a time
	cut   string     // "before" or "after" the next receipt
	tasks sync.WaitGroup
}

func newLibraryVictim(o *outside) victim {
	o.t.Helper()
	v := &libraryVictim{o: o, path: filepath.Join(o.t.TempDir(), "libfptr10.so")}
	if out, err := exec.Command("cc", "-shared", "-fPIC", "-o", v.path, filepath.Join("testdata", "driver", "driver.c"), "-ldl").CombinedOutput(); err != nil {
		o.t.Fatalf("build the library: %v: %s", err, out)
	}
	l, err := net.Listen("unix", v.path+".sock")
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { l.Close(); v.tasks.Wait() })
	v.tasks.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			v.tasks.Go(func() { v.task(c.(*net.UnixConn)) })
		}
	})
	return v
}

// task carries one task out. A library dies with its program: a task that has not begun by then never begins.
func (v *libraryVictim) task(c *net.UnixConn) {
	defer c.Close()
	line, err := bufio.NewReader(c).ReadBytes('\n')
	if err != nil {
		return
	}
	v.turn.Lock()
	defer v.turn.Unlock()
	c.SetReadDeadline(time.Now())
	if _, err := c.Read(make([]byte, 1)); errors.Is(err, io.EOF) {
		return
	}
	var kind struct{ Type string }
	if json.Unmarshal(line, &kind) != nil {
		return
	}
	cut := ""
	if kind.Type == "sell" {
		v.mu.Lock()
		cut, v.cut = v.cut, ""
		v.mu.Unlock()
	}
	if cut == "before" {
		return
	}
	answer, code, text := v.o.world.ATOL.Execute(context.Background(), uuid.NewString(), json.RawMessage(line))
	if cut == "after" {
		return
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return
	}
	fmt.Fprintf(c, "%d\n%s\n%s\n", code, text, body) // the till may be gone
}

func (v *libraryVictim) settings() string {
	return fmt.Sprintf("[fiscal]\ndriver = \"atol\"\n[fiscal.atol]\ndriver_path = %q\n", v.path)
}

func (v *libraryVictim) befall(r *rand.Rand) string {
	if n := r.IntN(4); n < 2 {
		when := []string{"before", "after"}[n]
		v.mu.Lock()
		v.cut = when
		v.mu.Unlock()
		return map[string]string{"before": "кабель выдернут до чека", "after": "кабель выдернут после чека"}[when]
	}
	var names []string
	for name, f := range mishaps {
		if f.Kind == fault.PowerLoss || f.Kind == fault.NoPaper || f.Kind == fault.Cover || f.Kind == fault.Busy || f.Kind == fault.NotPrinted || f.Kind == fault.Slow {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	name := names[r.IntN(len(names))]
	if err := v.o.world.Faults.Set(sim.ATOL, mishaps[name]); err != nil {
		v.o.t.Fatal(err)
	}
	return name
}

func (v *libraryVictim) well() {
	v.mu.Lock()
	v.cut = ""
	v.mu.Unlock()
	v.o.world.Faults.Clear(sim.ATOL)
}

func (v *libraryVictim) memory() []inDrive { return atolMemory(v.o) }
