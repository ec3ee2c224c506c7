package atol

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dobro/device/fiscal"
)

// Stepwise check of codes, for drivers that do not know validateMarks: begin, ask until the operator's answer is there, accept or
// decline. It comes to the same results by the same rule: a code is accepted when the drive and the operator both confirm it.

// stepPause is how often the driver itself looks for the operator's answer.
const stepPause = 300 * time.Millisecond

type stepTask struct {
	Type string `json:"type"`
	Mark *mark  `json:"params"`
}

// checkBySteps checks codes one after another. A code whose check fails keeps the driver's words and does not hold up the others; a
// link that fails ends it all.
func (p *Printer) checkBySteps(ctx context.Context, marks []*mark) ([]fiscal.MarkResult, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	out := make([]fiscal.MarkResult, 0, len(marks))
	for _, m := range marks {
		a, err := p.stepwise(ctx, m)
		if err != nil {
			return nil, err
		}
		out = append(out, a.result())
	}
	return out, nil
}

func (p *Printer) stepwise(ctx context.Context, m *mark) (a markAnswer, err error) {
	begun, err := p.beginCheck(ctx, m)
	if err != nil || begun.Err != nil {
		return begun, err
	}
	a, err = p.awaitCheck(ctx)
	a.Offline = begun.Offline
	if err != nil {
		return a, err
	}
	end := "declineMarkingCode"
	if a.result().Bits.Confirmed() {
		end = "acceptMarkingCode"
	}
	if a.Err != nil && a.Err.Code == codeMarkTimeout {
		end = "cancelMarkingCodeValidation"
	}
	r, err := p.step(ctx, simple{end})
	if err != nil {
		return a, err
	}
	var kept markAnswer
	switch e := r.trouble(false); {
	case e != nil && end == "acceptMarkingCode":
		a.Err = &driverError{Code: e.Code, Description: e.Text}
	case e == nil && end == "acceptMarkingCode" && json.Unmarshal(r.Body, &kept) == nil:
		a.Checks = kept.Checks
	}
	return a, nil
}

// beginCheck starts the check of a code. One that an earlier till left under way is dropped first.
func (p *Printer) beginCheck(ctx context.Context, m *mark) (a markAnswer, err error) {
	for again := false; ; again = true {
		r, err := p.step(ctx, stepTask{"beginMarkingCodeValidation", m})
		if err != nil {
			return a, err
		}
		e := r.trouble(false)
		switch {
		case e == nil:
			return a, read(r.Body, &a)
		case e.Trouble == fiscal.Unsupported, e.Trouble == fiscal.Offline, e.Trouble == fiscal.Stopped:
			return a, e
		case (e.Code == codeMarkingFirst || e.Code == codeMarkingLast) && !again:
			if _, err := p.step(ctx, simple{"cancelMarkingCodeValidation"}); err != nil {
				return a, err
			}
		default:
			return markAnswer{Err: &driverError{Code: e.Code, Description: e.Text}}, nil
		}
	}
}

// awaitCheck asks for the operator's answer until it is there or the time of one code is over.
func (p *Printer) awaitCheck(ctx context.Context) (a markAnswer, err error) {
	until := p.p.Now().Add(p.p.MarkTimeout)
	for pause := p.p.PollFirst; ; pause = min(2*pause, stepPause) {
		r, err := p.step(ctx, simple{"getMarkingCodeValidationStatus"})
		if err != nil {
			return a, err
		}
		if e := r.trouble(false); e != nil {
			return markAnswer{Err: &driverError{Code: e.Code, Description: e.Text}}, nil
		}
		a = markAnswer{}
		if err := read(r.Body, &a); err != nil {
			return a, err
		}
		switch {
		case a.Ready:
			return a, nil
		case !p.p.Now().Before(until):
			return markAnswer{Asked: true, Err: &driverError{Code: codeMarkTimeout, Name: "responseTimeout"}}, nil
		}
		select {
		case <-ctx.Done():
			return a, &fiscal.Error{Trouble: fiscal.Busy, Err: fmt.Errorf("wait for the check of a code: %w", ctx.Err())}
		case <-time.After(pause):
		}
	}
}

// step runs one task while the turn is held. An error is one of the link.
func (p *Printer) step(ctx context.Context, task any) (result, error) {
	rs, err := p.askNow(ctx, task)
	if err != nil {
		return result{}, err
	}
	return rs[0], nil
}

func read(body []byte, a *markAnswer) error {
	if err := json.Unmarshal(body, a); err != nil {
		return &fiscal.Error{Trouble: fiscal.BadMark, Err: fmt.Errorf("read the check of a code: %w", err)}
	}
	return nil
}
