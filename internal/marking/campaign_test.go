package marking

import (
	"fmt"
	"strings"
	"testing"
)

// campaign counts what becomes of mangled reads. A wrong code of identification is the one failure; what is refused only
// costs a second scan.
type campaign struct {
	t                       *testing.T
	name                    string
	same, repaired, refused int
	other                   int // read as something that is not sold by its code: a barcode of digits, a box
	reasons                 map[Reason]int
}

func newCampaign(t *testing.T, name string) *campaign {
	return &campaign{t: t, name: name, reasons: map[Reason]int{}}
}

// try reads a mangled form of want and fails on any other identification.
func (c *campaign) try(raw string, want Code) {
	c.t.Helper()
	got, err := Parse(raw)
	c.count(raw, want, got, err)
}

// count judges what a read of want was taken for.
func (c *campaign) count(raw string, want, got Code, err error) {
	c.t.Helper()
	switch {
	case err != nil:
		c.refused++
		c.reasons[err.(*Error).Reason]++
	case got.Kind == KindTransport && got.Cis == want.Cis: // not sold by the piece, whatever it was
		c.other++
	case got.Cis == "":
		if got.Kind != KindBarcode && got.Kind != KindWeight {
			c.t.Errorf("%s: %q made of %q was read as kind %d", c.name, raw, want.Full, got.Kind)
		}
		c.other++
	case got.Cis != want.Cis || got.Kind != want.Kind || got.GTIN != want.GTIN:
		c.t.Errorf("%s: WRONG ACCEPTANCE\n  of %q\nmade of %q\nread as %#v", c.name, raw, want.Full, got)
	case got.Restored:
		c.repaired++
	default:
		c.same++
	}
}

func (c *campaign) report() {
	c.t.Helper()
	n := c.same + c.repaired + c.refused + c.other
	if n == 0 {
		c.t.Fatalf("%s: nothing was tried", c.name)
	}
	share := func(k int) string { return fmt.Sprintf("%d (%.1f %%)", k, 100*float64(k)/float64(n)) }
	c.t.Logf("%-44s %6d reads: as is %s, repaired %s, refused %s, not for sale %s; wrong 0 %v", c.name, n, share(c.same), share(c.repaired),
		share(c.refused), share(c.other), c.reasons)
}

func TestLostSeparatorsNeverGiveAWrongCode(t *testing.T) {
	c := newCampaign(t, "every set of lost separators")
	for _, want := range withForms(t) {
		for _, raw := range lostSeparators(want.Full) {
			c.try(raw, want)
			got, err := Parse(raw)
			if err == nil && got.Full != want.Full && !strings.Contains(want.Full, "\x1d8005") {
				t.Errorf("%q: full code is %q, want %q", raw, got.Full, want.Full)
			}
			if all := strings.ReplaceAll(want.Full, "\x1d", ""); raw == all && raw != want.Full && err == nil && !got.Restored {
				t.Errorf("%q: put right without saying so", raw)
			}
		}
	}
	c.report()
}

func TestPrefixesAndSuffixesNeverGiveAWrongCode(t *testing.T) {
	prefixes := []string{"", "]d2", "]d1", "]C1", "]Q3", "]Q1", "\x1d", "]d2\x1d", "\xe8", "è", "<FNC1>", "[GS]", "{GS}", "<GS>", `\x1d`, `\u001d`, "~1",
		"\x02", " ", "\t", "A", "SCAN", "*", "d2", "C1", "#", "\ufeff"}
	suffixes := []string{"", "\r", "\n", "\r\n", "\t", "\x1d", "\x1d\r\n", "\x03", " ", "\x00", "#", "[GS]", "<GS>", "\x04\r"}
	c, lost := newCampaign(t, "prefixes and suffixes"), newCampaign(t, "prefixes and suffixes, separators lost")
	for _, want := range withForms(t) {
		for _, p := range prefixes {
			for _, s := range suffixes {
				c.try(p+want.Full+s, want)
				lost.try(p+strings.ReplaceAll(want.Full, "\x1d", "")+s, want)
			}
		}
	}
	c.report()
	lost.report()
}

func TestSpelledSeparatorsAreRead(t *testing.T) {
	c := newCampaign(t, "spelled separators")
	for _, want := range withForms(t) {
		if !want.Kind.Marked() || !strings.Contains(want.Full, "\x1d") {
			continue
		}
		for _, w := range []string{"[GS]", "<GS>", "{GS}", "<GS> ", `\x1d`, `\u001d`, `\x001d`, "<FNC1>", "~", "|", "#", "~1", "è", "\xe8", "^]"} {
			raw := strings.ReplaceAll(want.Full, "\x1d", w)
			c.try(raw, want)
			if got, err := Parse(raw); err != nil || got.Full != want.Full {
				t.Errorf("separator spelled %q: %q\n got %q, %v\nwant %q", w, raw, got.Full, err, want.Full)
			}
			c.try("]d2"+w+raw+w, want)
			for i := range strings.Count(raw, w) { // one of them lost
				parts := strings.SplitAfter(raw, w)
				parts[i] = strings.TrimSuffix(parts[i], w)
				c.try(strings.Join(parts, ""), want)
			}
		}
	}
	c.report()
}

