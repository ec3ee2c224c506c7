package register

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/store"
)

func lineOf(price, quantity int64) sale.Line {
	return sale.Line{Name: "x", Unit: sale.Piece, Price: price, Quantity: quantity, VAT: sale.VAT10}
}

func TestReceiptGoesToAnAddressOrIsRefused(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	for _, bad := range []Payment{{Contact: "почта"}, {Contact: "a@b"}, {Contact: "12345"}, {Electronic: true}, {Contact: "a b@mail.ru"}} {
		bad.With = cash("45.50")
		s.must("bad_contact", s.till.PayWith(ctx, bad))
	}
	s.must("", s.till.PayWith(ctx, Payment{With: cash("45.50"), Contact: " anna@mail.ru ", Electronic: true}))
	if seen := s.drive.seen[0]; seen.Contact != "anna@mail.ru" || !seen.Electronic {
		t.Fatalf("printer got %+v", seen)
	}
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.PayWith(ctx, Payment{With: cash("45.50"), Contact: "+79161234567"}))
	if v := s.till.View().Last; v.Contact != "+79161234567" {
		t.Fatalf("last %+v", v)
	}
}

func TestSaleIsFoundByDocumentNumberAndByQR(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Login(ctx, "2222"))
	for range 3 {
		s.must("", s.till.Scan(ctx, "4600000000015"))
		s.must("", s.till.Pay(ctx, cash("45.50")))
	}
	s.restart()
	s.must("", s.till.Login(ctx, "2222"))
	s.must("unknown_receipt", s.till.Return(ctx, "last", nil))
	s.must("unknown_receipt", s.till.Return(ctx, "99", nil))
	s.must("", s.till.Return(ctx, "3", nil))
	s.must("unknown_receipt", s.till.Return(ctx, "5", nil)) // the return itself
	qr := func(sum, fn string, fd int, fp string) string {
		return fmt.Sprintf("t=20261122T0900&s=%s&fn=%s&i=%d&fp=%s&n=1", sum, fn, fd, fp)
	}
	for _, strange := range []string{qr("45.51", drive1, 2, "1001"), qr("45.50", "9999078900009999", 2, "1001"), qr("45.50", drive1, 4, "1001"), "fn=&i="} {
		s.must("unknown_receipt", s.till.Return(ctx, strange, nil))
	}
	s.must("", s.till.Return(ctx, qr("45.50", drive1, 2, "0000001001"), nil))
	if v := s.till.View().Last; v.Kind != sale.Return || v.Total != 4550 {
		t.Fatalf("last %+v", v)
	}
}

func TestOnlyWhatTheReceiptSoldComesBack(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, code("5BBBBB")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, cash("1000")))
	s.must("foreign_code", s.till.ReturnWith(ctx, Return{Receipt: "last", Codes: []string{code("5CCCCC")}}))
	s.must("foreign_code", s.till.ReturnWith(ctx, Return{Receipt: "last", Codes: []string{"мусор"}}))
	s.must("no_reason", s.till.ReturnWith(ctx, Return{Receipt: "last", Damaged: []int{1}}))
	s.must("not_marked", s.till.ReturnWith(ctx, Return{Receipt: "last", Damaged: []int{3}, Reason: "стёрт"}))
	s.must("unknown_line", s.till.ReturnWith(ctx, Return{Receipt: "last", Damaged: []int{4}, Reason: "стёрт"}))
	id := s.till.View().Last.ID
	s.must("", s.till.ReturnWith(ctx, Return{Receipt: id, Codes: []string{code("5BBBBB")}}))
	if seen := s.drive.seen[1]; len(seen.Lines) != 1 || seen.Lines[0].Code != code("5BBBBB") {
		t.Fatalf("printer got %+v", seen)
	}
	s.must("", s.till.ReturnWith(ctx, Return{Receipt: id, Damaged: []int{1}, Reason: "код стёрт"}))
	if seen := s.drive.seen[2]; len(seen.Lines) != 1 || seen.Lines[0].Code != "" || seen.Total != 9990 {
		t.Fatalf("printer got %+v", seen)
	}
	back, err := s.store.ReturnsOf(ctx, id)
	slices.SortFunc(back, func(a, b store.Receipt) int { return int(a.FD - b.FD) })
	if err != nil || len(back) != 2 || back[1].Lines[0].NoCode != "код стёрт" || back[1].Reason != "код стёрт" {
		t.Fatalf("journal %+v %v", back, err)
	}
	for cis, want := range map[string]bool{"01" + milk + "215AAAAA": true, "01" + milk + "215BBBBB": false} {
		if _, _, sold, err := s.store.SoldHere(ctx, cis); err != nil || sold != want {
			t.Errorf("%s counts as sold: %v, want %v (%v)", cis, sold, want, err)
		}
	}
	s.must("already_returned", s.till.Return(ctx, id, []int{1}))
}

