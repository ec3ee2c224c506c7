package checks

import (
	"context"
	"testing"
	"time"
)

// A source that is told to stop because the verdict is made must not write itself down as one that was too slow.
func TestASourceThatNobodyWaitsForIsNotTooSlow(t *testing.T) {
	slow := &source{ChannelLocalModule, func(ctx context.Context, q Query) (Answer, error) {
		q.Progress.Sent(Step{Channel: ChannelLocalModule, Host: "lm:5995"})
		<-ctx.Done()
		ended := Step{Channel: ChannelLocalModule, Host: "lm:5995", Outcome: OutcomeTimeout}
		q.Progress.Ended(ended)
		return Answer{}, &Failure{Channel: ChannelLocalModule, Outcome: OutcomeTimeout, Steps: []Step{ended}}
	}}
	e := engine(t, Params{Online: []Source{answers(online(good(8)))}, Local: slow, Deadline: func() time.Duration { return time.Minute }})
	for range 40 {
		v := e.Check(context.Background(), Request{Code: milkCode(), At: today})
		for _, s := range v.Trace {
			if s.Channel == ChannelLocalModule && s.Outcome != OutcomeNotAwaited {
				t.Fatalf("trace %+v", v.Trace)
			}
		}
	}
}

// The trace of a question that is still out names whom the source was asking, not whom it begins with.
func TestAQuestionThatIsOutNamesTheHostThatWasAsked(t *testing.T) {
	sold := unsaid()
	sold.Sold = ref(true)
	told := make(chan struct{})
	free := make(chan struct{})
	t.Cleanup(func() { close(free) })
	for _, c := range []struct {
		name string
		tell func(*Progress)
		want []Step
	}{
		{"first request", func(p *Progress) { p.Sent(Step{Channel: ChannelTrueAPI, Host: "cdn1:443", StartMs: 0}) },
			[]Step{{Host: "cdn1:443", Outcome: OutcomeNotAwaited}}},
		{"second platform", func(p *Progress) {
			p.Sent(Step{Channel: ChannelTrueAPI, Host: "cdn1:443"})
			p.Ended(Step{Channel: ChannelTrueAPI, Host: "cdn1:443", Outcome: OutcomeRefused})
			p.Sent(Step{Channel: ChannelTrueAPI, Host: "cdn2:443"})
		}, []Step{{Host: "cdn1:443", Outcome: OutcomeRefused}, {Host: "cdn2:443", Outcome: OutcomeNotAwaited}}},
		{"between two requests", func(p *Progress) {
			p.Sent(Step{Channel: ChannelTrueAPI, Host: "cdn1:443"})
			p.Ended(Step{Channel: ChannelTrueAPI, Host: "cdn1:443", Outcome: OutcomeHTTP, Status: 500})
		}, []Step{{Host: "cdn1:443", Outcome: OutcomeHTTP}}},
		{"an answer nobody heard", func(p *Progress) {
			p.Sent(Step{Channel: ChannelTrueAPI, Host: "cdn1:443"})
			p.Ended(Step{Channel: ChannelTrueAPI, Host: "cdn1:443", Outcome: OutcomeOK, Status: 200})
		}, []Step{{Host: "cdn1:443", Outcome: OutcomeNotAwaited}}},
		{"nothing told", func(*Progress) {}, []Step{{Host: "host-of-trueapi", Outcome: OutcomeNotAwaited}}},
	} {
		slow := &source{ChannelTrueAPI, func(_ context.Context, q Query) (Answer, error) {
			c.tell(q.Progress)
			told <- struct{}{}
			<-free
			return Answer{}, &Failure{Outcome: OutcomeRefused}
		}}
		local := &source{ChannelLocalModule, func(context.Context, Query) (Answer, error) {
			<-told
			return *local(sold), nil
		}}
		e := engine(t, Params{Online: []Source{slow}, Local: local, Deadline: func() time.Duration { return time.Minute }})
		v := e.Check(context.Background(), Request{Code: milkCode(), Group: 8, At: today})
		var got []Step
		for _, s := range v.Trace {
			if s.Channel == ChannelTrueAPI {
				got = append(got, s)
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: trace %+v, want %+v", c.name, got, c.want)
			continue
		}
		for i := range got {
			if got[i].Host != c.want[i].Host || got[i].Outcome != c.want[i].Outcome || got[i].StartMs < 0 || got[i].ElapsedMs < 0 {
				t.Errorf("%s: step %d is %+v, want %+v", c.name, i, got[i], c.want[i])
			}
		}
	}
}
