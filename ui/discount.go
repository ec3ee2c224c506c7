package ui

import (
	"context"
	"strconv"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/entry"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
	"dobro/ui/sound"
)

// EditTill is what the window asks of the till about lines and the whole receipt.
type EditTill interface {
	DiscountLine(ctx context.Context, line int, sum money.Kopecks) error
	DiscountReceipt(ctx context.Context, p money.BasisPoints) error
	DiscountSum(ctx context.Context, sum money.Kopecks) error
	RoundDown(ctx context.Context, step money.Kopecks) error
	SetPart(ctx context.Context, line int, part sale.Fraction) error
	SetNote(ctx context.Context, line int, text string) error
}

// asking is a panel that waits for an action and may be told that it failed.
type asking interface {
	look.Panel
	Title() string
	Wait(text string)
	Fail(f *register.Fault)
}

// fulfil does what a panel asks for and closes it when it is done; a senior stands behind what is more than the cashier may.
func (w *window) fulfil(n asking, action func(ctx context.Context) error) {
	w.grant(n, n.Title(), action)
}

// grant is fulfil for what a senior should be told in full: how much, and of what.
func (w *window) grant(n asking, what string, action func(ctx context.Context) error) {
	n.Wait(w.words.T("ui.wait"))
	if !w.perform(what, action, func(err error) {
		if err != nil {
			w.p.Sounds.Play(sound.Fault)
			n.Fail(faultOf(w.words, err))
			return
		}
		w.shut(n)
	}) {
		n.Fail(&register.Fault{Text: w.words.T("ui.fault.busy")})
	}
}

func (w *window) askDiscount() {
	r, ok := w.sale.Selected()
	if !ok {
		return
	}
	l := w.lineOf(r.N)
	var d *entry.Discount
	d = entry.NewDiscount(entry.DiscountParams{
		Words: w.words, Line: r.Name, LineSum: look.Rubles(w.words, l.Sum), Receipt: w.words.T("ui.discount.all", "n", strconv.Itoa(len(w.view.Receipt.Lines))),
		Total: look.Rubles(w.words, w.view.Receipt.Total), Close: func() { w.shut(d) },
		Price: func() { w.shut(d); w.askPrice(r) },
		Round: func() {
			step := money.Kopecks(100)
			if w.view.Receipt.Rounded > 0 {
				step = 0
			}
			w.fulfil(d, func(ctx context.Context) error { return w.till.RoundDown(ctx, step) })
		},
		Note: func(whole bool) { w.shut(d); w.askNote(r, whole) },
		Done: func(off entry.Off) { w.discount(d, r.N, off) },
	})
	w.open(d)
}

// discount gives what was typed.
func (w *window) discount(d *entry.Discount, n int, off entry.Off) {
	what := func(size string) string {
		if off.Whole {
			return w.words.T("ui.senior.discount_all", "size", size)
		}
		return w.words.T("ui.senior.discount", "size", size, "name", w.lineOf(n).Name)
	}
	if off.Sum {
		k, err := money.Parse(off.Value)
		if err != nil || k < 0 {
			d.Fail(w.badNumber())
			return
		}
		w.grant(d, what(look.Rubles(w.words, k)), func(ctx context.Context) error {
			if off.Whole {
				return w.till.DiscountSum(ctx, k)
			}
			return w.till.DiscountLine(ctx, n, k)
		})
		return
	}
	p, err := money.ParsePercent(off.Value)
	if err != nil || p < 0 || p > 10000 {
		d.Fail(w.badNumber())
		return
	}
	w.grant(d, what(look.Percent(w.words, p)), func(ctx context.Context) error {
		if off.Whole {
			return w.till.DiscountReceipt(ctx, p)
		}
		return w.till.Discount(ctx, n, p)
	})
}

// askNote asks for a few words beside the line or under the receipt.
func (w *window) askNote(r saleui.Row, whole bool) {
	n, about, value := r.N, r.Name, w.lineOf(r.N).Note
	if whole {
		n, about, value = 0, w.words.T("ui.discount.receipt"), w.view.Receipt.Note
	}
	var t *entry.Text
	t = entry.NewText(entry.TextParams{Words: w.words, Title: w.words.T("ui.note.title"), About: about, Hint: w.words.T("ui.note.hint"), Value: value,
		Limit: sale.MaxNote, Empty: true, Confirm: w.words.T("ui.confirm"), Close: func() { w.shut(t) },
		Done: func(text string) {
			w.fulfil(t, func(ctx context.Context) error { return w.till.SetNote(ctx, n, text) })
		}})
	w.open(t)
}

// askPart asks how many parts of a marked pack are sold: "3", where the operator says how many it has, else "3/20".
func (w *window) askPart(r saleui.Row) {
	l := w.lineOf(r.N)
	of := l.Parts
	if of == 0 && !l.Part.Whole() {
		of = l.Part.Of
	}
	label, unit := w.words.T("ui.part.of_any"), ""
	if of > 0 {
		label, unit = w.words.T("ui.part.label"), w.words.T("ui.part.of", "parts", strconv.FormatInt(of, 10))
	}
	value := ""
	if !l.Part.Whole() {
		value = strconv.FormatInt(l.Part.N, 10)
	}
	var n *entry.Number
	whole := &look.Button{Label: w.words.T("ui.part.whole"), Large: 18, OnTap: func() {
		w.settle(n, func(ctx context.Context) error { return w.till.SetPart(ctx, r.N, sale.Fraction{}) })
	}}
	n = entry.New(entry.Params{
		Words: w.words, Title: w.words.T("ui.part.title"), About: r.Name, Label: label, Unit: unit, Value: value, Extra: whole, Fraction: of == 0,
		Choices: []entry.Choice{{Label: "1", Value: "1"}, {Label: "2", Value: "2"}, {Label: "5", Value: "5"}, {Label: "10", Value: "10"}},
		Confirm: w.words.T("ui.confirm"), Close: func() { w.shut(n) },
		Done: func(text string) {
			if of > 0 {
				text += "/" + strconv.FormatInt(of, 10)
			}
			part, err := sale.ParseFraction(text)
			if err != nil {
				n.Fail(w.badNumber())
				return
			}
			w.settle(n, func(ctx context.Context) error { return w.till.SetPart(ctx, r.N, part) })
		},
	})
	w.open(n)
}
