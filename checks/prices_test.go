package checks

import (
	"testing"
	"time"
)

var amounts = map[string]*int64{"absent": nil, "0": ref(int64(0)), "120.00": ref(int64(12000)), "145.00": ref(int64(14500)), "200.00": ref(int64(20000))}

// beforeTobacco lies before the day of tobacco and nicotine: what would be a ban is a warning.
var beforeTobacco = time.Date(2024, 3, 31, 23, 59, 59, 0, moscow)

func value(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}

func TestTobaccoPrices(t *testing.T) {
	for _, below := range []Stance{StanceBan, StanceIgnore} {
		rules := rulesWith(t, func(p *Policy) { p.TobaccoBelowMRP = below })
		for mrpName, mrp := range amounts {
			for smpName, smp := range amounts {
				for _, printed := range []int64{0, 14500, 150000} {
					for _, price := range []int64{0, 11999, 12000, 14499, 14500, 14501, 20000, 145000, 150000, 200000} {
						for _, block := range []bool{false, true} {
							for _, gray := range []bool{false, true} {
								it := good(3)
								it.MRP, it.SMP, it.GrayZone = mrp, smp, ref(gray)
								code, least, most := packCode(printed), value(smp), printed
								if block {
									code, least = blockCode(printed), 10*value(smp)
									it.PackageType = "GROUP"
								} else if most == 0 {
									most = value(mrp)
								}
								// the law, one sentence each
								tooDear := price > 0 && most > 0 && price > most
								cheaperThanPrinted := price > 0 && most > 0 && price < most && below == StanceBan
								underMinimum := price > 0 && least > 0 && price < least
								printedTooLow := most > 0 && least > 0 && most < least
								want := Allow
								if tooDear || cheaperThanPrinted || underMinimum || printedTooLow {
									want = Forbid
								}
								c := Case{Request: Request{Code: code, Price: price, HasPrice: true}, At: beforeTobacco, Online: online(it)}
								if early := rules.Decide(c); early.Decision != Allow || early.Has(PriceAboveMax) != tooDear || hasBan(early.Findings, PriceBelowMin) {
									t.Fatalf("mrp %s, smp %s, printed %d, price %d, block %v, below %s before the day: got %s [%s], want a warning at most", mrpName, smpName, printed, price, block, below, early.Decision, findings(early))
								}
								c.At = today
								got := rules.Decide(c)
								if got.Decision != want || got.Has(PriceAboveMax) != tooDear || got.Has(PriceBelowMin) != (cheaperThanPrinted || underMinimum || printedTooLow) {
									t.Fatalf("mrp %s, smp %s, printed %d, price %d, block %v, below %s: got %s [%s], want %s", mrpName, smpName, printed, price, block, below, got.Decision, findings(got), want)
								}
								if got.MaxPrice != most || got.MinPrice != least {
									t.Fatalf("mrp %s, smp %s, printed %d, block %v: max %d min %d, want %d %d", mrpName, smpName, printed, block, got.MaxPrice, got.MinPrice, most, least)
								}
							}
						}
					}
				}
			}
		}
	}
}

func TestPricesOfOtherGroups(t *testing.T) {
	const free, minimum, advice = "free", "minimum", "advice"
	for group, law := range map[int]string{16: minimum, 12: "otp", 13: advice, 15: advice, 4: advice, 1: advice, 5: advice, 8: free, 2: free, 17: free, 0: free, 23: free} {
		for mrpName, mrp := range amounts {
			for smpName, smp := range amounts {
				for _, price := range []int64{0, 11999, 12000, 14499, 14500, 14501, 20000, 30000} {
					it := good()
					it.MRP, it.SMP = mrp, smp
					if group != 0 {
						it.Groups = []int{group}
					}
					under := func(limit int64) bool { return price > 0 && limit > 0 && price < limit }
					want, reasons := Allow, ""
					switch {
					case law == minimum && under(max(value(mrp), value(smp))), law == "otp" && under(value(mrp)):
						want, reasons = Forbid, "price_below_min/ban"
					case law == "otp" && value(mrp) > 0 && price > value(mrp):
						reasons = "price_above_max/warning"
					case law == advice && under(value(mrp)):
						reasons = "price_below_min/warning"
					}
					got := rulesWith2(t).Decide(Case{Request: Request{Code: milkCode(), Price: price}, At: today, Online: online(it)})
					if got.Decision != want || findings(got) != reasons {
						t.Fatalf("group %d, mrp %s, smp %s, price %d: got %s [%s], want %s [%s]", group, mrpName, smpName, price, got.Decision, findings(got), want, reasons)
					}
				}
			}
		}
	}
}

// rulesWith2 are the default rules, made once.
var cachedRules *Rules

func rulesWith2(t *testing.T) *Rules {
	if cachedRules == nil {
		cachedRules = rulesWith(t, nil)
	}
	return cachedRules
}

func TestReadingsOfTheAlternativeTobaccoPrice(t *testing.T) {
	for _, c := range []struct {
		meaning OTPMeaning
		price   int64
		want    string
	}{
		{OTPMinimum, 14000, "price_below_min/ban"}, {OTPMinimum, 15000, ""},
		{OTPMaximum, 14000, ""}, {OTPMaximum, 15000, "price_above_max/ban"},
		{OTPNone, 14000, ""}, {OTPNone, 15000, ""},
		{OTPMinimumWarnAbove, 14000, "price_below_min/ban"}, {OTPMinimumWarnAbove, 14500, ""}, {OTPMinimumWarnAbove, 15000, "price_above_max/warning"},
	} {
		it := good(12)
		it.MRP = ref(int64(14500))
		rules := rulesWith(t, func(p *Policy) { p.OTPMRP = c.meaning })
		if got := findings(rules.Decide(Case{Request: Request{Code: packCode(0), Price: c.price}, At: today, Online: online(it)})); got != c.want {
			t.Errorf("mrp 145.00 read as %s, price %d: got %q, want %q", c.meaning, c.price, got, c.want)
		}
	}
}

