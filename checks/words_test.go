package checks

import (
	"io/fs"
	"strings"
	"testing"

	"dobro/assets"
	"dobro/internal/marking"
)

// parts shows the sentences under the names that lang.Load reads.
type parts struct{}

func (parts) Open(name string) (fs.File, error) {
	return assets.Files.Open("translations/" + name)
}

func TestEveryReasonHasItsSentencesInBothLanguages(t *testing.T) {
	ru, en := words(t, "ru"), words(t, "en")
	var keys []string
	for code := range tableOrder {
		keys = append(keys, string(code))
	}
	for _, r := range []marking.Reason{
		marking.ReasonEmpty, marking.ReasonUnknown, marking.ReasonTruncated, marking.ReasonNoCheck, marking.ReasonCheckDigit,
		marking.ReasonCharacter, marking.ReasonGlued, marking.ReasonAmbiguous, marking.ReasonDoubleGS, marking.ReasonCase,
		marking.ReasonTail, marking.ReasonIdentifier,
	} {
		keys = append(keys, "invalid_format."+string(r))
	}
	keys = append(keys, "early", "blocked.unnamed", "blocked.list", "sold_here.before", "wrong_symbol.egais", "unverified.allowed",
		"unverified.cross_border", "pack_and_box.offline", "price_below_min.advice", "price_below_min.printed", "price_below_min.common",
		"price_below_min.tobacco", "price_above_max.otp", "invalid_format.operator", "operator_error.warn")
	for _, k := range keys {
		for _, full := range []string{"reason." + k, "reason." + k + ".do"} {
			if !ru.Has(full) || !en.Has(full) {
				t.Errorf("%s: in Russian %v, in English %v", full, ru.Has(full), en.Has(full))
			}
		}
	}
}

func TestSentencesAreFilledIn(t *testing.T) {
	for _, lang := range []string{"ru", "en"} {
		w := words(t, lang)
		for key := range w.Keys() {
			if strings.HasPrefix(key, "organ.") || strings.HasSuffix(key, ".do") || !strings.HasPrefix(key, "reason.") {
				continue
			}
			f := Finding{Words: strings.TrimPrefix(key, "reason."), Organs: []string{"RPN", "ZZZ"}, Args: map[string]string{
				"price": "145.00", "date": "22.11.2026 12:00", "receipt": "17", "left": "3", "error": "6",
			}}
			r := say(w, []Finding{f})[0]
			if strings.ContainsAny(r.Text+r.Action, "{}") || r.Text == "" || r.Action == "" {
				t.Errorf("%s %s: %q / %q", lang, key, r.Text, r.Action)
			}
		}
	}
}

func TestAuthoritiesAreNamedAndAnUnknownOneKeepsItsCode(t *testing.T) {
	got := say(words(t, "ru"), []Finding{{Code: Blocked, Severity: Ban, Organs: []string{"RPN", "rzn", "XYZ"}}})[0].Text
	if want := "Продажа запрещена: Роспотребнадзор, Росздравнадзор, XYZ"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
