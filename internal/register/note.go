package register

import (
	"context"
	"strings"
	"unicode"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

// SetNote writes a few words beside a line (tag 1191: a size, a guarantee, a number of an order), or with line 0 under the whole
// receipt. "" takes them away.
func (r *Register) SetNote(ctx context.Context, n int, text string) error {
	return r.do(ctx, "note", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		text = plainText(text)
		if len([]rune(text)) > sale.MaxNote {
			return refuse(string(sale.BadNote), "most", sale.MaxNote)
		}
		if n > 0 {
			return r.edit(ctx, n, func(l *line) error {
				l.Note = text
				return nil
			})
		}
		if len(r.basket.Lines) == 0 {
			return refuse(codeEmpty)
		}
		before := r.basket.Note
		r.basket.Note = text
		if err := r.save(ctx, r.keep); err != nil {
			r.basket.Note = before
			return err
		}
		return nil
	})
}

// plainText is one printable line.
func plainText(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar }), " ")
}

// RoundDown takes off what the receipt costs above a whole number of steps, as a discount spread over the lines: 1.00 makes whole
// rubles. It follows the lines until it is taken back with 0. A printer may round a receipt by less than a ruble, so that is the
// largest step.
func (r *Register) RoundDown(ctx context.Context, step money.Kopecks) error {
	return r.do(ctx, "round", func(ctx context.Context) error {
		if err := r.mayChange(ctx, staff.Sell); err != nil {
			return err
		}
		switch {
		case step != 0 && step != 10 && step != 50 && step != 100:
			return refuse(codeBadStep)
		case len(r.basket.Lines) == 0:
			return refuse(codeEmpty)
		}
		return r.reprice(ctx, func(b *basket) { b.Step = int64(step) })
	})
}

// reprice changes what comes off the whole receipt and tells of every line whose discount is another one now.
func (r *Register) reprice(ctx context.Context, change func(b *basket)) error {
	before := r.basket
	r.basket = before.copy()
	change(&r.basket)
	err := r.basket.recount()
	if err == nil {
		err = r.save(ctx, func(tx *store.Tx) error { return r.keep(tx) })
	}
	if err != nil {
		r.basket = before
		return err
	}
	for i := range r.basket.Lines {
		if l := &r.basket.Lines[i]; l.Discount != before.Lines[i].Discount {
			v := l.view(i + 1)
			r.emit(Event{Kind: EventLine, Line: &v})
		}
	}
	return nil
}
