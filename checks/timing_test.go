package checks

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const deadline = 1500 * time.Millisecond

// timed runs a check by a clock that the test moves.
type timed struct {
	t       *testing.T
	e       *Engine
	clock   *handClock
	verdict chan Verdict
}

func begin(t *testing.T, p Params, req Request) *timed {
	t.Helper()
	c := &timed{t: t, clock: newHandClock(), verdict: make(chan Verdict, 1)}
	p.Clock = c.clock
	if p.Deadline == nil {
		p.Deadline = func() time.Duration { return deadline }
	}
	e := engine(t, p)
	c.e = e
	if req.Code.Full == "" {
		req.Code = milkCode()
	}
	go func() { c.verdict <- e.Check(context.Background(), req) }()
	return c
}

func (c *timed) stillOut() {
	c.t.Helper()
	select {
	case v := <-c.verdict:
		c.t.Fatalf("verdict too soon: %s by %s [%s]", v.Decision, v.Channel, codesOf(v))
	default:
	}
}

// awaitPending returns when no more than n questions are out: the others have delivered.
func (c *timed) awaitPending(n int) {
	c.t.Helper()
	for began := time.Now(); c.e.Pending() > n; runtime.Gosched() {
		if time.Since(began) > 10*time.Second {
			c.t.Fatalf("%d questions are out, want %d", c.e.Pending(), n)
		}
	}
}

func (c *timed) get() Verdict {
	c.t.Helper()
	select {
	case v := <-c.verdict:
		return v
	case <-time.After(10 * time.Second):
		c.t.Fatal("no verdict")
		return Verdict{}
	}
}

func want(t *testing.T, v Verdict, decision Decision, channel Channel, reasons string) {
	t.Helper()
	if v.Decision != decision || v.Channel != channel || codesOf(v) != reasons {
		t.Errorf("got %s by %s [%s], want %s by %s [%s]\ntrace %+v", v.Decision, v.Channel, codesOf(v), decision, channel, reasons, v.Trace)
	}
}

func TestTheOfflineAnswerWaitsForTheDeadline(t *testing.T) {
	c := begin(t, Params{Online: []Source{hangs(t, ChannelTSPIoT)}, Local: answers(local(unsaid()))}, Request{})
	c.clock.awaitTimer(t, deadline+collect)
	c.awaitPending(1)
	c.clock.advance(deadline + collect - 1)
	c.stillOut()
	c.clock.advance(1)
	v := c.get()
	want(t, v, Allow, ChannelLocalModule, "offline_limited/info")
	if len(v.Trace) != 2 {
		t.Fatalf("trace: %+v", v.Trace)
	}
	for _, s := range v.Trace {
		if s.Channel == ChannelTSPIoT && (s.Outcome != OutcomeTimeout || s.Host != "host-of-tspiot" || s.ElapsedMs < 1500) {
			t.Errorf("the question without an answer: %+v", s)
		}
	}
	if v.ElapsedMs > 1600 {
		t.Errorf("took %v ms", v.ElapsedMs)
	}
}

func TestAnOnlineAnswerAfterTheDeadlineIsNoAnswer(t *testing.T) {
	now := make(chan struct{})
	c := begin(t, Params{Online: []Source{waits(online(good(8)), now)}, Local: hangs(t, ChannelLocalModule)}, Request{})
	c.clock.awaitTimer(t, deadline+collect)
	c.clock.advance(deadline + 1)
	close(now)
	c.clock.advance(collect)
	v := c.get()
	want(t, v, Ask, ChannelNone, "unverified/ask")
}

func TestAGoodOnlineAnswerWaitsOnlyAMomentForTheLocalModule(t *testing.T) {
	c := begin(t, Params{Online: []Source{answers(online(good(8)))}, Local: hangs(t, ChannelLocalModule)}, Request{})
	c.clock.awaitTimer(t, DefaultGrace)
	c.stillOut()
	c.clock.advance(DefaultGrace)
	v := c.get()
	want(t, v, Allow, ChannelTSPIoT, "")
	if len(v.Trace) != 2 || v.Trace[0].Outcome != OutcomeOK && v.Trace[1].Outcome != OutcomeOK {
		t.Errorf("trace: %+v", v.Trace)
	}
	for _, s := range v.Trace {
		if s.Channel == ChannelLocalModule && s.Outcome != OutcomeNotAwaited {
			t.Errorf("the local module: %+v", s)
		}
	}
}

