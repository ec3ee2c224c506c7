package register

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"dobro/device/card"
	"dobro/device/fiscal"
	"dobro/internal/sale"
)

// bank is a card terminal that can lose its answers before or after the money moved.
type bank struct {
	done      map[string]int64 // operation → kopecks
	order     []string
	decline   string
	loseFirst int
	loseAfter int
	silent    bool
}

var errNoAnswer = errors.New("no answer")

func newBank() *bank { return &bank{done: map[string]int64{}} }

func (b *bank) move(id string, sum int64) (card.Slip, error) {
	b.order = append(b.order, fmt.Sprint(sum))
	switch {
	case b.decline != "":
		return "", &card.Declined{Text: b.decline}
	case b.loseFirst > 0:
		b.loseFirst--
		return "", errNoAnswer
	}
	if _, twice := b.done[id]; twice {
		panic("the same operation twice")
	}
	b.done[id] = sum
	if b.loseAfter > 0 {
		b.loseAfter--
		return "", errNoAnswer
	}
	return card.Slip("slip of " + id[:4]), nil
}

func (b *bank) Charge(_ context.Context, id string, sum int64) (card.Slip, error) {
	return b.move(id, sum)
}

func (b *bank) Reverse(_ context.Context, id, charge string, _ card.Slip, sum int64) error {
	if b.done[charge] < sum {
		panic("more back than was taken")
	}
	_, err := b.move(id, -sum)
	return err
}

func (b *bank) Status(_ context.Context, id string) (card.Fate, card.Slip, error) {
	if b.silent {
		return card.Unknown, "", errNoAnswer
	}
	if _, ok := b.done[id]; ok {
		return card.Done, "slip", nil
	}
	return card.Nothing, "", nil
}

// balance is what the shop has from the bank.
func (b *bank) balance() (sum int64) {
	for _, s := range b.done {
		sum += s
	}
	return sum
}

func byCard(sum int64) []sale.Payment { return []sale.Payment{{Type: sale.Card, Sum: sum}} }

func banking(t *testing.T) (*shop, *bank, context.Context) {
	t.Helper()
	b := newBank()
	s, ctx := selling(t, nil, func(p *Params) { p.Terminal = b })
	s.must("", s.till.Scan(ctx, "4600000000015"))
	return s, b, ctx
}

// check holds the books of bank and printer side by side.
func (s *shop) check(b *bank, sum int64, documents int) {
	s.t.Helper()
	if got := b.balance(); got != sum {
		s.t.Errorf("the bank has %d, want %d; operations %v", got, sum, b.order)
	}
	if got := len(s.drive.sales()); got != documents {
		s.t.Errorf("%d documents, want %d", got, documents)
	}
}

func TestCardIsChargedBeforeTheDocument(t *testing.T) {
	s, b, ctx := banking(t)
	s.must("", s.till.Pay(ctx, []sale.Payment{{Type: sale.Card, Sum: 3000}, {Type: sale.Cash, Sum: 2000}}))
	s.check(b, 3000, 1)
	list, err := s.store.ChargesOf(ctx, s.till.View().Last.ID)
	if err != nil || len(list) != 1 || list[0].State != string(MoneyCharged) || list[0].Slip == "" {
		t.Fatalf("journal %+v %v", list, err)
	}
}

func TestDeclinedCardMakesNoDocument(t *testing.T) {
	s, b, ctx := banking(t)
	b.decline = "недостаточно средств"
	s.must("card_declined", s.till.Pay(ctx, byCard(4550)))
	s.check(b, 0, 0)
	b.decline = ""
	s.must("", s.till.Pay(ctx, byCard(4550)))
	s.check(b, 4550, 1)
}

func TestMoneyTakenIsUsedAgainWhenThePrinterRefused(t *testing.T) {
	s, b, ctx := banking(t)
	s.drive.refuse = &fiscal.Error{Trouble: fiscal.Busy}
	s.must("printer_busy", s.till.Pay(ctx, byCard(4550)))
	s.check(b, 4550, 0)
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	s.drive.refuse = nil
	s.must("", s.till.Pay(ctx, byCard(4550)))
	s.check(b, 4550, 1)
	if len(b.order) != 1 {
		t.Fatalf("operations %v", b.order)
	}
}

func TestMoneyTakenGoesBackWhenTheBuyerLeavesOrPaysOtherwise(t *testing.T) {
	for name, end := range map[string]struct {
		act  func(s *shop, ctx context.Context) error
		sum  int64
		docs int
	}{
		"покупатель ушёл":      {func(s *shop, ctx context.Context) error { return s.till.Cancel(ctx) }, 0, 0},
		"платит наличными":     {func(s *shop, ctx context.Context) error { return s.till.Pay(ctx, cash("45.50")) }, 0, 1},
		"платит картой меньше": {func(s *shop, ctx context.Context) error { return s.till.Pay(ctx, append(byCard(1000), cash("40")...)) }, 1000, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s, b, ctx := banking(t)
			s.drive.refuse = &fiscal.Error{Trouble: fiscal.Busy}
			s.must("printer_busy", s.till.Pay(ctx, byCard(4550)))
			s.drive.refuse = nil
			s.must("", end.act(s, ctx))
			s.check(b, end.sum, end.docs)
		})
	}
}

