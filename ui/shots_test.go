package ui

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/register"
	"dobro/internal/sale"
	"dobro/ui/golden"
	"dobro/ui/help"
	"dobro/ui/look"
	saleui "dobro/ui/sale"
)

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

func basket(f *fakeTill) {
	f.add(register.LineView{State: register.LineAllowed, Name: "Молоко «Весёлый луг» пастеризованное 3,2 % 0,93 л, пэт-бутылка", Cis: "0104", Price: 8990, Quantity: money.Piece})
	f.add(register.LineView{State: register.LinePlain, Name: "Батон нарезной 400 г", Price: 5990, Quantity: 2 * money.Piece, Discount: 599})
	f.add(register.LineView{State: register.LineAllowed, Offline: true, Name: "Вода питьевая негазированная 1,5 л", Cis: "0105", Price: 4900, Quantity: money.Piece})
	f.add(register.LineView{State: register.LineWarning, Name: "Сыр «Российский» 45 %", Cis: "0107", Price: 24900, Quantity: money.Piece})
	f.add(register.LineView{State: register.LineApproved, Name: "Пиво светлое 0,45 л", Cis: "0108", Price: 7900, Quantity: money.Piece})
	f.add(register.LineView{State: register.LinePlain, Name: "Яблоки Гала", Unit: sale.Kilogram, Price: 12990, Quantity: 1355})
	f.add(register.LineView{State: register.LineAsk, Name: "Сигареты «Пример» синие", Cis: "0109", Price: 17700, Quantity: money.Piece})
	f.add(register.LineView{State: register.LineChecking, Name: "Сок яблочный осветлённый 1 л", Cis: "0110", Price: 11900, Quantity: money.Piece})
}

var permits = map[string]register.Permit{
	"ready":    {State: register.PermitReady},
	"checking": {State: register.PermitChecking, Product: "Сок яблочный осветлённый 1 л", Price: 11900},
	"allowed":  {State: register.PermitAllowed, Product: "Молоко «Весёлый луг» 3,2 % 0,93 л", Price: 8990},
	"offline": {State: register.PermitAllowed, Product: "Вода питьевая 1,5 л", Price: 4900, Offline: true,
		Text: "Нет связи с «Честным ЗНАКом»: проверен только запрет госорганов"},
	"warning":   {State: register.PermitWarning, Product: "Сыр «Российский» 45 %", Price: 24900, Text: "Код числится не за вашей организацией", Action: "Проверьте приёмку накладной"},
	"forbidden": forbidden("Товар уже продан (выведен из оборота)", "Уберите товар с продажи, возьмите другую упаковку"),
	"forbidden_long": forbidden("Продажа запрещена: Росалкогольтабакконтроль, Роспотребнадзор и судебные приставы приостановили оборот этой партии",
		"Уберите товар с полки, сообщите старшему смены и не отдавайте упаковку покупателю до решения владельца"),
	"ask": {State: register.PermitAsk, Product: "Сигареты «Пример» синие", Price: 17700, Text: "«Честный ЗНАК» и локальный модуль не ответили", Action: "Решает старший", Line: 7},
	"need_code": {State: register.PermitNeedCode, Product: "Молоко «Весёлый луг» 3,2 % 0,93 л", Price: 8990,
		Text: "Этот товар маркирован: штрихкода мало", Action: "Найдите на упаковке квадратный код и сканируйте его"},
	"unknown":   {State: register.PermitUnknown, Text: "Штрихкода 4601234567890 нет в каталоге магазина", Action: "Отложите товар и сообщите старшему"},
	"emergency": {State: register.PermitAllowed, Product: "Молоко «Весёлый луг» 3,2 % 0,93 л", Price: 8990, Emergency: true, Text: "Аварийный режим"},
}

func someGoods() fakeGoods {
	var g fakeGoods
	for i, n := range []string{"Молоко «Весёлый луг» 3,2 % 0,93 л", "Молоко топлёное 4 %", "Молоко сгущённое с сахаром 380 г ГОСТ, жестяная банка", "Батон нарезной 400 г", "Вода 1,5 л", "Сигареты «Пример» синие", "Хлеб бородинский", "Сок яблочный 1 л", "Сыр «Российский»", "Пиво светлое"} {
		g = append(g, goods.Product{ID: int64(i + 1), Name: n, Price: money.Kopecks(4990 + i*1000), Barcodes: []string{"460123456789" + string(rune('0'+i))}, Group: (i % 2) * 8})
	}
	return g
}

// fits tells every text on screen that did not fit into its place.
func (r *rig) fits(screen string) {
	r.Helper()
	walk(r.w.win.Canvas().Content(), func(o fyne.CanvasObject) {
		if t, ok := o.(*look.Text); ok && t.Text != "" && !t.Fits() && t.Size().Width > 0 {
			if cuttable(t.Text) {
				return
			}
			r.Errorf("%s: %q does not fit into %v", screen, t.Text, t.Size())
		}
	})
}

// themes are the looks whose pictures are kept: 1024×768 in Russian.
var themes = map[string]string{"ru_": "light", "ru_dark_": "dark"}

