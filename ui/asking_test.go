package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"dobro/internal/money"
	"dobro/internal/register"
)

// young puts cigarettes into the basket of a till that asks for the age.
func young() *fakeTill {
	till := newFakeTill()
	till.add(register.LineView{State: register.LinePlain, Name: "Батон", Price: 5990, Quantity: money.Piece})
	till.add(register.LineView{State: register.LineAllowed, Name: "Сигареты «Пример» синие", Cis: "01", Age: 18, Price: 17700, Quantity: money.Piece})
	return till
}

func TestTheCashierIsAskedForTheBuyersAge(t *testing.T) {
	for _, c := range []struct {
		name string
		key  fyne.KeyName
		want string
	}{{"Enter is yes", fyne.KeyReturn, "age true"}, {"Del takes the goods out", fyne.KeyDelete, "age false"}} {
		t.Run(c.name, func(t *testing.T) {
			till := young()
			r := newRig(t, setting{till: till})
			till.set(register.EventLine, func(v *register.View) { v.AskAge = 18 })
			r.settle()
			if !r.says("Покупателю есть 18 лет?") || !r.says("Сигареты «Пример» синие") {
				t.Fatal("the question does not stand on screen")
			}
			r.key(fyne.KeyEscape, fyne.KeyF9)
			if r.w.pay != nil || r.w.age == nil {
				t.Error("the question can be passed over")
			}
			r.key(c.key, c.key)
			r.asked(c.want)
			if r.w.top() != nil || r.w.age != nil {
				t.Error("the question still lies there")
			}
		})
	}
}

func TestTheQuestionForTheAgeComesBackAfterALock(t *testing.T) {
	till := young()
	r := newRig(t, setting{till: till})
	till.set(register.EventLine, func(v *register.View) { v.AskAge = 18 })
	r.settle()
	till.set(register.EventUser, func(v *register.View) { v.User = nil })
	r.settle()
	till.set(register.EventUser, func(v *register.View) { v.User = &register.Person{Name: "Анна", Role: register.Cashier} })
	r.settle()
	if r.w.age == nil {
		t.Error("the question is gone")
	}
}

func TestGoodsOutOfHoursAreSaidOnce(t *testing.T) {
	till := newFakeTill()
	r := newRig(t, setting{till: till})
	till.onScan = func(string) error {
		till.view.Permit = register.Permit{State: register.PermitForbidden, Title: "Сейчас продавать нельзя", Text: "Пиво продают до 23:00"}
		return &register.Fault{Code: "out_of_hours", Text: "Пиво продают до 23:00"}
	}
	r.scan("4600000000015")
	r.settle()
	if !r.says("Сейчас продавать нельзя") || r.w.notice.Shown() {
		t.Errorf("the notice says %q", r.w.notice.Said())
	}
}

func TestEveryScreenOfAgeAndOfTheCodesPlaceFitsItsTexts(t *testing.T) {
	inEveryLook(t, func(t *testing.T, prefix string, s setting) {
		s.till = young()
		s.till.add(register.LineView{State: register.LinePlain, Name: "Молоко из остатков", Leftover: "31.12.2026", Price: 8990, Quantity: money.Piece})
		r := newRig(t, s)
		see := func(name string) { r.see(prefix, name) }
		see("leftover")
		s.till.set(register.EventVerdict, func(v *register.View) { v.Permit, v.Refused = permits["need_code"], 2 })
		see("where")
		s.till.set(register.EventVerdict, func(v *register.View) {
			v.Permit = permits["emergency"]
			v.Permit.Since = time.Date(2026, 11, 22, 14, 5, 0, 0, time.UTC)
		})
		see("emergency_since")
		s.till.set("", func(v *register.View) { v.AskAge = 18 })
		see("age")
	})
}
