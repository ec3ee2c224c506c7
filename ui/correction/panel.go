// Package correction asks for a correction receipt: what was sold without a receipt or recorded too much, the day of the mistake, the
// document that it rests on, and why.
package correction

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
)

// Params of the panel. Done gets a correction that is complete as far as a form can tell.
type Params struct {
	Words *lang.Catalogue
	Zone  *time.Location
	Now   time.Time
	VAT   sale.VAT // proposed
	Done  func(c register.Correction, sum money.Kopecks)
	Close func()
}

// Places of the fields.
const (
	fieldWhat = iota
	fieldSum
	fieldDate
	fieldNumber
	fieldReason
)

// Panel is the form with its switches.
type Panel struct {
	p       Params
	form    *look.Form
	back    bool
	order   bool
	card    bool
	vat     int // of rates
	busy    bool
	kinds   []*look.Button
	rate    *look.Button
	confirm *look.Button
	trouble *look.Trouble
	content fyne.CanvasObject
}

// rates that a correction may carry: those of mistakes made before 2026 too.
var rates = sale.Rates

// New opens the form; the day proposed is today.
func New(p Params) *Panel {
	w := p.Words
	c := &Panel{p: p, trouble: look.NewTrouble()}
	for i, v := range rates {
		if v == p.VAT {
			c.vat = i
		}
	}
	day := &look.Field{Limit: 10, Point: 20, Allow: dateRune}
	day.Propose(p.Now.In(p.Zone).Format(dateForm))
	c.form = look.NewForm(w, c.enter,
		&look.FormField{Label: w.T("ui.correction.what"), Field: &look.Field{Limit: 128, Point: 20}, Tell: c.tell("ui.correction.what.do", func(v string) bool { return v != "" })},
		&look.FormField{Label: w.T("ui.correction.sum"), Digits: true, Field: &look.Field{Limit: 12, Point: 20, Decimal: look.Decimal(w), Changed: func(string) { c.refresh() }},
			Tell: c.tell("ui.correction.sum.do", func(string) bool { return c.byReceipt() > 0 || c.sum() > 0 })},
		&look.FormField{Label: w.T("ui.correction.date"), Digits: true, Field: day, Tell: c.tell("ui.correction.date.do", func(string) bool { return !c.date().IsZero() })},
		&look.FormField{Label: w.T("ui.correction.number"), Field: &look.Field{Limit: 32, Point: 20},
			Tell: c.tell("ui.correction.number.do", func(v string) bool { return !c.order || v != "" })},
		&look.FormField{Label: w.T("ui.correction.reason"), Field: &look.Field{Limit: 128, Point: 20}, Tell: c.tell("ui.correction.reason.do", func(v string) bool { return v != "" })},
	)
	for _, k := range []struct {
		label string
		set   func()
	}{
		{"ui.correction.take", func() { c.back = false }}, {"ui.correction.back", func() { c.back = true }},
		{"ui.correction.self", func() { c.order = false }}, {"ui.correction.order", func() { c.order = true }},
		{"ui.correction.cash", func() { c.card = false }}, {"ui.correction.card", func() { c.card = true }},
	} {
		c.kinds = append(c.kinds, &look.Button{Label: w.T(k.label), Large: 17, OnTap: func() {
			k.set()
			c.refresh()
		}})
	}
	c.rate = &look.Button{Key: "F4", Large: 17, OnTap: c.nextRate}
	c.confirm = &look.Button{Label: w.T("ui.correction.send"), Key: "F9", Kind: look.Danger, Large: 19, OnTap: c.enter}
	c.content = look.Sheet(w.T("ui.correction.title"), look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), p.Close), c.body())
	c.refresh()
	return c
}

// Content is what the window shows.
func (c *Panel) Content() fyne.CanvasObject { return c.content }

// Rune types.
func (c *Panel) Rune(r rune) bool { return c.busy || c.form.Rune(r) }

// Paste pastes.
func (c *Panel) Paste(text string) {
	if !c.busy {
		c.form.Paste(text)
	}
}

// Key walks, edits, confirms, leaves.
func (c *Panel) Key(k fyne.KeyName) bool {
	switch {
	case c.busy:
	case k == fyne.KeyEscape:
		c.p.Close()
	case k == fyne.KeyF9:
		c.enter()
	case k == fyne.KeyF4:
		c.nextRate()
	default:
		return c.form.Key(k)
	}
	return true
}

// Fail says why there is no receipt.
func (c *Panel) Fail(f *register.Fault) {
	c.busy = false
	c.trouble.Fail(f.Text, f.Action)
	c.refresh()
}

