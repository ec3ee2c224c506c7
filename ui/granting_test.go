package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
)

// strict is a till whose cashier may neither give discounts nor change prices.
type strict struct{ *fakeTill }

func (strict) Discount(context.Context, int, money.BasisPoints) error   { return forbiddenToCashiers }
func (strict) DiscountReceipt(context.Context, money.BasisPoints) error { return forbiddenToCashiers }
func (strict) DiscountSum(context.Context, money.Kopecks) error         { return forbiddenToCashiers }
func (strict) SetPrice(context.Context, int, money.Kopecks) error       { return forbiddenToCashiers }

var forbiddenToCashiers = &register.Fault{Code: "no_right", Text: "Нет прав"}

func TestASeniorIsToldWhatExactlyToAllow(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		says string
	}{
		{"a line's discount", func(r *rig) { r.key(fyne.KeyF4); r.typing("50"); r.key(fyne.KeyReturn) }, "Скидка 50\u00a0%: Батон нарезной 400 г"},
		{"the receipt's discount", func(r *rig) { r.key(fyne.KeyF4, fyne.KeyTab); r.typing("12,5"); r.key(fyne.KeyReturn) }, "Скидка 12,5\u00a0% на весь чек"},
		{"a price", func(r *rig) {
			row, _ := r.w.sale.Selected()
			r.w.askPrice(row)
			r.typing("1234,5")
			r.key(fyne.KeyReturn)
		}, "Цена 1\u00a0234,50\u00a0₽: Батон нарезной 400 г"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t)
			r.w.till = strict{r.till}
			c.do(r)
			r.settle()
			if !r.says(c.says) {
				t.Errorf("the window does not say %q", c.says)
			}
		})
	}
}