func TestSpoiledGoodsComeBackAndTheirCodesDoNot(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, code("5BBBBB")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, cash("1000")))
	id := s.till.View().Last.ID
	s.must("no_reason", s.till.ReturnWith(ctx, Return{Receipt: id, Defective: []int{1}, Reason: " "}))
	s.must("unknown_line", s.till.ReturnWith(ctx, Return{Receipt: id, Defective: []int{4}, Reason: "брак"}))
	sold, line, err := s.till.FindSold(ctx, code("5BBBBB"))
	if err != nil || sold.ID != id || line != 2 || sold.Lines[0].Back {
		t.Fatalf("the pack was sold in %s, line %d, %v", sold.ID, line, err)
	}
	_, _, err = s.till.FindSold(ctx, code("5CCCCC"))
	s.must("never_sold", err)
	_, _, err = s.till.FindSold(ctx, "не код")
	s.must("never_sold", err)
	s.must("", s.till.ReturnWith(ctx, Return{Receipt: id, Lines: []int{2}, Defective: []int{1, 3}, Reason: " брак "}))
	seen := s.drive.seen[1]
	if len(seen.Lines) != 3 || seen.Lines[0].Code != "" || !seen.Lines[0].NoCode || seen.Lines[1].Code != code("5BBBBB") || seen.Lines[1].NoCode || seen.Lines[2].NoCode {
		t.Fatalf("printer got %+v", seen)
	}
	back, err := s.store.ReturnsOf(ctx, id)
	if err != nil || len(back) != 1 || back[0].Reason != "брак" || back[0].Lines[0].NoCode != "брак" || back[0].Lines[0].Cis != "" || back[0].Lines[2].NoCode != "" {
		t.Fatalf("journal %+v %v", back, err)
	}
	for cis, want := range map[string]bool{"01" + milk + "215AAAAA": true, "01" + milk + "215BBBBB": false} {
		if _, _, sold, err := s.store.SoldHere(ctx, cis); err != nil || sold != want {
			t.Errorf("%s counts as sold: %v, want %v (%v)", cis, sold, want, err)
		}
	}
	again, err := s.till.FindSale(ctx, id)
	if err != nil || !again.Lines[0].Back || !again.Lines[1].Back || !again.Lines[2].Back {
		t.Fatalf("the sale shows %+v %v", again.Lines, err)
	}
}

