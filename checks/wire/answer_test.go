package wire_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"dobro/checks/wire"
	"dobro/checks/wire/sourcetest"
	"dobro/internal/marking"
)

func code(full, cis, gtin string) marking.Code { return marking.Code{Full: full, Cis: cis, GTIN: gtin} }

func TestAnswerIsAboutTheAskedCode(t *testing.T) {
	milk := sourcetest.Milk
	pack := marking.Code{Kind: marking.KindTobaccoPack, Full: "04601653035829H;dV)bFABVUdGVz", Cis: "04601653035829H;dV)bF", GTIN: "04601653035829", Check: "dGVz"}
	block := code("010462930887704421DzkcYt2\x1d8005090000\x1d93dGVz", "010462930887704421DzkcYt2", "04629308877044")
	fur := marking.Code{Kind: marking.KindFur, Full: "RU-430302-ABC1234567", Cis: "RU-430302-ABC1234567"}
	for _, c := range []struct {
		name      string
		code      marking.Code
		cis, view string
		gtin      string
		want      bool
	}{
		{"the full code", milk, milk.Full, "", "", true},
		{"the identification", milk, milk.Cis, "", "", true},
		{"separators lost, tail there", milk, "0104670540176099215'W9Um93dGVz", "", "", true},
		{"another tail behind the separator", milk, milk.Cis + "\x1d93XXXX", "", "", true},
		{"only the view", milk, "", milk.Cis, "", true},
		{"the view is right, the code is mangled", milk, "0104670540176099215?W9Um", milk.Cis, "", true},
		{"a shorter serial", milk, "0104670540176099215'W9U", "", "", false},
		{"a longer serial", milk, "0104670540176099215'W9UmX", "", "", false},
		{"another case", milk, "0104670540176099215'w9um", "", "", false},
		{"another product", milk, "0104600000000000215'W9Um", "", "", false},
		{"nothing is said", milk, "", "", "", true},
		{"only the product is said", milk, "", "", "04670540176099", true},
		{"only another product is said", milk, "", "", "04600000000000", false},
		{"pack: identification", pack, "04601653035829H;dV)bF", "", "", true},
		{"pack: with its price", pack, "04601653035829H;dV)bFABVU", "", "", true},
		{"pack: whole", pack, pack.Full, "", "", true},
		{"pack: another one", pack, "04601653035829H;dV)bG", "", "", false},
		{"block: identification", block, "010462930887704421DzkcYt2", "", "", true},
		{"block: with its price", block, "010462930887704421DzkcYt28005090000", "", "", true},
		{"block: with price and separators", block, "010462930887704421DzkcYt2\x1d8005090000", "", "", true},
		{"fur", fur, "RU-430302-ABC1234567", "", "", true},
		{"another fur", fur, "RU-430302-ABC1234568", "", "", false},
		{"base64, as it was sent", milk, base64.StdEncoding.EncodeToString([]byte(milk.Full)), "", "", true},
		{"base64 of another code", milk, base64.StdEncoding.EncodeToString([]byte("0104670540176099215LnOjv\x1d93dGVz")), "", "", false},
		{"a separator that was printed", milk, `0104670540176099215'W9Um\u001d93dGVz`, "", "", true},
		{"entities of a web page", milk, "0104670540176099215&#39;W9Um&#29;93dGVz", "", "", true},
		{"entities twice over", milk, "0104670540176099215&amp;#39;W9Um", "", "", true},
		{"a bare GTIN is no code", milk, "0104670540176099", "", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := wire.JSON(map[string]any{"codes": []any{map[string]any{"cis": c.cis, "printView": c.view, "gtin": c.gtin}}, "reqId": "r"})
			_, err := wire.Parse(body, c.code)
			if got := err == nil; got != c.want || !c.want && !errors.Is(err, wire.ErrOtherCode) {
				t.Errorf("asked %q, answered %s: %v, want about ours: %v", c.code.Full, body, err, c.want)
			}
		})
	}
}

func TestEchoSpoiltWithoutEndCostsNothing(t *testing.T) {
	// Each unescaping takes one layer off: 200,000 of them, each over the whole echo, would take minutes.
	body := wire.JSON(map[string]any{"codes": []any{map[string]any{"cis": "&" + strings.Repeat("amp;", 200_000)}}})
	began := time.Now()
	if _, err := wire.Parse(body, sourcetest.Milk); !errors.Is(err, wire.ErrOtherCode) || time.Since(began) > 2*time.Second {
		t.Errorf("got %v after %v, want another code at once", err, time.Since(began))
	}
}

