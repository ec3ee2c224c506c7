package register

import (
	"context"
	"testing"

	"dobro/internal/money"
	"dobro/internal/sale"
)

// The basket of a receipt in doubt stays what it was: a hold, a scan or a removal would sell its codes twice or lose goods.
func TestTheBasketOfAReceiptInDoubtCannotBeChanged(t *testing.T) {
	for name, act := range map[string]func(s *shop) error{
		"отложить":   func(s *shop) error { return s.till.Hold(context.Background()) },
		"скан":       func(s *shop) error { return s.till.Scan(context.Background(), "4600000000015") },
		"убрать":     func(s *shop) error { return s.till.Remove(context.Background(), 1) },
		"количество": func(s *shop) error { return s.till.SetQuantity(context.Background(), 1, money.Piece) },
		"скидка":     func(s *shop) error { return s.till.Discount(context.Background(), 1, 100) },
		"отмена":     func(s *shop) error { return s.till.Cancel(context.Background()) },
	} {
		t.Run(name, func(t *testing.T) {
			s, ctx := open(t), context.Background()
			s.must("", s.till.Login(ctx, "1111"))
			s.must("", s.till.OpenShift(ctx))
			s.must("", s.till.Scan(ctx, code("5AAAAA")))
			s.drive.loseAfter, s.drive.quiet = 1, true
			s.must("receipt_unknown", s.till.Pay(ctx, cash("100")))
			s.must("receipt_unknown", act(s))
			if v := s.till.View(); len(v.Receipt.Lines) != 1 || len(v.Held) != 0 || !v.Settling {
				t.Fatalf("basket %+v, held %+v", v.Receipt.Lines, v.Held)
			}
			s.drive.mu.Lock()
			s.drive.quiet = false
			s.drive.mu.Unlock()
			s.must("", s.till.Settle(ctx))
			if got := s.states(); len(got) != 1 || got[0] != sale.Fiscalized || len(s.drive.sales()) != 1 {
				t.Fatalf("states %v, %d documents", got, len(s.drive.sales()))
			}
		})
	}
}

// A request that was believed lost may still arrive: every try of one receipt carries the mark of the first.
func TestEveryTryOfAReceiptCarriesTheFirstMark(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.drive.loseFirst = 1
	s.must("not_fiscalized", s.till.Pay(ctx, cash("100")))
	first, ok := s.till.firstTry(ctx, s.till.View().Receipt.ID)
	if !ok {
		t.Fatal("the first try left no intent")
	}
	s.must("", s.till.Pay(ctx, cash("100")))
	if got := s.drive.seen[0]; got.ID != first.ReceiptID || got.Mark != first.Mark {
		t.Fatalf("the second try is %s %s, the first was %s %s", got.ID, got.Mark, first.ReceiptID, first.Mark)
	}
}

func TestAChoiceOfNothingReturnsNothing(t *testing.T) {
	s, ctx := open(t), context.Background()
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.OpenShift(ctx))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Pay(ctx, cash("100")))
	s.must("empty_receipt", s.till.Return(ctx, "last", []int{}))
	s.must("", s.till.Return(ctx, "last", nil))
	if n := len(s.drive.sales()); n != 2 {
		t.Fatalf("%d documents, want the sale and one return", n)
	}
}
