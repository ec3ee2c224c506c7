package register

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dobro/checks"
	"dobro/device/fiscal"
	"dobro/internal/money"
	"dobro/internal/sale"
	"dobro/internal/staff"
)

func TestMarkedItemGoesFromScanToFiscalReceipt(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("not_logged_in", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("shift_already_open", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	v := s.till.View()
	if len(v.Receipt.Lines) != 2 || v.Receipt.Total != 9990+2*4550 || v.Receipt.Lines[1].Quantity != 2*money.Piece {
		t.Fatalf("basket is %+v", v.Receipt)
	}
	s.must("not_enough_money", s.till.Pay(ctx, cash("190.89")))
	s.must("", s.till.Pay(ctx, cash("200")))
	v = s.till.View()
	if v.Last == nil || v.Last.Change != 910 || v.Last.FD != 2 || v.Last.State != sale.Fiscalized || len(v.Receipt.Lines) != 0 {
		t.Fatalf("last receipt is %+v, basket %+v", v.Last, v.Receipt)
	}
	paper := s.drive.seen[0]
	if paper.Lines[0].Code != code("5AAAAA") || paper.Lines[0].Tag1265 != "UUID=r&Time=1" || paper.Lines[1].Tag1265 != "" || paper.Operator.Name != "Анна" {
		t.Fatalf("printer got %+v", paper)
	}
	if v.Shift.Cash != 19090 || v.Shift.Revenue != 19090 || v.Shift.Receipts != 1 {
		t.Fatalf("shift shows %+v", v.Shift)
	}
	s.must("", s.till.CloseShift(ctx))
	s.must("shift_closed", s.till.CloseShift(ctx))
	if count, _, broken, err := s.store.Verify(ctx); err != nil || broken != nil || count == 0 {
		t.Fatalf("chain: %d records, broken %+v, %v", count, broken, err)
	}
}

func TestForbiddenCodeNeverReachesTheBasket(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	for _, raw := range []string{code("5SAAAA"), "0104670540176099215AAAAA", "мусор"} {
		s.must("", s.till.Scan(ctx, raw))
		v := s.till.View()
		if len(v.Receipt.Lines) != 0 || v.Permit.State != PermitForbidden {
			t.Errorf("scan of %q: basket %+v, banner %s", raw, v.Receipt.Lines, v.Permit.State)
		}
	}
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	if v := s.till.View(); len(v.Receipt.Lines) != 1 || !v.Permit.Verdict.Has(checks.AlreadyInReceipt) {
		t.Errorf("the same code twice: %+v", v.Receipt.Lines)
	}
	s.must("", s.till.Scan(ctx, "4670540176099"))
	if v := s.till.View(); len(v.Receipt.Lines) != 1 || v.Permit.State != PermitNeedCode {
		t.Errorf("marked goods by their barcode: %d lines, banner %s", len(v.Receipt.Lines), v.Permit.State)
	}
	s.must("unknown_product", s.till.Scan(ctx, "4601234567893"))
	made, err := s.store.Checks(ctx, day1.Add(-time.Second), day1.Add(time.Second))
	if err != nil || len(made) != 6 {
		t.Errorf("journal has %d checks, want 6: %v", len(made), err)
	}
}

func TestTheNumberOfTheCashierStandsOnThePaper(t *testing.T) {
	s, ctx := open(t), context.Background()
	sell := func(code, want string) {
		t.Helper()
		s.must("", s.till.Scan(ctx, code))
		s.must("", s.till.Pay(ctx, cash("99.90")))
		if got := s.drive.seen[len(s.drive.seen)-1].Operator; got.Name != "Анна" || got.INN != want {
			t.Errorf("cashier on the paper %+v, want the number %q", got, want)
		}
	}
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	sell(code("5AAAAA"), "")
	people := staff.New(s.store, time.Now)
	if err := people.SetINN(ctx, "Анна", "500100732259"); err != nil {
		t.Fatal(err)
	}
	sell(code("5BBBBB"), "500100732259")
	if err := people.SetINN(ctx, "Анна", "7700000009"); !errors.Is(err, staff.ErrBadINN) {
		t.Errorf("a company's number as a cashier's: %v", err)
	}
	if err := people.SetINN(ctx, "Никто", "500100732259"); !errors.Is(err, staff.ErrNobody) {
		t.Errorf("a number of nobody: %v", err)
	}
	if err := people.SetINN(ctx, "Анна", ""); err != nil {
		t.Fatal(err)
	}
	sell(code("5CCCCC"), "")
}

func TestUnverifiedLineNeedsASenior(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("nothing_to_approve", s.till.Approve(ctx, "2222", "видно на упаковке"))
	s.must("", s.till.Scan(ctx, code("5QAAAA")))
	s.must("unverified_line", s.till.Pay(ctx, cash("200")))
	s.must("no_right", s.till.Approve(ctx, "1111", "сама решу"))
	s.must("no_reason", s.till.Approve(ctx, "2222", ""))
	s.must("wrong_pin", s.till.Approve(ctx, "9999", "чужой"))
	s.must("", s.till.Approve(ctx, "2222", "нет связи, товар свежий"))
	s.must("", s.till.Pay(ctx, cash("99.90")))
	rec, err := s.store.Receipt(ctx, s.till.View().Last.ID)
	if err != nil || rec.Lines[0].Approved != "Борис" || rec.Lines[0].Tag1265 != "" {
		t.Fatalf("receipt %+v, %v", rec.Lines, err)
	}
}

func TestAnswerLostAfterTheDocumentIsSettledAtOnce(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.drive.loseAfter = 1
	s.must("", s.till.Pay(ctx, cash("100")))
	if got := s.states(); !slices.Equal(got, []sale.State{sale.Fiscalized}) {
		t.Fatalf("states %v", got)
	}
	if n := len(s.drive.sales()); n != 1 {
		t.Fatalf("%d documents, want 1", n)
	}
	var told []sale.State
	for _, e := range s.heard {
		if e.Kind == EventReceipt {
			told = append(told, e.Receipt.State)
		}
	}
	if !slices.Equal(told, []sale.State{sale.Unknown, sale.Fiscalized}) {
		t.Fatalf("told %v", told)
	}
}

func TestAnswerLostBeforeTheDocumentLeavesTheBasket(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.drive.loseFirst = 1
	s.must("not_fiscalized", s.till.Pay(ctx, cash("100")))
	if v := s.till.View(); len(v.Receipt.Lines) != 1 || v.Settling {
		t.Fatalf("basket %+v, settling %v", v.Receipt.Lines, v.Settling)
	}
	s.must("", s.till.Pay(ctx, cash("100")))
	if n := len(s.drive.sales()); n != 1 {
		t.Fatalf("%d documents, want 1", n)
	}
	if got := s.states(); !slices.Equal(got, []sale.State{sale.Fiscalized}) {
		t.Fatalf("states %v", got)
	}
}

func TestDeathBetweenIntentAndAnswerIsSettledAfterTheRestart(t *testing.T) {
	for name, made := range map[string]bool{"документ создан": true, "документа нет": false} {
		t.Run(name, func(t *testing.T) {
			s, ctx := open(t), context.Background()
			s.must("", s.till.Login(ctx, "1111"))
			s.must("", s.till.OpenShift(ctx))
			s.must("", s.till.Scan(ctx, code("5AAAAA")))
			// The printer falls silent with the answer: the till knows no more than a process that died.
			if made {
				s.drive.loseAfter = 1
			} else {
				s.drive.loseFirst = 1
			}
			dead, die := context.WithCancel(ctx)
			s.drive.silent = true
			s.drive.open = true
			die()
			_ = s.till.do(ctx, "pay", func(context.Context) error {
				rec := s.till.document(&s.till.basket, sale.Open)
				rec.Payments = cash("100")
				return s.till.fiscalize(dead, rec, fiscal.Status{FN: "9999078900001234", Serial: "S1", LastFD: 1, ShiftNumber: 7})
			})
			if !s.till.View().Settling {
				t.Fatal("the till does not know that a receipt is open")
			}
			s.restart()
			s.must("receipt_unknown", s.till.Settle(ctx))
			s.must("", s.till.Login(ctx, "1111"))
			s.must("receipt_unknown", s.till.Pay(ctx, cash("100")))
			s.drive.silent = false
			s.heard = nil
			s.must("", s.till.Settle(ctx))
			want, documents, lines := sale.NotFiscal, 0, 1
			if made {
				want, documents, lines = sale.Fiscalized, 1, 0
			}
			if len(s.heard) != 1 || s.heard[0].Kind != EventRecovered || s.heard[0].Receipt.State != want {
				t.Fatalf("heard %+v", s.heard)
			}
			if n := len(s.drive.sales()); n != documents {
				t.Fatalf("%d documents, want %d", n, documents)
			}
			if v := s.till.View(); len(v.Receipt.Lines) != lines || v.Settling {
				t.Fatalf("basket %+v, settling %v", v.Receipt.Lines, v.Settling)
			}
		})
	}
}

func TestPrinterThatRefusesLeavesTheBasketForAnotherPay(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("shift_closed", func() error {
		if err := s.till.Scan(ctx, code("5AAAAA")); err != nil {
			return err
		}
		return s.till.Pay(ctx, cash("100"))
	}())
	s.must("", s.till.OpenShift(ctx))
	s.drive.paper = false
	s.must("printer_no_paper", s.till.Pay(ctx, cash("100")))
	s.drive.paper = true
	s.drive.refuse = &fiscal.Error{Trouble: fiscal.DriveFault}
	s.must("fiscal_drive", s.till.Pay(ctx, cash("100")))
	if got := s.states(); !slices.Equal(got, []sale.State{sale.NotFiscal}) {
		t.Fatalf("states %v", got)
	}
	s.drive.refuse = nil
	s.must("", s.till.Pay(ctx, []sale.Payment{{Type: sale.Card, Sum: 9990}}))
	if got := s.states(); !slices.Equal(got, []sale.State{sale.Fiscalized}) {
		t.Fatalf("states %v", got)
	}
}

func TestBasketSurvivesARestart(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Hold(ctx))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.SetQuantity(ctx, 1, 3*money.Piece))
	s.must("", s.till.Discount(ctx, 1, 500))
	s.restart()
	v := s.till.View()
	if len(v.Held) != 1 || len(v.Held[0].Lines) != 2 || len(v.Receipt.Lines) != 1 || v.Receipt.Total != 13650-683 {
		t.Fatalf("held %+v, open %+v", v.Held, v.Receipt)
	}
	s.must("", s.till.Login(ctx, "1111"))
	s.must("basket_not_empty", s.till.Resume(ctx, "last"))
	s.must("", s.till.Cancel(ctx))
	s.must("", s.till.Cancel(ctx))
	s.must("", s.till.Resume(ctx, v.Held[0].ID))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	if v := s.till.View(); v.Permit.State != PermitForbidden || len(v.Receipt.Lines) != 2 {
		t.Fatalf("a resumed code twice: %+v", v.Receipt.Lines)
	}
}