func TestAnAnswerWithoutAFlagAndWithoutItsNumberIsNone(t *testing.T) {
	for body, want := range map[string]error{
		`{"code":0,"codes":[{"cis":"0104670540176099215'W9Um"}]}`:                              wire.ErrNothing,
		`{"code":0,"codes":[{"cis":"0104670540176099215'W9Um","sold":"да"}],"reqId":["r"]}`:    wire.ErrNothing,
		`{"code":0,"codes":[{"cis":"0104670540176099215'W9Um","sold":false}]}`:                 nil,
		`{"code":0,"codes":[{"cis":"0104670540176099215'W9Um"}],"reqId":"r"}`:                  nil,
		`{"results":[{"code":0,"codes":[{"cis":"0104670540176099215'W9Um","gtin":[1,2,3]}]}]}`: wire.ErrNothing,
	} {
		p, err := wire.Parse([]byte(body), sourcetest.Milk)
		if !errors.Is(err, want) || p.Answers() != (want == nil) {
			t.Errorf("%s: got %v, an answer: %v, want %v", body, err, p.Answers(), want)
		}
	}
}

func TestSeveralResultsOursIsFound(t *testing.T) {
	other := `{"code":0,"codes":[{"cis":"0104670540176099215LnOjv","sold":true}],"reqId":"other"}`
	ours := `{"code":0,"codes":[{"cis":"0104670540176099215LnOjv"},{"cis":"0104670540176099215'W9Um","sold":false}],"reqId":"ours"}`
	for _, body := range []string{
		`{"results":[` + other + `,` + ours + `]}`, `{"results":[` + ours + `,` + other + `]}`, `{"results":[{"code":0,"codes":[]},` + ours + `]}`,
	} {
		p, err := wire.Parse([]byte(body), sourcetest.Milk)
		if err != nil || p.ReqID != "ours" || p.Item.Sold == nil || *p.Item.Sold {
			t.Errorf("%s: got %+v %v, want ours", body, p, err)
		}
	}
}

