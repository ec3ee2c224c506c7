package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/register"
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
	if !r.says("1\u00a0111\u00a0кг") {
		t.Fatal("a ton of bananas is not asked about")
	}
	r.key(fyne.KeyF2)
	r.asked("goods 7 1111")
}

// bananas are weighed; the receipt has so many kilograms of them already.
func bananas(t *testing.T, kilograms ...money.Quantity) *rig {
	r := newRig(t, setting{p: func(p *Params) { p.AskAbove = 50 * money.Piece }})
	for _, kg := range kilograms {
		r.till.add(register.LineView{State: register.LinePlain, Name: "Бананы", Barcode: "4600000000017", Unit: sale.Kilogram, Price: 13900, Quantity: kg * money.Piece})
	}
	r.till.set("", func(*register.View) {})
	r.settle()
	return r
}

func TestWhatIsAddedIsJudgedByTheWholeOfIt(t *testing.T) {
	product := goods.Product{ID: 7, Name: "Бананы", Unit: sale.Kilogram, Price: 13900, Barcodes: []string{"4600000000017"}}
	for _, c := range []struct {
		name  string
		had   []money.Quantity
		typed string
		says  string // "": nobody asks
	}{
		{"сорок и ещё сорок", []money.Quantity{40}, "40", "80\u00a0кг — верно?"},
		{"двумя строками", []money.Quantity{20, 20}, "11", "51\u00a0кг — верно?"},
		{"ровно столько ещё можно", []money.Quantity{40}, "10", ""},
		{"о восьмидесяти сказали «верно», ещё килограмм не вопрос", []money.Quantity{80}, "1", ""},
		{"о восьмидесяти сказали «верно», ещё тонна — вопрос", []money.Quantity{80}, "1000", "1\u00a0080\u00a0кг — верно?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := bananas(t, c.had...)
			r.w.addGoods(product, "")
			r.typing(c.typed)
			r.key(fyne.KeyReturn)
			if c.says == "" {
				r.asked("goods 7 " + c.typed)
				return
			}
			if !r.says(c.says) {
				t.Fatalf("nobody asks about %s", c.says)
			}
			r.asked()
			r.key(fyne.KeyF2)
			r.asked("goods 7 " + c.typed)
		})
	}
}

func TestTheScaleIsAskedAboutTheWholeLine(t *testing.T) {
	r := bananas(t, 40)
	line := r.w.view.Receipt.Lines[0]
	r.w.askScale(weighing{line: line, before: line.Quantity})
	r.typing("40")
	r.key(fyne.KeyReturn)
	if !r.says("80\u00a0кг — верно?") || !r.says("40\u00a0кг и ещё 40\u00a0кг") {
		t.Fatal("eighty kilograms of bananas are not asked about")
	}
	r.key(fyne.KeyF2)
	r.asked("quantity 1 80")
}

func TestPiecesTypedBeforeATileAreJudgedToo(t *testing.T) {
	r := newRig(t, setting{p: func(p *Params) { p.AskAbove = 50 * money.Piece }})
	r.till.add(register.LineView{State: register.LinePlain, Name: "Пакет-майка", Barcode: "4600000000024", Price: 990, Quantity: 400 * money.Piece})
	r.till.set("", func(*register.View) {})
	r.settle()
	bag := goods.Product{ID: 9, Name: "Пакет-майка", Unit: sale.Piece, Price: 990, Barcodes: []string{"4600000000024"}}
	r.w.addGoods(bag, "")
	r.asked("goods 9 1")
	r.till.asked = nil
	r.w.addGoods(bag, "200")
	if !r.says("600\u00a0шт — верно?") {
		t.Fatal("six hundred bags are not asked about")
	}
	r.asked()
	r.key(fyne.KeyF2)
	r.asked("goods 9 200")
}
