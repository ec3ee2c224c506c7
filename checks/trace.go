package checks

import (
	"math"
	"slices"
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
		out = append(out, a.unended(n, now, limit)...)
	}
	return out
}

// unended are the requests of a source that is still being asked: those that it has done with, and the one that is out.
func (a *asking) unended(n int, now, limit float64) []Step {
	began := millis(a.began[n])
	steps, out := a.sent[n].soFar()
	steps = shifted(steps, began)
	unheard := OutcomeTimeout
	if now < limit {
		unheard = OutcomeNotAwaited
	}
	if k := len(steps); k > 0 && out == nil { // between two requests, or its answer missed the verdict by a hair
		if last := &steps[k-1]; last.Outcome == OutcomeOK || last.Outcome == OutcomeEmergency {
			last.Outcome, last.Detail = unheard, "answer came after the verdict"
		}
		return steps
	}
	last := Step{Channel: a.chain[n].Channel(), StartMs: began, Outcome: unheard}
	if out != nil {
		last.Host, last.StartMs = out.Host, exactly(out.StartMs+began)
	} else {
		last.Host = hostOf(a.chain[n].Source)
	}
	last.ElapsedMs = exactly(now - last.StartMs)
	return append(steps, last)
}

// shifted counts steps from the start of the check that their source counted from the start of its Ask.
func shifted(steps []Step, began float64) []Step {
	for i := range steps {
		steps[i].StartMs = exactly(steps[i].StartMs + began)
	}
	return steps
}

// exactly takes the sums of decimals back to whole microseconds.
func exactly(ms float64) float64 { return math.Round(ms*1000) / 1000 }

// steps shifts what a source recorded from the start of its Ask to the start of the check; a source that recorded nothing gets
// one step for the whole Ask.
func (r result) steps(s Source) []Step {
	started := millis(r.started)
	one := Step{Channel: s.Channel(), StartMs: started, ElapsedMs: millis(r.took)}
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
	default:
		one.Host = hostOf(s)
	}
	out := []Step{one}
	if len(own) > 0 {
		out = shifted(slices.Clone(own), started)
	}
	if r.late {
		last := &out[len(out)-1]
		last.Outcome, last.Detail = OutcomeTimeout, "answer came after the deadline"
	}
	return out
}
