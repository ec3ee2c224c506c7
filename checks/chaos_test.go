package checks_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
	"dobro/internal/sim"
	"dobro/internal/sim/fault"

	"github.com/rs/zerolog"
)

// Random faults of every service: ТС ПИоТ, the platforms of True API behind it, and the local module. What an answer says is never
// changed here, only whether it comes and in what state, so a verdict can be judged by who answered. DOBRO_CHAOS=20000 is the long run;
// the figures are printed.
func TestChaosOfTheWholeWorld(t *testing.T) {
	toDo, workers := 240, 4
	if s := os.Getenv("DOBRO_CHAOS"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		toDo, workers = n, 8
	}
	const deadline = 400 * time.Millisecond
	w := world(t, sim.TSPIoT, sim.TrueAPI, sim.CDN1, sim.CDN2, sim.LocalModule)
	faults := []fault.Fault{
		{Kind: fault.Delay, DelayMs: 700, Chance: 0.05}, {Kind: fault.Delay, DelayMs: 50, Chance: 0.1}, {Kind: fault.Cut, Chance: 0.05},
		{Kind: fault.CutDuring, Chance: 0.05}, {Kind: fault.Status, Status: 500, Chance: 0.05}, {Kind: fault.Status, Status: 401, Chance: 0.03},
		{Kind: fault.Status, Status: 404, Chance: 0.02}, {Kind: fault.Status, Status: 429, Chance: 0.02}, {Kind: fault.Malformed, Shape: fault.HalfJSON, Chance: 0.05},
		{Kind: fault.Malformed, Shape: fault.HTML, Chance: 0.05}, {Kind: fault.Malformed, Shape: fault.Garbage, Chance: 0.05}, {Kind: fault.Malformed, Shape: fault.Empty, Chance: 0.05},
		{Kind: fault.Malformed, Shape: fault.Null, Chance: 0.03}, {Kind: fault.Malformed, Shape: fault.WrongTypes, Chance: 0.03}, {Kind: fault.Endless, Chance: 0.03},
	}
	for _, service := range []string{sim.TSPIoT, sim.TrueAPI, sim.CDN1, sim.CDN2, sim.LocalModule} {
		if err := w.Faults.Set(service, faults...); err != nil {
			t.Fatal(err)
		}
	}
	var broken breakdowns
	e := tillOf(t, checks.Params{
		Online: []checks.Source{channel(t, w, "auto"), channel(t, w, "trueapi")}, Local: module(t, w.URLs.LocalModule),
		Deadline: func() time.Duration { return deadline }, Log: zerolog.New(&broken),
	})
	stall := stalls(t)
	c := chaos{t: t, e: e, count: map[string]int{}}
	began := time.Now()
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(worker), 3))
			for range toDo / workers {
				c.one(shelf[r.IntN(len(shelf))])
			}
		})
	}
	wg.Wait()
	slices.Sort(c.took)
	at := func(q float64) time.Duration {
		return c.took[min(int(q*float64(len(c.took))), len(c.took)-1)].Round(time.Microsecond)
	}
	t.Logf("%d checks in %s, deadline %s: verdicts p50 %s, p99 %s, slowest %s; late %d, wrong %d, breakdowns %d; the machine stalled %s at most",
		len(c.took), time.Since(began).Round(time.Millisecond), deadline, at(0.5), at(0.99), at(1), c.late, c.wrong, broken.n.Load(), stall()/4)
	for _, who := range slices.Sorted(maps.Keys(c.count)) {
		t.Logf("%7d  %s", c.count[who], who)
	}
	if worst := at(1); worst > deadline+100*time.Millisecond+stall() {
		t.Errorf("a verdict took %s with a deadline of %s", worst, deadline)
	}
	if n := broken.n.Load(); n > 0 {
		t.Errorf("%d breakdowns", n)
	}
}

// breakdowns counts what the engine logs about a source that panicked.
type breakdowns struct{ n atomic.Int64 }

func (b *breakdowns) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "panic") {
		b.n.Add(1)
	}
	return len(line), nil
}

// shelf is goods with what is true of them: by the state system, and by a local module that knows the ban of state bodies only.
var shelf = []struct {
	name, code      string
	online, offline checks.Decision
}{
	{"good", "04601653035829H;dV)bFABVUdGVz", checks.Allow, checks.Allow},
	{"sold", "0104670540176099215NN*cM\x1d93dGVz", checks.Forbid, checks.Allow},
	{"blocked", "0104602220006549215opFcmK\x1d93dGVz", checks.Forbid, checks.Forbid},
	{"expired", "0104670540176099215<pGKy\x1d93dGVz", checks.Forbid, checks.Allow},
}

type chaos struct {
	t *testing.T
	e *checks.Engine

	mu          sync.Mutex
	took        []time.Duration
	count       map[string]int
	late, wrong int
}

// one checks one code. The verdict must be what the one who decided knows, and the trace must hold an answer of his.
func (c *chaos) one(g struct {
	name, code      string
	online, offline checks.Decision
}) {
	code, err := marking.Parse(g.code)
	if err != nil {
		c.t.Error(err)
		return
	}
	began := time.Now()
	v := c.e.Check(context.Background(), checks.Request{Code: code})
	took := time.Since(began)
	want := g.online
	switch {
	case v.Channel == checks.ChannelNone:
		want = checks.Ask
	case v.Offline:
		want = g.offline
	}
	answered := slices.ContainsFunc(v.Trace, func(s checks.Step) bool { return s.Channel == v.Channel && s.Outcome == checks.OutcomeOK })
	good := v.Decision == want && (v.Evidence.Tag1265 != "") == (v.Decision == checks.Allow) && answered == (v.Channel != checks.ChannelNone)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.took = append(c.took, took)
	c.count[fmt.Sprintf("%s by %s", v.Decision, v.Channel)]++
	if took > 500*time.Millisecond {
		c.late++
	}
	if !good {
		c.wrong++
		c.t.Errorf("%s: got %s by %s offline=%v %v tag %q, want %s\ntrace %+v", g.name, v.Decision, v.Channel, v.Offline, v.Reasons, v.Evidence.Tag1265, want, v.Trace)
	}
}
