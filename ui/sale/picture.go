// Package sale is the screen that the cashier looks at all day: the basket, the total and what can be done now. It shows a
// Picture and sends Commands; it decides nothing.
package sale

import (
	"fmt"
	"strconv"
	"time"
	"unicode"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Row is one line of the basket with all its texts ready.
type Row struct {
	N        int
	Key      int
	Icon     string
	Ink      fyne.ThemeColorName
	State    string // the permit state in a word, "" for unmarked goods
	Name     string
	Amount   string // "2 шт × 99,90"
	Quantity money.Quantity
	Remark   string // "скидка 10,00 · подарок", "" when none
	Sum      string
	Marked   bool
}

// grew finds the one row of a later picture that has the same goods as before, and more of them; -1 when there is none.
func (p Picture) grew(later Picture) int {
	if len(p.Rows) != len(later.Rows) {
		return -1
	}
	at := -1
	for i, r := range later.Rows {
		switch before := p.Rows[i]; {
		case before.Key != r.Key || at >= 0 && r.Quantity != before.Quantity:
			return -1
		case r.Quantity > before.Quantity:
			at = i
		}
	}
	return at
}

// Picture is the screen at one moment. Make may be called on any goroutine.
type Picture struct {
	Rows     []Row
	Total    string
	Discount string
	Count    string
	Held     int
	Last     string // what became of the last receipt
	Notice   string // the shift is closed, a receipt is being settled …
	Action   string // label of the button beside the notice, "" when there is none
	Key      string // the key that does the same
	Urgent   bool
	CanPay   bool
	Where    bool // the square code of a marked product is waited for
	HasLines bool
	Shift    bool
	Expired  bool
}

// Make prepares the screen.
func Make(w *lang.Catalogue, v register.View, zone *time.Location) Picture {
	p := Picture{
		Total:    look.Rubles(w, v.Receipt.Total),
		Held:     len(v.Held),
		HasLines: len(v.Receipt.Lines) > 0,
		Shift:    v.Shift.Open && !v.Shift.Expired,
		Expired:  v.Shift.Expired,
	}
	p.Where = v.Permit.State == register.PermitNeedCode
	p.CanPay = p.HasLines && !v.Settling
	var pieces int
	for _, l := range v.Receipt.Lines {
		p.Rows = append(p.Rows, row(w, l))
		if l.Unit == sale.Piece || l.Unit == "" {
			pieces += int(l.Quantity / money.Piece)
		} else {
			pieces++
		}
	}
	if p.HasLines {
		p.Count = w.N("ui.sale.pieces", pieces)
		if v.Receipt.Note != "" {
			p.Count = join(p.Count, w.T("ui.note.shown", "note", v.Receipt.Note))
		}
	}
	if v.Receipt.Discount > 0 {
		p.Discount = w.T("ui.sale.discount_total", "sum", look.Rubles(w, v.Receipt.Discount))
	}
	if v.Last != nil {
		p.Last = last(w, *v.Last)
	}
	p.notice(w, v)
	return p
}

func (p *Picture) notice(w *lang.Catalogue, v register.View) {
	switch {
	case v.Stopped:
		p.Notice, p.Action, p.Key, p.Urgent = w.T("ui.unblock.title"), w.T("ui.unblock"), "F9", true
	case v.Settling:
		p.Notice, p.Urgent = w.T("ui.sale.settling"), true
		if v.Doubtful {
			p.Action, p.Key = w.T("ui.doubt.title"), "F9"
		}
	case v.Shift.Expired:
		p.Notice, p.Action, p.Key, p.Urgent = w.T("ui.sale.shift_expired"), w.T("ui.sale.shift_expired.do"), "F11", true
	case !v.Shift.Open:
		p.Notice, p.Action, p.Key = w.T("ui.sale.shift_closed"), w.T("ui.sale.shift_closed.do"), "F11"
	case v.Permit.State != register.PermitAsk && Waiting(v) > 0: // the banner has gone on to other goods
		p.Notice, p.Action, p.Key = w.T("ui.sale.waiting"), w.T("ui.banner.senior"), w.T("ui.key.enter")
	case v.Busy != "":
		p.Notice = v.Busy
	default:
		for _, l := range v.Lamps {
			if l.Aloud {
				p.Notice, p.Urgent = l.Text, true
				return
			}
		}
	}
}

// Waiting is the number of the last line that waits for a senior, 0 when none does.
func Waiting(v register.View) int {
	n := 0
	for _, l := range v.Receipt.Lines {
		if l.State == register.LineAsk {
			n = l.N
		}
	}
	return n
}

// join puts two remarks side by side.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "  ·  " + b
}

func last(w *lang.Catalogue, r register.ReceiptView) string {
	total := look.Rubles(w, r.Total)
	switch {
	case r.State == sale.Cancelled:
		return w.T("ui.sale.last_cancelled")
	case r.Kind == sale.Return:
		return w.T("ui.sale.last_return", "sum", total)
	case r.Change > 0:
		return w.T("ui.sale.last_change", "sum", total, "change", look.Rubles(w, r.Change))
	}
	return w.T("ui.sale.last", "sum", total)
}

// tied keeps a number and its unit on one line of a name: «1,5 л», «10 шт.».
func tied(name string) string {
	runes := []rune(name)
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == ' ' && (unicode.IsDigit(runes[i-1]) && !unicode.IsDigit(runes[i+1]) || runes[i-1] == '№') {
			runes[i] = '\u00a0'
		}
	}
	return string(runes)
}

func row(w *lang.Catalogue, l register.LineView) Row {
	r := Row{N: l.N, Key: l.Key, Name: tied(l.Name), Quantity: l.Quantity, Sum: look.Plainly(w, l.Sum), Marked: l.Cis != ""}
	r.Amount = fmt.Sprintf("%s × %s", look.Amount(w, l.Quantity, l.Unit), look.Plainly(w, l.Price))
	if !l.Part.Whole() {
		r.Amount = w.T("ui.part.amount", "n", strconv.FormatInt(l.Part.N, 10), "of", strconv.FormatInt(l.Part.Of, 10), "price", look.Plainly(w, l.Price))
	}
	if l.Note != "" {
		r.Remark = w.T("ui.note.shown", "note", l.Note)
	}
	if l.Discount > 0 {
		r.Remark = join(w.T("ui.sale.discount", "sum", look.Plainly(w, l.Discount)), r.Remark)
	}
	switch l.State {
	case register.LineChecking:
		r.Icon, r.Ink = "clock", look.ColorMuted
	case register.LineAllowed:
		r.Icon, r.Ink = "check", look.ColorAllowedInk
	case register.LineWarning:
		r.Icon, r.Ink = "warning", look.ColorAmberInk
	case register.LineAsk:
		r.Icon, r.Ink = "question", look.ColorAskInk
	case register.LineApproved:
		r.Icon, r.Ink = "senior", look.ColorAskInk
	default:
		if l.Leftover != "" {
			r.Icon, r.Ink, r.State = "box", look.ColorMuted, w.T("ui.line.leftover", "until", l.Leftover)
		}
		return r
	}
	state := string(l.State)
	if l.Offline && (l.State == register.LineAllowed || l.State == register.LineWarning) {
		state += "_offline"
	}
	r.State = w.T("ui.line." + state)
	return r
}
