package shtrih

import (
	"context"
	"fmt"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// CheckMarks has the drive and, through the printer, the operator check codes. What nobody denies is accepted into the table
// of the drive; what is denied is rejected and left to the caller.
func (p *Printer) CheckMarks(ctx context.Context, marks []fiscal.Mark) ([]fiscal.MarkResult, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	out := make([]fiscal.MarkResult, len(marks))
	for i, m := range marks {
		if len(m.Code) > maxCode || m.Code == "" {
			out[i] = fiscal.MarkResult{Reason: fiscal.MarkOther, Text: fmt.Sprintf("%d > %d", len(m.Code), maxCode)}
			continue
		}
		r, e := p.checkMark(ctx, m, false)
		if e != nil && e.Trouble != fiscal.BadMark {
			return nil, e
		}
		if e != nil {
			r.Code, r.Text = e.Code, e.Text
		}
		out[i] = r
	}
	return out, nil
}

// ForgetMarks forgets what was accepted. The protocol document knows no command that empties the table; the drive does it
// with the next receipt.
func (p *Printer) ForgetMarks(context.Context) error {
	p.forgetChecked()
	return nil
}

func (p *Printer) forgetChecked() {
	p.mu.Lock()
	clear(p.checked)
	p.mu.Unlock()
}

func (p *Printer) isChecked(code string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.checked[code]
	return ok
}

// checkReceiptMarks checks the codes of a receipt that are not in the table yet and accepts them all: whether they may be
// sold was decided before.
func (p *Printer) checkReceiptMarks(ctx context.Context, r fiscal.Receipt, back bool) *fiscal.Error {
	for _, l := range r.Lines {
		if l.Code == "" || p.isChecked(l.Code) {
			continue
		}
		if _, e := p.checkMark(ctx, fiscal.Mark{Code: l.Code, Part: l.Part, Return: back || r.Kind == sale.Return}, true); e != nil {
			return e
		}
	}
	return nil
}

// checkMark is FF61 with its decision FF69, which must follow each check.
func (p *Printer) checkMark(ctx context.Context, m fiscal.Mark, always bool) (fiscal.MarkResult, *fiscal.Error) {
	var tags []byte // none for whole pieces
	if !m.Part.Whole() {
		tags = partTags(m.Part)
	}
	if len(m.Code)+len(tags) > maxCode {
		return fiscal.MarkResult{Reason: fiscal.MarkOther}, &fiscal.Error{Trouble: fiscal.BadMark, Text: "marking code is too long"}
	}
	code := m.Code
	check := func(o *out) {
		o.u8(m.Planned())
		o.u8(0) // mode of processing (tag 2102)
		o.u8(byte(len(code)))
		o.u8(byte(len(tags)))
		o.bytes([]byte(code))
		o.bytes(tags)
	}
	r, e := p.steady(ctx, cmdCheckMark, check)
	if e != nil && e.Code == errOrder { // an earlier check never heard its decision
		if _, e = p.steady(ctx, cmdAcceptMark, func(o *out) { o.u8(0) }); e == nil {
			r, e = p.steady(ctx, cmdCheckMark, check)
		}
	}
	if e != nil {
		return fiscal.MarkResult{}, e
	}
	res := readCheck(r)
	accept := always || !res.Bits.Denied()
	decision := byte(0)
	if accept {
		decision = 1
	}
	r, e = p.steady(ctx, cmdAcceptMark, func(o *out) { o.u8(decision) })
	if e != nil {
		return res, e
	}
	if accept {
		if len(r.b) > 0 {
			res.Bits = fiscal.MarkBits(r.u8())
		}
		res.Accepted = true
		p.mu.Lock()
		p.checked[code] = res.Bits
		p.mu.Unlock()
	}
	return res, nil
}

var reasons = []fiscal.MarkReason{fiscal.MarkVerified, fiscal.MarkWrongType, fiscal.MarkNoKey, fiscal.MarkNoGS1, fiscal.MarkOther}

// readCheck reads the result of FF61: result of the drive (tag 2004), why it could not check, type of the code, and when the
// operator was asked: the drive's code, tag 2106, tags of the answer. Tag 2105 among them is how the operator took it.
func readCheck(r *in) fiscal.MarkResult {
	var res fiscal.MarkResult
	local, reason := r.u8(), r.u8()
	res.Reason = fiscal.MarkOther
	if int(reason) < len(reasons) {
		res.Reason = reasons[reason]
	}
	r.u8()
	res.Bits = fiscal.MarkBits(local) & (fiscal.MarkChecked | fiscal.MarkGood)
	extra := int(r.u8())
	if extra == 0 || r.err != nil || len(r.b) == 0 {
		return res
	}
	switch drive := r.u8(); drive {
	case 0:
		res.Asked = true
		if len(r.b) == 0 {
			return res
		}
		res.Bits = fiscal.MarkBits(r.u8())
		fields, _ := parseTLV(r.b) // a broken tail does not spoil the result before it
		for _, f := range fields {
			if f.number == 2105 && len(f.value) > 0 {
				res.Answer = markAnswer(f.value[0])
			}
		}
	default: // FFh: the operator did not answer in time; otherwise the drive did not accept his answer
		res.Asked, res.Code, res.Text = true, int(drive), fmt.Sprintf("%02Xh", drive)
	}
	return res
}

func markAnswer(b byte) fiscal.MarkAnswer {
	switch b {
	case 0:
		return fiscal.MarkAnswerCorrect
	case 1:
		return fiscal.MarkAnswerWrong
	case 2:
		return fiscal.MarkAnswerUnread
	}
	return fiscal.MarkAnswerNone
}
