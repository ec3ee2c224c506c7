package recorder

import (
	"context"
	"errors"
	"sync"
	"time"

	"dobro/checks"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
)

// Observer sits on the till's goroutine: it tells the tape of every action as it begins and ends, of what happened meanwhile, and of
// the printer's answers. One Observer belongs to one register.
type Observer struct {
	tape *Tape
	view func() register.View

	mu     sync.Mutex
	n      int64
	at     time.Time
	quiet  bool    // the till's own business: it is written only when something came of it
	held   []event // of a quiet action, not written yet
	last   string  // what the last quiet action saw of the printer
	logins bool    // a person may have come
}

// NewObserver makes one for a till that is about to be made; Attach ties them.
func NewObserver(t *Tape) *Observer { return &Observer{tape: t} }

// Attach makes the observer hear what the register tells. The returned function stops it.
func (o *Observer) Attach(r *register.Register) (stop func()) {
	if o.tape == nil {
		return func() {}
	}
	o.mu.Lock()
	o.view = r.View
	o.mu.Unlock()
	return r.Listen(o.hear)
}

type actionKey struct{}

// with hands an action down to Began.
func with(ctx context.Context, a *Action) context.Context {
	return context.WithValue(ctx, actionKey{}, a)
}

// quietly are what a till does by itself: reading the printer, looking after what it owes it, lamps.
var quietly = map[string]string{"status": "refresh", "mind": "mind", "settle": "settle"}

// unheard are no actions of a till.
var unheard = map[string]bool{"lamp": true, "set_reading": true, "quick": true}

