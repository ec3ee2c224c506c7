package checks

import (
	"math"
	"sort"
)

// trace is every request of the check in the order of its sending: what sources tell of their own requests, and what was still
// out when the verdict was made.
func (c *check) trace() []Step {
	out := []Step{}
	now := millis(c.since())
	limit := millis(c.deadline)
	for _, a := range []*asking{c.online, c.local} {
		out = append(out, a.steps(now, limit)...)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].StartMs < out[j].StartMs })
	return out
}

func (a *asking) steps(now, limit float64) []Step {
	if a == nil {
		return nil
	}
	var out []Step
	for _, r := range a.ended {
		out = append(out, r.steps(a.chain[r.source].Source)...)
	}
	if n := len(a.ended); n < len(a.began) {
		started := millis(a.began[n])
		step := Step{Channel: a.chain[n].Channel(), Host: hostOf(a.chain[n].Source), StartMs: started, ElapsedMs: math.Round((now-started)*1000) / 1000, Outcome: OutcomeTimeout}
		if now < limit {
			step.Outcome = OutcomeNotAwaited
		}
		out = append(out, step)
	}
	return out
}

// steps shifts what a source recorded from the start of its Ask to the start of the check; a source that recorded nothing gets
// one step for the whole Ask.
func (r result) steps(s Source) []Step {
	started := millis(r.started)
	one := Step{Channel: s.Channel(), Host: hostOf(s), StartMs: started, ElapsedMs: millis(r.took)}
	var own []Step
	switch {
	case r.answer != nil:
		own, one.Host, one.Status, one.Outcome = r.answer.Steps, r.answer.Host, r.answer.Status, OutcomeOK
		if r.answer.Emergency {
			one.Outcome = OutcomeEmergency
		}
	case r.failure != nil:
		own, one.Host, one.Status = r.failure.Steps, r.failure.Host, r.failure.Status
		one.Outcome, one.Detail = r.failure.Outcome, r.failure.Detail
	}
	out := []Step{one}
	if len(own) > 0 {
		out = append([]Step(nil), own...)
		for i := range out {
			out[i].StartMs = math.Round((out[i].StartMs+started)*1000) / 1000
		}
	}
	if r.late {
		last := &out[len(out)-1]
		last.Outcome, last.Detail = OutcomeTimeout, "answer came after the deadline"
	}
	return out
}