// Said is what the strip of the panel says.
func (c *Panel) Said() string { return c.trouble.Said() }

const dateForm = "02.01.2006"

func dateRune(r rune) bool { return r >= '0' && r <= '9' || r == '.' }

func (c *Panel) tell(key string, good func(v string) bool) func(string) string {
	return func(v string) string {
		if good(strings.TrimSpace(v)) {
			return ""
		}
		return c.p.Words.T(key)
	}
}

func (c *Panel) value(i int) string { return strings.TrimSpace(c.form.Fields[i].Field.Value()) }

// byReceipt is the fiscal document whose receipt is corrected, 0 when goods are named instead.
func (c *Panel) byReceipt() int64 {
	fd, err := strconv.ParseInt(c.value(fieldWhat), 10, 64)
	if err != nil || fd <= 0 {
		return 0
	}
	return fd
}

func (c *Panel) sum() money.Kopecks {
	k, err := money.Parse(c.value(fieldSum))
	if err != nil {
		return 0
	}
	return k
}

func (c *Panel) date() time.Time {
	t, err := time.ParseInLocation(dateForm, c.value(fieldDate), c.p.Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// rateText is the chosen rate as people write it.
func (c *Panel) rateText() string {
	switch v := rates[c.vat]; {
	case v == sale.VATNone:
		return c.p.Words.T("ui.correction.no_vat")
	case strings.Contains(string(v), "/"):
		return string(v)
	default:
		return string(v) + "\u00a0%"
	}
}

func (c *Panel) nextRate() {
	c.vat = (c.vat + 1) % len(rates)
	c.refresh()
}

func (c *Panel) enter() {
	c.trouble.Clear()
	if c.busy || !c.form.Check() {
		return
	}
	out := register.Correction{Back: c.back, Instruction: c.order, Number: c.value(fieldNumber), Date: c.date(), Reason: c.value(fieldReason)}
	sum := c.sum()
	if c.byReceipt() > 0 {
		out.Receipt, sum = c.value(fieldWhat), 0
	} else {
		kind := sale.Cash
		if c.card {
			kind = sale.Card
		}
		out.Lines = []register.CorrectionLine{{Name: c.value(fieldWhat), Price: sum, Quantity: money.Piece, VAT: rates[c.vat]}}
		out.With = []sale.Payment{{Type: kind, Sum: int64(sum)}}
	}
	c.busy = true
	c.trouble.Wait(c.p.Words.T("ui.wait"))
	c.refresh()
	c.p.Done(out, sum)
}

func (c *Panel) refresh() {
	for i, on := range []bool{!c.back, c.back, !c.order, c.order, !c.card, c.card} {
		kind := look.Plain
		if on {
			kind = look.Primary
		}
		c.kinds[i].SetKind(kind)
		c.kinds[i].Enable(!c.busy && (i < 4 || c.byReceipt() == 0))
	}
	c.rate.SetLabel(c.p.Words.T("ui.correction.vat", "rate", c.rateText()))
	c.rate.Enable(!c.busy && c.byReceipt() == 0)
	c.confirm.Enable(!c.busy)
	c.content.Refresh()
}

func (c *Panel) body() fyne.CanvasObject {
	const high = float32(50)
	column, keys := c.form.Column(high), c.form.ScreenKeyboard()
	parts := []fyne.CanvasObject{column, keys, c.rate, c.confirm, c.trouble.Content()}
	for _, b := range c.kinds {
		parts = append(parts, b)
	}
	return look.Board(fyne.NewSize(900, 400), func(size fyne.Size) {
		side := size.Width * 0.32
		left := size.Width - side - look.Gap
		fields := high * float32(len(c.form.Fields))
		look.Put(column, 0, 0, left, fields)
		x, half := left+look.Gap, (side-6)/2
		step := float32(look.Target) + 4
		for i, b := range c.kinds {
			look.Put(b, x+float32(i%2)*(half+6), float32(i/2)*step, half, step-4)
		}
		look.Put(c.rate, x, 3*step, half, step-4)
		look.Put(c.confirm, x+half+6, 3*step, half, step-4)
		if c.trouble.Shown() {
			look.Put(c.trouble.Content(), 0, fields+4, size.Width, 68)
			look.Put(keys, 0, fields+76, size.Width, size.Height-fields-76)
			return
		}
		look.Put(keys, 0, fields+4, size.Width, size.Height-fields-4)
	}, parts...)
}