// Began implements register.Observer.
func (o *Observer) Began(ctx context.Context, name string) {
	if o == nil || o.tape == nil || unheard[name] {
		return
	}
	a, _ := ctx.Value(actionKey{}).(*Action)
	own, quiet := quietly[name]
	if a == nil {
		if a = (&Action{Do: name}); quiet {
			a.Do = own
		}
	}
	if _, _, ok := register.Behind(ctx); ok {
		a.Backed = true
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.n++
	o.at, o.quiet, o.held = o.tape.p.Now(), quiet, nil
	o.logins = a.Do == "login" || a.Do == "create_owner"
	o.tape.action.Store(o.n)
	begin := &acted{at: o.at, n: o.n, action: a}
	if o.view != nil {
		begin.fresh = freshOf(o.view())
	}
	o.emit(begin)
}

// Ended implements register.Observer.
func (o *Observer) Ended(name string, err error) {
	if o == nil || o.tape == nil || unheard[name] {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.n == 0 {
		return
	}
	now := o.tape.p.Now()
	d := Done{Ms: ms(now.Sub(o.at))}
	if err != nil {
		d.Fault = "fault"
		var f *register.Fault
		if errors.As(err, &f) {
			d.Fault = f.Code
		}
	}
	if o.logins && err == nil && o.view != nil {
		d.User = personOf(o.view().User)
	}
	o.emit(happened{at: now, n: o.n, is: Line{Event: EventDone, Done: &d}})
	if o.quiet {
		if seen, came := sight(o.held); came || seen != o.last {
			o.last = seen
			for _, e := range o.held {
				o.tape.put(e)
			}
		}
	}
	o.quiet, o.held = false, nil
	o.tape.action.Store(0)
}

// emit writes an event, or keeps it until the quiet action at hand has turned out to be worth it.
func (o *Observer) emit(e event) {
	if o.quiet {
		o.held = append(o.held, e)
		return
	}
	o.tape.put(e)
}

// tell emits from any goroutine.
func (o *Observer) tell(is Line) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.emit(happened{at: o.tape.p.Now(), n: o.n, is: is})
}

// hear turns what the register tells into lines.
func (o *Observer) hear(e register.Event) {
	if l, ok := Heard(e); ok {
		o.tell(l)
	}
}

// Heard is the line of what a register tells, not masked yet; ok is false for what stands elsewhere: pictures, and faults, which stand
// at the end of their action.
func Heard(e register.Event) (l Line, ok bool) {
	switch e.Kind {
	case register.EventVerdict:
		l = Line{Event: EventChecked, Checked: checkedOf(e.Verdict)}
	case register.EventLine:
		l = Line{Event: EventRow, Row: rowOf(*e.Line)}
	case register.EventRemoved:
		l = Line{Event: EventGone, Row: &Row{N: e.Line.N, Name: e.Line.Name}}
	case register.EventReceipt, register.EventRecovered, register.EventCash:
		l = Line{Event: EventSlip, Slip: slipOf(*e.Receipt)}
		if e.Kind == register.EventRecovered {
			l.Event = EventSettled
		}
	case register.EventShift:
		l = Line{Event: EventShift, Shift: &Shift{Open: e.View.Shift.Open, Number: e.View.Shift.Number}}
	}
	return l, l.Event != ""
}

func checkedOf(v *checks.Verdict) *Checked {
	c := &Checked{Cis: v.Cis, code: v.Code, GTIN: v.GTIN, Group: v.Group, Decision: v.Decision, Channel: v.Channel, Offline: v.Offline, Emergency: v.Emergency,
		Proof: v.Evidence.Tag1265 != "", Ms: v.ElapsedMs, Reasons: []Ground{}}
	for _, r := range v.Reasons {
		c.Reasons = append(c.Reasons, Ground{r.Code, r.Severity})
	}
	for _, s := range v.Trace {
		s.Detail, s.Host = "", ""
		c.Trace = append(c.Trace, s)
	}
	return c
}

func rowOf(v register.LineView) *Row {
	r := &Row{N: v.N, Name: v.Name, Price: v.Price, Quantity: v.Quantity, Discount: v.Discount, Sum: v.Sum, State: string(v.State)}
	if !v.Part.Whole() {
		r.Part = v.Part.String()
	}
	return r
}

func slipOf(v register.ReceiptView) *Slip {
	return &Slip{ID: v.ID, Kind: v.Kind, State: v.State, Total: v.Total, Change: v.Change, FD: v.FD, FP: v.FP, FN: v.FN, Number: v.Number, Shift: v.Shift}
}

func personOf(p *register.Person) *Person {
	if p == nil {
		return nil
	}
	return &Person{ID: p.ID, Role: p.Role}
}

// freshOf is the till when it has nothing in work: an empty basket, nothing put aside, nothing owed.
func freshOf(v register.View) *Fresh {
	if len(v.Receipt.Lines) > 0 || len(v.Held) > 0 || v.Settling || v.Unprinted > 0 {
		return nil
	}
	return &Fresh{User: personOf(v.User), Shift: v.Shift.Number, Open: v.Shift.Open, Since: v.Shift.OpenedAt}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// acted is the beginning of an action.
type acted struct {
	at     time.Time
	n      int64
	action *Action
	fresh  *Fresh
}

func (e *acted) line(m *mask, t *Tape) Line {
	a := *e.action
	l := Line{At: Time{e.at}, N: e.n, Action: &a, Fresh: e.fresh}
	if t.p.Catalogue != nil && (a.Raw != "" || a.Barcode != "" || a.Product != 0 || len(a.Codes) > 0) {
		ctx, stop := context.WithTimeout(context.Background(), time.Second)
		l.Goods = t.p.Catalogue(ctx, a)
		stop()
	}
	a.PIN = ""
	a.Raw = cut(m.scan(a.Raw))
	a.Codes = append([]string(nil), a.Codes...)
	for i := range a.Codes {
		a.Codes[i] = cut(m.scan(a.Codes[i]))
	}
	a.Contact, a.Reason, a.Text, a.Number = contact(a.Contact), words(a.Reason), words(a.Text), words(a.Number)
	a.Receipt = receiptName(a.Receipt)
	return l
}

// receiptName keeps what names a receipt and is no secret: an ID, "last", a number. Of a QR code it keeps the number of the document.
func receiptName(s string) string {
	if q, err := register.ParseQR(s); err == nil {
		return itoa(q.FD)
	}
	return cut(s)
}

// longest bounds a text of the outside.
const longest = 2048

func cut(s string) string {
	if len(s) > longest {
		return s[:longest]
	}
	return s
}

// happened is anything else; what names the drive and the code in it is masked.
type happened struct {
	at time.Time
	n  int64
	is Line
}

func (e happened) line(m *mask, _ *Tape) Line {
	l := e.is
	l.At, l.N = Time{e.at}, e.n
	if l.Slip != nil {
		s := *l.Slip
		s.FN = m.number(s.FN)
		l.Slip = &s
	}
	if l.Checked != nil {
		c := *l.Checked
		if c.Cis != "" {
			c.Cis = m.code(c.code).cis
		}
		l.Checked = &c
	}
	return l
}

func kopecks(k money.Kopecks) string { return k.String() }

func given(list []sale.Payment) []Given {
	var out []Given
	for _, p := range list {
		out = append(out, Given{Type: string(p.Type), Sum: kopecks(money.Kopecks(p.Sum))})
	}
	return out
}
