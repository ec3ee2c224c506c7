package rerun

import (
	"context"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/marking"
	"dobro/internal/recorder"
)

// Outside is the outside world of the recording. It may be asked from any goroutine.
type Outside struct {
	mu     sync.Mutex
	clock  Clock
	frame  *Frame
	asked  []recorder.Asked
	calls  []recorder.Call
	missed []string // what was asked for and stands nowhere

	ids   map[string]string // of receipts, recorded to now
	marks map[string]string // of sales, recorded to now
}

// New is a world before its first action.
func New() *Outside {
	return &Outside{ids: map[string]string{}, marks: map[string]string{}}
}

// Play turns to an action.
func (o *Outside) Play(f *Frame) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.frame, o.asked, o.calls, o.missed = f, append([]recorder.Asked(nil), f.Asked...), append([]recorder.Call(nil), f.Calls...), nil
	o.clock = Clock{at: f.At.Time, since: time.Now()}
}

// Now is the time of the action at hand.
func (o *Outside) Now() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.frame == nil {
		return time.Now()
	}
	return o.clock.now()
}

// Timer implements checks.Clock with the real time.
func (o *Outside) Timer(d time.Duration) (<-chan time.Time, func()) {
	return checks.SystemClock{}.Timer(d)
}

// Missed is what the till asked for and the recording does not know, during the action at hand.
func (o *Outside) Missed() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.missed...)
}

// Receipt is the receipt that is now what a recorded one was.
func (o *Outside) Receipt(recorded string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if now, ok := o.ids[recorded]; ok {
		return now
	}
	return recorded
}

// Same notes that a receipt is now what a recorded one was.
func (o *Outside) Same(recorded, now string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ids[recorded] = now
}

// Source is a permit channel of the recording.
func (o *Outside) Source(c checks.Channel) checks.Source { return source{o, c} }

type source struct {
	o       *Outside
	channel checks.Channel
}

// Channel implements checks.Source.
func (s source) Channel() checks.Channel { return s.channel }

// Ask gives the recorded answer at once. What did not come in time then does not come now either: the trace of the recorded verdict
// tells, since an answer may be recorded that the verdict had not waited for.
func (s source) Ask(_ context.Context, q checks.Query) (checks.Answer, error) {
	o := s.o
	o.mu.Lock()
	defer o.mu.Unlock()
	silent := &checks.Failure{Channel: s.channel, Outcome: checks.OutcomeTimeout}
	for i, a := range o.asked {
		if a.Channel != s.channel || a.Cis != q.Code.Cis {
			continue
		}
		o.asked = append(o.asked[:i:i], o.asked[i+1:]...)
		switch {
		case a.Failure != nil:
			return checks.Answer{}, &checks.Failure{Channel: s.channel, Outcome: a.Failure.Outcome, Status: a.Failure.Status}
		case !o.inTime(s.channel, q.Code.Cis) || a.Answer == nil:
			return checks.Answer{}, silent
		}
		r := a.Answer
		it := r.Item
		it.Cis = q.Code.Cis
		return checks.Answer{Channel: s.channel, Status: r.Status, Offline: r.Offline, Emergency: r.Emergency, ReqID: r.ReqID, ReqTimestamp: r.ReqTimestamp, Inst: r.Inst,
			Version: r.Version, Item: it}, nil
	}
	return checks.Answer{}, silent
}

// inTime tells whether the recorded verdict about a code had the channel's answer.
func (o *Outside) inTime(c checks.Channel, cis string) bool {
	for _, e := range o.frame.Events {
		if e.Checked == nil || e.Checked.Cis != cis {
			continue
		}
		for n := len(e.Checked.Trace) - 1; n >= 0; n-- {
			if s := e.Checked.Trace[n]; s.Channel == c {
				return s.Outcome != checks.OutcomeTimeout && s.Outcome != checks.OutcomeNotAwaited
			}
		}
	}
	return true
}

// Look implements checks.Known.
func (o *Outside) Look(code marking.Code) checks.Knowledge {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, k := range o.frame.Known {
		if k.Knowledge != nil && k.Cis == code.Cis {
			return *k.Knowledge
		}
	}
	return checks.Knowledge{}
}

// Group implements checks.Known.
func (o *Outside) Group(gtin string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, k := range o.frame.Known {
		if k.GTIN == gtin {
			return k.Group
		}
	}
	return 0
}

// Learn implements checks.Known: what was known then is recorded.
func (o *Outside) Learn(marking.Code, checks.Answer, time.Time) {}
