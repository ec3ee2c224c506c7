package checks

import (
	"context"
	"testing"
	"time"
)

// prompt is a memory that knows the groups of products without its disk.
type prompt struct {
	*memory
	now map[string]int
}

func (p prompt) GroupNow(gtin string) (int, bool) {
	group, known := p.now[gtin]
	return group, known
}

func TestTheChannelsAreAskedWhileTheCodeIsLookedUp(t *testing.T) {
	asked := make(chan int, 1)
	src := &source{ChannelTSPIoT, func(_ context.Context, q Query) (Answer, error) {
		asked <- q.Group
		return *online(good(8)), nil
	}}
	m := prompt{&memory{look: func() {
		select {
		case group := <-asked:
			asked <- group
		case <-time.After(10 * time.Second):
			t.Error("the question waits for the look-up")
		}
	}}, map[string]int{milkCode().GTIN: 8}}
	e := engine(t, Params{Online: []Source{src}, Known: m, Clock: newHandClock()}) // a look-up has all the time by this clock
	want(t, e.Check(context.Background(), Request{Code: milkCode(), At: today}), Allow, ChannelTSPIoT, "")
	if group := <-asked; group != 8 {
		t.Errorf("the channel was told group %d, want 8", group)
	}
}

func TestAProductThatIsNotRememberedIsLookedUpBeforeTheChannelsAreAsked(t *testing.T) {
	asked := make(chan int, 1)
	src := &source{ChannelTSPIoT, func(_ context.Context, q Query) (Answer, error) {
		asked <- q.Group
		return *online(good(8)), nil
	}}
	m := prompt{&memory{groups: map[string]int{milkCode().GTIN: 8}}, nil}
	want(t, engine(t, Params{Online: []Source{src}, Known: m}).Check(context.Background(), Request{Code: milkCode(), At: today}), Allow, ChannelTSPIoT, "")
	if group := <-asked; group != 8 {
		t.Errorf("the channel was told group %d, want 8", group)
	}
}

func TestACodeSoldHereIsForbiddenWithoutWaitingForWhoWasAsked(t *testing.T) {
	m := prompt{&memory{known: map[string]Knowledge{milkCode().Cis: {SoldHere: true}}}, map[string]int{milkCode().GTIN: 8}}
	c := begin(t, Params{Online: []Source{hangs(t, ChannelTSPIoT)}, Local: hangs(t, ChannelLocalModule), Known: m}, Request{})
	v := c.get()
	want(t, v, Forbid, ChannelCache, "sold_here/ban")
	for _, s := range v.Trace {
		if s.Outcome != OutcomeNotAwaited {
			t.Errorf("step %+v", s)
		}
	}
}

func TestAnAnswerIsWrittenDownAfterItsVerdict(t *testing.T) {
	m := &memory{}
	e := engine(t, Params{Online: []Source{answers(online(good(8)))}, Known: m})
	learned := func() int {
		m.mu.Lock()
		defer m.mu.Unlock()
		return len(m.learned)
	}
	for range 3 {
		e.Check(context.Background(), Request{Code: milkCode(), At: today})
	}
	for began := time.Now(); learned() < 3; time.Sleep(time.Millisecond) { // polling a condition
		if time.Since(began) > 10*time.Second {
			t.Fatalf("%d of 3 answers are learned", learned())
		}
	}
	e.Check(context.Background(), Request{Code: milkCode(), At: today})
	if err := e.Close(context.Background()); err != nil || learned() != 4 {
		t.Errorf("after closing %d of 4 answers are learned, %v", learned(), err)
	}
}
