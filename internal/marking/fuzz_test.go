package marking

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// seeds are the samples, and forms that once broke something or nearly did.
func seeds(f *testing.F) {
	for _, s := range lines[sample](f, "testdata/codes.jsonl") {
		f.Add(s.Code)
		f.Add(strings.ReplaceAll(s.Code, "\x1d", ""))
		f.Add(strings.ReplaceAll(s.Code, "\x1d", "[GS]"))
		f.Add(typedRussian("]d2" + s.Code))
	}
	for _, s := range found(f) {
		f.Add(s)
	}
	for _, s := range []string{"", "]", "]d", "]d2", "\x1d", "01", "0", "21", "00", "02", "RU-", "http://", "è", "№", "<FNC1>",
		"1046064185607212159ywEy93f1sy", "104603452021302215.!Xx93aBcD",
		"0104603011350032215x--In/800596930893", "0104605893156689215Jl:&)93mJEe01046058931566",
		"04606203090785462030907854620", "https://example.org/01/04606203090785/21/5abc?x=\x1d93",
		"010460620309078\x1d215abcdef\x1d93dGVz", "21N4N57RSCBUZTQ\x1d0104604060006000\x1d91ffd0\x1d92"} {
		f.Add(s)
	}
}

// found are inputs that fuzzing found worth keeping because each goes a way through the parser that no other goes.
func found(tb testing.TB) (raws []string) {
	tb.Helper()
	b, err := os.ReadFile("testdata/fuzz-corpus.txt")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		raw, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			tb.Fatalf("testdata/fuzz-corpus.txt: %q: %v", line, err)
		}
		raws = append(raws, raw)
	}
	return raws
}

// sound fails when an accepted code breaks one of its promises.
func sound(t *testing.T, raw string, c Code) {
	t.Helper()
	if c.GTIN != "" && (len(c.GTIN) != 14 || CheckDigit(c.GTIN[:13]) != c.GTIN[13]) {
		t.Fatalf("%q: GTIN %q has a wrong check digit", raw, c.GTIN)
	}
	if c.Kind == KindNone || c.Full == "" {
		t.Fatalf("%q: accepted as nothing: %#v", raw, c)
	}
	if strings.ContainsRune(c.Cis, GS) || strings.HasPrefix(c.Full, "\x1d") || strings.HasSuffix(c.Full, "\x1d") {
		t.Fatalf("%q: stray separators: %#v", raw, c)
	}
	if c.Kind.Marked() && (c.Cis == "" || !all(c.Cis, isSet82) || len(c.Full) <= len(c.Cis) && c.Kind != KindFur) {
		t.Fatalf("%q: marked code without identification or check part: %#v", raw, c)
	}
	if c.Kind == KindUnit || c.Kind == KindTobaccoBlock {
		if c.Cis != "01"+c.GTIN+"21"+c.Serial || len(c.Serial) > maxSerial || len(c.Check) < 4 {
			t.Fatalf("%q: parts do not make the whole: %#v", raw, c)
		}
	}
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw string) {
		masked := Masked(raw)
		if len(masked) > 220 {
			t.Fatalf("%q: masked form %q is too long", raw, masked)
		}
		for i := 0; i < len(masked); i++ {
			if masked[i] < 0x20 || masked[i] > 0x7e {
				t.Fatalf("%q: masked form %q does not fit a log line", raw, masked)
			}
		}
		c, err := Parse(raw)
		if err != nil {
			e, ok := err.(*Error)
			if !ok || e.Reason == "" || e.At >= len(raw)+1 || c != (Code{}) {
				t.Fatalf("%q: refusal %#v with %#v", raw, err, c)
			}
			return
		}
		sound(t, raw, c)
		if c.Kind == KindLink {
			return
		}
		if got := c.Format(); got != c.Full {
			t.Fatalf("%q: full %q formats to %q", raw, c.Full, got)
		}
		again, err := Parse(c.Full)
		again.Restored = c.Restored
		if err != nil || again != c {
			t.Fatalf("%q: parsed once %#v\nparsed again %#v, %v", raw, c, again, err)
		}
		Tag1162(c)
	})
}

func FuzzOptions(f *testing.F) {
	f.Add("2212345012343", "2?PPPPPWWWWWC", uint8(1))
	f.Add("22123453", "22PPPKKC 2?PPPPPWWWWWC", uint8(0))
	f.Add("010290000032304921BxDJ)fD8.&jdm\x1d\x1d91003A\x1d92", "-", uint8(1))
	f.Fuzz(func(t *testing.T, raw, mask string, policy uint8) {
		c, err := ParseWith(raw, Options{WeightMask: mask, DoubleGS: DoubleGS(policy)})
		if err == nil {
			sound(t, raw, c)
		}
		CheckWeightMask(mask)
	})
}

func FuzzFields(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for p := range Fields(text) {
			if p.Start != at || p.ValueAt != at+len(p.AI) || text[p.ValueAt:p.End] != p.Value || text[at:p.ValueAt] != p.AI {
				t.Fatalf("%q: field %+v does not follow on byte %d", text, p, at)
			}
			at = p.End
			if p.Separated {
				at++
			}
		}
		if at != len(text) {
			t.Fatalf("%q: fields end at byte %d", text, at)
		}
	})
}
