package ui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dobro/internal/register"
	"dobro/internal/sale"
)

// TestEveryScreenOfMoneyAndPeopleFitsItsTexts visits what happens behind the sale screen: payment, drawer, shift, the senior's pad.
func TestEveryScreenOfMoneyAndPeopleFitsItsTexts(t *testing.T) { inEveryLook(t, visitTill) }

func visitTill(t *testing.T, prefix string, s setting) {
	s.p = func(p *Params) { p.Goods, p.Days = someGoods(), fakeDays{someDay()} }
	see := func(r *rig, name string) { r.see(prefix, name) }
	s.till = newFakeTill()
	s.till.strict = true
	r := newRig(t, s)
	basket(s.till)
	s.till.set("", func(v *register.View) { v.Receipt.Lines = v.Receipt.Lines[:6] })
	r.settle()
	r.key(fyne.KeyF9)
	r.typing("500")
	see(r, "pay_part")
	r.key(fyne.KeyF10)
	see(r, "pay_part_card")
	r.key(fyne.KeyEscape, fyne.KeyF2)
	see(r, "pay_address")
	r.typing("anna.petrovskaya@mail")
	r.key(fyne.KeyReturn)
	see(r, "pay_address_bad")
	r.typing(".ru")
	r.key(fyne.KeyF3)
	see(r, "pay_address_no_paper")
	r.key(fyne.KeyReturn)
	see(r, "pay_with_address")
	gate := make(chan struct{})
	s.till.gate["pay cash 500.00 card 552.72 to anna.petrovskaya@mail.ru without paper"] = gate
	r.key(fyne.KeyF10, fyne.KeyReturn)
	for _, stage := range []string{"Принтер проверяет коды…", "Оплата картой: следуйте указаниям терминала", "Печатаем чек…"} {
		s.till.set("", func(v *register.View) { v.Busy = stage })
		r.until("the stage is told", func() bool { return r.says(stage) })
	}
	r.fits(prefix + "pay_steps")
	r.shot(prefix + "pay_steps")
	close(gate)
	see(r, "pay_done_mixed")
	r.key(fyne.KeyF2)
	see(r, "pay_copied")
	r.key(fyne.KeyReturn)
	basket(s.till)
	s.till.set("", func(v *register.View) { v.Receipt.Lines = v.Receipt.Lines[:2] })
	r.settle()
	r.key(fyne.KeyF9)
	r.typing("5000")
	r.key(fyne.KeyReturn)
	see(r, "pay_change_huge")
	r.key(fyne.KeyReturn, fyne.KeyF7)
	see(r, "drawer_empty")
	r.typing("3500")
	see(r, "drawer_sum")
	r.key(fyne.KeyF7)
	see(r, "senior_wanted")
	r.typing("1111")
	r.key(fyne.KeyReturn)
	see(r, "senior_not_enough")
	r.key(fyne.KeyEscape)
	see(r, "drawer_no_senior")
	r.key(fyne.KeyEscape, fyne.KeyF11)
	see(r, "shift_open")
	r.key(fyne.KeyReturn)
	see(r, "shift_close_sure")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	sold := *s.till.view.Last
	sold.ID, sold.Kind, sold.State = "id1", sale.Sale, sale.Fiscalized
	s.till.sold = []register.ReceiptView{sold}
	r.key(fyne.KeyF6)
	r.settle()
	r.key(fyne.KeyReturn)
	see(r, "return_whole")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Stopped, v.Settling = true, true })
	see(r, "printer_stands")
	s.till.onSettle = func(*fakeTill) error {
		return &register.Fault{Code: "printer_offline", Text: "Принтер не отвечает", Action: "Проверьте, что он включён"}
	}
	r.key(fyne.KeyReturn)
	see(r, "printer_stands_on")
	r.key(fyne.KeyEscape)
	see(r, "printer_stands_sale")
	s.till.onSettle = nil
	s.till.set("", func(v *register.View) { v.Stopped, v.Settling = false, false })
	soldPacks(r)
	r.key(fyne.KeyF6)
	r.settle()
	r.key(fyne.KeyReturn)
	see(r, "return_goods")
	r.typing("12")
	r.tap(r.w.words.T("ui.return.damaged"))
	see(r, "return_chosen")
	r.scan("4600000000022")
	see(r, "return_foreign")
	s.till.strict = false
	r.key(fyne.KeyReturn)
	see(r, "return_done")
	s.till.strict = true
	r.key(fyne.KeyF12)
	r.settle()
	s.till.onLogin = func(string) error {
		return &register.Fault{Code: "wrong_pin", Text: "ПИН не подходит.", Action: "Введите ещё раз."}
	}
	r.scan("4601234567890")
	see(r, "login_no_badge")
}
