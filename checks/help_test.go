package checks

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"dobro/assets"
	"dobro/internal/lang"
	"dobro/internal/marking"
)

var moscow = time.FixedZone("MSK", 3*3600)

// today is a day on which every dated group but 32, 35 and 37 is obligatory.
var today = time.Date(2026, 11, 22, 12, 0, 0, 0, moscow)

func schedule(t testing.TB) *Schedule {
	t.Helper()
	s, err := LoadSchedule(assets.Files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func rulesWith(t testing.TB, change func(*Policy)) *Rules {
	t.Helper()
	p := DefaultPolicy()
	if change != nil {
		change(&p)
	}
	r, err := NewRules(RulesParams{Schedule: schedule(t), Policy: p, Zone: moscow})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func words(t testing.TB, code string) *lang.Catalogue {
	t.Helper()
	dir, err := assets.Files.Open("translations/" + code + ".json")
	if err != nil {
		t.Fatal(err)
	}
	dir.Close()
	c, err := lang.Load(parts{}, code)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ref[T any](v T) *T { return &v }

func milkCode() marking.Code {
	return marking.Code{
		Kind: marking.KindUnit, Full: "0104670540176099215NN*cM\x1d93dGVz", Cis: "0104670540176099215NN*cM",
		GTIN: "04670540176099", Serial: "5NN*cM", Check: "dGVz",
	}
}

func packCode(maxPrice int64) marking.Code {
	return marking.Code{
		Kind: marking.KindTobaccoPack, Full: "04601653035829H;dV)bFABVUdGVz", Cis: "04601653035829H;dV)bF",
		GTIN: "04601653035829", Serial: "H;dV)bF", Check: "dGVz", MaxPrice: maxPrice,
	}
}

func blockCode(maxPrice int64) marking.Code {
	return marking.Code{
		Kind: marking.KindTobaccoBlock, Full: "010461013628057121%798DM%\x1d8005090000\x1d93dGVz", Cis: "010461013628057121%798DM%",
		GTIN: "04610136280571", Serial: "%798DM%", Check: "dGVz", MaxPrice: maxPrice,
	}
}

// good is an item that nothing speaks against.
func good(groups ...int) Item {
	return Item{
		Groups: groups, Found: ref(true), Valid: ref(true), Verified: ref(true), Utilised: ref(true), Realizable: ref(true),
		Sold: ref(false), IsBlocked: ref(false), IsOwner: ref(true), IsTracking: ref(false), GrayZone: ref(false), PackageType: "UNIT",
	}
}

func online(it Item) *Answer {
	return &Answer{Channel: ChannelTSPIoT, Host: "127.0.0.1:51401", Status: 200, ReqID: "c117ab9a", ReqTimestamp: 1773404760587, Item: it, Body: []byte(`{"code":0}`)}
}

// unsaid is the item of an answer made offline by ТС ПИоТ: what it does not know is false.
func unsaid() Item {
	return Item{Found: ref(false), Valid: ref(false), Verified: ref(false), Utilised: ref(false), Realizable: ref(false), IsBlocked: ref(false)}
}

func offlineTSPIoT(it Item) *Answer {
	a := online(it)
	a.Offline, a.Inst, a.Version = true, "inst-1", "base-7"
	return a
}

func local(it Item) *Answer {
	return &Answer{Channel: ChannelLocalModule, Host: "127.0.0.1:5995", Status: 200, Offline: true, ReqID: "ab88a664", ReqTimestamp: 1743626629705, Inst: "inst-2", Version: "base-8", Item: it}
}

// source is a channel made of a function.
type source struct {
	channel Channel
	ask     func(ctx context.Context, q Query) (Answer, error)
}

func (s *source) Channel() Channel { return s.channel }
func (s *source) Host() string     { return "host-of-" + string(s.channel) }

func (s *source) Ask(ctx context.Context, q Query) (Answer, error) { return s.ask(ctx, q) }

func answers(a *Answer) *source {
	return &source{a.Channel, func(context.Context, Query) (Answer, error) { return *a, nil }}
}

func fails(ch Channel, f Failure) *source {
	f.Channel = ch
	return &source{ch, func(context.Context, Query) (Answer, error) { return Answer{}, &f }}
}

// hangs ignores its context until the test lets it go.
func hangs(t testing.TB, ch Channel) *source {
	free := make(chan struct{})
	t.Cleanup(func() { close(free) })
	return &source{ch, func(context.Context, Query) (Answer, error) {
		<-free
		return Answer{}, &Failure{Channel: ch, Outcome: OutcomeRefused}
	}}
}

// waits answers when told to, or fails when its context ends.
func waits(a *Answer, when <-chan struct{}) *source {
	return &source{a.Channel, func(ctx context.Context, _ Query) (Answer, error) {
		select {
		case <-when:
			return *a, nil
		case <-ctx.Done():
			return Answer{}, &Failure{Channel: a.Channel, Host: a.Host, Outcome: OutcomeTimeout, Err: ctx.Err()}
		}
	}}
}

// memory is a Known made of maps.
type memory struct {
	mu      sync.Mutex
	known   map[string]Knowledge
	groups  map[string]int
	learned []lesson
	look    func()
}

func (m *memory) Look(code marking.Code) Knowledge {
	if m.look != nil {
		m.look()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[code.Cis]
}

func (m *memory) Group(gtin string) int { return m.groups[gtin] }

func (m *memory) Learn(code marking.Code, a Answer, at time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.learned = append(m.learned, lesson{code, a, at})
}

func engine(t testing.TB, p Params) *Engine {
	t.Helper()
	if p.Rules == nil {
		p.Rules = rulesWith(t, nil)
	}
	if p.Words == nil {
		p.Words = words(t, "ru")
	}
	e, err := NewEngine(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// sources that hang are let go after this, and their goroutines end then
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		defer cancel()
		_ = e.Close(ctx)
	})
	return e
}

// codesOf are the reasons of a verdict as "code/severity", for comparing.
func codesOf(v Verdict) string {
	var out []string
	for _, r := range v.Reasons {
		out = append(out, string(r.Code)+"/"+string(r.Severity))
	}
	return strings.Join(out, " ")
}
