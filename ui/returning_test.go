package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/receipts"
)

func TestTheQRCodeOfAPaperOpensItsSaleInTheListOfReturns(t *testing.T) {
	const paper = "t=20260301T0910&s=59.90&fn=9999078900001234&i=77&fp=1234567890&n=1"
	for _, c := range []struct {
		name, scan  string
		open, asked bool
	}{
		{"наш чек, давно", paper, true, false},
		{"чужой чек", "t=20260301T0910&s=59.90&fn=9999078900001234&i=78&fp=1234567890&n=1", false, false},
		{"товар вместо чека идёт в кассу", "4601234567890", false, true},
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
			if asked := len(r.till.asked) > 0; asked != c.asked {
				t.Errorf("the till was asked %q", r.till.asked)
			}
			if !c.open && !c.asked && !r.says("Чека нет в журнале") {
				t.Error("nothing is said of a paper of somebody else")
			}
		})
	}
}