func TestSoldInTheLocalModuleIsHeardWithinTheGrace(t *testing.T) {
	sold := unsaid()
	sold.Sold = ref(true)
	now := make(chan struct{})
	c := begin(t, Params{Online: []Source{answers(online(good(8)))}, Local: waits(local(sold), now)}, Request{})
	c.clock.awaitTimer(t, DefaultGrace)
	close(now)
	want(t, c.get(), Forbid, ChannelLocalModule, "sold/ban")
}

func TestAnOnlineBanWaitsForNobody(t *testing.T) {
	it := good(8)
	it.IsBlocked = ref(true)
	c := begin(t, Params{Online: []Source{answers(online(it))}, Local: hangs(t, ChannelLocalModule)}, Request{})
	want(t, c.get(), Forbid, ChannelTSPIoT, "blocked/ban")
}

func TestSoldInTheLocalModuleIsCertainWithoutTheOnlineAnswer(t *testing.T) {
	sold := unsaid()
	sold.Sold = ref(true)
	p := Params{Online: []Source{hangs(t, ChannelTSPIoT)}, Local: answers(local(sold))}
	want(t, begin(t, p, Request{Group: 8}).get(), Forbid, ChannelLocalModule, "sold/ban")

	c := begin(t, p, Request{}) // group unknown: the online answer might name one whose day has not come
	c.clock.awaitTimer(t, deadline+collect)
	c.awaitPending(1)
	c.stillOut()
	c.clock.advance(deadline + collect)
	want(t, c.get(), Forbid, ChannelLocalModule, "sold/ban")
}

func TestWhenOnlineFailsEarlyTheLocalAnswerDecidesAsItComes(t *testing.T) {
	now := make(chan struct{})
	c := begin(t, Params{
		Online: []Source{fails(ChannelTSPIoT, Failure{Outcome: OutcomeRefused}), fails(ChannelTrueAPI, Failure{Outcome: OutcomeTokenRefused, Status: 401})},
		Local:  waits(local(unsaid()), now),
	}, Request{})
	c.clock.awaitTimer(t, deadline+collect)
	c.clock.advance(100 * time.Millisecond)
	close(now)
	v := c.get()
	want(t, v, Allow, ChannelLocalModule, "token_refused/info offline_limited/info")
	if len(v.Trace) != 3 {
		t.Errorf("trace: %+v", v.Trace)
	}
}

func TestTheSecondOnlineSourceIsAskedOnlyWhenTheFirstHasNoAnswer(t *testing.T) {
	asked := 0
	second := &source{ChannelTrueAPI, func(context.Context, Query) (Answer, error) { asked++; return *online(good(8)), nil }}
	v := begin(t, Params{Online: []Source{answers(online(good(8))), second}}, Request{}).get()
	if want(t, v, Allow, ChannelTSPIoT, ""); asked != 0 {
		t.Errorf("asked %d times", asked)
	}
}

func TestACallerWhoGivesUpGetsAVerdictAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	e := engine(t, Params{Online: []Source{hangs(t, ChannelTSPIoT)}, Deadline: func() time.Duration { return time.Hour }})
	want(t, e.Check(ctx, Request{Code: milkCode(), At: today}), Ask, ChannelNone, "unverified/ask")
}

func TestNothingThatHangsHoldsAVerdict(t *testing.T) {
	const limit = 10 * time.Millisecond
	held := make(chan struct{})
	t.Cleanup(func() { close(held) })
	stalls := watchStalls(t)
	for name, known := range map[string]Known{"index well": &memory{}, "index hangs too": &memory{look: func() { <-held }}} {
		e := engine(t, Params{Online: []Source{hangs(t, ChannelTSPIoT), hangs(t, ChannelTrueAPI)}, Local: hangs(t, ChannelLocalModule), Known: known, Deadline: func() time.Duration { return limit }})
		for range 70 { // with 4 at a time more than may hang on one source
			began := time.Now()
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					v := e.Check(context.Background(), Request{Code: milkCode(), At: today})
					if v.Decision != Ask || !v.Has(Unverified) {
						t.Errorf("%s: got %s [%s]", name, v.Decision, codesOf(v))
					}
				})
			}
			wg.Wait()
			if took := time.Since(began); took > limit+100*time.Millisecond+stalls() {
				t.Fatalf("%s: a verdict took %s with a deadline of %s", name, took, limit)
			}
			if n := e.Pending(); n > 4*maxPending+16 {
				t.Fatalf("%s: %d goroutines hang", name, n)
			}
		}
	}
}

