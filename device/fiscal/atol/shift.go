package atol

import (
	"context"
	"encoding/json"
	"fmt"

	"dobro/device/fiscal"
)

// OpenShift opens a shift. The driver's "already open" is believed only when the printer's state says the same.
func (p *Printer) OpenShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.shift(ctx, signed{Type: "openShift", Operator: newOperator(op)}, "shift_open")
}

// CloseShift prints the Z report, of an expired shift too.
func (p *Printer) CloseShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.shift(ctx, signed{Type: "closeShift", Operator: newOperator(op)}, "shift_close")
}

func (p *Printer) shift(ctx context.Context, task signed, kind string) (fiscal.Document, error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Document{}, err
	}
	defer leave()
	rs, lost := p.run(ctx, p.p.NewID(), []any{task})
	if lost != nil {
		return fiscal.Document{}, lost.fiscal(true)
	}
	e := rs[0].trouble(true)
	if e == nil {
		return p.document(rs[0], kind)
	}
	if e.Code == codeShiftOpen || e.Code == codeShiftClosed {
		return fiscal.Document{}, p.confirmShift(ctx, e)
	}
	return fiscal.Document{}, e
}

// confirmShift looks whether the shift really is as errors 73 and 83 say; where it is not, the error is an ordinary one.
func (p *Printer) confirmShift(ctx context.Context, said *fiscal.Error) error {
	rs, err := p.askNow(ctx, simple{"getShiftStatus"})
	if err != nil || rs[0].trouble(false) != nil {
		return said
	}
	var a shiftAnswer
	if err := json.Unmarshal(rs[0].Body, &a); err != nil {
		return said
	}
	state := shiftState(a.Shift.State)
	closed := state == fiscal.ShiftClosed
	if state != "" && closed != (said.Code == codeShiftClosed) {
		return &fiscal.Error{Trouble: fiscal.Other, Code: said.Code, Text: said.Text, Err: fmt.Errorf("shift of the printer is %s", state)}
	}
	return said
}

// XReport prints the report without closing.
func (p *Printer) XReport(ctx context.Context, op fiscal.Operator) error {
	_, err := p.one(ctx, signed{Type: "reportX", Operator: newOperator(op)})
	return err
}

// CashIn writes down money put into the drawer. It changes the printer's counters, therefore a lost answer is Unknown.
func (p *Printer) CashIn(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.cash(ctx, "cashIn", sum, op)
}

// CashOut writes down money taken out of the drawer; see CashIn.
func (p *Printer) CashOut(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.cash(ctx, "cashOut", sum, op)
}

func (p *Printer) cash(ctx context.Context, kind string, sum int64, op fiscal.Operator) error {
	if sum <= 0 {
		return &fiscal.Error{Trouble: fiscal.NotPaid, Text: "no sum"}
	}
	leave, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer leave()
	s := rubles(sum)
	rs, lost := p.run(ctx, p.p.NewID(), []any{signed{Type: kind, Operator: newOperator(op), Sum: &s}})
	if lost != nil {
		return lost.fiscal(true)
	}
	if e := rs[0].trouble(true); e != nil {
		return e
	}
	return nil
}
