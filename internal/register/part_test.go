package register

import (
	"context"
	"strings"
	"testing"

	"dobro/internal/sale"
)

// told is what the local module has to hear of, in order.
func (s *shop) told() string {
	s.t.Helper()
	list, err := s.store.Errands(context.Background(), LocalModule, 50)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Kind)
	}
	return strings.Join(out, " ")
}

func TestPackIsSoldByPartsUntilNothingIsLeft(t *testing.T) {
	s, ctx := selling(t, newAble(), func(p *Params) { p.TellModule = true })
	pack := code("5P0AAA")
	sell := func(n int64, cash0 string) {
		t.Helper()
		s.must("", s.till.Scan(ctx, pack))
		s.must("", s.till.SetPart(ctx, 1, sale.Fraction{N: n, Of: 20}))
		s.must("", s.till.Pay(ctx, cash(cash0)))
	}
	sell(3, "14.99") // of 99.90
	seen := s.drive.seen[0].Lines[0]
	if seen.Part.String() != "3/20" || seen.Quantity != sale.One || seen.Price != 1499 || seen.Sum != 1499 {
		t.Fatalf("printer got %+v", seen)
	}
	if asked := s.able.asked[0][0]; asked.Part.String() != "3/20" || asked.Planned() != 2 {
		t.Fatalf("printer checked %+v", asked)
	}
	if got := s.told(); got != "" {
		t.Fatalf("the local module hears %q of a part", got)
	}
	s.must("", s.till.Scan(ctx, pack))
	s.must("part_wanted", s.till.Pay(ctx, cash("99.90")))
	s.must("part_over", s.till.SetPart(ctx, 1, sale.Fraction{N: 18, Of: 20}))
	s.must("other_parts", s.till.SetPart(ctx, 1, sale.Fraction{N: 1, Of: 2}))
	s.must("", s.till.Cancel(ctx))
	sell(17, "84.92")
	if got := s.told(); got != "sell" {
		t.Fatalf("the local module hears %q of the last part", got)
	}
	if _, _, sold, err := s.store.SoldHere(ctx, s.till.View().Last.Lines[0].Cis); err != nil || !sold {
		t.Fatalf("sold here %v, %v", sold, err)
	}
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.Return(ctx, "last", nil))
	if _, _, sold, err := s.store.SoldHere(ctx, s.till.View().Last.Lines[0].Cis); err != nil || sold {
		t.Fatalf("sold here after a return %v, %v", sold, err)
	}
	if v := s.able.asked[len(s.able.asked)-1][0]; v.Planned() != 4 {
		t.Fatalf("printer checked %+v", v)
	}
	if got := s.told(); got != "sell return" {
		t.Fatalf("the local module hears %q", got)
	}
}

func TestPartsSoldElsewhereCount(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, code("5P5AAA"))) // five of twenty are gone
	s.must("part_wanted", s.till.Pay(ctx, cash("99.90")))
	s.must("part_over", s.till.SetPart(ctx, 1, sale.Fraction{N: 16, Of: 20}))
	s.must("", s.till.SetPart(ctx, 1, sale.Fraction{N: 15, Of: 20}))
	if v := s.till.View().Receipt; v.Total != 7493 || v.Lines[0].Part.String() != "15/20" || v.Lines[0].Parts != 20 {
		t.Fatalf("receipt %+v", v)
	}
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	if v := s.till.View().Receipt; v.Total != 7493 || v.Lines[0].Part.String() != "15/20" {
		t.Fatalf("receipt after a restart %+v", v)
	}
	s.must("", s.till.Pay(ctx, cash("74.93")))
}

func TestBanThatComesUpWithThePartTakesTheLineAway(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, code("5R0AAA")))
	s.must("", s.till.SetPart(ctx, 1, sale.Fraction{N: 1, Of: 20}))
	if v := s.till.View(); len(v.Receipt.Lines) != 0 || v.Permit.State != PermitForbidden {
		t.Fatalf("view %+v", v)
	}
}

func TestGoodsThatAreNotSoldByPartsAreRefused(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, code("5AAAAA"))) // dairy goods, and the answer names no parts
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("no_parts", s.till.SetPart(ctx, 1, sale.Fraction{N: 1, Of: 2}))
	s.must("no_parts", s.till.SetPart(ctx, 2, sale.Fraction{N: 1, Of: 2}))
	s.must("no_such_line", s.till.SetPart(ctx, 3, sale.Fraction{N: 1, Of: 2}))
	s.must("bad_part", s.till.SetPart(ctx, 1, sale.Fraction{N: 2, Of: 2}))
	if v := s.till.View().Receipt; v.Total != 14540 {
		t.Fatalf("receipt %+v", v)
	}
}

func TestRoundingFollowsTheLinesAndStaysWithinTheRoles(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("empty_receipt", s.till.RoundDown(ctx, 100))
	s.must("", s.till.Scan(ctx, code("5AAAAA"))) // 99.90
	s.must("bad_step", s.till.RoundDown(ctx, 1000))
	s.must("", s.till.RoundDown(ctx, 100))
	if v := s.till.View().Receipt; v.Total != 9900 || v.Rounded != 90 || v.Discount != 90 {
		t.Fatalf("receipt %+v", v)
	}
	s.must("", s.till.Scan(ctx, "4600000000015")) // 45.50
	s.must("", s.till.DiscountLine(ctx, 2, 200))
	s.must("no_right", s.till.DiscountLine(ctx, 2, 229))
	s.must("bad_discount", s.till.DiscountLine(ctx, 2, 4550))
	s.must("bad_discount", s.till.DiscountLine(ctx, 2, -1))
	if v := s.till.View().Receipt; v.Total != 14300 || v.Rounded != 40 || v.Discount != 240 {
		t.Fatalf("receipt %+v", v)
	}
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.SetNote(ctx, 0, " Спасибо\nза покупку "))
	s.must("", s.till.SetNote(ctx, 2, "нарезать"))
	s.must("bad_note", s.till.SetNote(ctx, 0, strings.Repeat("я", 65)))
	s.must("", s.till.Scan(ctx, "4600000000015")) // not into the line with the note
	if v := s.till.View().Receipt; len(v.Lines) != 3 || v.Total != 18800 || v.Rounded != 90 {
		t.Fatalf("receipt after a restart %+v", v)
	}
	s.must("", s.till.Remove(ctx, 3))
	s.must("", s.till.Pay(ctx, cash("143")))
	if seen := s.drive.seen[0]; seen.Note != "Спасибо за покупку" || seen.Lines[1].Note != "нарезать" || seen.Total != 14300 {
		t.Fatalf("printer got %+v", seen)
	}
	if v := s.till.View().Last; v.Note != "Спасибо за покупку" || v.Lines[1].Note != "нарезать" {
		t.Fatalf("last %+v", v)
	}
}