func TestRightsHoldTheCashierBack(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("marked_quantity", s.till.SetQuantity(ctx, 1, 2*money.Piece))
	s.must("no_right", s.till.SetPrice(ctx, 1, 100))
	s.must("no_right", s.till.Discount(ctx, 1, 501))
	s.must("", s.till.Discount(ctx, 1, 500))
	s.must("no_such_line", s.till.Remove(ctx, 2))
	s.must("not_enough_cash", s.till.CashOut(ctx, 100))
	s.must("", s.till.CashIn(ctx, 10000))
	s.must("no_right", s.till.CashOut(ctx, 100))
	s.must("no_right", s.till.Return(ctx, "x", nil))
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.SetPrice(ctx, 1, 8000))
	s.must("", s.till.Discount(ctx, 1, 1000))
	s.must("not_enough_cash", s.till.CashOut(ctx, 10001))
	s.must("", s.till.CashOut(ctx, 4000))
	if v := s.till.View(); v.Receipt.Total != 7200 || v.Shift.Cash != 6000 {
		t.Fatalf("total %s, drawer %s", v.Receipt.Total, v.Shift.Cash)
	}
}

func TestReturnGivesBackWhatWasPaidAndOnlyOnce(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Pay(ctx, []sale.Payment{{Type: sale.Card, Sum: 10000}, {Type: sale.Cash, Sum: 5000}}))
	id := s.till.View().Last.ID
	s.must("unknown_receipt", s.till.Return(ctx, "nothing", nil))
	s.must("unknown_line", s.till.Return(ctx, id, []int{3}))
	s.must("", s.till.Return(ctx, "last", []int{1}))
	s.must("already_returned", s.till.Return(ctx, id, []int{1}))
	s.must("", s.till.Return(ctx, id, nil))
	if v := s.till.View(); v.Shift.Cash != 0 || v.Shift.Revenue != 0 || v.Shift.Receipts != 3 {
		t.Fatalf("after all is back the shift shows %+v", v.Shift)
	}
	if _, _, sold, err := s.store.SoldHere(ctx, "01"+milk+"215AAAAA"); err != nil || sold {
		t.Fatalf("the returned code still counts as sold: %v", err)
	}
	if docs := s.drive.sales(); len(docs) != 3 || docs[1].Total != 9990 || docs[2].Total != 4550 {
		t.Fatalf("documents %+v", docs)
	}
}
