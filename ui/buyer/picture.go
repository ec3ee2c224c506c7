// Package buyer is the screen that the buyer sees: what was scanned and for how much, that it was checked, what to pay, the change. It
// says nothing that is the shop's own business: a code that may not be sold simply does not appear.
package buyer

import (
	"dobro/internal/lang"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/ui/look"
)

// Mood is what the screen is about.
type Mood int

// Moods.
const (
	Welcome Mood = iota // nothing was scanned yet
	Basket              // goods and their sum
	ToPay               // the same, the sum is wanted
	Thanks              // paid
)

// Row is one line.
type Row struct {
	Name     string
	About    string // «2 шт × 59,90»
	Sum      string
	Checked  bool // the operator's systems allowed it just now
	Checking bool
}

// Picture is the screen, ready to paint: all texts are made.
type Picture struct {
	Mood     Mood
	Rows     []Row
	Total    string
	Discount string // «Ваша скидка 12,00 ₽», "" when there is none
	Proof    string // «Проверено в «Честном ЗНАКе»: 3», "" when nothing was
	Change   string // of Thanks, "" when there is none
}

// Make turns the till's picture into the buyer's. paying says that the money is being taken; paid is the receipt whose result the
// cashier still sees.
func Make(w *lang.Catalogue, v register.View, paying bool, paid *register.ReceiptView) Picture {
	r := v.Receipt
	p := Picture{Mood: Basket}
	switch {
	case paid != nil:
		r, p.Mood = *paid, Thanks
		if paid.Change > 0 {
			p.Change = look.Rubles(w, paid.Change)
		}
	case len(r.Lines) == 0:
		return Picture{Mood: Welcome}
	case paying:
		p.Mood = ToPay
	}
	checked, off := 0, money.Kopecks(0)
	for _, l := range r.Lines {
		row := Row{Name: l.Name, About: look.Amount(w, l.Quantity, l.Unit) + " × " + look.Plainly(w, l.Price), Sum: look.Rubles(w, l.Sum), Checking: l.State == register.LineChecking}
		if !l.Offline && (l.State == register.LineAllowed || l.State == register.LineWarning) {
			row.Checked = true
			checked++
		}
		off += l.Discount
		p.Rows = append(p.Rows, row)
	}
	p.Total = look.Rubles(w, r.Total)
	if off > 0 {
		p.Discount = w.T("ui.buyer.discount", "sum", look.Rubles(w, off))
	}
	if checked > 0 {
		p.Proof = w.N("ui.buyer.checked", checked)
	}
	return p
}
