package checks

import (
	"context"
	"testing"
	"time"

	"dobro/internal/marking"
)

func TestGuardsRefuseBeforeAnybodyIsAsked(t *testing.T) {
	refused := func(reason marking.Reason, kind marking.Kind) Request {
		return Request{Raw: "x", Refused: &marking.Error{Reason: reason, Kind: kind}}
	}
	of := func(kind marking.Kind) Request {
		c := milkCode()
		c.Kind = kind
		return Request{Code: c}
	}
	sold := Knowledge{SoldHere: true, SoldAt: time.Date(2026, 11, 21, 18, 4, 0, 0, moscow), SoldIn: "17"}
	inBasket := of(marking.KindUnit)
	inBasket.InBasket = func(cis string) bool { return cis == inBasket.Code.Cis }
	unitOfABox := of(marking.KindUnit)
	unitOfABox.Parents = []string{"010461013628057121%798DM%"}
	boxOfAUnit := of(marking.KindUnit)
	boxOfAUnit.Parents = []string{boxOfAUnit.Code.Cis}
	for _, c := range []struct {
		name    string
		req     Request
		known   Knowledge
		reason  ReasonCode
		text    string
		channel Channel
	}{
		{"unreadable", refused(marking.ReasonUnknown, marking.KindNone), Knowledge{}, InvalidFormat, "Это не код маркировки", ChannelNone},
		{"without its check part", refused(marking.ReasonNoCheck, marking.KindUnit), Knowledge{}, InvalidFormat, "В коде нет проверочной части: по нему продать нельзя", ChannelNone},
		{"two codes at once", refused(marking.ReasonGlued, marking.KindUnit), Knowledge{}, InvalidFormat, "Прочитано сразу два кода", ChannelNone},
		{"a reason that has no sentence yet", refused("brand_new", marking.KindUnit), Knowledge{}, InvalidFormat, "Код маркировки не читается или имеет неверный формат", ChannelNone},
		{"a link, refused by the reader", refused(marking.ReasonUnknown, marking.KindLink), Knowledge{}, WrongSymbol, "Это не код маркировки, а ссылка (QR-код)", ChannelNone},
		{"a link", of(marking.KindLink), Knowledge{}, WrongSymbol, "Это не код маркировки, а ссылка (QR-код)", ChannelNone},
		{"an alcohol stamp", of(marking.KindEGAIS3), Knowledge{}, WrongSymbol, "Это марка алкоголя ЕГАИС: здесь она не продаётся", ChannelNone},
		{"a box", of(marking.KindTransport), Knowledge{}, TransportPack, "Это код коробки, а не товара", ChannelNone},
		{"a barcode", of(marking.KindBarcode), Knowledge{}, NoCode, "Нужен код маркировки (квадратный DataMatrix)", ChannelNone},
		{"nothing", Request{}, Knowledge{}, InvalidFormat, "Код маркировки не читается или имеет неверный формат", ChannelNone},
		{"in this receipt already", inBasket, Knowledge{}, AlreadyInReceipt, "Этот код уже есть в чеке", ChannelNone},
		{"sold here", of(marking.KindUnit), sold, SoldHere, "Этот код уже пробит у нас 21.11.2026 18:04", ChannelCache},
		{"sold here, nobody knows when", of(marking.KindUnit), Knowledge{SoldHere: true}, SoldHere, "Этот код уже пробит у нас", ChannelCache},
		{"a unit whose box is in the receipt", unitOfABox, Knowledge{Parent: "010461013628057121%798DM%"}, PackAndBox, "В чеке уже есть блок (упаковка) с этим товаром", ChannelNone},
		{"a box whose unit is in the receipt", boxOfAUnit, Knowledge{}, PackAndBox, "В чеке уже есть блок (упаковка) с этим товаром", ChannelNone},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := &source{ChannelTSPIoT, func(context.Context, Query) (Answer, error) {
				t.Error("the state system was asked")
				return *online(good(8)), nil
			}}
			e := engine(t, Params{Online: []Source{asked}, Known: &memory{known: map[string]Knowledge{milkCode().Cis: c.known}}})
			c.req.At = today
			v := e.Check(context.Background(), c.req)
			if v.Decision != Forbid || len(v.Reasons) != 1 || v.Reasons[0].Code != c.reason || v.Reasons[0].Text != c.text || v.Channel != c.channel || len(v.Trace) != 0 {
				t.Errorf("got %s by %s %+v, want %s %q by %s", v.Decision, v.Channel, v.Reasons, c.reason, c.text, c.channel)
			}
		})
	}
}

func TestAUnitAndItsBoxMeetInOneReceipt(t *testing.T) {
	it := good(8)
	it.Parent = "0104670540176099215BOX001\x1d93dGVz"
	req := Request{Code: milkCode(), Parents: []string{"0104670540176099215BOX001"}}
	got := rulesWith2(t).Decide(Case{Request: req, At: today, Online: online(it)})
	if got.Decision != Forbid || findings(got) != "pack_and_box/ban" {
		t.Errorf("got %s [%s]", got.Decision, findings(got))
	}
}

