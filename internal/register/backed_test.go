package register

import (
	"context"
	"testing"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
	"dobro/internal/store"
)

func (s *shop) permissions() []store.Permission {
	s.t.Helper()
	list, err := s.store.Permissions(context.Background(), day1.AddDate(-1, 0, 0), day1.AddDate(1, 0, 0))
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func TestASeniorStandsBehindOneActionAndIsRecorded(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	by := Backed(ctx, "2222", false)
	s.must("", s.till.CashIn(ctx, 50000))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	for _, c := range []struct {
		name, action, right string
		do                  func(ctx context.Context) error
	}{
		{"цена", "price", "price", func(ctx context.Context) error { return s.till.SetPrice(ctx, 1, 4000) }},
		{"скидка выше предела", "discount", "any_discount", func(ctx context.Context) error { return s.till.Discount(ctx, 1, 1000) }},
		{"деньги из ящика", "cash_out", "cash_out", func(ctx context.Context) error { return s.till.CashOut(ctx, 10000) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := len(s.permissions())
			s.must("no_right", c.do(ctx))
			s.must("wrong_pin", c.do(Backed(ctx, "9999", false)))
			s.must("no_right", c.do(Backed(ctx, "1111", false))) // a cashier has no more rights than the cashier
			if got := len(s.permissions()); got != before {
				t.Fatalf("%d permissions of what was refused", got-before)
			}
			s.must("", c.do(by))
			got := s.permissions()
			if len(got) != before+1 {
				t.Fatalf("%d permissions, want 1 more than %d", len(got), before)
			}
			p := got[before]
			if p.Action != c.action || p.Right != c.right || p.Senior != "Борис" || p.Cashier != "Анна" || !p.At.Equal(day1) {
				t.Errorf("recorded %+v", p)
			}
			s.must("no_right", c.do(ctx)) // once means once
		})
	}
	if v := s.till.View(); v.User == nil || v.User.Name != "Анна" {
		t.Errorf("the till belongs to %+v, want its cashier", v.User)
	}
	s.must("", s.till.Pay(ctx, cash("45.50")))
	before := len(s.permissions())
	s.must("no_right", s.till.Return(ctx, "last", nil))
	s.must("", s.till.Return(by, "last", nil))
	if v := s.till.View().Last; v.Kind != sale.Return || len(s.permissions()) != before+1 {
		t.Errorf("last %+v, %d permissions more", v, len(s.permissions())-before)
	}
}

func TestWhatTheCashierMayHimselfIsNobodyElsesPermission(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	by := Backed(ctx, "2222", false)
	s.must("", s.till.Scan(by, "4600000000015"))
	s.must("", s.till.Discount(by, 1, 300))
	s.must("", s.till.SetQuantity(by, 1, 2*money.Piece))
	if got := s.permissions(); len(got) != 0 {
		t.Errorf("recorded %+v", got)
	}
	if v := s.till.View(); v.Receipt.Lines[0].Discount == 0 {
		t.Errorf("no discount in %+v", v.Receipt.Lines)
	}
}

func TestABadgeLetsInAndStandsBehind(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	if err := staff.New(s.store, s.clock).SetBadge(ctx, "Борис", "DOBRO-22"); err != nil {
		t.Fatal(err)
	}
	s.must("", s.till.CashIn(ctx, 50000))
	s.must("wrong_pin", s.till.CashOut(Backed(ctx, "DOBRO-22", false), 100)) // typed, not scanned
	s.must("", s.till.CashOut(Backed(ctx, "DOBRO-22", true), 100))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Logout(ctx))
	s.must("wrong_pin", s.till.LoginBadge(ctx, "DOBRO-23"))
	for range 2 * wrongPINsAllowed {
		s.must("wrong_pin", s.till.LoginBadge(ctx, code("5AAAAA"))) // goods at a locked till are no guessing
	}
	s.must("", s.till.LoginBadge(ctx, "DOBRO-22"))
	if v := s.till.View(); v.User == nil || v.User.Role != Senior || len(v.Receipt.Lines) != 1 {
		t.Errorf("after the switch: %+v with %d lines, want the senior with the same basket", v.User, len(v.Receipt.Lines))
	}
}
