package wire

import (
	"fmt"

	"dobro/checks"
	"dobro/internal/marking"
)

// Conclude turns the last exchange of an Ask into an answer or a failure and records it as a step. Outcome is the channel's own
// judgement of the reply; "" means that the body of a 200 is to be read.
func (t *Trail) Conclude(host string, r Reply, outcome checks.Outcome, code marking.Code, mask Mask) (checks.Answer, *checks.Failure) {
	mask = mask.WithCode(code)
	if outcome == checks.OutcomeEmergency {
		_, words := ReadProblem(r.Body).Say()
		words = mask.Words(words)
		t.Add(host, r, outcome, words)
		a := t.Answer(host, r, mask)
		a.Emergency, a.Description = true, words
		return a, nil
	}
	if outcome != "" {
		detail := mask.Words(Explain(r))
		t.Add(host, r, outcome, detail)
		return checks.Answer{}, t.Fail(host, r, outcome, detail, mask)
	}
	p, err := Parse(r.Body, code)
	switch {
	case err != nil:
		outcome, r.Err = checks.OutcomeBadAnswer, err
	case !p.Answers():
		outcome = checks.OutcomeBusinessCode
	default:
		outcome = checks.OutcomeOK
	}
	detail := ""
	switch outcome {
	case checks.OutcomeBadAnswer:
		detail = err.Error()
	case checks.OutcomeBusinessCode:
		detail = mask.Words(numbered(p.Code, p.Description))
	}
	t.Add(host, r, outcome, detail)
	if outcome != checks.OutcomeOK {
		return checks.Answer{}, t.Fail(host, r, outcome, detail, mask)
	}
	a := t.Answer(host, r, mask)
	a.ReqID, a.ReqTimestamp, a.Inst, a.Version = p.ReqID, p.ReqTimestamp, p.Inst, p.Version
	a.Description, a.Offline, a.Item = mask.Words(p.Description), p.Offline, p.Item
	a.Item.Message = mask.Words(a.Item.Message)
	return a, nil
}

// Explain says in one line what a reply that is no answer was: the network's words, or the service's own number and words.
func Explain(r Reply) string {
	if r.Err != nil {
		return r.Err.Error()
	}
	return numbered(ReadProblem(r.Body).Say())
}

func numbered(code int64, words string) string {
	switch {
	case code == 0:
		return words
	case words == "":
		return fmt.Sprintf("code %d", code)
	}
	return fmt.Sprintf("code %d: %s", code, words)
}
