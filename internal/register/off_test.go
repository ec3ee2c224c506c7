package register

import (
	"context"
	"testing"

	"dobro/internal/money"
)

func (s *shop) discounts() (out []int64) {
	for _, l := range s.till.View().Receipt.Lines {
		out = append(out, int64(l.Discount))
	}
	return out
}

func same(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestDiscountOfTheReceiptIsSpreadToTheKopeckAndFollowsTheLines(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("empty_receipt", s.till.DiscountReceipt(ctx, 100))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))  // 99.90
	s.must("", s.till.Scan(ctx, "4600000000015")) // 45.50
	s.must("", s.till.DiscountReceipt(ctx, 500))  // 7.27 of 145.40
	if got := s.discounts(); !same(got, []int64{500, 227}) {
		t.Fatalf("discounts %v", got)
	}
	s.must("", s.till.Scan(ctx, "4600000000015")) // 9.55 of 190.90
	if got := s.discounts(); got[0]+got[1] != 955 {
		t.Fatalf("discounts %v", got)
	}
	s.must("", s.till.Discount(ctx, 1, 500)) // its own first, then its share of what is left
	v := s.till.View()
	if v.Receipt.Off != money.Kopecks(930) || v.Receipt.Discount != money.Kopecks(500+930) || v.Receipt.Total != 19090-500-930 {
		t.Fatalf("receipt %+v", v.Receipt)
	}
	s.restart()
	if got := s.till.View().Receipt; got.Off != 930 || got.Total != 19090-500-930 {
		t.Fatalf("after a restart %+v", got)
	}
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.DiscountReceipt(ctx, 0))
	s.must("", s.till.Discount(ctx, 1, 0))
	if got := s.discounts(); !same(got, []int64{0, 0}) {
		t.Fatalf("discounts %v", got)
	}
}

func TestLimitOfTheRoleHoldsForTheWholeReceiptEvenWhenGoodsGo(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("no_right", s.till.DiscountReceipt(ctx, 501))
	s.must("no_right", s.till.DiscountSum(ctx, 728))
	s.must("bad_discount", s.till.DiscountSum(ctx, -1))
	s.must("bad_discount", s.till.DiscountReceipt(ctx, 10000))
	s.must("", s.till.DiscountSum(ctx, 727))
	s.must("", s.till.Remove(ctx, 1))
	if got := s.discounts(); !same(got, []int64{228}) { // 5 % of 45.50 and no more
		t.Fatalf("discounts %v", got)
	}
	s.must("", s.till.Login(ctx, "2222"))
	s.must("bad_discount", s.till.DiscountSum(ctx, 4550))
	s.must("", s.till.DiscountSum(ctx, 1000))
	s.must("", s.till.Pay(ctx, cash("35.50")))
	if seen := s.drive.seen[0]; seen.Total != 3550 || seen.Lines[0].Discount != 1000 {
		t.Fatalf("printer got %+v", seen)
	}
}

func TestFixedPriceTakesNoShare(t *testing.T) {
	b := basket{Lines: []line{
		{Line: lineOf(20000, 1000), Fixed: true}, {Line: lineOf(10000, 1000)}, {Line: lineOf(5000, 2000)}, {Line: lineOf(30000, 1000), MinPrice: 30000},
	}, Off: &off{Percent: 1000}}
	if err := b.recount(); err != nil {
		t.Fatal(err)
	}
	var got []int64
	for _, l := range b.Lines {
		got = append(got, l.Discount)
	}
	if !same(got, []int64{0, 1000, 1000, 0}) || b.share != 2000 {
		t.Fatalf("discounts %v, together %d", got, b.share)
	}
}

func TestRefusedDiscountChangesNothing(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.DiscountReceipt(context.Background(), 300))
	before := s.till.View().Receipt.Total
	s.must("no_right", s.till.DiscountReceipt(ctx, 900))
	if got := s.till.View().Receipt.Total; got != before {
		t.Fatalf("total %s, want %s", got, before)
	}
}
