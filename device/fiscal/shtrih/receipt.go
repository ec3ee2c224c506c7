package shtrih

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

var taxations = map[string]byte{"osn": 0x01, "usn_income": 0x02, "usn_income_outcome": 0x04, "esn": 0x10, "patent": 0x20}

// Places of payments in the closing command: type 1 is cash, 2 to 13 are electronic, 14 is prepaid.
const (
	payPlaces  = 16
	payCash    = 0
	payCard    = 1
	payPrepaid = 13
)

// correctionFlag in the type of a receipt makes it a correction of that kind (FFD 1.2).
const correctionFlag = 0x80

// Register fiscalises a receipt: checks of codes, opening, tags, lines, closing. Before the closing command nothing exists
// and a failure drops what was open; only a lost answer to the closing command is Unknown.
func (p *Printer) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	job, err := p.job(r)
	if err != nil {
		return fiscal.Document{}, err
	}
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Document{}, err
	}
	defer leave()
	fiscal.Progress(ctx, fiscal.StageSending)
	before, e := p.prepare(ctx)
	if e != nil {
		return fiscal.Document{}, e
	}
	if e := p.checkReceiptMarks(ctx, r, job.back); e != nil {
		return fiscal.Document{}, e
	}
	if e := p.fill(ctx, job); e != nil {
		p.drop(ctx)
		e.Unknown = false // nothing is fiscal before it is closed
		return fiscal.Document{}, e
	}
	return p.close(ctx, r, job, before)
}

// step is one command of a receipt.
type step struct {
	command int
	data    []byte
}

// job is a receipt as commands.
type job struct {
	steps []step
	last  []byte // data of the closing command
	back  bool
}

// prepare brings the printer to where a receipt may begin.
func (p *Printer) prepare(ctx context.Context) (drive, *fiscal.Error) {
	s, e := p.idle(ctx)
	if e != nil {
		return drive{}, e
	}
	if s.mode == modeOpen {
		if e := p.cancelOpen(ctx); e != nil {
			return drive{}, e
		}
		if s, e = p.idle(ctx); e != nil {
			return drive{}, e
		}
	}
	switch s.mode {
	case modeExpired:
		return drive{}, &fiscal.Error{Trouble: fiscal.ShiftTooLong}
	case modeClosed:
		return drive{}, &fiscal.Error{Trouble: fiscal.ShiftShut}
	}
	return p.clean(ctx)
}

// fill sends everything but the closing command.
func (p *Printer) fill(ctx context.Context, j job) *fiscal.Error {
	for _, s := range j.steps {
		if _, e := p.steady(ctx, s.command, func(o *out) { o.bytes(s.data) }); e != nil {
			if e.Code == errUnchecked { // the table of codes is empty after a loss of power
				p.forgetChecked()
			}
			return e
		}
	}
	return nil
}

// close sends the closing command and reads the document from its answer, from the answer that the printer still holds, or
// leaves its fate open.
func (p *Printer) close(ctx context.Context, r fiscal.Receipt, j job, before drive) (fiscal.Document, error) {
	fiscal.Progress(ctx, fiscal.StageWorking)
	answer, e := p.steady(ctx, cmdClose, func(o *out) { o.bytes(j.last) })
	if e != nil && errors.Is(e, errLost) && ctx.Err() == nil {
		p.log.Warn().Err(e).Msg("shtrih: the answer to closing a receipt is lost, asking for it")
		fiscal.Progress(ctx, fiscal.StageAsking)
		if kept, ok := p.line.recall(ctx, []byte{cmdClose >> 8, cmdClose & 0xFF}); ok {
			answer, e = read(cmdClose, kept)
		}
	}
	if e != nil {
		if e = lost(e); !e.Unknown {
			p.drop(ctx)
		}
		return fiscal.Document{}, e
	}
	p.forgetChecked()
	change := answer.u(5)
	doc := fiscal.Document{Kind: string(r.Kind), FD: answer.u(4), FP: sign(answer.u(4)), FN: before.fn, Total: r.Total, Mark: r.Mark, Back: j.back, Printed: true}
	if answer.err != nil || doc.FD <= before.last {
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Other, Unknown: true, Text: fmt.Sprintf("the answer names document %d after %d", doc.FD, before.last), Err: answer.err}
	}
	doc.At = p.p.Now().UTC().Truncate(time.Second)
	if len(answer.b) >= 5 {
		doc.At = answer.minute(p.p.Zone)
	}
	p.log.Debug().Int64("fd", doc.FD).Int64("change", change).Msg("shtrih: receipt closed")
	p.mu.Lock()
	doc.Serial = p.serial
	p.mu.Unlock()
	p.afterwards(ctx, &doc)
	return doc, nil
}

