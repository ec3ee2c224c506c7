package ui

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"dobro/device/scanner"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/day"
	"dobro/ui/entry"
	"dobro/ui/find"
	"dobro/ui/health"
	"dobro/ui/help"
	"dobro/ui/logs"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
	"dobro/ui/sound"
	"dobro/ui/verdicts"
)

const (
	refusedGround = look.ColorOnColor
	refusedInk    = look.ColorOnAmber
)

// command does what a key or a button of the sale screen asks for.
func (w *window) command(c saleui.Command) {
	if w.till == nil {
		return
	}
	w.idle.touch()
	w.notice.Clear()
	if w.early(c) {
		return
	}
	switch c {
	case saleui.Help:
		w.openHelp()
	case saleui.Quick:
		w.sale.Quick().Toggle()
	case saleui.Find:
		w.openFind()
	case saleui.Quantity:
		w.askQuantity()
	case saleui.Discount:
		w.askDiscount()
	case saleui.Hold:
		w.holdOrResume()
	case saleui.Return:
		w.openReturn()
	case saleui.Drawer:
		w.openDrawer(false)
	case saleui.PayCash:
		w.openPayment(false)
	case saleui.PayCard:
		w.openPayment(true)
	case saleui.Shift:
		w.openShift()
	case saleui.Lock:
		w.lock()
	case saleui.Remove:
		if r, ok := w.sale.Selected(); ok {
			w.act(func(ctx context.Context) error { return w.till.Remove(ctx, r.N) })
		}
	case saleui.Cancel:
		w.askCancel()
	case saleui.Act:
		if w.view.Settling {
			w.openDoubt()
			return
		}
		if w.view.Shift.Open && !w.view.Shift.Expired {
			w.askSenior()
			return
		}
		w.mendShift()
	}
}

// early puts off what is about the basket while goods are on their way into it: who scans and presses Del or F3 at once means what was
// scanned, and not the line above it. While the operator is asked, the grey line tells what the keys are about.
func (w *window) early(c saleui.Command) bool {
	switch c {
	case saleui.Quantity, saleui.Discount, saleui.Remove, saleui.Hold, saleui.Cancel:
	default:
		return false
	}
	if w.acting == 0 || arriving(w.view) {
		return false
	}
	return w.work.do(func(context.Context) error { return nil }, func(error) {
		if w.selling() && w.top() == nil && !w.failed {
			w.command(c)
		}
	})
}

// act queues an action whose fault is told in the notice.
func (w *window) act(action func(ctx context.Context) error) {
	w.acting++
	over := sync.OnceFunc(func() { w.acting-- })
	if !w.perform("", func(ctx context.Context) error {
		err := action(ctx)
		if ctx.Err() == nil {
			w.hop(func() { over(); w.failed = err != nil })
		}
		return err
	}, func(err error) {
		if err != nil {
			w.complain(err)
		}
	}) {
		over()
		w.p.Sounds.Play(sound.Refused)
	}
}

// scanned is every read, from a cable or from the keyboard: it goes to the scan doctor while that is open, red banner or not, else to
// the till.
func (w *window) scanned(s scanner.Scan) {
	w.idle.touch()
	if d := w.trying(); d != nil {
		d.Take(s)
		return
	}
	if w.teachScan(s) {
		return
	}
	if p := w.pad(); p != nil {
		p.Scan(s.Raw)
		return
	}
	if z := w.learning(); z != nil {
		z.Take(s)
		return
	}
	if w.findReturn(s) {
		return
	}
	w.scan(s)
}

// scan hands a read to the till, whatever lies on top. A sum that is being entered is left: the receipt is not the same any more.
func (w *window) scan(s scanner.Scan) {
	if !w.selling() {
		w.p.Sounds.Play(sound.Refused)
		return
	}
	if w.pay != nil {
		if w.pay.Busy() {
			w.park(s)
			return
		}
		w.shut(w.pay)
	}
	w.leaveReading()
	w.notice.Clear()
	w.typed = ""
	w.hand(s)
}

// hand queues a read for the till. The one that the till looks at is kept for the scan doctor; while the banner is red the till
// refuses all others, and the one that made it red stays.
func (w *window) hand(s scanner.Scan) {
	w.act(func(ctx context.Context) error {
		before := w.till.View()
		if before.Permit.State != register.PermitForbidden {
			w.hop(func() { w.read = s })
		}
		err := w.till.Scan(ctx, s.Raw)
		if m, ok := unweighed(before, w.till.View(), s.Raw); ok && err == nil {
			w.hop(func() { w.askScale(m) })
		}
		return err
	})
}

// leaveReading closes what was only looked at, so that the scanned line is seen in the basket. Numbers that are being typed stay.
func (w *window) leaveReading() {
	for {
		switch p := w.top().(type) {
		case *find.Panel:
			w.shut(p)
		case *help.Page:
			w.shut(p)
		case *help.Reader:
			w.shut(p)
		case *health.Page:
			w.shut(p)
		case *verdicts.Panel:
			w.shut(p)
		case *day.Screen:
			w.shut(p)
		case *logs.Screen:
			w.shut(p)
		case *logs.Story:
			w.shut(p)
		case *question: // who scans on does not cancel
			w.shut(p)
		default:
			return
		}
	}
}

