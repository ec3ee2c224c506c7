package goods

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// whole are the problems of a file as a whole.
var whole = map[Problem]bool{FileTooLarge: true, OldBook: true, BadBook: true, UnknownFile: true, NotCommerceML: true, NoOffers: true, PriceTypes: true}

type sentences map[string]string

func (s sentences) T(key string, pairs ...any) string { return s[key] }

func TestEveryProblemHasASentence(t *testing.T) {
	for _, code := range []string{"ru", "en"} {
		words := sentences{}
		for _, name := range []string{"../../assets/translations/" + code + ".json"} {
			b, err := os.ReadFile(name)
			if err == nil {
				err = json.Unmarshal(b, &words)
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for _, p := range []Problem{BadHeader, BadEncoding, FileTooLarge, LineTooLong, BadQuotes, BadFieldCount, EmptyName, BadText, BadPrice,
			BadUnit, BadVAT, OldVAT, UnknownGroup, NoBarcode, BadBarcode, BadCheckDigit, RepeatedBarcode, RepeatedCode, BadDay, NoReason, NoDay, BadAge, BadHours, OldBook, BadBook,
			UnknownFile, NoColumn, BadXML, NotCommerceML, NoOffers, NoPrice, OrphanOffer, RepeatedOffer, PriceTypes} {
			if s := (RowError{Problem: p}).Sentence(words); s == "" || !strings.Contains(s, "{line}") && !whole[p] {
				t.Errorf("%s: sentence of %s is %q, want one with its line", code, p, s)
			}
		}
	}
}
