package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
)

func TestAnAmountThatIsSeldomSoldIsAskedAboutOnceMore(t *testing.T) {
	for _, c := range []struct {
		name  string
		typed string
		keys  []fyne.KeyName
		want  []string
	}{
		{"сколько бывает", "500", []fyne.KeyName{fyne.KeyReturn}, []string{"quantity 1 500"}},
		{"больше: F2 — да", "1111", []fyne.KeyName{fyne.KeyReturn, fyne.KeyF2}, []string{"quantity 1 1111"}},
		{"больше: второй Enter — нет", "1111", []fyne.KeyName{fyne.KeyReturn, fyne.KeyReturn}, nil},
		{"больше: четвёртый тоже", "1111", []fyne.KeyName{fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn}, nil},
		{"больше: Esc и исправлено", "1111", []fyne.KeyName{fyne.KeyReturn, fyne.KeyEscape, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyReturn}, []string{"quantity 1 11"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := withGoods(t, func(p *Params) { p.AskAbove = 50 * money.Piece })
			r.key(fyne.KeyF3)
			r.typing(c.typed)
			r.key(c.keys...)
			r.asked(c.want...)
		})
	}
}

func TestNoAmountIsAskedAboutWhereTheShopSaysSo(t *testing.T) {
	r := withGoods(t)
	r.key(fyne.KeyF3)
	r.typing("99999")
	r.key(fyne.KeyReturn)
	r.asked("quantity 1 99999")
}

func TestATonOffTheScaleIsAskedAbout(t *testing.T) {
	r := newRig(t, setting{p: func(p *Params) { p.AskAbove = 50 * money.Piece }})
	r.w.addGoods(goods.Product{ID: 7, Name: "Бананы", Unit: sale.Kilogram, Price: 13900}, "")
	r.typing("1111")
	r.key(fyne.KeyReturn, fyne.KeyReturn)
	r.asked()
	r.key(fyne.KeyReturn)
	if !r.says("1111\u00a0кг") {
		t.Fatal("a ton of bananas is not asked about")
	}
	r.key(fyne.KeyF2)
	r.asked("goods 7 1111")
}
