package ui

import (
	"context"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
	"dobro/ui/payment"
	"dobro/ui/sound"
)

// openPayment begins to take the money for the basket. While a line is on its way into it the sum is not known yet: a fast hand that
// presses F9 right behind a scan or a tile gets the payment as soon as the till has written the line down, and not the sum before it. What
// failed meanwhile is told, and the money is not taken over it.
func (w *window) openPayment(card bool) {
	if w.pay != nil || w.acting == 0 && !arriving(w.view) {
		w.takeMoney(card, w.view)
		return
	}
	awaits := w.acting > 0
	var v register.View
	w.work.do(func(context.Context) error {
		v = w.till.View()
		return nil
	}, func(error) {
		if !(awaits && w.failed) && v.Permit.State != register.PermitForbidden && v.Permit.State != register.PermitAsk {
			w.takeMoney(card, v)
		}
	})
}

// arriving tells whether the till checks a line, or has shown the verdict and writes the line down.
func arriving(v register.View) bool {
	return v.Permit.State == register.PermitChecking || v.Permit.Line > len(v.Receipt.Lines)
}

func (w *window) takeMoney(card bool, v register.View) {
	if w.pay == nil && v.Stopped {
		w.openStanding()
		return
	}
	if w.pay == nil && v.Settling {
		w.openDoubt()
		return
	}
	if w.pay != nil || len(v.Receipt.Lines) == 0 || v.Settling {
		if len(v.Receipt.Lines) == 0 {
			w.p.Sounds.Play(sound.Refused)
		}
		return
	}
	if v.Receipt.Taken > 0 {
		w.askTaken(card, v)
		return
	}
	w.startPayment(card, v.Receipt.Total, 0)
}

// askTaken asks what became of money that a card has paid for a receipt which was not made: it is used, or it went back to the card.
func (w *window) askTaken(card bool, v register.View) {
	sum := look.Rubles(w.words, v.Receipt.Taken)
	var q *question
	begin := func(taken money.Kopecks) func() {
		return func() {
			w.shut(q)
			w.startPayment(card && taken == 0, v.Receipt.Total, taken)
		}
	}
	q = newChoice(w.words, "card", w.words.T("ui.taken.title", "sum", sum), w.words.T("ui.taken.text"), w.words.T("ui.taken.use"), begin(v.Receipt.Taken),
		w.words.T("ui.taken.back"), begin(0), func() { w.shut(q) })
	w.open(q)
}

func (w *window) startPayment(card bool, due, taken money.Kopecks) {
	p := payment.Params{
		Words: w.words, Due: due, Card: card, TakeCard: true, Taken: taken,
		Pay:     w.sendPayment,
		Reprint: w.reprint,
		Copy:    w.copyPaid,
		Settle:  w.settleDoubt,
		Shift: func() {
			w.shut(w.pay)
			w.mendShift()
		},
		Close: func() { w.shut(w.pay) },
	}
	if w.pay = w.spent; w.pay == nil || w.awaited > 0 {
		w.pay = payment.New(p)
		w.spent = w.pay
	} else {
		w.pay.Again(p)
	}
	w.open(w.pay)
}

// askPrinter does something for the payment on the screen. While an answer is awaited its panel is not used for another payment, which
// would be told what became of this one.
func (w *window) askPrinter(action func(context.Context) error, done func(err error)) bool {
	w.awaited++
	if w.work.do(action, func(err error) {
		w.awaited--
		done(err)
	}) {
		return true
	}
	w.awaited--
	return false
}

// sendPayment hands the money over. The panel sees to it that this happens once.
func (w *window) sendPayment(how register.Payment) {
	p := w.pay
	var v register.View
	if !w.askPrinter(func(ctx context.Context) error {
		err := w.till.PayWith(ctx, how)
		v = w.till.View()
		return err
	}, func(err error) { w.paid(p, v, err) }) {
		p.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}

// paid shows what became of the money. The picture that the till leaves behind decides, not the error alone: a receipt can be
// made although its paper did not come out, and can be in doubt although nothing was refused.
func (w *window) paid(p *payment.Panel, v register.View, err error) {
	f := faultOf(w.words, err)
	made := v.Last != nil && v.Last.State == sale.Fiscalized && len(v.Receipt.Lines) == 0
	switch {
	case v.Settling:
		p.Doubt(f)
		w.p.Sounds.Play(sound.Fault)
		return
	case f == nil && v.Last != nil:
		p.Finish(*v.Last, nil)
	case f != nil && made:
		p.Finish(*v.Last, f)
	case f != nil:
		p.Fail(f)
		w.p.Sounds.Play(sound.Fault)
	}
	w.tellBuyer()
	w.unpark(f == nil || made)
}

// showPayment keeps an open payment in step with the till: another total, the printer's progress, the end of a doubt.
func (w *window) showPayment(v register.View, e *register.Event) {
	if w.pay == nil {
		return
	}
	switch w.pay.Stage() {
	case payment.Entering, payment.OnCard, payment.Failed:
		if len(v.Receipt.Lines) > 0 {
			w.pay.Due(v.Receipt.Total)
		}
	case payment.Sending:
		w.pay.Progress(v.Busy)
	case payment.Unsure:
		w.endDoubt(v, e)
	}
}

func (w *window) endDoubt(v register.View, e *register.Event) {
	if v.Settling {
		return
	}
	switch {
	case e != nil && e.Receipt != nil && e.Receipt.State == sale.Fiscalized:
		w.pay.Finish(*e.Receipt, nil)
		w.unpark(true)
	case v.Last != nil && len(v.Receipt.Lines) == 0:
		w.pay.Finish(*v.Last, nil)
		w.unpark(true)
	default:
		w.pay.Fail(&register.Fault{Text: w.words.T("ui.pay.not_made"), Action: w.words.T("ui.pay.not_made.do")})
		w.unpark(false)
	}
}

// reprint finishes the paper of a receipt that is in the fiscal drive already.
func (w *window) reprint() {
	p := w.pay
	w.askPrinter(w.till.ContinuePrint, func(err error) {
		if w.pay != p || w.view.Last == nil {
			return
		}
		p.Finish(*w.view.Last, faultOf(w.words, err))
	})
}

// copyPaid prints the receipt just made once more, as a copy.
func (w *window) copyPaid() {
	p := w.pay
	if !w.askPrinter(func(ctx context.Context) error { return w.till.PrintCopy(ctx, "last") }, func(err error) { p.Copied(faultOf(w.words, err)) }) {
		p.Copied(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}

// settleDoubt asks the printer once more; the till's events tell the outcome.
func (w *window) settleDoubt() {
	p := w.pay
	var v register.View
	w.askPrinter(func(ctx context.Context) error {
		err := w.till.Settle(ctx)
		v = w.till.View()
		return err
	}, func(err error) {
		if w.pay != p || p.Stage() != payment.Unsure {
			return
		}
		if v.Settling {
			p.Doubt(faultOf(w.words, err))
			return
		}
		w.endDoubt(v, nil)
	})
}