func TestCorrectionNeedsASeniorAReasonAndABase(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	day := day1.AddDate(0, 0, -3)
	good := Correction{Lines: []CorrectionLine{{Name: "Хлеб", Price: 4550, Quantity: 2 * money.Piece, VAT: sale.VAT10}}, With: cash("91"), Date: day, Reason: "не пробит чек"}
	s.must("no_right", s.till.Correct(ctx, good))
	s.must("", s.till.Login(ctx, "2222"))
	for want, spoil := range map[string]func(c *Correction){
		"no_reason":        func(c *Correction) { c.Reason = " " },
		"bad_date":         func(c *Correction) { c.Date = time.Time{} },
		"empty_receipt":    func(c *Correction) { c.Lines = nil },
		"no_name":          func(c *Correction) { c.Lines = []CorrectionLine{{Price: 1, Quantity: 1000, VAT: sale.VAT10}} },
		"not_enough_money": func(c *Correction) { c.With = cash("90") },
		"bad_payment":      func(c *Correction) { c.With = cash("100") },
		"bad_vat": func(c *Correction) {
			c.Lines = []CorrectionLine{{Name: "x", Price: 1, Quantity: 1000, VAT: sale.VAT20}}
		},
		"unknown_receipt": func(c *Correction) { c.Receipt = "77" },
	} {
		bad := good
		spoil(&bad)
		s.must(want, s.till.Correct(ctx, bad))
	}
	s.must("", s.till.Correct(ctx, good))
	seen := s.drive.seen[0]
	if seen.Kind != sale.Correction || seen.Correction == nil || !seen.Correction.Date.Equal(day) || seen.Correction.Back || seen.Total != 9100 {
		t.Fatalf("printer got %+v", seen)
	}
	if v := s.till.View(); v.Shift.Cash != 9100 || v.Last.Kind != sale.Correction || v.Last.Reason != "не пробит чек" {
		t.Fatalf("till shows %+v", v)
	}
	// A receipt that should not have been made is taken back whole, as it was paid.
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Pay(ctx, []sale.Payment{{Type: sale.Card, Sum: 5000}, {Type: sale.Cash, Sum: 10000}}))
	s.must("", s.till.Correct(ctx, Correction{Receipt: "last", Back: true, Reason: "пробит ошибочно", Number: "7", Instruction: true}))
	seen = s.drive.seen[2]
	if !seen.Correction.Back || !seen.Correction.Instruction || seen.Correction.Number != "7" || seen.Lines[0].Code != code("5AAAAA") || len(seen.Payments) != 2 || seen.Total != 9990 {
		t.Fatalf("printer got %+v", seen)
	}
	if v := s.till.View(); v.Shift.Cash != 9100 || v.Shift.Revenue != 9100 {
		t.Fatalf("till shows %+v", v.Shift)
	}
	if _, _, broken, err := s.store.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("chain %+v %v", broken, err)
	}
}

func TestLostCorrectionIsSettledLikeAnyReceipt(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Login(ctx, "2222"))
	c := Correction{Lines: []CorrectionLine{{Name: "Хлеб", Price: 4550, Quantity: money.Piece, VAT: sale.VAT10}}, With: cash("45.50"), Date: day1, Reason: "не пробит"}
	s.drive.loseAfter = 1
	s.must("", s.till.Correct(ctx, c))
	s.drive.loseFirst = 1
	s.must("not_fiscalized", s.till.Correct(ctx, c))
	n := 0
	for _, d := range s.drive.docs {
		if d.Kind == "correction" {
			n++
		}
	}
	if n != 1 {
		t.Fatalf("%d corrections", n)
	}
}

func TestDrawerCopyAndClock(t *testing.T) {
	a := newAble()
	a.clock = day1.Add(-7*time.Minute - 10*time.Second)
	s, ctx := openWith(t, a, nil), t.Context()
	s.must("not_logged_in", s.till.OpenDrawer(ctx, "размен"))
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.Refresh(ctx))
	if h := s.till.View().Shift; h.ClockOff != -7*time.Minute || !h.SetClock {
		t.Fatalf("clock %v, offered %v", h.ClockOff, h.SetClock)
	}
	s.must("", s.till.SetClock(ctx))
	if h := s.till.View().Shift; h.ClockOff != 0 || h.SetClock || !a.clock.Equal(day1) {
		t.Fatalf("clock %v, offered %v", h.ClockOff, h.SetClock)
	}
	s.must("", s.till.OpenShift(ctx))
	s.must("clock_in_shift", s.till.SetClock(ctx))
	s.must("no_reason", s.till.OpenDrawer(ctx, "  "))
	s.must("", s.till.OpenDrawer(ctx, "размен"))
	moves, err := s.store.CashMoves(ctx, day1.Add(-time.Hour), day1.Add(time.Hour))
	if err != nil || len(moves) != 1 || moves[0] != (store.Cash{ID: moves[0].ID, At: day1, Kind: "drawer", Shift: 7, Cashier: "Анна", Reason: "размен"}) || a.drawers != 1 {
		t.Fatalf("journal %+v, drawer opened %d times, %v", moves, a.drawers, err)
	}
	if c := s.till.View().Shift.Cash; c != 0 {
		t.Fatalf("an opened drawer holds %s", c)
	}
	s.must("", s.till.PrintCopy(ctx, "last"))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, cash("45.50")))
	s.must("", s.till.PrintCopy(ctx, "last"))
	s.must("unknown_receipt", s.till.PrintCopy(ctx, "77"))
	if len(a.copies) != 2 || a.copies[0] != 0 || a.copies[1] != 2 {
		t.Fatalf("copies of %v", a.copies)
	}
}

