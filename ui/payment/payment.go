// Package payment takes the money: cash with the exact sum filled in, a bank card that the cashier confirms, or both; the receipt goes
// on paper, to an e-mail address or to a phone. One panel goes through it all, from the sum to the change; the printer's progress and
// its troubles are told on the same screen.
package payment

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Stage of a payment.
type Stage int

// Stages.
const (
	Entering   Stage = iota // how much did the buyer give?
	OnCard                  // has the terminal taken the money?
	Sending                 // the printer is at work: nothing is accepted
	Failed                  // no receipt was made: may be tried again
	Unsure                  // nobody knows whether a receipt was made: must not be tried again
	Done                    // money taken, receipt made
	Addressing              // where does the receipt go?
)

// Params of a payment. The functions run on the UI thread and return at once.
type Params struct {
	Words    *lang.Catalogue
	Due      money.Kopecks
	Card     bool // begin with the card
	Pay      func(how register.Payment)
	Reprint  func() // finish paper that did not come out
	Copy     func() // print the receipt once more, as a copy
	Settle   func() // ask the printer what became of a receipt in doubt
	Shift    func() // open the shift panel
	Close    func()
	TakeCard bool          // cards are offered
	Taken    money.Kopecks // what a card has paid for this receipt already, while the receipt was not made: never charged again
}

// Panel is one payment.
type Panel struct {
	p      Params
	stage  Stage
	cash   money.Kopecks // taken in cash while the card pays the rest
	change money.Kopecks
	how    register.Payment // where the receipt goes; With is filled in when it is sent
	fault  string           // code of the last fault
	asking bool             // the printer is being asked what became of a receipt in doubt

	given   *look.Field
	due     *look.Text
	rest    *look.Text
	restOf  *look.Text
	confirm *look.Button
	card    *look.Button
	goes    *look.Button // where the receipt goes
	asks    *contact
	trouble *look.Trouble
	out     *look.Button
	stack   *fyne.Container
	entry   fyne.CanvasObject
	other   *ending
	content fyne.CanvasObject
}

// New opens a payment with the exact sum filled in.
func New(p Params) *Panel {
	n := &Panel{p: p, trouble: look.NewTrouble()}
	n.given = &look.Field{Point: 38, Align: fyne.TextAlignTrailing, Limit: 12, Decimal: look.Decimal(p.Words), Changed: func(string) { n.edited() }}
	n.due = &look.Text{Point: 42, Least: 22, Bold: true, Free: true, Align: fyne.TextAlignTrailing}
	n.rest = &look.Text{Point: 48, Least: 22, Bold: true, Free: true, Align: fyne.TextAlignTrailing}
	n.restOf = &look.Text{Point: 20, Free: true, Least: 13}
	n.confirm = &look.Button{Label: p.Words.T("ui.pay.confirm_cash"), Key: p.Words.T("ui.key.enter"), Kind: look.Good, Large: 26, OnTap: n.enter}
	n.card = &look.Button{Key: "F10", Icon: "card", Kind: look.Primary, Large: 18, OnTap: func() { n.Key(fyne.KeyF10) }}
	n.out = look.NewButton(p.Words.T("ui.pay.back"), p.Words.T("ui.key.esc"), func() { n.Key(fyne.KeyEscape) })
	n.goes = &look.Button{Key: "F2", Icon: "printer", Large: 17, OnTap: func() { n.Key(fyne.KeyF2) }}
	n.other = newEnding(n)
	n.asks = newContact(n)
	n.entry = n.form()
	n.stack = container.NewStack(n.entry, n.other.box, n.asks.box)
	n.content = look.Sheet(p.Words.T("ui.pay.title"), n.out, n.stack)
	n.given.Activate(true)
	n.Due(p.Due)
	n.begin()
	n.refresh()
	return n
}