func TestASourceThatBreaksDownIsNoAnswer(t *testing.T) {
	broken := &source{ChannelTSPIoT, func(context.Context, Query) (Answer, error) { panic("index out of range") }}
	plain := &source{ChannelLocalModule, func(context.Context, Query) (Answer, error) { return Answer{}, fmt.Errorf("no failure at all") }}
	v := engine(t, Params{Online: []Source{broken}, Local: plain}).Check(context.Background(), Request{Code: milkCode(), At: today})
	want(t, v, Ask, ChannelNone, "unverified/ask")
}

func TestOnlyOnlineAnswersAreLearned(t *testing.T) {
	m := &memory{}
	sold := good(8)
	sold.Sold = ref(true)
	e := engine(t, Params{Online: []Source{answers(online(sold))}, Local: answers(local(unsaid())), Known: m})
	e.Check(context.Background(), Request{Code: milkCode(), At: today})
	other := engine(t, Params{Online: []Source{answers(offlineTSPIoT(unsaid()))}, Local: answers(local(unsaid())), Known: m})
	other.Check(context.Background(), Request{Code: milkCode(), At: today})
	third := engine(t, Params{Online: []Source{answers(&Answer{Channel: ChannelTSPIoT, Emergency: true})}, Known: m})
	third.Check(context.Background(), Request{Code: milkCode(), At: today})
	for _, e := range []*Engine{e, other, third} {
		if err := e.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.learned) != 1 || !yes(m.learned[0].answer.Item.Sold) || m.learned[0].code.Cis != milkCode().Cis {
		t.Errorf("learned %+v", m.learned)
	}
}

func TestTheGroupIsTakenFromTheAnswerThenTheHintThenWhatWasLearned(t *testing.T) {
	m := &memory{groups: map[string]int{milkCode().GTIN: 13}}
	var asked []int
	var mu sync.Mutex
	src := func(groups ...int) *source {
		return &source{ChannelTSPIoT, func(_ context.Context, q Query) (Answer, error) {
			mu.Lock()
			asked = append(asked, q.Group)
			mu.Unlock()
			return *online(good(groups...)), nil
		}}
	}
	for _, c := range []struct {
		said []int
		hint int
		want int
	}{{[]int{8}, 23, 8}, {nil, 23, 23}, {nil, 0, 13}, {[]int{20, 8}, 0, 20}} {
		v := engine(t, Params{Online: []Source{src(c.said...)}, Known: m}).Check(context.Background(), Request{Code: milkCode(), Group: c.hint, At: today})
		if v.Group != c.want {
			t.Errorf("answer %v, hint %d: group %d, want %d", c.said, c.hint, v.Group, c.want)
		}
	}
	if got := fmt.Sprint(asked); got != "[23 23 13 13]" {
		t.Errorf("groups told to the channel: %s", got)
	}
}

func TestTheEngineClosesAndStillAnswers(t *testing.T) {
	e := engine(t, Params{Online: []Source{answers(online(good(8)))}, Known: &memory{}})
	for range 2 {
		if err := e.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	want(t, e.Check(context.Background(), Request{Code: milkCode(), At: today}), Ask, ChannelNone, "unverified/ask")

	stuck := engine(t, Params{Online: []Source{hangs(t, ChannelTSPIoT)}, Deadline: func() time.Duration { return time.Millisecond }})
	stuck.Check(context.Background(), Request{Code: milkCode(), At: today})
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if err := stuck.Close(ctx); err == nil {
		t.Error("Close said that nothing hangs")
	}
}

func TestStepsOfASourceAreCountedFromTheStartOfTheCheck(t *testing.T) {
	clock := newHandClock()
	first := &source{ChannelTSPIoT, func(context.Context, Query) (Answer, error) {
		clock.advance(40 * time.Millisecond)
		return Answer{}, &Failure{Channel: ChannelTSPIoT, Outcome: OutcomeRefused, Steps: []Step{{Channel: ChannelTSPIoT, StartMs: 1, Outcome: OutcomeRefused}}}
	}}
	second := online(good(8))
	second.Steps = []Step{{Channel: ChannelTrueAPI, StartMs: 2, ElapsedMs: 5, Outcome: OutcomeHTTP, Status: 500}, {Channel: ChannelTrueAPI, StartMs: 8, ElapsedMs: 5, Outcome: OutcomeOK}}
	e := engine(t, Params{Online: []Source{first, answers(second)}, Clock: clock})
	v := e.Check(context.Background(), Request{Code: milkCode(), At: today})
	var got []float64
	for _, s := range v.Trace {
		got = append(got, s.StartMs)
	}
	if fmt.Sprint(got) != "[1 42 48]" {
		t.Errorf("started at %v, want [1 42 48]", got)
	}
}

// watchStalls measures how long the machine lets a goroutine wait, so that a busy one is not taken for a slow engine. It returns
// the worst so far.
func watchStalls(t *testing.T) func() time.Duration {
	var worst atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		const beat = time.Millisecond
		for last := time.Now(); ; {
			select {
			case <-time.After(beat):
			case <-stop:
				return
			}
			worst.Store(max(worst.Load(), int64(time.Since(last)-beat)))
			last = time.Now()
		}
	}()
	t.Cleanup(func() { close(stop); <-stopped })
	return func() time.Duration { return 4 * time.Duration(worst.Load()) }
}