func TestOfflinePricesAreJudgedForTobaccoAndNicotineOnly(t *testing.T) {
	for _, c := range []struct {
		name    string
		group   int
		code    func() Request
		want    Decision
		reasons string
	}{
		{"local module 2.6 sends smp with milk", 8, func() Request { return Request{Code: milkCode(), Price: 5000} }, Allow, "offline_limited/info"},
		{"and with a code whose group nobody knows", 0, func() Request { return Request{Code: packCode(14500), Price: 5000} }, Allow, "offline_limited/info"},
		{"and with alternative tobacco", 12, func() Request { return Request{Code: packCode(0), Price: 5000} }, Allow, "offline_limited/info"},
		{"a pack at its printed price", 3, func() Request { return Request{Code: packCode(20000), Price: 20000} }, Allow, "offline_limited/info"},
		{"a pack dearer than printed", 3, func() Request { return Request{Code: packCode(20000), Price: 20001} }, Forbid, "price_above_max/ban"},
		{"a pack printed under the common minimum", 3, func() Request { return Request{Code: packCode(14500)} }, Forbid, "price_below_min/ban"},
		{"nicotine under the minimum", 16, func() Request { return Request{Code: packCode(0), Price: 15000} }, Forbid, "price_below_min/ban"},
		{"nicotine at the minimum", 16, func() Request { return Request{Code: packCode(0), Price: 16000} }, Allow, "offline_limited/info"},
	} {
		it := unsaid()
		it.SMP = ref(int64(16000))
		req := c.code()
		req.Group = c.group
		got := rulesWith2(t).Decide(Case{Request: req, At: today, Local: local(it)})
		if got.Decision != c.want || findings(got) != c.reasons {
			t.Errorf("%s: got %s [%s], want %s [%s]", c.name, got.Decision, findings(got), c.want, c.reasons)
		}
	}
}

func TestGroupPackOfNicotineHasNoPriceRule(t *testing.T) {
	it := good(16)
	it.PackageType, it.MRP = "GROUP", ref(int64(20000))
	for stance, want := range map[Stance]Decision{StanceBan: Forbid, StanceAsk: Ask, StanceWarn: Allow, StanceIgnore: Allow} {
		rules := rulesWith(t, func(p *Policy) { p.NicotineGroup = stance })
		if got := rules.Decide(Case{Request: Request{Code: milkCode(), Price: 300000}, At: today, Online: online(it)}); got.Decision != want || got.Has(NoPriceRule) != (stance != StanceIgnore) {
			t.Errorf("%s: got %s [%s], want %s", stance, got.Decision, findings(got), want)
		}
	}
}

func TestThePriceIsToldInRubles(t *testing.T) {
	it := good(3)
	got := say(words(t, "ru"), rulesWith2(t).Decide(Case{Request: Request{Code: packCode(14505), Price: 20000}, At: today, Online: online(it)}).Findings)
	if len(got) != 1 || got[0].Text != "Цена выше максимальной розничной 145.05" || got[0].Action != "Установите цену 145.05" {
		t.Errorf("got %+v", got)
	}
}

func TestANewPriceIsJudgedWithoutAskingAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		v     Verdict
		price int64
		below Stance
		want  string
	}{
		{"tobacco at its price", Verdict{Group: 3, MaxPrice: 14500, MinPrice: 12000}, 14500, StanceBan, ""},
		{"tobacco dearer", Verdict{Group: 3, MaxPrice: 14500, MinPrice: 12000}, 14501, StanceBan, "price_above_max/ban"},
		{"tobacco cheaper", Verdict{Group: 3, MaxPrice: 14500, MinPrice: 12000}, 14000, StanceBan, "price_below_min/ban"},
		{"tobacco cheaper where the shop allows it", Verdict{Group: 3, MaxPrice: 14500, MinPrice: 12000}, 14000, StanceIgnore, ""},
		{"but not under the common minimum", Verdict{Group: 3, MaxPrice: 14500, MinPrice: 12000}, 11999, StanceIgnore, "price_below_min/ban"},
		{"nicotine under its minimum", Verdict{Group: 16, MinPrice: 20000}, 19999, StanceBan, "price_below_min/ban"},
		{"nicotine dearer", Verdict{Group: 16, MinPrice: 20000}, 30000, StanceBan, ""},
		{"milk", Verdict{Group: 8}, 1, StanceBan, ""},
	} {
		rules := rulesWith(t, func(p *Policy) { p.TobaccoBelowMRP = c.below })
		if got := findings(Ruling{Findings: rules.Reprice(c.v, c.price, today)}); got != c.want {
			t.Errorf("%s, price %d: got %q, want %q", c.name, c.price, got, c.want)
		}
	}
	if got := engine(t, Params{}).Reprice(Verdict{Group: 3, MaxPrice: 14500}, 15000); len(got) != 1 || got[0].Text != "Цена выше максимальной розничной 145.00" {
		t.Errorf("got %+v", got)
	}
}
