package wire

import (
	"time"

	"dobro/checks"
)

// Trail records the requests of one Ask, counted from its start.
type Trail struct {
	Channel checks.Channel
	Began   time.Time
	Steps   []checks.Step

	progress *checks.Progress
}

// NewTrail begins now.
func NewTrail(channel checks.Channel) Trail { return Trail{Channel: channel, Began: time.Now()} }

// TrailOf begins now and tells the question's own record of every request.
func TrailOf(channel checks.Channel, q checks.Query) Trail {
	t := NewTrail(channel)
	t.progress = q.Progress
	return t
}

// Send tells that a request leaves for the host; Add follows when it has ended.
func (t *Trail) Send(host string) {
	if t.progress != nil {
		t.progress.Sent(checks.Step{Channel: t.Channel, Host: host, StartMs: millis(time.Since(t.Began))})
	}
}

// Add records an exchange with its outcome and words, which must be masked already.
func (t *Trail) Add(host string, r Reply, outcome checks.Outcome, detail string) {
	step := checks.Step{
		Channel: t.Channel, Host: host, StartMs: millis(r.Began.Sub(t.Began)), ElapsedMs: millis(r.Took),
		Outcome: outcome, Status: r.Status, Detail: detail,
	}
	t.Steps = append(t.Steps, step)
	t.progress.Ended(step)
}

func millis(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Answer begins an answer with what every channel knows about it.
func (t *Trail) Answer(host string, r Reply, mask Mask) checks.Answer {
	return checks.Answer{Channel: t.Channel, Host: host, Status: r.Status, Body: mask.Body(r.Body), Steps: t.Steps}
}

// Fail makes the failure of an exchange that is recorded already.
func (t *Trail) Fail(host string, r Reply, outcome checks.Outcome, detail string, mask Mask) *checks.Failure {
	return &checks.Failure{
		Channel: t.Channel, Host: host, Outcome: outcome, Status: r.Status, Detail: detail,
		Body: mask.Body(r.Body), Steps: t.Steps, Err: r.Err,
	}
}

// Skip makes the failure of a question that was never sent.
func (t *Trail) Skip(host, detail string, err error) *checks.Failure {
	return &checks.Failure{
		Channel: t.Channel, Host: host, Outcome: checks.OutcomeSkipped, Detail: detail, Steps: t.Steps, Err: err,
	}
}
