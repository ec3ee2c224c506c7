package register

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dobro/checks"
	"dobro/internal/goods"
	"dobro/internal/money"
	"dobro/internal/sale"
)

// window are the parameters of a till with a window over it: it asks for the age and holds the scanner back.
func windowed(now *time.Time, more func(p *Params)) func(p *Params) {
	return func(p *Params) {
		p.HoldOnForbid = true
		if now != nil {
			p.Now = func() time.Time { return *now }
		}
		p.Terms = Terms{Zone: time.FixedZone("MSK", 3*3600), AskAge: true, Recheck: 30 * time.Minute,
			Age: func(group int) int { return map[int]int{15: 18}[group] },
			Closed: func(group int, rule string, at time.Time) (string, string, bool) {
				h := at.In(time.FixedZone("MSK", 3*3600)).Hour()
				return "08:00", "23:00", (group == 15 || rule == "alcohol") && (h >= 23 || h < 8)
			}}
		if more != nil {
			more(p)
		}
	}
}

// recorded are the bodies of the chain's records of one kind, of the receipts that the test made.
func (s *shop) recorded(kind string) (out []string) {
	s.t.Helper()
	_, _, broken, err := s.store.Verify(context.Background())
	if err != nil || broken != nil {
		s.t.Fatalf("%v %v", broken, err)
	}
	list, err := s.store.Receipts(context.Background(), day1.AddDate(0, 0, -1), day1.AddDate(0, 1, 15))
	if err != nil {
		s.t.Fatal(err)
	}
	subjects := []string{s.till.View().Receipt.ID}
	for _, r := range list {
		subjects = append(subjects, r.ID)
	}
	for _, id := range subjects {
		records, err := s.store.Records(context.Background(), kind, id)
		if err != nil {
			s.t.Fatal(err)
		}
		for _, r := range records {
			out = append(out, r.Body)
		}
	}
	return out
}

