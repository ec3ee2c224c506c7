package selftest

import (
	"fmt"
	"time"

	"dobro/checks"
	"dobro/internal/sim"
	"dobro/internal/sim/codes"
)

// Way is by what road a code is asked about. Its words are under "selftest.way.<way>".
type Way string

// Ways.
const (
	ByTSPIoT  Way = "tspiot"       // online through ТС ПИоТ
	ByTrueAPI Way = "trueapi"      // online, directly
	ByRelay   Way = "tspiot_local" // ТС ПИоТ without the Internet: it asks its local module
	ByModule  Way = "local_module" // neither: the till asks the local module itself
	ByItself  Way = "none"         // nobody is asked: the till knows by itself
)

// Case is one code that must not be sold.
type Case struct {
	Way   Way
	Want  checks.ReasonCode
	Raw   string // what the scanner sends
	entry *codes.Entry
}

// Product groups of the test codes: milk, beer, tobacco. All have been obligatory for long.
const (
	milk    = 8
	beer    = 15
	tobacco = 3
)

const gtin = "04670540176099"

// banned is what the operator says about a code of each reason.
var banned = []struct {
	want  checks.ReasonCode
	group int
	price int64 // of a pack, in its code
	set   map[string]any
}{
	{checks.InvalidFormat, milk, 0, map[string]any{"valid": false, "errorCode": 1}},
	{checks.NotFound, milk, 0, map[string]any{"found": false, "verified": false, "errorCode": 10}},
	{checks.NotApplied, milk, 0, map[string]any{"utilised": false, "realizable": false}},
	{checks.NotVerified, milk, 0, map[string]any{"verified": false, "errorCode": 6}},
	{checks.Blocked, beer, 0, map[string]any{"isBlocked": true, "ogvs": []string{"RAR"}}},
	{checks.Sold, milk, 0, map[string]any{"sold": true, "realizable": false}},
	{checks.NotIntroduced, milk, 0, map[string]any{"realizable": false}},
	{checks.Expired, milk, 0, nil}, // the date is filled in
	{checks.PriceBelowMin, tobacco, 14500, map[string]any{"smp": 20000}},
	{checks.OperatorError, milk, 0, map[string]any{"errorCode": 9, "message": "not checked"}},
}

// cases makes every case with its code. No code appears twice: what one way has taught the till must not help another.
func cases(now time.Time) []Case {
	var all []Case
	seed := int64(0)
	code := func(group int, price int64) string {
		seed++
		return codes.Make(codes.Form{Group: group, Price: price}, gtin, seed)
	}
	for _, way := range []Way{ByTSPIoT, ByTrueAPI} {
		for _, b := range banned {
			c := Case{Way: way, Want: b.want, Raw: code(b.group, b.price)}
			c.entry = &codes.Entry{Code: c.Raw, Group: b.group, Set: b.set}
			if b.want == checks.Expired {
				day := now.UTC().AddDate(0, 0, -2).Format(time.DateOnly)
				c.entry.Set = map[string]any{"expireDate": day + "T00:00:00.000Z"}
			}
			all = append(all, c)
		}
	}
	for _, way := range []Way{ByRelay, ByModule} {
		for _, b := range []struct {
			want    checks.ReasonCode
			offline codes.Offline
		}{{checks.Blocked, codes.Offline{Blocked: true}}, {checks.Sold, codes.Offline{Sold: true}}} {
			c := Case{Way: way, Want: b.want, Raw: code(milk, 0)}
			c.entry = &codes.Entry{Code: c.Raw, Group: milk, Offline: b.offline}
			all = append(all, c)
		}
	}
	bare := code(milk, 0)
	return append(all,
		Case{Way: ByItself, Want: checks.InvalidFormat, Raw: bare[:len(bare)-2]},
		Case{Way: ByItself, Want: checks.TransportPack, Raw: "00146070103502460015"},
		Case{Way: ByItself, Want: checks.NoCode, Raw: ean},
		Case{Way: ByItself, Want: checks.WrongSymbol, Raw: "https://example.com/promo?id=42"})
}

// ean is the bar code of the marked product in the test's catalogue.
const ean = "4670540176099"

// goodCode is one that may be sold, to show that the till does not simply refuse everything.
func goodCode(way Way) string { return sim.MakeCode(milk, gtin, 100000+int64(len(way))) }

func (c Case) String() string { return fmt.Sprintf("%s/%s", c.Way, c.Want) }
