package scandoctor

import (
	"slices"
	"strings"
	"testing"

	"dobro/device/scanner"
	"dobro/internal/marking"
)

const (
	milk  = "0104670540176099215NN*cM\x1d93dGVz"
	water = "0104600266011725215sT5:Ab!x&?Q1\x1d93Zjqw"
	shirt = "0104630726321651215a0cGXmjtLjxb\x1d91EE12\x1d92lFBvJUaWv6uayEvcOEBE6q/Rlg8WDCxojleoRlHA+uE="
	pack  = "04601653035829H;vE)bFABBUdGVz"
	port  = "COM3"
	keys  = scanner.SourceWedge
)

func lost(code string) string { return strings.ReplaceAll(code, "\x1d", "") }

// typed is what the Russian layout makes of a code.
func typed(code string) string {
	const from = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?&"
	const to = "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,?"
	keys := []rune(to)
	var b strings.Builder
	for _, r := range code {
		if i := strings.IndexRune(from, r); i >= 0 {
			r = keys[i]
		}
		b.WriteRune(r)
	}
	return b.String()
}

func found(d Diagnosis) string {
	var names []string
	for _, f := range d.Findings {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestEveryFaultOfAScannerIsNamed(t *testing.T) {
	for _, c := range []struct {
		name   string
		raw    string
		source string
		want   string // findings, gravest first
		read   bool
		grade  Level
	}{
		{"a good code over a port", water, port, "fine gs_good", true, Good},
		{"a good code with its line end", water + "\r\n", port, "fine gs_good ending", true, Good},
		{"a good code with its symbology prefix", "]d2" + water, port, "fine gs_good aim", true, Good},
		{"FNC1 in front", "\x1d" + water, port, "fine gs_good", true, Good},
		{"a short check part typed by a keyboard scanner", water, keys, "no_aim fine gs_good", true, Tip},
		{"a long check part typed by a keyboard scanner", shirt, keys, "fine gs_good", true, Good},
		{"a tobacco pack has no separators to lose", pack, port, "test_key", true, Note},
		{"a code of the test contour", milk, port, "test_key gs_good", true, Note},

		{"no separators at all, by a port", lost(shirt), port, "gs_lost", true, Note},
		{"no separators at all, by a keyboard", lost(shirt), keys, "gs_lost use_port", true, Note},
		{"one separator of two", strings.Replace(shirt, "\x1d", "", 1), port, "gs_partly", true, Note},
		{"separators as bars", strings.ReplaceAll(shirt, "\x1d", "|"), port, "gs_spelled", true, Note},
		{"separators spelled out", strings.ReplaceAll(shirt, "\x1d", "<GS>"), keys, "gs_spelled use_port", true, Note},
		{"separators twice", strings.ReplaceAll(shirt, "\x1d", "\x1d\x1d"), port, "gs_double", false, Bad},

		{"the Russian layout", typed(shirt), keys, "layout gs_good use_port", true, Note},
		{"the Russian layout without separators", typed(lost(shirt)), keys, "gs_lost layout use_port", true, Note},
		{"letters of both layouts", strings.Replace(shirt, "GX", "ПЧ", 1), keys, "layout_mixed use_port", false, Bad},
		{"Caps Lock, proved by the symbology prefix", "]D2" + swap(water), keys, "caps aim gs_good use_port", true, Note},

		{"a prefix", "##" + shirt, port, "prefix gs_good", true, Note},
		{"a suffix", shirt + "##", port, "suffix gs_good", true, Note},
		{"two codes at once", water + water, port, "two_codes", false, Bad},
		{"two codes in two lines", water + "\r\n" + shirt, port, "two_codes", false, Bad},
		{"a code broken off", water[:22], port, "truncated", false, Bad},
		{"a code without its check part", water[:31] + "\x1d", port, "no_check_part", false, Bad},
		{"a wrong digit", strings.Replace(water, "0104600", "0104601", 1), port, "check_digit", false, Bad},
		{"nothing", "\r\n", port, "empty", false, Bad},
		{"a word", "hello", port, "unknown", false, Bad},
		{"a strange sign", strings.Replace(water, "Ab", "Aб", 1), port, "layout_mixed", false, Bad},
		{"a control character inside", strings.Replace(water, "Ab", "A\x1eb", 1), port, "bad_sign", false, Bad},

		{"a barcode instead of the square code", "4606203090785", port, "barcode", true, Note},
		{"a label of the scales", "2312345012340", port, "fine weight", true, Good},
		{"a transport code", "00123456789012345675", port, "transport", true, Bad},
		{"a link", "https://example.com/q", port, "link", true, Bad},
		{"a symbol without FNC1", "]d1" + water, port, "plain_matrix gs_good", true, Note},
		{"a set-up command of another maker", "~KBDCAS1.", port, "set_up", false, Bad},
		{"a set-up command in the other form", "@SETUPE1", keys, "set_up", false, Bad},

		{"the square test code", TestMatrix, port, "fine_test gs_good", true, Good},
		{"the other test code", TestEAN, port, "fine_test", true, Good},
		{"the square test code with Caps Lock, which only a known code shows", swap(TestMatrix), keys, "caps gs_good use_port", false, Bad},
		{"the square test code under the Russian layout", typed(TestMatrix), keys, "layout no_aim gs_good use_port", true, Note},
		{"the square test code without its separator", lost(TestMatrix), port, "gs_lost", true, Note},
		{"the square test code with a prefix of many signs", "SCANNER:" + TestMatrix, port, "unknown prefix gs_good", false, Bad},
	} {
		d := Diagnose(c.raw, c.source)
		names := strings.Fields(found(d))
		want := strings.Fields(c.want)
		slices.Sort(names)
		slices.Sort(want)
		if !slices.Equal(names, want) || d.Read() != c.read || d.Grade() != c.grade {
			t.Errorf("%s: %q from %s\n got  %q, read %v (%s), grade %d\n want %q, read %v, grade %d",
				c.name, c.raw, c.source, found(d), d.Read(), d.Reason, d.Grade(), c.want, c.read, c.grade)
		}
		for i := 1; i < len(d.Findings); i++ {
			if rank(d.Findings[i]) < rank(d.Findings[i-1]) {
				t.Errorf("%s: %q is not sorted by gravity", c.name, found(d))
			}
		}
	}
}

func coloured(d Diagnosis) string {
	var b strings.Builder
	for _, c := range d.Cells {
		switch {
		case c.Control:
			b.WriteString("<" + c.Text + ">")
		case c.Field < 0:
			b.WriteString(c.Text)
		default:
			b.WriteByte("abcdefgh"[c.Field])
		}
	}
	return b.String()
}

func TestEverySignHasTheColourOfItsField(t *testing.T) {
	for _, c := range []struct {
		name, raw, want string
	}{
		{"a good code", milk, "aaaaaaaaaaaaaaaabbbbbbbb<GS>cccccc"},
		{"a good code between a prefix and a line end", "]d2" + milk + "\r", "]d2aaaaaaaaaaaaaaaabbbbbbbb<GS>cccccc<CR>"},
		{"a code that lost its separator", lost(water), "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbcccccc"},
		{"a separator spelled out", strings.ReplaceAll(milk, "\x1d", "{GS}"), "aaaaaaaaaaaaaaaabbbbbbbb{GS}cccccc"},
		{"the Russian layout, two bytes a sign", typed(milk), "aaaaaaaaaaaaaaaabbbbbbbb<GS>cccccc"},
		{"Caps Lock", "]D2" + swap(milk), "]D2aaaaaaaaaaaaaaaabbbbbbbb<GS>cccccc"},
		{"a pack", pack, "aaaaaaaaaaaaaabbbbbbbccccdddd"},
		{"a code broken off", milk[:22], "aaaaaaaaaaaaaaaabbbbbb"},
		{"two codes", milk + water, "aaaaaaaaaaaaaaaabbbbbbbb<GS>ccccccddddddddddddddddddddddddddddddd<GS>dddddd"},
		{"two codes in two lines", milk + "\r\n" + pack, "aaaaaaaaaaaaaaaabbbbbbbb<GS>cccccc<CR><LF>ddddddddddddddddddddddddddddd"},
		{"a byte that is no text", "\xff\x01", "<FF><01>"},
	} {
		if got := coloured(Diagnose(c.raw, port)); got != c.want {
			t.Errorf("%s: %q\n got  %s\n want %s", c.name, c.raw, got, c.want)
		}
	}
}

func TestTheFindingSaysWhichSign(t *testing.T) {
	for _, c := range []struct {
		name, raw, finding, want string
	}{
		{"a separator spelled out", strings.ReplaceAll(shirt, "\x1d", "|"), "gs_spelled", "|"},
		{"a control character", strings.Replace(water, "Ab", "A\x1eb", 1), "bad_sign", "<RS>"},
		{"a prefix", "##" + shirt, "prefix", "##"},
		{"a line end", shirt + "\t", "ending", "<TAB>"},
	} {
		d := Diagnose(c.raw, port)
		i := slices.IndexFunc(d.Findings, func(f Finding) bool { return f.Name == c.finding })
		if i < 0 || len(d.Findings[i].Args) < 2 || d.Findings[i].Args[1] != c.want {
			t.Errorf("%s: %q gives %+v, want %s with %q", c.name, c.raw, d.Findings, c.finding, c.want)
		}
	}
}

func TestThePlaceOfAStrangeSignIsCountedInSigns(t *testing.T) {
	d := Diagnose(strings.Replace(water, "Ab", "A\x1eb", 1), port)
	if d.Findings[0].Name != "bad_sign" || d.Findings[0].Args[3] != strings.Index(water, "b!")+1 {
		t.Errorf("got %+v, want the sign at %d", d.Findings, strings.Index(water, "b!")+1)
	}
}

func TestTheTestCodesAreGoodAndNeverSold(t *testing.T) {
	code, err := marking.Parse(TestMatrix)
	if err != nil || code.Kind != marking.KindUnit || code.Restored || !code.TestKey {
		t.Errorf("square code: %#v, %v", code, err)
	}
	ean, err := marking.Parse(TestEAN)
	if err != nil || ean.Kind != marking.KindBarcode || ean.GTIN != code.GTIN {
		t.Errorf("barcode: %#v, %v, want the GTIN %s", ean, err, code.GTIN)
	}
	if !strings.HasPrefix(TestEAN, "952") {
		t.Errorf("%s is not a number kept for demonstrations", TestEAN)
	}
}

func FuzzDiagnose(f *testing.F) {
	for _, s := range []string{milk, shirt, pack, typed(shirt), swap(TestMatrix), "##" + TestMatrix + "\r\n", "]d2\x1d" + water, "~KBDCAS1.", "", "\xff\xfe",
		TestEAN + TestEAN, strings.ReplaceAll(shirt, "\x1d", "\x1d\x1d"), "01095212345432132"} {
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, raw string, wedge bool) {
		source := port
		if wedge {
			source = keys
		}
		d := Diagnose(raw, source)
		if len(d.Findings) == 0 {
			t.Errorf("%q: nothing is said about it", raw)
		}
		for _, c := range d.Cells {
			if c.Text == "" || c.Field < -1 || c.Field >= len(d.Fields) {
				t.Errorf("%q: cell %+v of %d fields", raw, c, len(d.Fields))
			}
		}
		a, ok := Learn([]string{raw, TestEAN})
		if bare, _, off := a.Strip(raw); ok && off && bare == "" {
			t.Errorf("%q: nothing is left behind %+v", raw, a)
		}
	})
}
