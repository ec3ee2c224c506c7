package register

import (
	"context"
	"errors"
	"strings"
	"testing"

	"dobro/device/fiscal"
	"dobro/internal/sale"
)

func selling(t *testing.T, a *able, with func(p *Params)) (*shop, context.Context) {
	t.Helper()
	s, ctx := openWith(t, a, with), context.Background()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.OpenShift(ctx))
	return s, ctx
}

func TestPrinterChecksEachCodeBeforeTheReceiptAndTheAnswerStaysWithTheLine(t *testing.T) {
	a := newAble()
	s, ctx := selling(t, a, nil)
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, "4600000000015"))
	s.must("", s.till.Scan(ctx, code("5BBBBB")))
	s.must("", s.till.Pay(ctx, cash("1000")))
	if len(a.asked) != 1 || len(a.asked[0]) != 2 || a.asked[0][1] != (fiscal.Mark{Code: code("5BBBBB")}) {
		t.Fatalf("the printer was asked %+v", a.asked)
	}
	v := s.till.View().Last
	if p := v.Lines[0].Printer; p == nil || p.Result != MarkConfirmed || p.Bits != 15 || !p.Asked {
		t.Fatalf("line 1 shows %+v", p)
	}
	if v.Lines[1].Printer != nil || v.Lines[2].Printer == nil {
		t.Fatalf("lines show %+v", v.Lines)
	}
	rec, err := s.store.Receipt(ctx, v.ID)
	if err != nil || !strings.Contains(string(rec.Lines[0].Printer), `"result":"confirmed"`) || rec.Lines[0].CheckID == "" {
		t.Fatalf("journal keeps %s, %v", rec.Lines[0].Printer, err)
	}
	if _, _, broken, err := s.store.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("chain %+v %v", broken, err)
	}
}

func TestDenialOfThePrinterStopsThePaymentAndNamesTheLine(t *testing.T) {
	a := newAble()
	s, ctx := selling(t, a, nil)
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Scan(ctx, code("5DAAAA")))
	err := s.till.Pay(ctx, cash("1000"))
	s.must("printer_marking", err)
	if v := s.till.View(); v.Receipt.Lines[1].Printer.Result != MarkDenied || v.Receipt.Lines[1].Printer.Text != "товар выбыл" || len(s.drive.seen) != 0 {
		t.Fatalf("basket %+v, %d receipts sent", v.Receipt.Lines, len(s.drive.seen))
	}
	if last := s.heard[len(s.heard)-1]; last.Kind != EventFault {
		t.Fatalf("last told %+v", last)
	}
	s.must("nothing_to_approve", s.till.Approve(ctx, "2222", "проверено глазами"))
	s.must("", s.till.Remove(ctx, 2))
	s.must("", s.till.Pay(ctx, cash("1000")))
	if len(a.asked) != 2 || a.forgot != 1 {
		t.Fatalf("asked %d times, forgot %d times", len(a.asked), a.forgot)
	}
}

func TestSeniorMayTakeADenialOnHimselfWhereThePolicyAsks(t *testing.T) {
	a := newAble()
	s, ctx := selling(t, a, func(p *Params) { p.MarkPolicy = MarkAsk })
	s.must("", s.till.Scan(ctx, code("5DAAAA")))
	s.must("printer_marking", s.till.Pay(ctx, cash("1000")))
	if v := s.till.View(); v.Receipt.Lines[0].State != LineAsk || v.Permit.State != PermitAsk || v.Permit.Line != 1 {
		t.Fatalf("line %s, banner %s of line %d", v.Receipt.Lines[0].State, v.Permit.State, v.Permit.Line)
	}
	s.must("unverified_line", s.till.Pay(ctx, cash("1000")))
	s.must("no_right", s.till.Approve(ctx, "1111", "сама"))
	s.must("", s.till.Approve(ctx, "2222", "товар на руках, сверен"))
	s.restart()
	s.must("", s.till.Login(ctx, "1111"))
	s.must("", s.till.Pay(ctx, cash("1000")))
	rec, err := s.store.Receipt(ctx, s.till.View().Last.ID)
	if err != nil || rec.Lines[0].Approved != "Борис" || !strings.Contains(string(rec.Lines[0].Printer), "denied") {
		t.Fatalf("%+v %v", rec.Lines, err)
	}
}