// park keeps a few scans of the next buyer while the printer works on this one's receipt.
func (w *window) park(s scanner.Scan) {
	const most = 16
	if len(w.parked) >= most {
		w.p.Sounds.Play(sound.Refused)
		return
	}
	w.parked = append(w.parked, s)
}

// unpark scans what was kept; when the receipt was not made it is the wrong basket for them, and they are dropped aloud.
func (w *window) unpark(made bool) {
	parked := w.parked
	w.parked = nil
	if len(parked) > 0 && !made {
		w.p.Sounds.Play(sound.Refused)
		return
	}
	for _, s := range parked {
		w.hand(s)
	}
}

// dismiss takes the banner away; what waits for a senior is put aside, out of the basket.
func (w *window) dismiss() {
	p := w.view.Permit
	if p.State == register.PermitAsk {
		n := p.Line
		if n == 0 {
			n = saleui.Waiting(w.view)
		}
		w.act(func(ctx context.Context) error {
			if n > 0 {
				if err := w.till.Remove(ctx, n); err != nil {
					return err
				}
			}
			return w.till.Dismiss(ctx)
		})
		return
	}
	w.act(w.till.Dismiss)
}

func (w *window) holdOrResume() {
	if len(w.view.Receipt.Lines) > 0 {
		w.act(w.till.Hold)
		return
	}
	switch held := w.view.Held; len(held) {
	case 0:
	case 1:
		w.act(func(ctx context.Context) error { return w.till.Resume(ctx, held[0].ID) })
	default:
		w.openHeld()
	}
}

func (w *window) askQuantity() {
	r, ok := w.sale.Selected()
	if !ok {
		return
	}
	l := w.lineOf(r.N)
	if l.Splits {
		w.askPart(r)
		return
	}
	if r.Marked {
		w.p.Sounds.Play(sound.Refused)
		w.notice.Warn(w.words.T("ui.quantity.marked"), w.words.T("ui.quantity.marked.do"))
		return
	}
	var n *entry.Number
	n = entry.New(entry.Params{
		Words: w.words, Title: w.words.T("ui.quantity.title"), About: r.Name, Label: w.words.T("ui.quantity.label"),
		Unit: w.words.T("ui.unit." + string(unit(l))), Value: strings.Replace(l.Quantity.String(), ".", w.words.T("ui.decimal"), 1),
		Choices: w.amounts(unit(l)),
		Confirm: w.words.T("ui.confirm"), Close: func() { w.shut(n) },
		Done: func(text string) {
			q, err := money.ParseQuantity(text)
			if err != nil || q <= 0 {
				n.Fail(w.badNumber())
				return
			}
			w.sure(r.Name, q, unit(l), func() {
				w.settle(n, func(ctx context.Context) error { return w.till.SetQuantity(ctx, r.N, q) })
			})
		},
	})
	w.open(n)
}

func (w *window) askPrice(r saleui.Row) {
	l := w.lineOf(r.N)
	var n *entry.Number
	n = entry.New(entry.Params{
		Words: w.words, Title: w.words.T("ui.price.title"), About: r.Name, Label: w.words.T("ui.price.label"), Unit: w.words.T("ui.currency"),
		Value: look.Editable(w.words, l.Price), Confirm: w.words.T("ui.confirm"), Close: func() { w.shut(n) },
		Done: func(text string) {
			k, err := money.Parse(text)
			if err != nil || k <= 0 {
				n.Fail(w.badNumber())
				return
			}
			what := w.words.T("ui.senior.price", "sum", look.Rubles(w.words, k), "name", l.Name)
			w.grant(n, what, func(ctx context.Context) error { return w.till.SetPrice(ctx, r.N, k) })
		},
	})
	w.open(n)
}

// settle does what a number was asked for and closes the question when it is done.
func (w *window) settle(n *entry.Number, action func(ctx context.Context) error) { w.fulfil(n, action) }

func (w *window) badNumber() *register.Fault {
	return &register.Fault{Code: "bad_number", Text: w.words.T("ui.fault.number"), Action: w.words.T("ui.fault.number.do")}
}

func (w *window) lineOf(n int) register.LineView {
	for _, l := range w.view.Receipt.Lines {
		if l.N == n {
			return l
		}
	}
	return register.LineView{}
}

func unit(l register.LineView) sale.Unit {
	if l.Unit == "" {
		return sale.Piece
	}
	return l.Unit
}

func (w *window) askCancel() {
	if len(w.view.Receipt.Lines) == 0 {
		return
	}
	var q *question
	text := w.words.T("ui.cancel.text", "n", strconv.Itoa(len(w.view.Receipt.Lines)), "sum", look.Rubles(w.words, w.view.Receipt.Total))
	if taken := w.view.Receipt.Taken; taken > 0 {
		text = w.words.T("ui.cancel.taken", "sum", look.Rubles(w.words, taken))
	}
	q = newQuestion(w.words, "warning", w.words.T("ui.cancel.title"), text,
		w.words.T("ui.cancel.yes"), func() {
			w.shut(q)
			w.act(w.till.Cancel)
		}, func() { w.shut(q) })
	w.open(q)
}