func TestABlockAndAPackOffline(t *testing.T) {
	pack, block := packCode(14500), blockCode(90000)
	for stance, want := range map[Stance]Decision{StanceAsk: Ask, StanceBan: Forbid, StanceWarn: Allow, StanceIgnore: Allow} {
		rules := rulesWith(t, func(p *Policy) { p.OfflineMix = stance })
		for name, req := range map[string]Request{
			"the pack second":  {Code: pack, Parents: []string{block.Cis}},
			"the block second": {Code: block, Parents: []string{milkCode().Cis, pack.Cis}},
		} {
			if got := rules.Decide(Case{Request: req, At: today, Local: local(unsaid())}); got.Decision != want {
				t.Errorf("%s, %s: got %s [%s], want %s", stance, name, got.Decision, findings(got), want)
			}
			if got := rules.Decide(Case{Request: req, At: today, Online: online(good(3))}); got.Decision != Allow {
				t.Errorf("%s online: got %s [%s]", name, got.Decision, findings(got))
			}
		}
		if got := rules.Decide(Case{Request: Request{Code: pack, Parents: []string{packCode(1).Cis + "x", milkCode().Cis}}, At: today, Local: local(unsaid())}); got.Decision != Allow {
			t.Errorf("no block in the receipt: got %s [%s]", got.Decision, findings(got))
		}
	}
}

func TestASecondSaleOfAReturnedUnit(t *testing.T) {
	known := Knowledge{ReturnedHere: true, ReturnedAt: today.Add(-time.Hour)}
	for stance, want := range map[Stance]Decision{StanceAsk: Ask, StanceBan: Forbid, StanceWarn: Allow, StanceIgnore: Allow} {
		rules := rulesWith(t, func(p *Policy) { p.ResaleAfterReturn = stance })
		if got := rules.Decide(Case{Request: Request{Code: milkCode()}, At: today, Known: known, Online: online(good(8))}); got.Decision != want {
			t.Errorf("%s: got %s [%s], want %s", stance, got.Decision, findings(got), want)
		}
	}
}

func TestReturnsAreNotBanned(t *testing.T) {
	sold := good(8)
	sold.Sold, sold.Realizable, sold.IsBlocked, sold.ExpireDate = ref(true), ref(false), ref(true), ref(today.AddDate(0, -1, 0))
	known := Knowledge{SoldHere: true, Bad: Sold}
	for _, c := range []struct {
		name string
		c    Case
		want string
	}{
		{"sold, blocked and expired", Case{Online: online(sold)}, "allow "},
		{"still in circulation by the operator's data", Case{Online: online(good(8))}, "allow not_sold/warning"},
		{"emergency", Case{Online: &Answer{Channel: ChannelTSPIoT, Emergency: true}}, "allow emergency/info"},
		{"only the local module answers", Case{Local: local(Item{Sold: ref(true)})}, "allow "},
		{"nobody answers", Case{}, "allow unverified/info"},
	} {
		c.c.Request, c.c.At, c.c.Known = Request{Code: milkCode(), Return: true}, today, known
		got := rulesWith2(t).Decide(c.c)
		if s := string(got.Decision) + " " + findings(got); s != c.want || got.Tagged {
			t.Errorf("%s: got %q tag %v, want %q without a tag", c.name, s, got.Tagged, c.want)
		}
	}
}

func TestWithoutStartEarlyAFutureGroupIsNotAskedAbout(t *testing.T) {
	rules := rulesWith(t, func(p *Policy) { p.StartEarly = false })
	asked := 0
	src := &source{ChannelTSPIoT, func(context.Context, Query) (Answer, error) { asked++; return *online(good(37)), nil }}
	e := engine(t, Params{Rules: rules, Online: []Source{src}})
	if v := e.Check(context.Background(), Request{Code: milkCode(), Group: 37, At: today}); v.Decision != Allow || v.Channel != ChannelNone ||
		codesOf(v) != "unverified/info" || v.Reasons[0].Text != "Проверка этой группы ещё не обязательна, код не проверяли" || v.Evidence.Tag1265 != "" || asked != 0 {
		t.Errorf("grocery: got %s by %s [%s], asked %d times", v.Decision, v.Channel, codesOf(v), asked)
	}
	if v := e.Check(context.Background(), Request{Code: milkCode(), Group: 8, At: today}); asked != 1 || v.Channel != ChannelTSPIoT {
		t.Errorf("milk: by %s, asked %d times", v.Channel, asked)
	}
}

func TestShelfLifeInsideACode(t *testing.T) {
	for in, want := range map[string]string{
		"261122":     "2026-11-23T00:00",
		"260200":     "2026-03-01T00:00",
		"2611221430": "2026-11-22T14:30",
		"261322":     "", "26112": "", "26112a": "", "": "", "2611222460": "", "2611000000": "", "-1+1 1": "",
	} {
		got, ok := printedExpiry(in, moscow)
		s := ""
		if ok {
			s = got.Format("2006-01-02T15:04")
		}
		if s != want {
			t.Errorf("%q: got %q, want %q", in, s, want)
		}
	}
}
