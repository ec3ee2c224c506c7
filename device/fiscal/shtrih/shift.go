package shtrih

import (
	"context"
	"errors"

	"dobro/device/fiscal"
)

// OpenShift opens a shift. The answer of the command has no room for a document, so the drive is asked for it.
func (p *Printer) OpenShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.shift(ctx, op, cmdOpenShift, "shift_open", modeClosed, fiscal.ShiftIsOpen)
}

// CloseShift prints the Z report, of an expired shift too.
func (p *Printer) CloseShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.shift(ctx, op, cmdZReport, "shift_close", modeShift, fiscal.ShiftShut)
}

func (p *Printer) shift(ctx context.Context, op fiscal.Operator, command int, kind string, from byte, otherwise fiscal.Trouble) (fiscal.Document, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Document{}, err
	}
	defer leave()
	s, e := p.idle(ctx)
	if e == nil && s.mode == modeOpen {
		if e = p.cancelOpen(ctx); e == nil {
			s, e = p.idle(ctx)
		}
	}
	if e != nil {
		return fiscal.Document{}, e
	}
	if s.mode != from && !(command == cmdZReport && s.mode == modeExpired) {
		if s.mode == modeExpired {
			otherwise = fiscal.ShiftTooLong
		}
		return fiscal.Document{}, &fiscal.Error{Trouble: otherwise}
	}
	before, e := p.clean(ctx)
	if e != nil {
		return fiscal.Document{}, e
	}
	refused := p.shiftCommand(ctx, op, command)
	if refused != nil && errors.Is(refused, errLost) {
		refused.Unknown = true
		return fiscal.Document{}, refused
	}
	after, e := p.drive(ctx)
	switch {
	case e != nil:
		e.Unknown = true
		return fiscal.Document{}, e
	case after.last <= before.last && refused != nil:
		return fiscal.Document{}, refused
	case after.last <= before.last:
		return fiscal.Document{}, &fiscal.Error{Trouble: fiscal.Other, Unknown: true, Text: "the drive shows no new document"}
	}
	doc, err := p.find(ctx, after.last)
	if err != nil || doc.Kind != kind { // it is there all the same
		doc = fiscal.Document{Kind: kind, FD: after.last, At: p.p.Now().UTC(), Printed: true}
	}
	doc.FN = after.fn
	p.mu.Lock()
	doc.Serial = p.serial
	p.mu.Unlock()
	return doc, nil
}

// shiftCommand names the cashier and sends the command. One firmware answers E0h with the number of the operator where
// others have the error code, so what looks like a refusal counts only when the drive has no new document.
func (p *Printer) shiftCommand(ctx context.Context, op fiscal.Operator, command int) *fiscal.Error {
	begin := cmdBeginOpen
	if command == cmdZReport {
		begin = cmdBeginClose
	}
	if tags := operatorTags(op); len(tags) > 0 {
		if e := p.beginWith(ctx, begin, tags); e != nil {
			return e
		}
	}
	_, e := p.steady(ctx, command, nil)
	if e != nil && !errors.Is(e, errLost) && begun(e) {
		if _, e2 := p.steady(ctx, cmdDriveCancel, nil); e2 != nil {
			p.log.Debug().Str("text", e2.Text).Msg("shtrih: nothing to cancel in the drive")
		}
	}
	return e
}

// begun leaves out what an old firmware says instead of success.
func begun(e *fiscal.Error) bool { return e.Code > 30 }

// beginWith starts a document of the shift and puts tags into it. Nothing of it is fiscal yet, so nothing of it is Unknown. A
// model without the command gets no tags.
func (p *Printer) beginWith(ctx context.Context, begin int, tags [][]byte) *fiscal.Error {
	_, e := p.steady(ctx, begin, nil)
	if e != nil && e.Trouble == fiscal.Unsupported {
		return nil
	}
	for i := 0; e == nil && i < len(tags); i++ {
		_, e = p.steady(ctx, cmdTag, func(o *out) { o.bytes(tags[i]) })
	}
	if e == nil {
		return nil
	}
	if _, e2 := p.steady(ctx, cmdDriveCancel, nil); e2 != nil {
		p.log.Debug().Str("text", e2.Text).Msg("shtrih: a document begun could not be cancelled")
	}
	return &fiscal.Error{Trouble: e.Trouble, Code: e.Code, Text: e.Text}
}

// XReport prints the report without closing.
func (p *Printer) XReport(ctx context.Context, op fiscal.Operator) error {
	return p.plain(ctx, cmdXReport, nil)
}

// CashIn writes down money put into the drawer. It changes the printer's counters, therefore a lost answer is Unknown.
func (p *Printer) CashIn(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.cash(ctx, cmdCashIn, sum)
}

// CashOut writes down money taken out of the drawer; see CashIn.
func (p *Printer) CashOut(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.cash(ctx, cmdCashOut, sum)
}

func (p *Printer) cash(ctx context.Context, command int, sum int64) error {
	if sum <= 0 || sum >= 1<<40 {
		return &fiscal.Error{Trouble: fiscal.NotPaid, Text: "no sum"}
	}
	return p.plain(ctx, command, func(o *out) { o.u(sum, 5) })
}

// plain waits for the printer, sends one command and throws its answer away.
func (p *Printer) plain(ctx context.Context, command int, write func(*out)) error {
	leave, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if _, e := p.idle(ctx); e != nil {
		return e
	}
	if _, e := p.steady(ctx, command, write); e != nil {
		if command == cmdCashIn || command == cmdCashOut {
			e = lost(e)
		}
		return e
	}
	return nil
}