// see looks at a screen once everything is done: its texts fit, and it looks as it did when people looked at its picture.
func (r *rig) see(prefix, name string) {
	r.Helper()
	r.settle()
	r.fits(prefix + name)
	r.shot(prefix + name)
	r.keeps(r.w.win.Canvas(), prefix, name)
	if prefix == "ru_" {
		r.helped(name)
	}
}

// helped presses F1 on a screen: its page opens, and Esc leads back to the very same.
func (r *rig) helped(name string) {
	r.Helper()
	under := r.w.top()
	if under == nil || !r.w.helps() {
		return
	}
	r.w.pressed(fyne.KeyF1)
	if _, opened := r.w.top().(*help.Reader); !opened {
		r.Errorf("%s: F1 opens no help", name)
		return
	}
	r.w.pressed(fyne.KeyEscape)
	if r.w.top() != under {
		r.Errorf("%s: Esc in the help leads elsewhere", name)
	}
}

func (r *rig) keeps(c fyne.Canvas, prefix, name string) {
	r.Helper()
	if theme := themes[prefix]; theme != "" && !golden.Raced {
		golden.Same(r, "screens", name+"_"+theme, picture(c), golden.Screen)
	}
}

// cuttable are texts from outside that may be longer than any place: names of goods and what operators write.
func cuttable(text string) bool {
	outside := []string{"Молоко", "Росалкоголь", "подарок"}
	for _, p := range someTiles() {
		outside = append(outside, p.Name)
		for _, k := range p.Keys {
			outside = append(outside, k.Product.Name)
		}
	}
	for _, outside := range outside {
		if strings.Contains(text, outside) {
			return true
		}
	}
	return false
}

func walk(o fyne.CanvasObject, see func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	see(o)
	switch x := o.(type) {
	case *fyne.Container:
		for _, c := range x.Objects {
			walk(c, see)
		}
	case fyne.Widget:
		for _, c := range test.WidgetRenderer(x).Objects() {
			walk(c, see)
		}
	}
}

// TestEveryScreenFitsItsTexts visits every screen in every look and leaves pictures when DOBRO_SHOTS is set.
func TestEveryScreenFitsItsTexts(t *testing.T) { inEveryLook(t, visit) }

// everyLook is both languages, light and dark, both sizes of texts, four screens.
var everyLook = []struct {
	name string
	s    setting
}{
	{"ru", setting{lang: "ru"}}, {"en", setting{lang: "en"}}, {"ru_dark", setting{lang: "ru", dark: true}},
	{"ru_large", setting{lang: "ru", scale: look.LargeTexts}}, {"en_large", setting{lang: "en", scale: look.LargeTexts}},
	{"ru_1366", setting{lang: "ru", size: fyne.NewSize(1366, 768)}}, {"ru_1280", setting{lang: "ru", size: fyne.NewSize(1280, 1024)}},
	{"ru_1920", setting{lang: "ru", size: fyne.NewSize(1920, 1080)}},
	{"ru_1920_large", setting{lang: "ru", size: fyne.NewSize(1920, 1080), scale: look.LargeTexts}},
}

// inEveryLook visits screens in each look. Under the race detector one look is enough, since goroutines do not care for colours; `make
// unit` goes through all of them without it.
func inEveryLook(t *testing.T, visit func(t *testing.T, prefix string, s setting)) {
	for _, c := range everyLook {
		if golden.Raced && c.name != "en_large" {
			continue
		}
		t.Run(c.name, func(t *testing.T) { visit(t, c.name+"_", c.s) })
	}
}