// afterwards adds what the printer tells about a document that is already in the drive; nothing of it can fail the receipt.
func (p *Printer) afterwards(ctx context.Context, doc *fiscal.Document) {
	s, e := p.short(ctx)
	if e != nil {
		doc.Warnings = append(doc.Warnings, "paper_unknown")
		return
	}
	if s.submode == subTorn || s.submode == subContinue {
		doc.Printed = false
		doc.Warnings = append(doc.Warnings, "not_printed")
	}
	if r, e := p.do(ctx, cmdShift, nil); e == nil {
		r.u8()
		shift, number := r.u(2), r.u(2)
		if r.err == nil {
			doc.ShiftNumber, doc.ReceiptNumber = shift, number
		}
	}
}

// drop cancels what is open, as far as the printer can be reached; the next receipt does it otherwise.
func (p *Printer) drop(ctx context.Context) {
	if ctx.Err() != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
	}
	if e := p.cancelOpen(ctx); e != nil {
		p.log.Warn().Err(e).Msg("shtrih: an open receipt could not be dropped")
	}
}

func (p *Printer) cancelOpen(ctx context.Context) *fiscal.Error {
	_, e := p.steady(ctx, cmdCancel, nil)
	if e != nil && e.Code == errClosed {
		return nil
	}
	return e
}

// job writes the commands of a receipt, so that whatever cannot be written is refused before anything is sent.
func (p *Printer) job(r fiscal.Receipt) (job, error) {
	if err := r.Check(); err != nil {
		return job{}, err
	}
	var j job
	tax, ok := taxations[r.Taxation]
	if !ok {
		return j, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "taxation " + r.Taxation}
	}
	j.back = r.Kind == sale.Return || r.Kind == sale.Correction && r.Correction != nil && r.Correction.Back
	kind, operation := byte(0), byte(1)
	if j.back {
		kind, operation = 2, 2
	}
	switch {
	case r.Kind == sale.Correction && r.Correction == nil:
		return j, &fiscal.Error{Trouble: fiscal.Other, Text: "correction without a base"}
	case r.Kind == sale.Correction:
		kind |= correctionFlag
	case r.Kind != sale.Sale && r.Kind != sale.Return:
		return j, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "receipt kind " + string(r.Kind)}
	}
	j.steps = append(j.steps, step{cmdOpen, []byte{kind}})
	for _, t := range receiptTags(r) {
		j.steps = append(j.steps, step{cmdTag, t})
	}
	for _, l := range r.Lines {
		for _, part := range l.Parts() {
			steps, err := p.lineSteps(part, operation)
			if err != nil {
				return j, err
			}
			j.steps = append(j.steps, steps...)
		}
	}
	var sums [payPlaces]int64
	for _, pay := range r.Payments {
		switch pay.Type {
		case sale.Cash:
			sums[payCash] += pay.Sum
		case sale.Card:
			sums[payCard] += pay.Sum
		case sale.Prepaid:
			sums[payPrepaid] += pay.Sum
		default:
			return j, &fiscal.Error{Trouble: fiscal.Unsupported, Text: "payment " + string(pay.Type)}
		}
	}
	j.last = closing(sums, tax, r.Note)
	return j, nil
}

// closing is the data of FF45: payments, rounding, taxes (the printer computes them), taxation, text.
func closing(sums [payPlaces]int64, taxation byte, note string) []byte {
	var o out
	for _, s := range sums {
		o.u(s, 5)
	}
	o.u8(0)
	o.bytes(make([]byte, 6*5))
	o.u8(taxation)
	text := cut(cp1251(note), 64)
	o.bytes(append(text, make([]byte, 64-len(text))...))
	return o.b
}

// receiptTags are the tags of the receipt itself.
func receiptTags(r fiscal.Receipt) [][]byte {
	var out [][]byte
	add := func(number uint16, value string, limit int) {
		if value != "" {
			out = append(out, textTag(number, value, limit))
		}
	}
	out = append(out, operatorTags(r.Operator)...)
	add(tagContact, r.Contact, 64)
	add(tagAddress, r.Address, 240)
	add(tagPlace, r.Place, 240)
	add(tagMark, r.Mark, 16)
	if r.Correction != nil {
		kind := byte(0)
		if r.Correction.Instruction {
			kind = 1
		}
		var day [4]byte
		binary.LittleEndian.PutUint32(day[:], uint32(r.Correction.Date.Unix()))
		base := append(tag(tagBaseDate, day[:]), textTag(tagBaseNumber, r.Correction.Number, 32)...)
		out = append(out, tag(tagCorrection, []byte{kind}), tag(tagBase, base))
	}
	return out
}

// operatorTags name the cashier (1021, 1203).
func operatorTags(op fiscal.Operator) [][]byte {
	var out [][]byte
	if op.Name != "" {
		out = append(out, textTag(tagOperator, op.Name, 64))
	}
	if op.INN != "" {
		out = append(out, textTag(tagINN, fmt.Sprintf("%-12s", op.INN), 12))
	}
	return out
}
