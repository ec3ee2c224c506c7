package marking

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// parse reads raw or fails the test.
func parse(t *testing.T, raw string) Code {
	t.Helper()
	c, err := Parse(raw)
	if err != nil {
		t.Fatalf("%q: %v", raw, err)
	}
	return c
}

const (
	water   = "0104603460000786215VWR:rP--ZfL;\x1d93bBmO"
	milk    = "0103041094787443215Qbag!\x1d93Zjqw"
	block   = "010461013628057121%008iVk\x1d8005180000\x1d93dGVz"
	clothes = "0104630726321651215a0cGXmjtLjxb\x1d91EE12\x1d92lFBvJUaWv6uayEvcOEBE6q/Rlg8WDCxojleoRlHA+uE="
	shoes   = "010290000032304921BxDJ)fD8.&jdm\x1d91003A\x1d925FoocZHR5PnetH3n6pYtr1Yh4MkNS5MxOakJjuE6teeozoexOH6Aixbnpj8l4XeSu1srkhk9FV2yy6kxX1Pmkg=="
	aPack   = "046062030980264!2zVAAADD8JV/x"
	aFur    = "RU-430302-AB19876543"
)

func TestForms(t *testing.T) {
	shoesBehind := shoes[31:]
	for name, tt := range map[string]struct {
		raw  string
		want Code
	}{
		"EAN-13":  {"4606203090785", Code{Kind: KindBarcode, Full: "4606203090785", GTIN: "04606203090785"}},
		"DataBar": {"]e00104606203090785", Code{Kind: KindBarcode, Full: "04606203090785", GTIN: "04606203090785"}},
		"EAN-8":   {"46198488", Code{Kind: KindBarcode, Full: "46198488", GTIN: "00000046198488"}},
		"UPC-A":   {"036000291452", Code{Kind: KindBarcode, Full: "036000291452", GTIN: "00036000291452"}},
		"ITF-14":  {"14601234567890", Code{Kind: KindBarcode, Full: "14601234567890", GTIN: "14601234567890"}},
		"EAN-13 with its symbology prefix": {"]E04606203090785\r",
			Code{Kind: KindBarcode, Full: "4606203090785", GTIN: "04606203090785"}},
		"weight label": {"2212345012343",
			Code{Kind: KindWeight, Full: "2212345012343", GTIN: "02212345012343", PLU: "12345", Weight: 1234}},
		"in-store code of something sold by the piece": {"2000000000015",
			Code{Kind: KindBarcode, Full: "2000000000015", GTIN: "02000000000015"}},
		"SSCC with identifier": {"00123456789012345675",
			Code{Kind: KindTransport, Full: "00123456789012345675", Cis: "123456789012345675"}},
		"SSCC without identifier": {"123456789012345675",
			Code{Kind: KindTransport, Full: "123456789012345675", Cis: "123456789012345675"}},
		"box of packs": {"010460620309078521Ab3xY7z\x1d10LOT12345",
			Code{Kind: KindTransport, Full: "010460620309078521Ab3xY7z\x1d10LOT12345", Cis: "010460620309078521Ab3xY7z",
				GTIN: "04606203090785", Serial: "Ab3xY7z"}},
		"fur": {aFur, Code{Kind: KindFur, Full: aFur, Cis: aFur, Serial: "AB19876543"}},
		"separator | under the Russian layout, no letter anywhere": {"0104602220006549215123456/931234", Code{Kind: KindUnit,
			Full: "0104602220006549215123456\x1d931234", Cis: "0104602220006549215123456", GTIN: "04602220006549",
			Serial: "5123456", Check: "1234", Restored: true}},
		"fur read with Caps Lock": {strings.ToLower(aFur), Code{Kind: KindFur, Full: aFur, Cis: aFur, Serial: "AB19876543", Restored: true}},
		"web address":             {" HTTPS://example.org/a?b=1\r\n", Code{Kind: KindLink, Full: "HTTPS://example.org/a?b=1"}},
		"web address under the Russian layout": {"реезыЖ..учфьздуюкг.ф",
			Code{Kind: KindLink, Full: "https://example.ru/a", Restored: true}},
		"web address that holds a code": {"https://id.example.org/01/04606203090785/21/5abcde",
			Code{Kind: KindLink, Full: "https://id.example.org/01/04606203090785/21/5abcde"}},
		"shoes with an article": {"010290000032304921BxDJ)fD8.&jdm\x1d2406403" + shoesBehind, Code{Kind: KindUnit,
			Full: "010290000032304921BxDJ)fD8.&jdm\x1d2406403" + shoesBehind, Cis: shoes[:31], GTIN: "02900000323049",
			Serial: "BxDJ)fD8.&jdm", KeyID: "003A", Check: shoes[41:]}},
		"serial number before the GTIN": {"21BxDJ)fD8.&jdm\x1d0102900000323049" + shoesBehind[1:], Code{Kind: KindUnit,
			Full: "21BxDJ)fD8.&jdm\x1d0102900000323049" + shoesBehind[1:], Cis: shoes[:31], GTIN: "02900000323049",
			Serial: "BxDJ)fD8.&jdm", KeyID: "003A", Check: shoes[41:]}},
		"keg of 20 litres": {"0104680128320615215pEB7Dc\x1d93Abcd\x1d3350000020", Code{Kind: KindUnit,
			Full: "0104680128320615215pEB7Dc\x1d93Abcd\x1d3350000020", Cis: "0104680128320615215pEB7Dc",
			GTIN: "04680128320615", Serial: "5pEB7Dc", Check: "Abcd", Volume: 20_000}},
		"keg with decimals": {"0104680128320615215pEB7Dc\x1d93Abcd\x1d3352003050", Code{Kind: KindUnit,
			Full: "0104680128320615215pEB7Dc\x1d93Abcd\x1d3352003050", Cis: "0104680128320615215pEB7Dc",
			GTIN: "04680128320615", Serial: "5pEB7Dc", Check: "Abcd", Volume: 30_500}},
		"expiry with hours": {milk + "\x1d70032612312359", Code{Kind: KindUnit, Full: milk + "\x1d70032612312359", Cis: milk[:24],
			GTIN: "03041094787443", Serial: "5Qbag!", Check: "Zjqw", Expiry: "2612312359"}},
		"lot, count, article and part behind": {clothes + "\x1d10LOT-1\x1d3712\x1d240AB\x1d241xy\x1d422643", Code{Kind: KindUnit,
			Full: clothes + "\x1d10LOT-1\x1d3712\x1d240AB\x1d241xy\x1d422643", Cis: clothes[:31], GTIN: "04630726321651",
			Serial: "5a0cGXmjtLjxb", KeyID: "EE12", Check: clothes[41:]}},
		"serial number of a length that no table has": {"0104630726321651215a0cGXmjt\x1d93Abcd", Code{Kind: KindUnit,
			Full: "0104630726321651215a0cGXmjt\x1d93Abcd", Cis: "0104630726321651215a0cGXmjt", GTIN: "04630726321651",
			Serial: "5a0cGXmjt", Check: "Abcd"}},
		"block whose price has no separator behind": {"010461013628057121%008iVk\x1d800518000093dGVz", Code{Kind: KindTobaccoBlock,
			Full: "010461013628057121%008iVk\x1d800518000093dGVz", Cis: block[:25], GTIN: "04610136280571", Serial: "%008iVk",
			Check: "dGVz", MaxPrice: 180_000, TestKey: true}},
		"separator behind the GTIN": {"0104603460000786\x1d215VWR:rP--ZfL;\x1d93bBmO", Code{Kind: KindUnit,
			Full: "0104603460000786\x1d215VWR:rP--ZfL;\x1d93bBmO", Cis: water[:31], GTIN: "04603460000786", Serial: "5VWR:rP--ZfL;",
			Check: "bBmO"}},
		"pack whose price is beyond belief": {"046062030980264!2zVAAZDD8JV/x", Code{Kind: KindTobaccoPack,
			Full: "046062030980264!2zVAAZDD8JV/x", Cis: "046062030980264!2zVAA", GTIN: "04606203098026", Serial: "4!2zVAA", Check: "JV/x"}},
		"unit of the test contour read with Caps Lock": {invert("0104669000322220215t*NH>t:ngCfH\x1d91FFD0\x1d92dGVzdBL8SAtwRqhp7H9rfyI59GoJ8ec6X9GhckDf8JE="),
			Code{Kind: KindUnit, Full: "0104669000322220215t*NH>t:ngCfH\x1d91FFD0\x1d92dGVzdBL8SAtwRqhp7H9rfyI59GoJ8ec6X9GhckDf8JE=",
				Cis: "0104669000322220215t*NH>t:ngCfH", GTIN: "04669000322220", Serial: "5t*NH>t:ngCfH", KeyID: "FFD0",
				Check: "dGVzdBL8SAtwRqhp7H9rfyI59GoJ8ec6X9GhckDf8JE=", Restored: true, TestKey: true}},
	} {
		got, err := Parse(tt.raw)
		if err != nil || got != tt.want {
			t.Errorf("%s: %q\n got %#v, %v\nwant %#v", name, tt.raw, got, err, tt.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  string
		want Error
	}{
		"nothing":                        {"", Error{Reason: ReasonEmpty, At: -1}},
		"only a suffix":                  {"\x1d\r\n", Error{Reason: ReasonEmpty, At: -1}},
		"a word":                         {"hello world", Error{Reason: ReasonCharacter, At: 5}},
		"a number of no barcode":         {"2710124190", Error{Reason: ReasonUnknown, At: -1}},
		"wrong check digit of a barcode": {"4606203090786", Error{Reason: ReasonCheckDigit, At: 12, Kind: KindBarcode}},
		"wrong check digit of a GTIN":    {"0104603460000787215VWR:rP--ZfL;\x1d93bBmO", Error{Reason: ReasonCheckDigit, At: 2}},
		"identification from a document": {water[:31], Error{Reason: ReasonNoCheck, At: 31, Kind: KindUnit, Cis: water[:31], GTIN: "04603460000786"}},
		"identification of a pack":       {aPack[:21], Error{Reason: ReasonNoCheck, At: 21, Kind: KindTobaccoPack, Cis: aPack[:21], GTIN: aPack[:14]}},
		"pack without its check part":    {aPack[:25], Error{Reason: ReasonNoCheck, At: 25, Kind: KindTobaccoPack, Cis: aPack[:21], GTIN: aPack[:14]}},
		"block without its check part":   {block[:36], Error{Reason: ReasonNoCheck, At: 25, Kind: KindTobaccoBlock, Cis: block[:25], GTIN: "04610136280571"}},
		"pack cut off":                   {aPack[:28], Error{Reason: ReasonTruncated, At: 28, Kind: KindTobaccoPack, GTIN: aPack[:14]}},
		"length that no table has, which may hide a check part": {"0104630726321651215a0cGm93jtLjxb\x1d93Abcd",
			Error{Reason: ReasonAmbiguous, At: -1, Kind: KindUnit, GTIN: "04630726321651"}},
		"GTIN with its identifier only":      {"0104606203090785", Error{Reason: ReasonTruncated, At: 16, GTIN: "04606203090785"}},
		"only the head":                      {water[:18], Error{Reason: ReasonTruncated, At: 18, GTIN: "04603460000786"}},
		"GS1 digits that look like a box":    {"01046034600007", Error{Reason: ReasonTruncated, At: 14}},
		"barcode digits out of a GS1 symbol": {"]d24606203090785", Error{Reason: ReasonTruncated, At: 16, GTIN: "04606203090785"}},
		"check part cut off":                 {water[:len(water)-1], Error{Reason: ReasonTruncated, At: 37, Kind: KindUnit, GTIN: "04603460000786"}},
		"check part with a sign too many":    {water + "x", Error{Reason: ReasonTail, At: 34, Kind: KindUnit, GTIN: "04603460000786"}},
		"check part that is no base64":       {water[:34] + "a*bc", Error{Reason: ReasonTail, At: 35, Kind: KindUnit, GTIN: "04603460000786"}},
		"long check part cut in half":        {shoes[:41+44], Error{Reason: ReasonTruncated, At: 85, Kind: KindUnit, GTIN: "02900000323049"}},
		"key without signature":              {clothes[:38], Error{Reason: ReasonNoCheck, At: 31, Kind: KindUnit, Cis: clothes[:31], GTIN: "04630726321651"}},
		"space inside":                       {"0104603460000786215VW :rP--ZfL;\x1d93bBmO", Error{Reason: ReasonCharacter, At: 21, Kind: KindUnit, GTIN: "04603460000786"}},
		"two reads with a line end between":  {"4606203090785\r\n" + water, Error{Reason: ReasonGlued, At: 13}},
		"barcode and code in one":            {"4606203090785" + water, Error{Reason: ReasonGlued, At: 13}},
		"two packs":                          {aPack + aPack, Error{Reason: ReasonGlued, At: 29, Kind: KindTobaccoPack, GTIN: aPack[:14]}},
		"two check parts":                    {water + "\x1d93Abcd", Error{Reason: ReasonGlued, At: 39, Kind: KindUnit, GTIN: "04603460000786"}},
		"doubled separator":                  {strings.Replace(water, "\x1d", "\x1d\x1d", 1), Error{Reason: ReasonDoubleGS, At: 32, Kind: KindUnit, GTIN: "04603460000786"}},
		"separators spelled in small letters": {strings.Replace(water, "\x1d", "[gs]", 1),
			Error{Reason: ReasonCase, At: -1, Kind: KindUnit, GTIN: "04603460000786"}},
		"mark of the test contour inverted":    {"0104602220006549215OPfCMk\x1d93DgvZ", Error{Reason: ReasonCase, At: 25, Kind: KindUnit, GTIN: "04602220006549"}},
		"cameras or shoes with an article":     {"010460084026904721BxDJ)fD8.&jdm2406403\x1d91EE06\x1d92JZmRp7gT5Rhy7BQjaDAJI8bh1gef4GrJMr/hNKfKqB8=", Error{Reason: ReasonAmbiguous, At: -1, Kind: KindUnit, GTIN: "04600840269047"}},
		"layout switched in the middle":        {"0104603460000786215VWRЖкЗ--ЯаДж\x1d93иИьЩ", Error{Reason: ReasonCharacter, At: 22}},
		"fur cut off":                          {aFur[:19], Error{Reason: ReasonTruncated, At: 19, Kind: KindFur}},
		"month that does not exist":            {milk + "\x1d17261301", Error{Reason: ReasonIdentifier, At: 34, Kind: KindUnit, GTIN: "03041094787443"}},
		"unit without its first sign, GS lost": {"1046064185607212159ywEy93f1sy", Error{Reason: ReasonTruncated, At: 0, GTIN: "10460641856072"}},
		"three barcodes as long as a pack":     {"46198488" + "46198488" + "4606203090785", Error{Reason: ReasonUnknown, At: -1}},
		"more than any scan holds":             {strings.Repeat("0", maxRaw+1), Error{Reason: ReasonUnknown, At: -1}},
	} {
		got, err := Parse(tt.raw)
		if err == nil || *err.(*Error) != tt.want {
			t.Errorf("%s: %q\n got %+v, %+v\nwant %+v", name, tt.raw, got, err, tt.want)
		}
	}
}

// TestRussianLayoutAsItLies spells the keys out, apart from the table in the code.
func TestRussianLayoutAsItLies(t *testing.T) {
	for typed, want := range map[string]string{
		"ёйцукенгшщзхъфывапролджэячсмитьбю.": "`qwertyuiop[]asdfghjkl;'zxcvbnm,./",
		"ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,": "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?",
		"№;:?/Ё":                       "#$^&|~",
		"ъв20104602220006549215щзАсьЛ": "]d20104602220006549215opFcmK",
		"(Й!%*-_+=)0123456789":         "(Q!%*-_+=)0123456789",
	} {
		if got, ok := toLatin(typed); !ok || got != want {
			t.Errorf("%q: got %q %v, want %q", typed, got, ok, want)
		}
	}
	for _, mixed := range []string{"йq", "Qй", "йé", "й\xff"} {
		if got, ok := toLatin(mixed); ok {
			t.Errorf("%q passed as %q", mixed, got)
		}
	}
	got := parse(t, "ъв20104602220006549215щзАсьЛхПЫъ93вПМя\r")
	if got.Full != "0104602220006549215opFcmK\x1d93dGVz" || !got.Restored {
		t.Errorf("typed scan: %+v", got)
	}
}

func TestOptions(t *testing.T) {
	doubled := strings.Replace(water, "\x1d", "\x1d\x1d", 1)
	got, err := ParseWith(doubled, Options{DoubleGS: CollapseDoubleGS})
	if err != nil || got.Full != water || !got.Restored {
		t.Errorf("doubled separator collapsed: %+v, %v", got, err)
	}
	label := "2312345012340"
	for mask, want := range map[string]Code{
		NoWeightMask:                  {Kind: KindBarcode, Full: label, GTIN: "0" + label},
		"22PPPPPWWWWWC":               {Kind: KindBarcode, Full: label, GTIN: "0" + label},
		"22PPPPPWWWWWC 23PPPPPKKKKKC": {Kind: KindWeight, Full: label, GTIN: "0" + label, PLU: "12345", Price: 1234},
		"23PPPPWWWWWWC":               {Kind: KindWeight, Full: label, GTIN: "0" + label, PLU: "1234", Weight: 501234},
	} {
		got, err := ParseWith(label, Options{WeightMask: mask})
		if bad := CheckWeightMask(mask); err != nil || got != want || bad != nil {
			t.Errorf("mask %q: got %+v, %v, %v\nwant %+v", mask, got, err, bad, want)
		}
	}
	for _, mask := range []string{"22", "22PPPPPWWWWW?", "22PPPPPGGGGGC", "22??????????C", "22PPPPP?????C"} {
		if CheckWeightMask(mask) == nil {
			t.Errorf("mask %q passed", mask)
		}
	}
}

func TestPackPricesOfThePublishedSamples(t *testing.T) {
	for signs, want := range map[string]int64{"ABVU": 8100, "ACVU": 14500, "ADI8": 19900, "ABm8": 9500, "ADvo": 23000,
		"ADD8": 19500, "ABBU": 6500, "ACW.": 14630, "AAAA": 0, "AQDP": 102655} {
		if got, ok := PackPrice(signs); got != want || !ok {
			t.Errorf("%s: got %d %v, want %d", signs, got, ok, want)
		}
	}
	for _, signs := range []string{"", "ABV", "ABVUU", "AB)U", "AB\x1dU"} {
		if _, ok := PackPrice(signs); ok {
			t.Errorf("%q passed for a price", signs)
		}
	}
}

func TestTag1162OfThePublishedSamples(t *testing.T) {
	for want, c := range map[string]Code{
		"45 08 00 00 02 C0 EE D8": parse(t, "46198488"),
		"45 0D 04 30 77 19 57 61": parse(t, "4606203090785"),
		"49 0E 0D 47 9D 66 52 D2": parse(t, "14601234567890"),
		"44 4D 04 2F 1F 96 81 78 4A 67 58 4A 35 2E 54 31 31 32 30 30 30": parse(t, "010460043993125621JgXJ5.T\x1d8005112000\x1d93Abcd"),
		"44 4D 04 2F F7 5C 76 70 4E 34 4E 35 37 52 53 43 42 55 5A 54 51": parse(t, "010460406000600021N4N57RSCBUZTQ\x1d2403004002910161218\x1d1724010191ffd0\x1d92tIAF/YVoU4roQS3M/m4z78yFq0fc/WsSmLeX5QkF/YVWwy8IMYAeiQ91Xa2z/fFSJcOkb2N+uUUmfr4n0mOX0Q=="),
		"44 4D 00 00 02 C0 EE D8 58 3F 69 6F 2B 71 43 41 42 6D 38 20 20": parse(t, "00000046198488X?io+qCABm8wAYa"),
		"44 4D 02 A3 35 81 69 D5 51 52 59 59 33 2A 34 46 4E 3B 72 41 4F": {Kind: KindUnit, GTIN: "02900000598485", Serial: "QRYY3*4FN;rAO"},
		"44 4D 04 36 03 89 39 FC 43 4D 4B 34 35 42 72 68 4E 30 57 4C 66": {Kind: KindUnit, GTIN: "04630034070012", Serial: "CMK45BrhN0WLf"},
		"52 46" + spaced(aFur):                             parse(t, aFur),
		"C5 14" + spaced("NU5DBKYDOT17ID980726019"):        parse(t, "22N00002NU5DBKYDOT17ID980726019019608CW1A4XR5EJ7JKFX50FHHGV92ZR2GZRZ"),
		"C5 1E" + spaced("13622200000972"):                 {Kind: KindEGAIS3, Full: "136222000009720717001" + strings.Repeat("A", 129)},
		"45 41 00 00 A1 89 36 9E":                          {Full: "2710124190"},
		"00 00" + spaced("012345678901234567890123456789"): {Full: "0123456789012345678901234567890123"},
	} {
		if got := Tag1162(c); strings.ReplaceAll(want, " ", "") != strings.ToUpper(hex.EncodeToString(got)) {
			t.Errorf("%q:\n got % X\nwant %s", c.Full, got, want)
		}
	}
	for kind := KindNone; kind <= KindLink; kind++ {
		if got := Tag1162(Code{Kind: kind}); len(got) > tag1162Most { // must not fail either
			t.Errorf("kind %d without text: % X", kind, got)
		}
	}
}

func spaced(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }

func TestMaskedHidesTheCheckPart(t *testing.T) {
	for raw, want := range map[string]string{
		water:                                   water[:31] + hidden,
		block:                                   block[:25] + hidden,
		aPack:                                   aPack[:21] + hidden,
		clothes:                                 clothes[:31] + hidden,
		aFur:                                    aFur,
		strings.ReplaceAll(clothes, "\x1d", ""): clothes[:31] + hidden,
		typedRussian(water):                     water[:31] + hidden,
		water[:len(water)-1]:                    water[:24] + hidden + "(37)",
		typedRussian(strings.ReplaceAll(water+"zz", "\x1d", "")): water[:24] + hidden + "(55)",
		clothes[:38]:       clothes[:31] + hidden,
		aPack[:27]:         aPack[:21] + hidden + "(27)",
		"4606203090785":    "4606203090785",
		"93dGVzdGgUDZ\x1d": "93dG" + hidden + "(13)",
		"":                 hidden + "(0)",
		"\x00\xff\xfe\xd0": hidden + "(4)",
		"https://id.example.org/01/04606203090785/21/5abc/93/dGVz":             "https://id.example.org/" + hidden,
		"22N00002NU5DBKYDOT17ID980726019019608CW1A4XR5EJ7JKFX50FHHGV92ZR2GZRZ": "22N00002NU5DBKYDOT17" + hidden,
	} {
		if got := Masked(raw); got != want {
			t.Errorf("%q: got %q, want %q", raw, got, want)
		}
	}
	for _, e := range valid(t) {
		if len(e.Check) < 4 {
			continue
		}
		for n := len(e.Cis) + 1; n <= len(e.Full); n++ {
			if got := Masked(e.Full[:n]); len(strings.TrimSuffix(got, hidden)) > len(e.Cis)+len("***(99)") || strings.Contains(got, e.Check) {
				t.Errorf("%q: masked as %q", e.Full[:n], got)
			}
		}
	}
}

func TestGTIN14(t *testing.T) {
	for barcode, want := range map[string]string{"46198488": "00000046198488", "4606203090785": "04606203090785",
		"036000291452": "00036000291452", "14601234567890": "14601234567890"} {
		if got, ok := GTIN14(barcode); got != want || !ok {
			t.Errorf("%s: got %q %v, want %q", barcode, got, ok, want)
		}
	}
	for _, barcode := range []string{"", "46198489", "4606203090786", "460620309078", "46062030907851", "0000000000000", "460620309078x", "١٢٣٤"} {
		if got, ok := GTIN14(barcode); ok {
			t.Errorf("%q passed as %q", barcode, got)
		}
	}
}

func TestFormNamesTheGroupsThatACodeMayBelongTo(t *testing.T) {
	for _, tt := range []struct {
		raw string
		id  int
		may bool
	}{{water, 13, true}, {water, 8, false}, {milk, 8, true}, {milk, 13, false}, {shoes, 2, true}, {clothes, 1, true}, {clothes, 2, true},
		{aPack, 3, true}, {aPack, 16, true}, {aPack, 8, false}, {block, 3, true}, {aFur, 14, true}, {aFur, 1, false}, {water, 999, true}} {
		if got := parse(t, tt.raw).MayBeGroup(tt.id); got != tt.may {
			t.Errorf("%q, group %d: got %v", tt.raw, tt.id, got)
		}
	}
}

func TestFieldsShowWhereEveryPieceStands(t *testing.T) {
	show := func(text string) (s string) {
		for f := range Fields(text) {
			s += "|" + f.Name + ":" + f.AI + ":" + f.Value
		}
		return s
	}
	for text, want := range map[string]string{
		milk + "\x1d3103000353": "|gtin:01:03041094787443|serial:21:5Qbag!|check:93:Zjqw|weight:3103:000353",
		aPack:                   "|gtin::04606203098026|serial::4!2zVAA|price::ADD8|check::JV/x",
		block:                   "|gtin:01:04610136280571|serial:21:%008iVk|block_price:8005:180000|check:93:dGVz",
		milk + "\x1d88dGVz":     "|gtin:01:03041094787443|serial:21:5Qbag!|check:93:Zjqw|rest::88dGVz",
		"4606203090785":         "|code::4606203090785",
		"":                      "",
	} {
		if got := show(text); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	if got := parse(t, block).Field("8005"); got != "180000" {
		t.Errorf("block price: got %q", got)
	}
}

func TestEveryReasonHasItsSentences(t *testing.T) {
	for _, language := range []string{"ru", "en"} {
		path := "../../assets/translations/" + language + ".json"
		words := map[string]string{}
		for _, p := range []string{path} {
			b, err := os.ReadFile(p)
			if os.IsNotExist(err) {
				continue // merged into the language's file
			}
			if err == nil {
				err = json.Unmarshal(b, &words)
			}
			if err != nil {
				t.Fatalf("%s: %v", p, err)
			}
		}
		for _, r := range []Reason{ReasonEmpty, ReasonUnknown, ReasonTruncated, ReasonNoCheck, ReasonCheckDigit, ReasonCharacter, ReasonGlued,
			ReasonAmbiguous, ReasonDoubleGS, ReasonCase, ReasonTail, ReasonIdentifier} {
			for _, key := range []string{"marking." + string(r), "marking." + string(r) + ".do"} {
				if words[key] == "" {
					t.Errorf("%s: no sentence %q", language, key)
				}
			}
		}
	}
}