func TestNobodysAnswerStopsNothing(t *testing.T) {
	for name, c := range map[string]struct {
		result fiscal.MarkResult
		err    error
		want   string // of the payment
		mark   MarkResult
	}{
		"автономный принтер, код верен":        {fiscal.MarkResult{Bits: fiscal.MarkChecked | fiscal.MarkGood | fiscal.MarkStandAlone}, nil, "", MarkGoodHere},
		"нет связи с сервером, ключа нет":      {fiscal.MarkResult{Reason: fiscal.MarkNoKey, Code: 402}, nil, "", MarkUnchecked},
		"срок проверки истёк":                  {fiscal.MarkResult{}, &fiscal.Error{Trouble: fiscal.BadMark, Code: 421, Text: "истёк"}, "", MarkUnchecked},
		"принтер не умеет ФФД 1.2":             {fiscal.MarkResult{}, &fiscal.Error{Trouble: fiscal.Unsupported, Code: 413}, "", MarkUnchecked},
		"код проверки неверен":                 {fiscal.MarkResult{Bits: fiscal.MarkChecked}, nil, "printer_marking", MarkDenied},
		"статус не подходит":                   {fiscal.MarkResult{Bits: fiscal.MarkChecked | fiscal.MarkGood | fiscal.MarkStatusChecked}, nil, "printer_marking", MarkDenied},
		"принтер пропал, чек не отправлен":     {fiscal.MarkResult{}, &fiscal.Error{Trouble: fiscal.Offline}, "printer_offline", ""},
		"ошибка, о которой никто ничего знает": {fiscal.MarkResult{}, errors.New("?"), "internal", ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAble()
			a.marks = func(marks []fiscal.Mark) ([]fiscal.MarkResult, error) { return []fiscal.MarkResult{c.result}, c.err }
			s, ctx := selling(t, a, nil)
			s.must("", s.till.Scan(ctx, code("5AAAAA")))
			s.must(c.want, s.till.Pay(ctx, cash("1000")))
			v := s.till.View()
			line := v.Receipt.Lines
			if c.want == "" {
				line = v.Last.Lines
			}
			if c.mark == "" {
				if len(s.drive.seen) != 0 {
					t.Fatal("the receipt was sent")
				}
				return
			}
			if line[0].Printer == nil || line[0].Printer.Result != c.mark {
				t.Fatalf("line shows %+v, want %s", line[0].Printer, c.mark)
			}
		})
	}
}

func TestCodesAreCheckedAnewAfterEveryTryThatMadeNoDocument(t *testing.T) {
	for name, fail := range map[string]struct {
		set  func(d *drive)
		want string
	}{
		"принтер отказал":           {func(d *drive) { d.refuse = &fiscal.Error{Trouble: fiscal.Busy} }, "printer_busy"},
		"ответ потерян, чека нет":   {func(d *drive) { d.loseFirst = 1 }, "not_fiscalized"},
		"бумаги нет до отправки":    {func(d *drive) { d.paper = false }, "printer_no_paper"},
		"ничего не случилось":       {func(*drive) {}, ""},
		"ответ потерян, чек пробит": {func(d *drive) { d.loseAfter = 1 }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newAble()
			s, ctx := selling(t, a, nil)
			s.must("", s.till.Scan(ctx, code("5AAAAA")))
			fail.set(s.drive)
			s.must(fail.want, s.till.Pay(ctx, cash("1000")))
			asked := 1
			if fail.want == "printer_no_paper" {
				asked = 0
			}
			if len(a.asked) != asked {
				t.Fatalf("asked %d times, want %d", len(a.asked), asked)
			}
			if fail.want == "" {
				return
			}
			s.drive.refuse, s.drive.paper = nil, true
			s.must("", s.till.Pay(ctx, cash("1000")))
			if len(a.asked) != asked+1 || a.forgot != asked || len(s.drive.sales()) != 1 {
				t.Fatalf("asked %d times, forgot %d times, %d documents", len(a.asked), a.forgot, len(s.drive.sales()))
			}
		})
	}
}

func TestReturnIsCheckedWithItsOwnStatusAndNeverStopped(t *testing.T) {
	a := newAble()
	s, ctx := selling(t, a, nil)
	s.must("", s.till.Login(ctx, "2222"))
	s.must("", s.till.Scan(ctx, code("5AAAAA")))
	s.must("", s.till.Pay(ctx, cash("1000")))
	a.marks = func(marks []fiscal.Mark) ([]fiscal.MarkResult, error) {
		return []fiscal.MarkResult{{Bits: fiscal.MarkChecked | fiscal.MarkGood | fiscal.MarkStatusChecked}}, nil
	}
	s.must("", s.till.Return(ctx, "last", nil))
	if last := a.asked[len(a.asked)-1]; !last[0].Return {
		t.Fatalf("asked %+v", last)
	}
	if v := s.till.View().Last; v.Kind != sale.Return || v.Lines[0].Printer.Result != MarkDenied {
		t.Fatalf("return %+v", v)
	}
}
