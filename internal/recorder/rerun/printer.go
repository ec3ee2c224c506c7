package rerun

import (
	"context"
	"time"

	"dobro/device/fiscal"
	"dobro/internal/recorder"
)

// Printer is the printer of the recording: a fiscal.Printer with every ability.
type Printer struct{ o *Outside }

// Printer gives it.
func (o *Outside) Printer() *Printer { return &Printer{o} }

// next takes the next recorded answer to a request of this name. Where the program had died before the answer, or the till asks for
// something that it did not ask for then, the cable is dead.
func (p *Printer) next(name string, makes bool) (recorder.Call, error) {
	o := p.o
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, c := range o.calls {
		if c.Name == name {
			o.calls = append(o.calls[:i:i], o.calls[i+1:]...)
			return c, c.Error.Err()
		}
	}
	if o.frame != nil && o.frame.Done != nil {
		o.missed = append(o.missed, name)
	}
	return recorder.Call{}, &fiscal.Error{Trouble: fiscal.Offline, Unknown: makes}
}

func (p *Printer) status(name string) (fiscal.Status, error) {
	c, err := p.next(name, false)
	if err != nil || c.Status == nil {
		return fiscal.Status{}, err
	}
	return *c.Status, nil
}

func (p *Printer) document(name string, makes bool) (fiscal.Document, error) {
	c, err := p.next(name, makes)
	if err != nil || c.Document == nil {
		return fiscal.Document{}, err
	}
	d := *c.Document
	p.o.mu.Lock()
	defer p.o.mu.Unlock()
	if now, ok := p.o.marks[d.Mark]; ok {
		d.Mark = now
	}
	return d, nil
}

// Status implements fiscal.Printer.
func (p *Printer) Status(context.Context) (fiscal.Status, error) { return p.status("status") }

// Glance implements fiscal.Glancer.
func (p *Printer) Glance(context.Context) (fiscal.Status, error) { return p.status("glance") }

// OpenShift implements fiscal.Printer.
func (p *Printer) OpenShift(context.Context, fiscal.Operator) (fiscal.Document, error) {
	return p.document("open_shift", true)
}

// CloseShift implements fiscal.Printer.
func (p *Printer) CloseShift(context.Context, fiscal.Operator) (fiscal.Document, error) {
	return p.document("close_shift", true)
}

// XReport implements fiscal.Printer.
func (p *Printer) XReport(context.Context, fiscal.Operator) error { return p.plain("x_report") }

// Register implements fiscal.Printer: the receipt is now what the recorded one was.
func (p *Printer) Register(_ context.Context, r fiscal.Receipt) (fiscal.Document, error) {
	o := p.o
	o.mu.Lock()
	for i, c := range o.calls {
		if c.Name == recorder.CallSending && c.Paid != nil {
			o.ids[c.Paid.ID], o.marks[c.Paid.Mark] = r.ID, r.Mark
			o.calls = append(o.calls[:i:i], o.calls[i+1:]...)
			break
		}
	}
	o.mu.Unlock()
	return p.document("register", true)
}

// CashIn implements fiscal.Printer.
func (p *Printer) CashIn(context.Context, int64, fiscal.Operator) error { return p.plain("cash_in") }

// CashOut implements fiscal.Printer.
func (p *Printer) CashOut(context.Context, int64, fiscal.Operator) error { return p.plain("cash_out") }

// Find implements fiscal.Printer.
func (p *Printer) Find(context.Context, int64) (fiscal.Document, error) {
	return p.document("find", false)
}

// Abandon implements fiscal.Printer.
func (p *Printer) Abandon(context.Context) error { return p.plain("abandon") }

// ContinuePrint implements fiscal.Printer.
func (p *Printer) ContinuePrint(context.Context) error { return p.plain("continue_print") }

// Close implements fiscal.Printer.
func (p *Printer) Close() error { return nil }

// OpenDrawer implements fiscal.DrawerOpener.
func (p *Printer) OpenDrawer(context.Context) error { return p.plain("drawer") }

// PrintCopy implements fiscal.Copier.
func (p *Printer) PrintCopy(context.Context, int64) error { return p.plain("copy") }

// PrintText implements fiscal.TextPrinter.
func (p *Printer) PrintText(context.Context, []string) error { return p.plain("text") }

// SetClock implements fiscal.ClockSetter.
func (p *Printer) SetClock(context.Context, time.Time) error { return p.plain("set_clock") }

// CheckMarks implements fiscal.MarkChecker.
func (p *Printer) CheckMarks(context.Context, []fiscal.Mark) ([]fiscal.MarkResult, error) {
	c, err := p.next("check_marks", false)
	return c.Marks, err
}

// ForgetMarks implements fiscal.MarkChecker.
func (p *Printer) ForgetMarks(context.Context) error { return p.plain("forget_marks") }

// Unblock implements fiscal.Unblocker.
func (p *Printer) Unblock(context.Context) error { return p.plain("unblock") }

// Trace implements fiscal.Tracer. A printer whose driver keeps no queue was not asked then, and holds nothing now.
func (p *Printer) Trace(context.Context, string) (fd int64, waiting bool, err error) {
	p.o.mu.Lock()
	there := false
	for _, c := range p.o.calls {
		there = there || c.Name == "trace"
	}
	p.o.mu.Unlock()
	if !there {
		return 0, false, nil
	}
	c, err := p.next("trace", false)
	return c.FD, c.Waiting, err
}

func (p *Printer) plain(name string) error {
	_, err := p.next(name, false)
	return err
}