func TestUnclearAnswerIsAskedForAndNeverChargedTwice(t *testing.T) {
	for name, c := range map[string]struct {
		lose func(b *bank)
		want string
		sum  int64
		docs int
	}{
		"деньги списаны, ответ потерян": {func(b *bank) { b.loseAfter = 1 }, "", 4550, 1},
		"ничего не списано":             {func(b *bank) { b.loseFirst = 1 }, "card_declined", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s, b, ctx := banking(t)
			c.lose(b)
			s.must(c.want, s.till.Pay(ctx, byCard(4550)))
			s.check(b, c.sum, c.docs)
		})
		t.Run(name+", терминал молчит, касса перезапущена", func(t *testing.T) {
			s, b, ctx := banking(t)
			c.lose(b)
			b.silent = true
			s.must("card_unknown", s.till.Pay(ctx, byCard(4550)))
			s.must("card_unknown", s.till.Pay(ctx, byCard(4550)))
			s.must("card_unknown", s.till.Pay(ctx, cash("45.50")))
			s.must("card_unknown", s.till.Cancel(ctx))
			s.restart()
			s.must("", s.till.Login(ctx, "1111"))
			s.must("card_unknown", s.till.Pay(ctx, byCard(4550)))
			if len(b.order) != 1 {
				t.Fatalf("operations %v", b.order)
			}
			b.silent = false
			s.must("", s.till.Pay(ctx, byCard(4550)))
			s.check(b, 4550, 1)
		})
	}
}

func TestLostReversalIsAskedForAndNotRepeated(t *testing.T) {
	s, b, ctx := banking(t)
	s.drive.refuse = &fiscal.Error{Trouble: fiscal.Busy}
	s.must("printer_busy", s.till.Pay(ctx, byCard(4550)))
	b.loseAfter, b.silent = 1, true
	s.must("card_unknown", s.till.Cancel(ctx))
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("card_unknown", s.till.Cancel(ctx))
	b.silent = false
	s.must("", s.till.Cancel(ctx))
	s.check(b, 0, 0)
	if len(b.order) != 2 {
		t.Fatalf("operations %v", b.order)
	}
}

func TestReturnGivesTheCardsPartBackToTheCard(t *testing.T) {
	s, b, ctx := banking(t)
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.Pay(ctx, byCard(14540)))
	s.must("", s.till.Return(ctx, "last", []int{1}))
	s.check(b, 14540-4550, 2)
	b.decline = "карта закрыта"
	sold, err := s.store.Receipts(ctx, day1.AddDate(0, 0, -1), day1.AddDate(0, 0, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range sold {
		if rec.Kind == sale.Sale {
			s.must("card_owed", s.till.Return(ctx, rec.ID, nil))
		}
	}
	s.check(b, 14540-4550, 3)
}

func TestEveryStateOfMoneyMeetsEveryFate(t *testing.T) {
	for _, c := range []struct {
		from Money
		fate card.Fate
		to   Money
		ok   bool
	}{
		{MoneyCharging, card.Done, MoneyCharged, true}, {MoneyCharging, card.Nothing, MoneyDeclined, true}, {MoneyCharging, card.Unknown, MoneyUnknown, true},
		{MoneyUnknown, card.Done, MoneyCharged, true}, {MoneyUnknown, card.Nothing, MoneyDeclined, true}, {MoneyUnknown, card.Unknown, MoneyUnknown, true},
		{MoneyReversing, card.Done, MoneyReversed, true}, {MoneyReversing, card.Nothing, MoneyCharged, true}, {MoneyReversing, card.Unknown, MoneyReversing, true},
		{MoneyCharged, card.Done, MoneyCharged, false}, {MoneyDeclined, card.Done, MoneyDeclined, false}, {MoneyReversed, card.Nothing, MoneyReversed, false},
	} {
		if to, ok := moneyStep(c.from, c.fate); to != c.to || ok != c.ok {
			t.Errorf("%s on %d: got %s %v, want %s %v", c.from, c.fate, to, ok, c.to, c.ok)
		}
	}
}

// TestMoneyThatTheCashierTookByHandIsRemembered: the terminal stands apart, so only the till knows that the card has paid.
func TestMoneyThatTheCashierTookByHandIsRemembered(t *testing.T) {
	s, ctx := selling(t, nil, nil)
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.drive.refuse = &fiscal.Error{Trouble: fiscal.Busy}
	s.must("printer_busy", s.till.Pay(ctx, append(byCard(3000), cash("20")...)))
	taken := func(want int64) {
		t.Helper()
		if got := int64(s.till.View().Receipt.Taken); got != want {
			t.Errorf("taken %d, want %d", got, want)
		}
	}
	taken(3000)
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	taken(3000)
	s.must("printer_busy", s.till.Pay(ctx, cash("50"))) // it went back to the card, he pays in cash
	taken(0)
	s.must("printer_busy", s.till.Pay(ctx, byCard(4550)))
	s.drive.refuse = nil
	s.must("", s.till.Pay(ctx, byCard(4550)))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	taken(0)
}