func visit(t *testing.T, prefix string, s setting) {
	s.p = func(p *Params) {
		p.Goods, p.Days = someGoods(), fakeDays{someDay()}
		p.Office = Office{Desk: &fakeDesk{now: noon}, Disputes: &fakeDisputes{}}
	}
	see := func(r *rig, name string) { r.see(prefix, name) }
	s.till = newFakeTill()
	r := newRig(t, s)
	r.w.p.AskAbove = 50 * money.Piece
	see(r, "sale_empty")
	sound := s.till.view.Lamps
	const stranger = "ТС ПИоТ настроен на другой накопитель: 9999078900000000, в принтере 9999078902003459"
	s.till.set("", func(v *register.View) {
		v.Lamps = append([]register.Lamp{{ID: "chz", Title: "ЧЗ", Level: "bad", Text: stranger, Aloud: true}}, sound[1:]...)
	})
	see(r, "sale_stranger")
	if !r.says(stranger) {
		t.Errorf("the sale screen does not say %q", stranger)
	}
	s.till.set("", func(v *register.View) { v.Lamps = sound })
	basket(s.till)
	for _, name := range slices.Sorted(maps.Keys(permits)) {
		p := permits[name]
		s.till.set(register.EventVerdict, func(v *register.View) { v.Permit = p })
		see(r, "banner_"+name)
	}
	s.till.set("", func(v *register.View) { v.Permit = permits["forbidden"]; v.Refused = 3 })
	see(r, "banner_refused")
	r.w.details()
	see(r, "details")
	r.key(fyne.KeyEscape)
	s.till.set(register.EventVerdict, func(v *register.View) { v.Permit = broken() })
	r.settle()
	r.w.details()
	see(r, "details_unread")
	r.key(fyne.KeyEscape, fyne.KeyHome)
	see(r, "history")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	r.settle()
	s.till.set("", func(v *register.View) { v.Permit = permits["ask"] })
	r.settle()
	r.w.askSenior()
	r.typing("22")
	see(r, "senior")
	r.key(fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Permit = register.Permit{State: register.PermitReady} })
	r.settle()
	for _, k := range []struct {
		name string
		key  fyne.KeyName
	}{{"help", fyne.KeyF1}, {"find", fyne.KeyF2}, {"discount", fyne.KeyF4}, {"return", fyne.KeyF6}, {"drawer", fyne.KeyF7}, {"pay_exact", fyne.KeyF9}, {"card", fyne.KeyF10}, {"shift", fyne.KeyF11}} {
		r.key(k.key)
		see(r, k.name)
		r.key(fyne.KeyEscape)
	}
	r.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyF3)
	see(r, "quantity")
	r.typing("1111")
	r.key(fyne.KeyReturn)
	see(r, "amount_sure")
	r.key(fyne.KeyEscape)
	r.w.sureOf("Яблоки Гала, красные, Краснодарский край", 1040*money.Piece, 1240*money.Piece, sale.Kilogram, func() {})
	see(r, "amount_sum")
	r.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyDown, fyne.KeyF3)
	see(r, "quantity_marked")
	r.key(fyne.KeyEscape)
	r.w.command(saleui.Cancel)
	see(r, "cancel")
	r.key(fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Receipt.Taken = v.Receipt.Total + 1000 })
	r.settle()
	r.key(fyne.KeyF9)
	see(r, "pay_taken")
	r.key(fyne.KeyReturn)
	see(r, "pay_give_back")
	r.key(fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Receipt.Taken = 0 })
	r.settle()
	r.key(fyne.KeyF9)
	r.typing("500")
	see(r, "pay_short")
	r.key(fyne.KeyDelete)
	r.typing("2000")
	see(r, "pay_change")
	s.till.onPay = func([]sale.Payment) error {
		return &register.Fault{Code: "printer_no_paper", Text: "В кассе закончилась бумага", Action: "Вставьте новый рулон и нажмите «Пробить ещё раз»"}
	}
	r.key(fyne.KeyReturn)
	see(r, "pay_no_paper")
	s.till.onPay = func([]sale.Payment) error {
		s.till.view.Settling = true
		return &register.Fault{Code: "receipt_unknown", Text: "Касса не ответила, чек мог быть пробит", Action: "Не повторяйте оплату"}
	}
	r.key(fyne.KeyReturn)
	see(r, "pay_unsure")
	s.till.onSettle = func(f *fakeTill) error { f.made(200000); return nil }
	r.key(fyne.KeyReturn)
	see(r, "pay_done")
	r.key(fyne.KeyReturn)
	see(r, "sale_after")
	s.till.sold = []register.ReceiptView{*s.till.view.Last}
	s.till.sold[0].ID = "id1"
	r.key(fyne.KeyF6)
	r.settle()
	see(r, "return_list")
	r.typing("нет такого")
	see(r, "return_nothing")
	r.key(fyne.KeyDelete)
	r.key(fyne.KeyReturn)
	r.typing("12")
	see(r, "return_lines")
	r.key(fyne.KeyEscape, fyne.KeyEscape, fyne.KeyF11)
	r.typing("4")
	see(r, "log_not_yours")
	s.till.set(register.EventUser, func(v *register.View) {
		v.User = &register.Person{Name: "Анна Петрова", Role: register.Owner}
	})
	r.settle()
	r.typing("4")
	see(r, "day")
	seeOwner(r, see)
	r.key(fyne.KeyEscape)
	visitDesk(r, see)
	r.key(fyne.KeyReturn)
	see(r, "shift_really")
	r.key(fyne.KeyEscape, fyne.KeyEscape)
	r.w.openHealth()
	see(r, "health")
	r.key(fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Shift.Open = false })
	see(r, "sale_closed")
	r.key(fyne.KeyF11)
	see(r, "shift_closed")
	r.key(fyne.KeyEscape)
	s.till.set("", func(v *register.View) { v.Shift.Expired = true })
	see(r, "sale_expired")
	r.key(fyne.KeyF12)
	see(r, "login")
	r.typing("1111")
	s.till.onLogin = func(string) error {
		return &register.Fault{Code: "wrong_pin", Text: "Такого ПИНа нет", Action: "Наберите ещё раз"}
	}
	r.key(fyne.KeyReturn)
	see(r, "login_wrong")

	s.till = newFakeTill()
	s.till.first, s.till.view.User = true, nil
	r = newRig(t, s)
	r.until("the owner is asked for", func() bool { return r.w.base != nil })
	r.settle()
	r.typing("Иван")
	r.w.pressed(fyne.KeyReturn)
	r.typing("12")
	see(r, "owner")
}
