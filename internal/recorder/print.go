package recorder

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/money"
)

// able is a printer with everything that our adapters can do; what a model at hand cannot it refuses by itself.
type able interface {
	fiscal.Printer
	fiscal.Glancer
	fiscal.DrawerOpener
	fiscal.Copier
	fiscal.TextPrinter
	fiscal.ClockSetter
	fiscal.MarkChecker
}

// Printer records the answers of a printer to the till. Of one that lacks an ability of our adapters only the calls of fiscal.Printer
// are recorded and nothing else is offered, so every adapter of ours has them all (a test asks).
func (o *Observer) Printer(p fiscal.Printer) fiscal.Printer {
	if o == nil || o.tape == nil || p == nil {
		return p
	}
	base := heardPrinter{p, o}
	full, ok := p.(able)
	if !ok {
		return base
	}
	all := heardAble{base, full}
	tracer, traces := p.(fiscal.Tracer)
	unblocker, unblocks := p.(fiscal.Unblocker)
	switch {
	case traces && unblocks:
		return heardQueue{heardTracer{all, tracer}, unblocker}
	case traces:
		return heardTracer{all, tracer}
	}
	return all
}

type heardPrinter struct {
	fiscal.Printer
	o *Observer
}

// call records one request; c is filled by the caller but for name, time and error.
func (p heardPrinter) call(name string, c *Call, ask func() error) error {
	began := time.Now()
	err := ask()
	c.Name, c.Ms = name, ms(time.Since(began))
	if err != nil {
		c.Error = troubleOf(err)
		c.Status, c.Document = nil, nil
	}
	p.tell(c)
	return err
}

// CallSending is a receipt that is about to go to the printer.
const CallSending = "sending"

func (p heardPrinter) tell(c *Call) {
	p.o.mu.Lock()
	defer p.o.mu.Unlock()
	p.o.emit(called{at: p.o.tape.p.Now(), n: p.o.n, call: c})
}

func troubleOf(err error) *Trouble {
	var f *fiscal.Error
	switch {
	case errors.As(err, &f):
		return &Trouble{Trouble: f.Trouble, Code: f.Code, Unknown: f.Unknown}
	case errors.Is(err, fiscal.ErrNoDocument):
		return &Trouble{NoDocument: true}
	}
	return &Trouble{Trouble: fiscal.Offline}
}

// Err is the error that was recorded.
func (t *Trouble) Err() error {
	switch {
	case t == nil:
		return nil
	case t.NoDocument:
		return fiscal.ErrNoDocument
	}
	return &fiscal.Error{Trouble: t.Trouble, Code: t.Code, Unknown: t.Unknown}
}

func (p heardPrinter) status(name string, ask func() (fiscal.Status, error)) (st fiscal.Status, err error) {
	err = p.call(name, &Call{Status: &st}, func() error {
		st, err = ask()
		return err
	})
	return st, err
}

func (p heardPrinter) document(name string, c *Call, ask func() (fiscal.Document, error)) (doc fiscal.Document, err error) {
	c.Document = &doc
	err = p.call(name, c, func() error {
		doc, err = ask()
		return err
	})
	return doc, err
}

func (p heardPrinter) Status(ctx context.Context) (fiscal.Status, error) {
	return p.status("status", func() (fiscal.Status, error) { return p.Printer.Status(ctx) })
}

func (p heardPrinter) OpenShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.document("open_shift", &Call{}, func() (fiscal.Document, error) { return p.Printer.OpenShift(ctx, op) })
}

func (p heardPrinter) CloseShift(ctx context.Context, op fiscal.Operator) (fiscal.Document, error) {
	return p.document("close_shift", &Call{}, func() (fiscal.Document, error) { return p.Printer.CloseShift(ctx, op) })
}

func (p heardPrinter) XReport(ctx context.Context, op fiscal.Operator) error {
	return p.call("x_report", &Call{}, func() error { return p.Printer.XReport(ctx, op) })
}

func (p heardPrinter) Register(ctx context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	// The recording has to know of the receipt even when the program dies over the answer.
	p.tell(&Call{Name: CallSending, Paid: paidOf(r)})
	return p.document("register", &Call{}, func() (fiscal.Document, error) { return p.Printer.Register(ctx, r) })
}

func (p heardPrinter) CashIn(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.call("cash_in", &Call{Sum: money.Kopecks(sum)}, func() error { return p.Printer.CashIn(ctx, sum, op) })
}

func (p heardPrinter) CashOut(ctx context.Context, sum int64, op fiscal.Operator) error {
	return p.call("cash_out", &Call{Sum: money.Kopecks(sum)}, func() error { return p.Printer.CashOut(ctx, sum, op) })
}

func (p heardPrinter) Find(ctx context.Context, fd int64) (fiscal.Document, error) {
	return p.document("find", &Call{FD: fd}, func() (fiscal.Document, error) { return p.Printer.Find(ctx, fd) })
}

func (p heardPrinter) Abandon(ctx context.Context) error {
	return p.call("abandon", &Call{}, func() error { return p.Printer.Abandon(ctx) })
}