// Again makes a panel whose payment is over the next one, with nothing left of the last. The toolkit keeps what it painted for a minute, so
// that with a panel of its own for every payment a quick hand has a hundred of them in memory. Nothing that the last payment asked for may
// still be on its way; the words stay as they are.
func (n *Panel) Again(p Params) {
	n.p = p
	n.stage, n.cash, n.change, n.how, n.fault, n.asking = Entering, 0, 0, register.Payment{}, "", false
	n.trouble.Clear()
	n.other.forget()
	n.asks.trouble.Clear()
	n.given.Clear()
	n.Due(p.Due)
	n.begin()
	n.refresh()
}

// begin is where the payment starts. What a card has paid already needs its receipt only; where that is less than is owed now the rest is
// taken, and where it is more the difference goes back by the terminal.
func (n *Panel) begin() {
	switch {
	case n.p.Taken == 0 && n.p.Card, n.surplus() > 0:
		n.stage = OnCard
	case n.p.Taken == n.p.Due:
		n.stage, n.fault, n.how.With = Failed, "taken", []sale.Payment{{Type: sale.Card, Sum: int64(n.p.Taken)}}
	}
}

// owed is what the buyer still has to give.
func (n *Panel) owed() money.Kopecks { return max(n.p.Due-n.p.Taken, 0) }

// surplus is what a card has paid beyond what is owed now: it goes back by the terminal.
func (n *Panel) surplus() money.Kopecks { return max(n.p.Taken-n.p.Due, 0) }

// with is a payment of so much in cash and so much by card, with what the card has paid before.
func (n *Panel) with(cash, card money.Kopecks) (with []sale.Payment) {
	if cash > 0 || n.p.Due == 0 && card == 0 {
		with = append(with, sale.Payment{Type: sale.Cash, Sum: int64(cash)})
	}
	if card += min(n.p.Taken, n.p.Due); card > 0 {
		with = append(with, sale.Payment{Type: sale.Card, Sum: int64(card)})
	}
	return with
}

// Content is what the window shows.
func (n *Panel) Content() fyne.CanvasObject { return n.content }

// Stage is how far the payment has come.
func (n *Panel) Stage() Stage { return n.stage }

// Busy tells that the money is on its way and the panel may not be left.
func (n *Panel) Busy() bool { return n.stage == Sending || n.stage == Unsure }

// Due changes the sum to be paid; a sum that the cashier typed stays.
func (n *Panel) Due(due money.Kopecks) {
	n.p.Due = due
	n.due.Set(look.Rubles(n.p.Words, n.owed()))
	if n.given.Value() == "" || n.given.Fresh() {
		n.given.Propose(look.Editable(n.p.Words, n.owed()))
	}
	n.refresh()
}

// Rune types into the sum, or into the address of the receipt.
func (n *Panel) Rune(r rune) bool {
	if n.stage == Addressing {
		return n.asks.field.Rune(r)
	}
	if n.stage == Failed && !n.paidByCard() && look.MoneyRune(r) {
		n.stage = Entering
		n.trouble.Clear()
	}
	return n.stage == Entering && n.given.Rune(r)
}

// Key takes Enter, Esc, F10 and what edits the sum. Everything else is swallowed while the printer works.
func (n *Panel) Key(k fyne.KeyName) bool {
	switch {
	case n.stage == Addressing:
		return n.asks.key(k)
	case look.IsEnter(k):
		n.enter()
	case k == fyne.KeyEscape:
		n.leave()
	case k == fyne.KeyF2 && (n.stage == Entering || n.stage == Failed):
		n.stage = Addressing
		n.asks.open()
	case k == fyne.KeyF2 && n.stage == Done:
		n.other.second.Tapped(nil)
	case k == fyne.KeyF10 && n.stage == Entering:
		n.toCard()
	case k == fyne.KeyF9 && n.stage == OnCard && n.surplus() == 0:
		n.stage, n.cash = Entering, 0
	case n.stage == Failed && n.paidByCard():
		return false
	case n.stage == Entering || n.stage == Failed:
		n.stage = Entering
		if !n.given.Key(k) {
			return false
		}
	default:
		return false
	}
	n.refresh()
	return true
}

