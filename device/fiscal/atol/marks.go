package atol

import (
	"context"
	"encoding/json"
	"fmt"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

type validateTask struct {
	Type    string  `json:"type"`
	Timeout int64   `json:"timeout"` // ms
	Wait    bool    `json:"waitForResult"`
	Marks   []*mark `json:"params"`
}

// CheckMarks has the driver check codes and accept those that both the drive and the operator confirm; the others it
// declines, and their lines go to the receipt without a result, for the printer to judge. What was accepted travels with the
// next receipt.
func (p *Printer) CheckMarks(ctx context.Context, marks []fiscal.Mark) ([]fiscal.MarkResult, error) {
	if len(marks) == 0 {
		return nil, nil
	}
	task := validateTask{Type: "validateMarks", Timeout: p.p.MarkTimeout.Milliseconds(), Wait: true}
	for _, m := range marks {
		asked := newMark(m)
		if !m.Part.Whole() {
			one := amount(sale.One)
			asked.Amount, asked.Units = &one, "piece"
		}
		task.Marks = append(task.Marks, asked)
	}
	out, err := p.validate(ctx, task)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	for i, res := range out {
		if res.Accepted {
			p.checked[marks[i].Code] = res.Bits
		} else {
			delete(p.checked, marks[i].Code)
		}
	}
	p.mu.Unlock()
	return out, nil
}

// validate runs the one task for all codes, or the steps where the driver does not know that task.
func (p *Printer) validate(ctx context.Context, task validateTask) ([]fiscal.MarkResult, error) {
	if p.stepwiseOnly.Load() {
		return p.checkBySteps(ctx, task.Marks)
	}
	r, err := p.one(ctx, task)
	if code, _ := r.code(); err != nil && unknownTask(code) {
		out, failed := p.checkBySteps(ctx, task.Marks)
		if failed == nil {
			p.log.Info().Int("code", code).Msg("atol: the driver does not know validateMarks, codes are checked step by step")
			p.stepwiseOnly.Store(true)
		}
		return out, failed
	}
	if err != nil {
		return nil, err
	}
	out, err := readMarks(r.Body)
	if err == nil && len(out) != len(task.Marks) {
		err = fmt.Errorf("%d results for %d codes", len(out), len(task.Marks))
	}
	if err != nil {
		return nil, &fiscal.Error{Trouble: fiscal.BadMark, Err: fmt.Errorf("read the check of codes: %w", err)}
	}
	return out, nil
}

// ForgetMarks empties the printer's table of codes.
func (p *Printer) ForgetMarks(ctx context.Context) error {
	_, err := p.one(ctx, simple{"clearMarkingCodeValidationResult"})
	if err == nil {
		p.forgetChecked()
	}
	return err
}

func (p *Printer) forgetChecked() {
	p.mu.Lock()
	clear(p.checked)
	p.mu.Unlock()
}

type markAnswer struct {
	Offline struct {
		Reason string `json:"fmCheckErrorReason"`
		Done   bool   `json:"fmCheck"`
		Good   bool   `json:"fmCheckResult"`
	} `json:"offlineValidation"`
	Online struct {
		Checks *markChecks `json:"itemInfoCheckResult"`
		Answer string      `json:"markOperatorResponseResult"`
	} `json:"onlineValidation"`
	Ready  bool         `json:"ready"` // of a step: the operator's answer is there, or will not come
	Asked  bool         `json:"sentImcRequest"`
	Err    *driverError `json:"driverError"`
	Checks *markChecks  `json:"itemInfoCheckResult"` // of an accepted code
}

var markReasons = map[string]fiscal.MarkReason{
	"": fiscal.MarkVerified, "checked": fiscal.MarkVerified, "typeIncorrect": fiscal.MarkWrongType, "noKeys": fiscal.MarkNoKey, "noGS1": fiscal.MarkNoGS1,
}

// readMarks reads the results of validateMarks: a bare list, or a list under a name.
func readMarks(body []byte) ([]fiscal.MarkResult, error) {
	var list []markAnswer
	if err := json.Unmarshal(body, &list); err != nil {
		var named struct {
			Marks *[]markAnswer `json:"validateMarks"`
		}
		if err2 := json.Unmarshal(body, &named); err2 != nil || named.Marks == nil {
			return nil, fmt.Errorf("no list of results: %w", err)
		}
		list = *named.Marks
	}
	out := make([]fiscal.MarkResult, len(list))
	for i, a := range list {
		out[i] = a.result()
	}
	return out, nil
}

// result is the answer in words of the contract.
func (a markAnswer) result() fiscal.MarkResult {
	r := fiscal.MarkResult{Accepted: a.Checks != nil, Asked: a.Asked, Answer: fiscal.MarkAnswer(a.Online.Answer)}
	if reason, ok := markReasons[a.Offline.Reason]; ok {
		r.Reason = reason
	} else {
		r.Reason = fiscal.MarkOther
	}
	switch {
	case a.Checks != nil:
		r.Bits = a.Checks.bits()
	case a.Online.Checks != nil:
		r.Bits = a.Online.Checks.bits()
	default:
		r.Bits = (&markChecks{Checked: a.Offline.Done, Good: a.Offline.Good}).bits()
	}
	if a.Err != nil && a.Err.Code != 0 {
		r.Code, r.Text = a.Err.Code, a.Err.Description
		if r.Text == "" {
			r.Text = a.Err.Name
		}
	}
	return r
}

func (c *markChecks) bits() fiscal.MarkBits {
	var b fiscal.MarkBits
	for i, on := range []bool{c.Checked, c.Good, c.StatusChecked, c.StatusGood, c.StandAlone} {
		if on {
			b |= 1 << i
		}
	}
	return b
}