func TestFieldsAreReadLeniently(t *testing.T) {
	field := func(name, value string) wire.Parsed {
		t.Helper()
		p, err := wire.Parse([]byte(`{"reqId":"r","codes":[{"cis":"0104670540176099215'W9Um",`+"\n \""+name+"\" :\t"+value+` }]}`), sourcetest.Milk)
		if err != nil {
			t.Fatalf("%s=%s: %v", name, value, err)
		}
		return p
	}
	for value, want := range map[string]string{
		`true`: "yes", `false`: "no", `"true"`: "yes", `"FALSE"`: "no", `1`: "yes", `0`: "no", `"1"`: "yes", `"0"`: "no",
		`null`: "", `""`: "", `"yes"`: "", `2`: "", `"2"`: "", `1.0`: "", `-1`: "", `[true]`: "", `{"a":true}`: "", `" true"`: "", `"да"`: "",
	} {
		said := field("sold", value).Item.Sold
		if got := map[bool]string{true: "said"}[said != nil]; (want == "") != (got == "") || said != nil && *said != (want == "yes") {
			t.Errorf("sold=%s: got %v, want %q", value, said, want)
		}
	}
	for value, want := range map[string]int64{
		`20000`: 20000, `"20000"`: 20000, `20000.0`: 20000, `2e4`: 20000, `0`: 0, `-5`: 0, `"x"`: 0, `null`: 0, `200.5`: 0, `"0x10"`: 0, `"1_000"`: 0,
		`1e300`: 0, `99999999999999999999`: 0, `true`: 0, `[]`: 0, `{}`: 0, `"Inf"`: 0, `"NaN"`: 0, `""`: 0,
	} {
		mrp := field("mrp", value).Item.MRP
		if (mrp == nil) != (want == 0) || mrp != nil && *mrp != want {
			t.Errorf("mrp=%s: got %v, want %d", value, mrp, want)
		}
	}
	for value, want := range map[string]string{
		`"2025-06-02T00:00:00.000Z"`: "2025-06-02T00:00:00Z", `"2025-06-02"`: "2025-06-02T00:00:00Z", `1748822400000`: "2025-06-02T00:00:00Z",
		`"1748822400000"`: "2025-06-02T00:00:00Z", `1748822400`: "2025-06-02T00:00:00Z", `"2025-06-02T03:00:00+03:00"`: "2025-06-02T00:00:00Z",
		`"2025-06-02T03:00:00.000+0300"`: "2025-06-02T00:00:00Z", `"2025-06-02T00:00:00"`: "2025-06-02T00:00:00Z", `"02.06.2025"`: "2025-06-02T00:00:00Z",
		`"2025-06-02T21:00Z"`: "2025-06-02T21:00:00Z", `"1970-01-01T00:00:00Z"`: "", `0`: "", `"0001-01-01T00:00:00"`: "", `"9999-12-31"`: "", `"soon"`: "",
		`null`: "", `-1`: "", `{}`: "", `[]`: "", `true`: "", `1e18`: "",
	} {
		got := ""
		if at := field("expireDate", value).Item.ExpireDate; at != nil {
			got = at.Format("2006-01-02T15:04:05Z07:00")
		}
		if got != want {
			t.Errorf("expireDate=%s: got %q, want %q", value, got, want)
		}
	}
	for value, want := range map[string]int{`[8]`: 8, `["8"]`: 8, `8`: 8, `"8"`: 8, `[null,{},8]`: 8, `[]`: 0, `{}`: 0, `null`: 0, `[9999999999]`: 0} {
		groups, got := field("groupIds", value).Item.Groups, 0
		if len(groups) > 0 {
			got = groups[0]
		}
		if got != want {
			t.Errorf("groupIds=%s: got %v, want %d", value, groups, want)
		}
	}
	if got := field("gtin", `4670540176099`).Item.GTIN; got != "04670540176099" {
		t.Errorf("gtin as a number: got %q", got)
	}
	if got := field("message", `"\u0437\u0430\"\\"`).Item.Message; got != `за"\` {
		t.Errorf("escaped message: got %q", got)
	}
	if got := field("ogvs", `["FNS",1,null,"RPN"]`).Item.Ogvs; strings.Join(got, ",") != "FNS,1,RPN" {
		t.Errorf("ogvs: got %q", got)
	}
	if p := field("unknown", `{"a":[1,{"cis":"x"},"}"],"b":"\"]}"}`); p.Item.Cis == "x" {
		t.Errorf("a nested field was taken for ours: %+v", p)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		sourcetest.Good, `{"codesResponse":{"codesResponse":[` + sourcetest.Good + `]}}`, `{"results":[` + sourcetest.Good + `]}`,
		`{"code":203,"message":"x","details":[]}`, `{"error":{"errorCode":1,"errorDescription":"x"}}`, `{"codes":[{"cis":"\"`, `{"results":{"results":{"results":{"results":{"results":{}}}}}}`,
		`{"codes":[{"mrp":"1e4","expireDate":"2025-06-02","groupIds":"8","ogvs":{}}],"reqTimestamp":"x"}`, "\xef\xbb\xbf{}", `{"a":}`, `{"codes":[,]}`, `{"\u0063ode":5}`, `{`, ``, `null`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := wire.Parse(b, sourcetest.Milk)
		if err == nil && !p.HasItem && p.Code == 0 {
			t.Errorf("%q: an answer without a code object and without a reason: %+v", b, p)
		}
		if it := p.Item; it.MRP != nil && *it.MRP <= 0 || it.SMP != nil && *it.SMP <= 0 || it.InnerUnits < 0 || p.ReqTimestamp < 0 ||
			it.ExpireDate != nil && (it.ExpireDate.Year() < 1990 || it.ExpireDate.Year() > 2200) {
			t.Errorf("%q: got %+v", b, p)
		}
		n, words := wire.ReadProblem(b).Say()
		_ = wire.ReadProblem(b).Names("5000")
		if clean := wire.Clean(words); len([]rune(clean)) > 302 || strings.ContainsAny(clean, "\n\r\x00") {
			t.Errorf("%q: code %d, words %q", b, n, clean)
		}
		for range wire.Elements(b) { // must stop by itself on any bytes
		}
	})
}