func TestPrinterWithoutTheAbilitySaysSo(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("printer_unsupported", s.till.OpenDrawer(ctx, "размен"))
	s.must("printer_unsupported", s.till.PrintCopy(ctx, "last"))
	s.must("printer_unsupported", s.till.SetClock(ctx))
}

func TestExpiredShiftSellsNothingAndCloses(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.expired = true
	s.must("shift_expired", s.till.Pay(ctx, cash("45.50")))
	s.must("shift_expired", s.till.CashIn(ctx, 100))
	s.must("shift_expired", s.till.OpenShift(ctx))
	if h := s.till.View().Shift; !h.Expired {
		t.Fatalf("shift shows %+v", h)
	}
	s.must("", s.till.CloseShift(ctx))
	s.drive.expired = false
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Pay(ctx, cash("45.50")))
}

// A printer or a drive that was swapped between two receipts is noticed, while the till runs and after a restart; paper that the former one
// owes is not taken for printed.
func TestSwappedDriveBetweenTwoReceiptsIsNoticed(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, cash("45.50")))
	s.drive.fn = "9999078900009999"
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("other_drive", s.till.Pay(ctx, cash("45.50")))
	s.must("other_drive", s.till.CashIn(ctx, 100))
	s.restart()
	s.must("", s.till.Login(ctx, "2222"))
	s.must("other_drive", s.till.Pay(ctx, cash("45.50")))
	s.must("other_drive", s.till.Return(ctx, s.lastSale(), nil))
	if got := len(s.drive.sales()); got != 1 {
		t.Fatalf("%d documents", got)
	}
	s.must("", s.till.CloseShift(ctx))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Pay(ctx, cash("45.50")))
}

// lastSale is the ID of the last fiscal sale of the journal.
func (s *shop) lastSale() string {
	s.t.Helper()
	list, err := s.store.Receipts(context.Background(), day1.Add(-time.Hour), day1.Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	id := ""
	for _, r := range list {
		if r.Kind == sale.Sale && r.State == sale.Fiscalized {
			id = r.ID
		}
	}
	return id
}

func FuzzParseQR(f *testing.F) {
	f.Add("t=20261122T0910&s=199.80&fn=9999078900001234&i=12&fp=1234567890&n=1")
	f.Add("t=20261122T091011&s=1&fn=1&i=1&fp=1&n=4")
	f.Add("i=1&i=2&fn=%zz")
	f.Add("t=20261122T0910&s=-1&fn=9999078900001234&i=99999999999999999999&fp=0&n=9")
	f.Fuzz(func(t *testing.T, text string) {
		q, err := ParseQR(text)
		if err != nil {
			if q != (QR{}) {
				t.Fatalf("%q is refused and gives %+v", text, q)
			}
			return
		}
		if q.FD <= 0 || q.N < 1 || q.N > 4 || !digits(q.FN) || !digits(q.FP) || q.At.IsZero() {
			t.Fatalf("%q gives %+v", text, q)
		}
	})
}