// oneLayout tells whether s has no letter that shows the layout.
func oneLayout(s string) bool {
	return typedRussian(s) == s || layoutOpen(s) || !strings.ContainsFunc(typedRussian(s), russianRune)
}

func TestRussianLayoutNeverGivesAWrongCode(t *testing.T) {
	c := newCampaign(t, "Russian layout")
	lost := newCampaign(t, "Russian layout, separators lost")
	half := newCampaign(t, "layout switched half way")
	for _, want := range withForms(t) {
		for _, s := range []string{"", "\r", "\x1d"} {
			for _, p := range []string{"", "]d2", "[GS]"} {
				c.try(typedRussian(p+want.Full)+s, want)
				c.try(typedRussian(p+strings.ReplaceAll(want.Full, "\x1d", "[GS]"))+s, want)
				c.try(typedRussian(p+strings.ReplaceAll(want.Full, "\x1d", "|"))+s, want)
				lost.try(typedRussian(p+strings.ReplaceAll(want.Full, "\x1d", ""))+s, want)
			}
		}
		if got, err := Parse(typedRussian(want.Full)); want.Kind.Marked() && (err != nil || got.Full != want.Full || !got.Restored) {
			t.Errorf("%q typed under the Russian layout: %+v, %v", want.Full, got, err)
		}
		for at := 1; at < len(want.Full); at++ {
			if oneLayout(want.Full[:at]) || oneLayout(want.Full[at:]) {
				continue // no letter on one side: this is what a whole scan of another code looks like
			}
			half.try(want.Full[:at]+typedRussian(want.Full[at:]), want)
			half.try(typedRussian(want.Full[:at])+want.Full[at:], want)
		}
	}
	c.report()
	lost.report()
	half.report()
}

func TestInvertedLetterCaseIsRecognisedWhereItShows(t *testing.T) {
	proved := newCampaign(t, "Caps Lock, symbology prefix sent")
	folded := newCampaign(t, "all capitals or all small, long check part")
	bare, twins := newCampaign(t, "Caps Lock, no prefix"), 0
	for _, want := range withForms(t) {
		for _, raw := range lostSeparators(want.Full) {
			proved.try(invert("]d2"+raw), want)
			proved.try(typedRussian(invert("]d2"+raw)), want)
		}
		if len(want.Check) >= 44 {
			for _, raw := range []string{strings.ToUpper(want.Full), strings.ToLower(want.Full)} {
				folded.try(raw, want)
				if got, err := Parse(raw); err == nil {
					t.Errorf("%q in one case was read as %+v", raw, got)
				}
			}
		}
		turned := invert(want.Full)
		got, err := Parse(turned)
		if err == nil && got.Cis == invert(want.Cis) && got.Cis != want.Cis {
			// Codes of these shapes are as good one way round as the other: only the keyboard or the symbology prefix
			// can tell. The hardware scan codes of the wedge and the serial mode keep this from happening.
			twins++
			if want.Kind == KindTobaccoPack || want.TestKey {
				t.Errorf("%q: the inverted case shows and was not noticed: %+v", turned, got)
			}
			continue
		}
		bare.try(turned, want)
		if want.Kind == KindTobaccoPack && (err != nil || got.Full != want.Full || !got.Restored) {
			t.Errorf("%q: the price proves the case: %+v, %v", turned, got, err)
		}
	}
	proved.report()
	folded.report()
	bare.report()
	t.Logf("Caps Lock, no prefix: %d codes are as valid inverted as not", twins)
}

func TestTwoReadsAreNeverTakenForOne(t *testing.T) {
	c := newCampaign(t, "two reads as one")
	codes := withForms(t)
	for i, want := range codes {
		other := codes[(i+7)%len(codes)]
		bare := strings.ReplaceAll(want.Full, "\x1d", "")
		for _, glue := range []string{"", "\r\n", "\x1d", " ", "]d2", "\x1d\x1d", "[GS]"} {
			for _, raw := range []string{want.Full + glue + want.Full, bare + glue + bare, want.Full + glue + other.Full,
				want.Full + glue + other.Full + "\r", bare + glue + want.Full} {
				c.try(raw, want)
				if got, err := Parse(raw); err == nil {
					t.Errorf("%q was read as one: %+v", raw, got)
				}
			}
		}
		for cut := 1; cut < len(want.Full); cut++ { // a read with a piece of itself behind or before it
			c.try(want.Full+want.Full[:cut], want)
			c.try(bare+want.Full[:cut], want)
		}
	}
	c.report()
}

func TestTruncatedReadsAreNeverTakenForOtherCodes(t *testing.T) {
	end, front, both := newCampaign(t, "cut at every length"), newCampaign(t, "beginning lost"), newCampaign(t, "cut at every length, any separators lost")
	for _, want := range withForms(t) {
		for n := 1; n < len(want.Full); n++ {
			end.try(want.Full[:n], want)
			end.try(want.Full[:n]+"\r\n", want)
			front.try(want.Full[n:], want)
		}
		for _, raw := range lostSeparators(want.Full)[1:] {
			for n := 1; n < len(raw); n++ {
				both.try(raw[:n], want)
				front.try(raw[n:], want)
			}
		}
	}
	end.report()
	front.report()
	both.report()
}