func (n *Panel) enter() {
	switch n.stage {
	case Entering:
		given, ok := n.sum()
		if !ok || given < n.owed() {
			n.trouble.Fail(n.p.Words.T("ui.pay.short"), n.p.Words.T("ui.pay.short.do"))
			n.place()
			return
		}
		n.send(n.with(given, 0))
	case OnCard:
		n.send(n.with(n.cash, n.owed()-n.cash))
	case Failed:
		if shiftFault(n.fault) {
			n.p.Shift()
			return
		}
		n.send(n.how.With)
	case Unsure:
		if !n.asking {
			n.asking = true
			n.refresh()
			n.p.Settle()
		}
	case Done:
		n.p.Close()
	}
}

// send hands the payment over exactly once: a second Enter or tap finds the panel at work.
func (n *Panel) send(with []sale.Payment) {
	n.stage, n.how.With, n.fault = Sending, with, ""
	n.trouble.Clear()
	n.other.steps.clear()
	n.refresh()
	n.p.Pay(n.how)
}

// address is where the receipt goes; the panel is back at the sum.
func (n *Panel) address(to string, without bool) {
	n.how.Contact, n.how.Electronic = to, without && to != ""
	n.stage = Entering
	if n.paidByCard() {
		n.stage = Failed
	}
	n.refresh()
}

func (n *Panel) leave() {
	switch n.stage {
	case OnCard:
		if n.p.Card || n.surplus() > 0 {
			n.p.Close()
			return
		}
		n.stage, n.cash = Entering, 0
	case Entering, Failed, Done:
		n.p.Close()
	}
}

func (n *Panel) toCard() {
	given, ok := n.sum()
	if !ok || n.given.Fresh() || given >= n.owed() {
		given = 0
	}
	n.stage, n.cash = OnCard, given
	n.trouble.Clear()
	n.refresh()
}

func (n *Panel) sum() (money.Kopecks, bool) {
	k, err := money.Parse(n.given.Value())
	return k, err == nil && k >= 0
}

// Progress says what the printer is doing.
func (n *Panel) Progress(text string) {
	if n.stage == Sending && text != "" {
		n.other.steps.now(text)
		n.refresh()
	}
}

// Finish shows the change. A fault that did not hinder the receipt (its paper did not come out) is told beside it.
func (n *Panel) Finish(r register.ReceiptView, f *register.Fault) {
	n.stage, n.change = Done, r.Change
	n.trouble.Clear()
	n.other.done(r, f)
	n.refresh()
}

// Copied says how the copy came out.
func (n *Panel) Copied(f *register.Fault) {
	if n.stage == Done {
		n.other.copied(f)
		n.refresh()
	}
}

// Fail says that no receipt was made, why, and what to do.
func (n *Panel) Fail(f *register.Fault) {
	n.stage, n.fault = Failed, f.Code
	if n.fault == "" {
		n.fault = "unknown"
	}
	n.trouble.Fail(f.Text, f.Action)
	n.other.trouble.Fail(f.Text, f.Action)
	n.refresh()
}

// Doubt says that the printer was lost in the middle: the sale must not be repeated until the till has found out.
func (n *Panel) Doubt(f *register.Fault) {
	n.stage, n.asking = Unsure, false
	n.other.doubt(f)
	n.refresh()
}

// paidByCard tells that the card has paid while its receipt was not made: what was taken is not to be entered anew, least of all in cash.
func (n *Panel) paidByCard() bool {
	_, card := paidBy(n.how.With)
	return card > 0 && n.fault != "" && n.fault != "card_declined" && n.fault != "card_unknown"
}

func shiftFault(code string) bool { return code == "shift_closed" || code == "shift_expired" }
