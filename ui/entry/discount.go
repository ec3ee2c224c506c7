package entry

import (
	"fyne.io/fyne/v2"

	"dobro/internal/lang"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Off is what a discount is asked for.
type Off struct {
	Whole bool   // the receipt, not the line
	Sum   bool   // rubles, not percent
	Value string // as typed
}

// DiscountParams of the panel. Done says by Fail what is wrong.
type DiscountParams struct {
	Words   *lang.Catalogue
	Line    string // name of the goods
	LineSum string
	Receipt string // "9 goods"
	Total   string
	Done    func(Off)
	Round   func() // whole rubles; nil: not offered
	Price   func() // another price for the line
	Note    func(whole bool)
	Close   func()
}

// Discount asks what comes off: the line or the receipt, percent or rubles.
type Discount struct {
	p            DiscountParams
	off          Off
	field        *look.Field
	about, sum   *look.Text
	trouble      *look.Trouble
	confirm      *look.Button
	line, all    *look.Button
	percent, rub *look.Button
	price, round *look.Button
	offers       []*look.Button
	busy         bool
	content      fyne.CanvasObject
}

var (
	percents = []string{"0", "3", "5", "10"}
	rubles   = []string{"0", "10", "50", "100"}
)

// NewDiscount opens the panel at the line and percent.
func NewDiscount(p DiscountParams) *Discount {
	w := p.Words
	d := &Discount{p: p, trouble: look.NewTrouble()}
	d.field = &look.Field{Point: 40, Align: fyne.TextAlignTrailing, Limit: 12, Decimal: look.Decimal(p.Words), Changed: func(string) { d.trouble.Clear() }}
	d.field.Activate(true)
	d.about = &look.Text{Point: 20, Least: 13, Lines: 2, Free: true, Bold: true}
	d.sum = &look.Text{Point: 18, Least: 13, Free: true, Color: look.ColorMuted, Align: fyne.TextAlignTrailing}
	d.confirm = &look.Button{Label: w.T("ui.discount.do"), Key: w.T("ui.key.enter"), Kind: look.Good, Large: 24, OnTap: d.enter}
	d.line = &look.Button{Label: w.T("ui.discount.line"), Large: 18, OnTap: func() { d.turn(false, d.off.Sum) }}
	d.all = &look.Button{Label: w.T("ui.discount.receipt"), Key: "Tab", Large: 18, OnTap: func() { d.turn(true, d.off.Sum) }}
	d.percent = &look.Button{Label: "%", Large: 24, OnTap: func() { d.turn(d.off.Whole, false) }}
	d.rub = &look.Button{Label: w.T("ui.currency"), Large: 24, OnTap: func() { d.turn(d.off.Whole, true) }}
	d.price = &look.Button{Label: w.T("ui.price.change"), Large: 16, OnTap: p.Price}
	d.round = &look.Button{Label: w.T("ui.discount.round"), Large: 16, OnTap: p.Round}
	d.build()
	d.turn(false, false)
	return d
}

func (d *Discount) build() {
	w := d.p.Words
	pad := look.Pad{Type: func(r rune) { d.Rune(r) }, Press: func(k fyne.KeyName) { d.Key(k) }, Point: look.Decimal(w)}.Content()
	var offers []fyne.CanvasObject
	for range percents {
		b := &look.Button{Large: 20}
		d.offers = append(d.offers, b)
		offers = append(offers, b)
	}
	row := look.Grid(len(offers), offers...)
	what := look.Grid(2, d.line, d.all)
	how := look.Grid(2, d.percent, d.rub)
	note := &look.Button{Label: w.T("ui.note"), Large: 16, Icon: "pencil", OnTap: func() { d.p.Note(d.off.Whole) }}
	out := look.NewButton(w.T("ui.close"), w.T("ui.key.esc"), d.p.Close)
	card := look.NewCard()
	d.content = look.Sheet(w.T("ui.discount.title"), out, look.Board(fyne.NewSize(800, 380), func(size fyne.Size) {
		const below float32 = 76
		left := size.Width * 0.56
		wide := left - 32
		look.Put(card, 0, 0, left, size.Height)
		y := float32(10)
		look.Put(what, 16, y, wide, look.Target)
		y += look.Target + 4
		look.Put(d.about, 16, y, wide*0.66, 50)
		look.Put(d.sum, 16+wide*0.66, y, wide*0.34, 50)
		y += 54
		look.Put(d.field, 16, y, wide-190, 64)
		look.Put(how, 16+wide-182, y+4, 182, look.Target)
		y += 64 + look.Gap
		look.Put(row, 16, y, wide, look.Target)
		y += look.Target + look.Gap
		look.Put(d.price, 16, y, (wide-look.Gap)/2, look.Target)
		look.Put(d.round, 16, y, (wide-look.Gap)/2, look.Target)
		look.Put(note, 16+(wide+look.Gap)/2, y, (wide-look.Gap)/2, look.Target)
		look.Put(d.trouble.Content(), 12, size.Height-84, left-24, 76)
		x := left + 2*look.Gap
		look.Put(pad, x, 0, size.Width-x, size.Height-below-look.Gap)
		look.Put(d.confirm, x, size.Height-below, size.Width-x, below)
	}, card, what, d.about, d.sum, d.field, how, row, d.price, d.round, note, d.trouble.Content(), pad, d.confirm))
}

// turn goes to the line or the receipt, percent or rubles.
func (d *Discount) turn(whole, sum bool) {
	if d.busy {
		return
	}
	d.off.Whole, d.off.Sum = whole, sum
	kind := map[bool]look.Kind{true: look.Primary}
	d.line.SetKind(kind[!whole])
	d.all.SetKind(kind[whole])
	d.percent.SetKind(kind[!sum])
	d.rub.SetKind(kind[sum])
	d.price.Hidden, d.round.Hidden = whole, !whole || d.p.Round == nil
	d.price.Refresh()
	d.round.Refresh()
	d.about.Set(d.p.Line)
	d.sum.Set(d.p.LineSum)
	if whole {
		d.about.Set(d.p.Receipt)
		d.sum.Set(d.p.Total)
	}
	values, mark := percents, " %"
	if sum {
		values, mark = rubles, " "+d.p.Words.T("ui.currency")
	}
	for i, b := range d.offers {
		v := values[i]
		b.SetLabel(v + mark)
		b.OnTap = func() {
			if !d.busy {
				d.field.Propose(v)
				d.trouble.Clear()
			}
		}
	}
	if d.field.Value() == "" || d.field.Fresh() {
		d.field.Propose(map[bool]string{false: "5", true: ""}[sum])
	}
	d.trouble.Clear()
}

// Content is what the window shows.
func (d *Discount) Content() fyne.CanvasObject { return d.content }

// Rune types; «%» turns from percent to rubles and back.
func (d *Discount) Rune(r rune) bool {
	if r == '%' {
		d.turn(d.off.Whole, !d.off.Sum)
		return true
	}
	return !d.busy && d.field.Rune(r)
}

// Key edits, changes sides, confirms, leaves.
func (d *Discount) Key(k fyne.KeyName) bool {
	switch {
	case look.IsEnter(k):
		d.enter()
	case k == fyne.KeyEscape:
		d.p.Close()
	case k == fyne.KeyTab:
		d.turn(!d.off.Whole, d.off.Sum)
	case d.busy:
	default:
		return d.field.Key(k)
	}
	return true
}

// Title names the panel for whoever is asked to stand behind it.
func (d *Discount) Title() string { return d.p.Words.T("ui.discount.title") }

// Fail says why it was not taken; the panel takes another.
func (d *Discount) Fail(f *register.Fault) {
	d.busy = false
	d.confirm.Enable(true)
	d.trouble.Fail(f.Text, f.Action)
}

// Wait says that the till is at work; further confirmations are ignored.
func (d *Discount) Wait(text string) {
	d.busy = true
	d.confirm.Enable(false)
	d.trouble.Wait(text)
}

func (d *Discount) enter() {
	if d.busy || d.field.Value() == "" {
		return
	}
	off := d.off
	off.Value = d.field.Value()
	d.p.Done(off)
}
