package register

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/sale"
	"dobro/internal/store"
)

// Policies for a code that the fiscal printer denies (rules.md section 5, "Two checks").
const (
	MarkBan = "ban" // the receipt is not paid with it
	MarkAsk = "ask" // a senior may take it on himself
)

// MarkResult is what the printer's own check of a code came to.
type MarkResult string

// Results.
const (
	MarkConfirmed MarkResult = "confirmed" // the drive and the operator said yes
	MarkGoodHere  MarkResult = "good"      // the drive said yes, nobody asked the operator
	MarkDenied    MarkResult = "denied"    // somebody said no
	MarkUnchecked MarkResult = "unchecked" // nobody answered
)

// PrinterMark is what the fiscal printer said of a code by the keys of its drive and, where it has a connection, by the operator. It
// is independent of the permit verdict, and both are kept. Text are the printer's own words when the check did not go well.
type PrinterMark struct {
	At     time.Time  `json:"at"`
	Result MarkResult `json:"result"`
	Bits   uint8      `json:"bits"` // tag 2106
	Asked  bool       `json:"asked"`
	Reason string     `json:"reason,omitempty"` // why the drive could not check: fiscal.MarkReason
	Answer string     `json:"answer,omitempty"` // how the operator took the request: fiscal.MarkAnswer
	Code   int        `json:"code,omitempty"`   // the maker's
	Text   string     `json:"text,omitempty"`
}

// How long the printer may take for the codes of one receipt: an adapter bounds each code by itself.
const (
	markTime     = 30 * time.Second
	markTimeEach = 10 * time.Second
)

func (r *Register) printerMark(m fiscal.MarkResult) PrinterMark {
	p := PrinterMark{At: r.now(), Bits: uint8(m.Bits), Asked: m.Asked, Reason: string(m.Reason), Answer: string(m.Answer), Code: m.Code, Text: m.Text}
	switch {
	case m.Bits.Denied() || m.Answer == fiscal.MarkAnswerWrong && m.Bits&fiscal.MarkStatusChecked != 0 && m.Bits&fiscal.MarkStatusGood == 0:
		p.Result = MarkDenied
	case m.Bits.Confirmed():
		p.Result = MarkConfirmed
	case m.Bits&fiscal.MarkGood != 0:
		p.Result = MarkGoodHere
	default:
		p.Result = MarkUnchecked
	}
	return p
}

// denial says in words why the printer denied a code: its own where it gave some.
func (r *Register) denial(p *PrinterMark) string {
	switch {
	case p.Text != "":
		return p.Text
	case fiscal.MarkBits(p.Bits)&fiscal.MarkGood == 0:
		return r.p.Words.T("printer.mark_wrong")
	}
	return r.p.Words.T("printer.mark_status")
}

// markOnPrinter has the printer check the codes of a receipt and keeps the answers with the lines. The table in the drive survives
// neither a receipt nor a power loss, so it is done anew before every sending. Nobody's answer stops nothing; a denial stops a sale
// as the policy says. A return is never stopped here: bans do not apply to it.
func (r *Register) markOnPrinter(ctx context.Context, rec *store.Receipt) error {
	checker, ok := r.p.Printer.(fiscal.MarkChecker)
	if !ok {
		return nil
	}
	var marks []fiscal.Mark
	var at []int
	for i, l := range rec.Lines {
		if l.Code != "" {
			marks, at = append(marks, fiscal.Mark{Code: l.Code, Part: l.Part, Return: rec.Kind == sale.Return}), append(at, i)
		}
	}
	if len(marks) == 0 {
		return nil
	}
	results, err := r.askMarks(ctx, checker, marks)
	if err != nil {
		return err
	}
	for i, n := range at {
		p := r.printerMark(results[i])
		text, err := json.Marshal(p)
		if err != nil {
			return err
		}
		rec.Lines[n].Printer = text
		if rec.Kind == sale.Sale {
			r.basket.Lines[n].Printer = &p
		}
	}
	if rec.Kind != sale.Sale {
		return nil
	}
	return r.denied(ctx)
}

// askMarks runs the check. A printer that cannot check, or could not this time, gives empty results: whether it takes the receipt
// then is its own decision.
func (r *Register) askMarks(ctx context.Context, checker fiscal.MarkChecker, marks []fiscal.Mark) (results []fiscal.MarkResult, err error) {
	ctx, cancel := context.WithTimeout(ctx, min(printerTime, markTime+time.Duration(len(marks))*markTimeEach))
	defer cancel()
	if r.marksWait {
		if err := r.attend(ctx, r.p.Words.T("printer.marks"), checker.ForgetMarks); err != nil {
			r.p.Log.Warn().Err(err).Msg("the printer kept the codes of an earlier try")
		}
	}
	r.marksWait = true
	err = r.attend(ctx, r.p.Words.T("printer.marks"), func(ctx context.Context) (err error) {
		results, err = checker.CheckMarks(ctx, marks)
		return err
	})
	var fe *fiscal.Error
	switch {
	case err == nil && len(results) == len(marks):
		return results, nil
	case errors.As(err, &fe) && fe.Trouble != fiscal.BadMark && fe.Trouble != fiscal.Unsupported && fe.Trouble != fiscal.Other:
		return nil, err
	case err != nil && fe == nil:
		return nil, err
	}
	r.p.Log.Warn().Err(err).Int("codes", len(marks)).Msg("the printer did not check the codes")
	results = make([]fiscal.MarkResult, len(marks))
	if fe != nil {
		for i := range results {
			results[i].Code, results[i].Text = fe.Code, fe.Text
		}
	}
	return results, nil
}

// denied stops the payment at the first code that the printer denies and nobody took on himself.
func (r *Register) denied(ctx context.Context) error {
	for i := range r.basket.Lines {
		l := &r.basket.Lines[i]
		if l.Printer == nil || l.Printer.Result != MarkDenied || l.Taken {
			continue
		}
		if l.Gray && fiscal.MarkBits(l.Printer.Bits)&fiscal.MarkGood != 0 {
			continue // the printer looks at the same status that the permit mode lifts for the grey zone
		}
		text, err := json.Marshal(l.Printer)
		if err != nil {
			return err
		}
		code, before := codePrinterMark, l.State
		if r.p.MarkPolicy == MarkAsk {
			code, l.State = codePrinterMarkAsk, LineAsk
		}
		err = r.save(ctx, func(tx *store.Tx) error {
			if err := tx.PrinterSaid(l.CheckID, text); err != nil {
				return err
			}
			return r.keep(tx)
		})
		if err != nil {
			l.State = before
			return err
		}
		f := r.words("fault."+code, codePrinterMark, nil, "name", l.Name, "line", i+1, "text", r.denial(l.Printer))
		if l.State == LineAsk {
			r.permit = Permit{State: PermitAsk, Product: l.Name, Title: r.p.Words.T("permit.ask"), Text: f.Text, Action: f.Action, Line: i + 1}
		}
		v := l.view(i + 1)
		r.emit(Event{Kind: EventLine, Line: &v})
		return f
	}
	return nil
}