// Sources that fail at random: every verdict is in time and follows from what could have been heard.
func TestChaos(t *testing.T) {
	const limit = 25 * time.Millisecond
	blocked := unsaid()
	blocked.IsBlocked = ref(true)
	sold := good(8)
	sold.Sold = ref(true)
	type move struct {
		name   string
		answer *Answer
		fail   *Failure
		delay  time.Duration
	}
	moves := []move{
		{"good", online(good(8)), nil, 0}, {"sold", online(sold), nil, 0}, {"good, slow", online(good(8)), nil, limit / 5},
		{"good, too late", online(good(8)), nil, 3 * limit}, {"refused", nil, &Failure{Channel: ChannelTSPIoT, Outcome: OutcomeRefused}, 0},
		{"emergency", &Answer{Channel: ChannelTSPIoT, Emergency: true, Status: 203}, nil, 0},
	}
	locals := []move{
		{"good", local(unsaid()), nil, 0}, {"blocked", local(blocked), nil, 0}, {"not ready", nil, &Failure{Channel: ChannelLocalModule, Outcome: OutcomeNotReady}, 0},
		{"blocked, too late", local(blocked), nil, 4 * limit},
	}
	play := func(ctx context.Context, m move) (Answer, error) {
		if m.delay > 0 {
			select {
			case <-time.After(m.delay):
			case <-ctx.Done():
				return Answer{}, &Failure{Outcome: OutcomeTimeout}
			}
		}
		if m.fail != nil {
			return Answer{}, m.fail
		}
		return *m.answer, nil
	}
	type pair struct{ online, local move }
	type playing struct{}
	key := playing{}
	src := func(ch Channel, pick func(pair) move) *source {
		return &source{ch, func(ctx context.Context, _ Query) (Answer, error) { return play(ctx, pick(ctx.Value(key).(pair))) }}
	}
	e := engine(t, Params{
		Online: []Source{src(ChannelTSPIoT, func(p pair) move { return p.online })}, Local: src(ChannelLocalModule, func(p pair) move { return p.local }),
		Deadline: func() time.Duration { return limit }, Known: &memory{},
	})
	stalls := watchStalls(t)
	var wg sync.WaitGroup
	var mu sync.Mutex
	worst := time.Duration(0)
	count := map[Decision]int{}
	for worker := range 8 {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(uint64(worker), 7))
			for range 60 {
				p := pair{moves[r.IntN(len(moves))], locals[r.IntN(len(locals))]}
				began := time.Now()
				v := e.Check(context.WithValue(context.Background(), key, p), Request{Code: milkCode(), At: today, Group: 8})
				took := time.Since(began)
				expect := map[Decision]bool{}
				localSays := map[string]Decision{"good": Allow, "blocked": Forbid, "not ready": Ask, "blocked, too late": Ask}[p.local.name]
				switch p.online.name {
				case "good":
					expect[Allow] = true
				case "good, slow":
					expect[Allow] = true
				case "sold":
					expect[Forbid] = true
				case "emergency":
					expect[Allow] = p.local.name != "blocked"
					expect[Forbid] = p.local.name == "blocked"
				default:
					expect[localSays] = true
				}
				if took >= limit { // on a busy machine any answer may have come late, or an offline one just before the verdict
					expect[localSays], expect[Ask] = true, true
					expect[Forbid] = expect[Forbid] || p.local.name == "blocked, too late"
				}
				mu.Lock()
				worst = max(worst, took)
				count[v.Decision]++
				mu.Unlock()
				if !expect[v.Decision] {
					t.Errorf("online %q, local %q: got %s by %s [%s] in %s", p.online.name, p.local.name, v.Decision, v.Channel, codesOf(v), took)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%v, the slowest verdict took %s with a deadline of %s", count, worst, limit)
	if worst > limit+100*time.Millisecond+stalls() {
		t.Errorf("a verdict took %s with a deadline of %s", worst, limit)
	}
}
