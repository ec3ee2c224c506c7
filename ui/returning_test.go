package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/look"
	"dobro/ui/receipts"
)

func TestTheQRCodeOfAPaperOpensItsSaleInTheListOfReturns(t *testing.T) {
	const paper = "t=20260301T0910&s=59.90&fn=9999078900001234&i=77&fp=1234567890&n=1"
	for _, c := range []struct {
		name, scan string
		open       bool
		says       string
	}{
		{"наш чек, давно", paper, true, ""},
		{"чужой чек", "t=20260301T0910&s=59.90&fn=9999078900001234&i=78&fp=1234567890&n=1", false, "Чека нет в журнале"},
		{"штрихкод ищет чеки с таким товаром", "4601234567890", false, "4601234567890"},
		{"пачка, которую не продавали", "0104670540176099215NN*cM\u001d93dGVz", false, "не продана в этом магазине"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			r.till.sold = []register.ReceiptView{{ID: "old", Kind: sale.Sale, State: sale.Fiscalized, FD: 77, Total: 5990, Lines: []register.LineView{{N: 1, Name: "Сыр", Price: 5990, Sum: 5990, Quantity: 1000}}}}
			r.key(fyne.KeyF6)
			r.settle()
			r.till.asked = nil
			r.scan(c.scan)
			r.settle()
			_, open := r.w.top().(*receipts.GiveBack)
			if open != c.open {
				t.Errorf("the lines of the sale are shown: %v, want %v", open, c.open)
			}
			if len(r.till.asked) > 0 {
				t.Errorf("the till was asked %q", r.till.asked)
			}
			if c.says != "" && !r.says(c.says) {
				t.Errorf("nothing is said like %q", c.says)
			}
		})
	}
}

// soldPacks is a sale of two marked packs, one of them tobacco, and a loaf, of which one came back already.
func soldPacks(r *rig) {
	r.till.sold = []register.ReceiptView{{ID: "uuid-2", Kind: sale.Sale, State: sale.Fiscalized, FD: 12, Total: 50970, Lines: []register.LineView{
		{N: 1, Name: "Молоко 3,2%", Cis: "0104607012345670215AAAAA", Price: 9990, Sum: 9990, Quantity: 1000},
		{N: 2, Name: "Хлеб", Barcode: "4600000000015", Price: 4550, Sum: 4550, Quantity: 1000},
		{N: 3, Name: "Кефир", Cis: "0104607012345670215BBBBB", Price: 8990, Sum: 8990, Quantity: 1000},
		{N: 4, Name: "Сыр", Price: 12440, Sum: 12440, Quantity: 1000, Back: true},
		{N: 5, Name: "Сигареты", Cis: "04607012345679CCCCCCC", Price: 15000, Sum: 15000, Quantity: 1000, Final: true},
	}}}
}

func TestWhatIsNotWellComesBackWithoutItsCode(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(r *rig)
		want string
		says string
	}{
		{"считали пачку: её чек, её строка", func(r *rig) {
			r.scan("0104607012345670215AAAAA\u001d93dGVz")
			r.settle()
			r.key(fyne.KeyReturn)
		}, "return uuid-2 [1]", "можно поставить на полку"},
		{"код не читается, одна строка", func(r *rig) { r.tapRow(); r.tap("Код не читается") }, "return uuid-2 [3] damaged [3] defective [] for Код не читается", "больше не продавать"},
		{"брак, одна строка", func(r *rig) { r.tapRow(); r.tap("Брак") }, "return uuid-2 [3] damaged [] defective [3] for Брак", "больше не продавать"},
		{"две строки, одна из них брак", func(r *rig) {
			r.tapRow()
			r.typing("2")
			r.tap("Брак")
			r.key(fyne.KeyReturn)
		}, "return uuid-2 [2 3] damaged [] defective [3] for Брак", ""},
		{"штрихкод выбирает строку", func(r *rig) {
			r.tapRow()
			r.scan("4600000000015")
			r.settle()
			r.key(fyne.KeyReturn)
		}, "return uuid-2 [2]", ""},
		{"вернуть всё: без того, что вернули, и без табака", func(r *rig) { r.tapRow(); r.tap("Вернуть всё: 235,30") }, "return uuid-2 [1 2 3]", ""},
		{"табак и возвращённое не выбираются", func(r *rig) { r.tapRow(); r.typing("45"); r.key(fyne.KeyReturn) }, "", "Возврату не подлежит"},
		{"пачка не из этого чека", func(r *rig) { r.tapRow(); r.scan("4600000000022"); r.settle() }, "", "Этого товара в чеке нет"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, setting{})
			soldPacks(r)
			r.key(fyne.KeyF6)
			r.settle()
			r.till.asked = nil
			c.do(r)
			r.settle()
			var want []string
			if c.want != "" {
				want = []string{c.want}
			}
			r.asked(want...)
			if c.says != "" && !r.says(c.says) {
				t.Errorf("nothing is said like %q", c.says)
			}
		})
	}
}

func TestAReturnIsSentOnceWithItsLines(t *testing.T) {
	r := newRig(t, setting{})
	basket(r.till)
	sold := r.till.view.Receipt
	sold.ID, sold.Kind, sold.State, sold.FD = "uuid-1", sale.Sale, sale.Fiscalized, 12
	r.till.sold = []register.ReceiptView{sold}
	r.till.asked = nil
	r.key(fyne.KeyF6)
	r.settle()
	r.key(fyne.KeyReturn)
	r.settle() // what came back already is looked up
	r.typing("13")
	r.key(fyne.KeyReturn, fyne.KeyReturn)
	r.asked("return uuid-1 [1 3]")
	if len(r.w.panels) != 0 {
		t.Error("the panels of the return stay open")
	}
}

func TestTheReceiptOfAReturnIsLookedFor(t *testing.T) {
	r := newRig(t, setting{})
	basket(r.till)
	for i, fd := range []int64{12, 45, 412} {
		sold := r.till.view.Receipt
		sold.ID, sold.Kind, sold.State, sold.FD = "uuid-"+string(rune('1'+i)), sale.Sale, sale.Fiscalized, fd
		r.till.sold = append(r.till.sold, sold)
	}
	r.till.asked = nil
	r.key(fyne.KeyF6)
	r.settle()
	r.typing("колбаса")
	r.key(fyne.KeyReturn)
	if len(r.w.panels) != 1 || !r.says(r.w.words.T("ui.return.nothing")) {
		t.Error("a receipt was chosen, or nothing is said")
	}
	r.key(fyne.KeyDelete)
	r.typing("412")
	r.key(fyne.KeyReturn)
	r.settle()
	r.typing("1")
	r.key(fyne.KeyReturn)
	r.asked("return uuid-3 [1]")
}

func TestLettersForTheSearchAreBigEnoughForAFinger(t *testing.T) {
	r := newRig(t, setting{})
	r.key(fyne.KeyF6)
	r.settle()
	var swap *look.Button
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && b.Label == r.w.words.T("ui.keyboard.letters") {
			swap = b
		}
	})
	if swap == nil {
		t.Fatal("no way to letters")
	}
	test.Tap(swap)
	r.shot("return_letters")
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if b, ok := o.(*look.Button); ok && (b.Size().Height < look.Target || b.Size().Width < look.Target) {
			t.Errorf("button %q is %v, less than %v", b.Label, b.Size(), look.Target)
		}
	})
}
