package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
)

func TestADiscountIsGivenOnTheLineOrTheReceiptByPercentOrSum(t *testing.T) {
	for _, c := range []struct {
		name, typed string
		keys        []fyne.KeyName
		want        []string
	}{
		{"percent on the line", "3", nil, []string{"discount 1 3"}},
		{"a sum on the line", "%7,50", nil, []string{"discount 1 7.50 rub"}},
		{"percent on the receipt", "5", []fyne.KeyName{fyne.KeyTab}, []string{"discount all 5"}},
		{"a sum on the receipt", "%10", []fyne.KeyName{fyne.KeyTab}, []string{"discount all 10.00 rub"}},
		{"more than a cashier may", "20", []fyne.KeyName{fyne.KeyTab}, []string{"discount all 20", "discount all 20 by 2222"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			till := newFakeTill()
			till.add(register.LineView{State: register.LinePlain, Name: "Батон", Price: 5990, Quantity: money.Piece})
			r := newRig(t, setting{till: till})
			r.key(fyne.KeyF4)
			r.key(c.keys...)
			r.typing(c.typed)
			r.key(fyne.KeyReturn)
			r.settle()
			if r.w.pad() != nil {
				r.typing("2222")
				r.key(fyne.KeyReturn)
			}
			r.asked(c.want...)
			if r.w.top() != nil {
				t.Error("the panel still lies there")
			}
		})
	}
}

func TestANoteGoesToTheLineOrTheReceipt(t *testing.T) {
	till := newFakeTill()
	till.add(register.LineView{State: register.LinePlain, Name: "Кроссовки", Price: 349000, Quantity: money.Piece})
	r := newRig(t, setting{till: till})
	r.key(fyne.KeyF4)
	r.touch("Примечание")
	r.typing("размер 43")
	r.key(fyne.KeyReturn)
	r.settle()
	r.key(fyne.KeyF4, fyne.KeyTab)
	r.touch("Примечание")
	r.typing("до 18:00")
	r.key(fyne.KeyReturn)
	r.asked("note 1 размер 43", "note 0 до 18:00")
}

func TestAPartOfAPackIsAskedForWhereItMayBeSold(t *testing.T) {
	till := newFakeTill()
	till.add(register.LineView{State: register.LineAllowed, Name: "Никотиновые капсулы", Cis: "01", Splits: true, Parts: 20, Price: 50000, Quantity: money.Piece})
	till.add(register.LineView{State: register.LineAllowed, Name: "Кега пива", Cis: "02", Splits: true, Price: 900000, Quantity: money.Piece})
	till.add(register.LineView{State: register.LineAllowed, Name: "Лекарство", Cis: "03", Splits: true, Parts: 10, Part: sale.Fraction{N: 3, Of: 10}, Price: 30000, Quantity: money.Piece})
	r := newRig(t, setting{till: till})
	r.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyF3)
	r.typing("3")
	r.key(fyne.KeyReturn)
	r.settle()
	r.key(fyne.KeyDown, fyne.KeyF3)
	r.typing("1/60")
	r.key(fyne.KeyReturn)
	r.settle()
	r.key(fyne.KeyDown, fyne.KeyF3)
	r.typing("10") // all of it is no part
	r.key(fyne.KeyReturn)
	r.settle()
	r.touch("Вся упаковка")
	r.asked("part 1 3/20", "part 2 1/60", "part 3 0/0")
}

func TestEveryScreenOfDiscountsFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		s.till = newFakeTill()
		s.till.add(register.LineView{State: register.LineAllowed, Name: "Молоко «Весёлый луг» пастеризованное 3,2 % 0,93 л, пэт-бутылка", Cis: "01", Price: 8990, Quantity: money.Piece, Note: "подарок", Discount: 450})
		s.till.add(register.LineView{State: register.LineAllowed, Name: "Молоко в капсулах", Cis: "03", Splits: true, Part: sale.Fraction{N: 3, Of: 10}, Price: 30000, Quantity: money.Piece})
		r := newRig(t, s)
		see := func(name string) { r.see(prefix, name) }
		see("line_remarks")
		r.key(fyne.KeyF3)
		see("part")
		r.key(fyne.KeyEscape, fyne.KeyF4)
		see("discount_line")
		r.key(fyne.KeyTab)
		r.typing("%")
		see("discount_receipt")
		r.touch(r.w.words.T("ui.note"))
		see("note")
	})
}