func TestTheBuyersAgeIsAskedForOnceAReceipt(t *testing.T) {
	s, ctx := selling(t, nil, windowed(nil, nil))
	at := s.shelf(goods.Product{Code: "e", Name: "Энергетик", Price: 9900, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"}, Terms: goods.Terms{Age: 18}})
	s.must("", s.till.AddGoods(ctx, at["2"].ID, money.Piece))
	if v := s.till.View(); v.AskAge != 0 {
		t.Fatalf("bread asks for %d years", v.AskAge)
	}
	s.must("", s.till.AddGoods(ctx, at["e"].ID, money.Piece))
	if v := s.till.View(); v.AskAge != 18 {
		t.Fatalf("asks for %d years", v.AskAge)
	}
	s.must("age_wanted", s.till.Pay(ctx, cash("500")))
	s.must("", s.till.ConfirmAge(ctx, true))
	s.must("", s.till.AddGoods(ctx, at["e"].ID, money.Piece))
	if v := s.till.View(); v.AskAge != 0 {
		t.Error("asks twice in a receipt")
	}
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	if v := s.till.View(); v.AskAge != 0 {
		t.Error("a restart forgot the answer")
	}
	s.must("", s.till.Pay(ctx, cash("500")))
	s.must("", s.till.AddGoods(ctx, at["2"].ID, money.Piece))
	s.must("", s.till.AddGoods(ctx, at["e"].ID, money.Piece))
	s.must("", s.till.ConfirmAge(ctx, false))
	if v := s.till.View(); v.AskAge != 0 || len(v.Receipt.Lines) != 1 || v.Receipt.Lines[0].Name != "Хлеб" {
		t.Errorf("after «no»: asks %d, lines %+v", v.AskAge, v.Receipt.Lines)
	}
	got := s.recorded("age")
	if len(got) != 2 || !strings.Contains(got[0]+got[1], `"age":18,"enough":true,"cashier":"Анна"`) || !strings.Contains(got[0]+got[1], `"enough":false`) {
		t.Errorf("recorded %q", got)
	}
	s.must("", s.till.Pay(ctx, cash("500")))
}

func TestAScriptIsAskedForNoAge(t *testing.T) {
	s, ctx := selling(t, nil, windowed(nil, func(p *Params) { p.Terms.AskAge = false }))
	at := s.shelf(goods.Product{Code: "e", Name: "Энергетик", Price: 9900, Unit: sale.Piece, VAT: sale.VAT22, Terms: goods.Terms{Age: 18}})
	s.must("", s.till.AddGoods(ctx, at["e"].ID, money.Piece))
	s.must("", s.till.Pay(ctx, cash("99")))
}

func TestGoodsAreSoldInTheirHoursOnly(t *testing.T) {
	now := time.Date(2026, 11, 22, 19, 58, 0, 0, time.UTC) // 22:58 in the shop
	s, ctx := selling(t, nil, windowed(&now, nil))
	at := s.shelf(goods.Product{Code: "b", Name: "Настойка", Price: 9900, Unit: sale.Piece, VAT: sale.VAT22, Barcodes: []string{"46198488"}, Terms: goods.Terms{Hours: "alcohol"}})
	s.must("", s.till.Scan(ctx, "46198488"))
	now = now.Add(5 * time.Minute)
	s.must("out_of_hours", s.till.Scan(ctx, "46198488"))
	v := s.till.View()
	if v.Permit.State != PermitForbidden || v.Receipt.Lines[0].Quantity != money.Piece {
		t.Errorf("banner %s, %v in the basket", v.Permit.State, v.Receipt.Lines[0].Quantity)
	}
	s.must("", s.till.Dismiss(ctx))
	s.must("out_of_hours", s.till.Pay(ctx, cash("99")))
	s.must("", s.till.Dismiss(ctx))
	s.must("", s.till.Remove(ctx, 1))
	s.must("out_of_hours", s.till.AddGoods(ctx, at["b"].ID, money.Piece))
	s.must("", s.till.Dismiss(ctx))
	s.must("", s.till.AddGoods(ctx, at["2"].ID, money.Piece))
	s.must("", s.till.Pay(ctx, cash("100")))
}

func TestLeftoversAreSoldWithoutACodeUntilTheirDay(t *testing.T) {
	now := time.Date(2026, 12, 31, 20, 30, 0, 0, time.UTC) // 23:30 of the last day in the shop
	s, ctx := selling(t, nil, windowed(&now, nil))
	s.shelf(goods.Product{Code: "1", Name: "Молоко", Price: 9990, Unit: sale.Piece, VAT: sale.VAT10, Group: 8, Barcodes: []string{"4670540176099"},
		Terms: goods.Terms{UnmarkedUntil: "2026-12-31", UnmarkedReason: "остатки, акт № 4"}})
	s.must("", s.till.Scan(ctx, "4670540176099"))
	v := s.till.View()
	if len(v.Receipt.Lines) != 1 || v.Receipt.Lines[0].Leftover != "31.12.2026" || v.Permit.State != PermitReady {
		t.Fatalf("banner %s, lines %+v", v.Permit.State, v.Receipt.Lines)
	}
	if got := s.recorded("leftover"); len(got) != 1 || !strings.Contains(got[0], `"until":"2026-12-31","reason":"остатки, акт № 4","cashier":"Анна"`) {
		t.Errorf("recorded %q", got)
	}
	s.must("", s.till.Pay(ctx, cash("100")))
	if sent := s.drive.seen[len(s.drive.seen)-1].Lines[0]; !sent.NoCode || sent.Code != "" {
		t.Errorf("the printer got %+v: goods without their code are no plain goods (tag 1212)", sent)
	}
	now = now.Add(time.Hour)
	s.must("", s.till.Scan(ctx, "4670540176099"))
	if v := s.till.View(); v.Permit.State != PermitNeedCode || len(v.Receipt.Lines) != 0 || v.Permit.Text != "permit.leftovers_over" {
		t.Errorf("the day after: banner %s %q, lines %+v", v.Permit.State, v.Permit.Text, v.Receipt.Lines)
	}
}

func TestWhileACodeIsWaitedForNothingElseIsTaken(t *testing.T) {
	s, ctx := selling(t, nil, windowed(nil, nil))
	at := s.shelf()
	s.must("", s.till.Scan(ctx, "4670540176099"))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.AddGoods(ctx, at["2"].ID, money.Piece))
	if v := s.till.View(); v.Permit.State != PermitNeedCode || v.Refused != 2 || len(v.Receipt.Lines) != 0 {
		t.Fatalf("banner %s, refused %d, lines %+v", v.Permit.State, v.Refused, v.Receipt.Lines)
	}
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	if v := s.till.View(); v.Refused != 0 || len(v.Receipt.Lines) != 1 {
		t.Errorf("the code: refused %d, lines %+v", v.Refused, v.Receipt.Lines)
	}
	s.must("", s.till.Scan(ctx, "4670540176099"))
	s.must("", s.till.Dismiss(ctx))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	if v := s.till.View(); len(v.Receipt.Lines) != 2 {
		t.Errorf("after Esc: %+v", v.Receipt.Lines)
	}
}

func TestCodesOfAReceiptTakenBackAreAskedForAgain(t *testing.T) {
	now := day1
	asked := map[string]int{}
	sold := ""
	s, ctx := selling(t, nil, windowed(&now, func(p *Params) { p.Checks = counting{asked, &sold} }))
	for _, serial := range []string{"5AAAAA", "5BBBBB"} {
		s.must("", s.till.Scan(ctx, code(serial)))
	}
	s.must("", s.till.Hold(ctx))
	now = now.Add(20 * time.Minute)
	s.must("", s.till.Resume(ctx, "last"))
	if asked["5AAAAA"] != 1 {
		t.Fatalf("asked %v: a fresh answer was asked for again", asked)
	}
	s.must("", s.till.Hold(ctx))
	now, sold = now.Add(20*time.Minute), "5AAAAA"
	s.must("", s.till.Resume(ctx, "last"))
	v := s.till.View()
	if asked["5AAAAA"] != 2 || asked["5BBBBB"] != 2 || len(v.Receipt.Lines) != 1 || v.Permit.State != PermitForbidden {
		t.Errorf("asked %v, banner %s, lines %+v", asked, v.Permit.State, v.Receipt.Lines)
	}
}

// counting is the oracle that notes what it was asked and knows one code as sold meanwhile.
type counting struct {
	asked map[string]int
	sold  *string
}

func (c counting) Check(ctx context.Context, q checks.Request) checks.Verdict {
	c.asked[q.Code.Serial]++
	if q.Code.Serial == *c.sold {
		q.Code.Serial = "5S" + q.Code.Serial[2:]
	}
	return oracle{}.Check(ctx, q)
}

func TestTheEmergencyIsToldSinceWhen(t *testing.T) {
	now := day1
	on := true
	s, ctx := selling(t, nil, windowed(&now, func(p *Params) { p.Checks = emergent{&now, &on} }))
	see := func(serial string) string {
		s.must("", s.till.Scan(ctx, code(serial)))
		p := s.till.View().Permit
		return fmt.Sprint(p.Emergency, " ", p.Since.Format("15:04"))
	}
	if got := see("5AAAAA"); got != "true 12:00" {
		t.Error(got)
	}
	now = now.Add(7 * time.Minute)
	if got := see("5BBBBB"); got != "true 12:00" {
		t.Error(got)
	}
	on = false
	see("5CCCCC")
	on = true
	now = now.Add(7 * time.Minute)
	if got := see("5DDDDD"); got != "true 12:14" {
		t.Error(got)
	}
}

func TestTheEmergencyIsShownAllTheTime(t *testing.T) {
	now := day1
	s, ctx := selling(t, nil, windowed(&now, func(*Params) {}))
	shown := func() string {
		p := s.till.View().Permit
		return fmt.Sprint(p.State, " ", p.Emergency, " ", p.Since.Format("15:04"))
	}
	began := day1.Add(-10 * time.Minute) // 11:50 in the shop
	s.must("", s.till.SetLamp(ctx, Lamp{ID: "chz", Emergency: began}))
	if got := shown(); got != "ready true 11:50" {
		t.Error(got)
	}
	s.must("", s.till.SetLamp(ctx, Lamp{ID: "lm"}))
	if got := shown(); got != "ready true 11:50" {
		t.Errorf("another part ends it: %s", got)
	}
	s.must("", s.till.SetLamp(ctx, Lamp{ID: "chz"}))
	if got := shown(); got != "ready false 00:00" {
		t.Errorf("it does not end: %s", got)
	}
}

type emergent struct {
	now *time.Time
	on  *bool
}

func (e emergent) Check(ctx context.Context, q checks.Request) checks.Verdict {
	v := oracle{}.Check(ctx, q)
	v.At, v.Emergency = *e.now, *e.on
	return v
}