func (p heardPrinter) ContinuePrint(ctx context.Context) error {
	return p.call("continue_print", &Call{}, func() error { return p.Printer.ContinuePrint(ctx) })
}

// heardAble adds what some printers can.
type heardAble struct {
	heardPrinter
	full able
}

func (p heardAble) Glance(ctx context.Context) (fiscal.Status, error) {
	return p.status("glance", func() (fiscal.Status, error) { return p.full.Glance(ctx) })
}

func (p heardAble) OpenDrawer(ctx context.Context) error {
	return p.call("drawer", &Call{}, func() error { return p.full.OpenDrawer(ctx) })
}

func (p heardAble) PrintCopy(ctx context.Context, fd int64) error {
	return p.call("copy", &Call{FD: fd}, func() error { return p.full.PrintCopy(ctx, fd) })
}

func (p heardAble) PrintText(ctx context.Context, lines []string) error {
	return p.call("text", &Call{}, func() error { return p.full.PrintText(ctx, lines) })
}

func (p heardAble) SetClock(ctx context.Context, at time.Time) error {
	return p.call("set_clock", &Call{}, func() error { return p.full.SetClock(ctx, at) })
}

func (p heardAble) CheckMarks(ctx context.Context, marks []fiscal.Mark) (out []fiscal.MarkResult, err error) {
	c := &Call{}
	err = p.call("check_marks", c, func() error {
		out, err = p.full.CheckMarks(ctx, marks)
		c.Marks = slices.Clone(out)
		return err
	})
	return out, err
}

func (p heardAble) ForgetMarks(ctx context.Context) error {
	return p.call("forget_marks", &Call{}, func() error { return p.full.ForgetMarks(ctx) })
}

// heardTracer adds the memory of a driver.
type heardTracer struct {
	heardAble
	tracer fiscal.Tracer
}

func (p heardTracer) Trace(ctx context.Context, receiptID string) (fd int64, waiting bool, err error) {
	c := &Call{}
	err = p.call("trace", c, func() error {
		fd, waiting, err = p.tracer.Trace(ctx, receiptID)
		c.FD, c.Waiting = fd, waiting
		return err
	})
	return fd, waiting, err
}

// heardQueue adds the way to set a driver's queue going that stands.
type heardQueue struct {
	heardTracer
	unblocker fiscal.Unblocker
}

func (p heardQueue) Unblock(ctx context.Context) error {
	return p.call("unblock", &Call{}, func() error { return p.unblocker.Unblock(ctx) })
}

func paidOf(r fiscal.Receipt) *Paid {
	p := &Paid{ID: r.ID, Mark: r.Mark, Kind: r.Kind, Total: money.Kopecks(r.Total), Payments: slices.Clone(r.Payments)}
	for _, l := range r.Lines {
		p.Lines = append(p.Lines, PaidLine{Name: l.Name, Quantity: money.Quantity(l.Quantity), Sum: money.Kopecks(l.Sum), Code: l.Code, Proof: l.Tag1265 != ""})
	}
	return p
}

// called is a request to the printer with its answer.
type called struct {
	at   time.Time
	n    int64
	call *Call
}

func (e called) line(m *mask, _ *Tape) Line {
	c := *e.call
	if c.Paid != nil {
		p := *c.Paid
		p.Lines = slices.Clone(p.Lines)
		for i := range p.Lines {
			p.Lines[i].Code = m.scan(p.Lines[i].Code)
		}
		c.Paid = &p
	}
	if c.Status != nil {
		s := *c.Status
		s.FN, s.INN, s.RNM, s.Serial, s.FNWarning = m.number(s.FN), m.number(s.INN), m.number(s.RNM), m.number(s.Serial), words(s.FNWarning)
		c.Status = &s
	}
	if c.Document != nil {
		d := *c.Document
		d.FN, d.Serial, d.Warnings = m.number(d.FN), m.number(d.Serial), nil
		c.Document = &d
	}
	c.Marks = slices.Clone(c.Marks)
	for i := range c.Marks {
		c.Marks[i].Text = ""
	}
	return Line{At: Time{e.at}, N: e.n, Event: EventCall, Call: &c}
}

// sight is what a quiet action saw of the printer, without what changes with every look; came says that more came of it.
func sight(list []event) (seen string, came bool) {
	var calls []Call
	for _, e := range list {
		switch e := e.(type) {
		case called:
			c := *e.call
			c.Ms = 0
			if c.Status != nil {
				s := *c.Status
				s.Clock, s.OFDQueue, s.OFDOldest = time.Time{}, 0, time.Time{}
				c.Status = &s
			}
			calls = append(calls, c)
		case happened:
			if e.is.Done == nil {
				came = true
			} else if e.is.Done.Fault != "" {
				calls = append(calls, Call{Name: e.is.Done.Fault})
			}
		}
	}
	b, err := json.Marshal(calls)
	if err != nil {
		return "", true
	}
	return string(b), came
}
