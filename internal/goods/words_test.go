package goods

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

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
			BadUnit, BadVAT, OldVAT, UnknownGroup, NoBarcode, BadBarcode, BadCheckDigit, RepeatedBarcode, RepeatedCode, BadDay, NoReason, NoDay, BadAge} {
			if s := (RowError{Problem: p}).Sentence(words); !strings.Contains(s, "{line}") && p != FileTooLarge {
				t.Errorf("%s: sentence of %s is %q, want one with its line", code, p, s)
			}
		}
	}
}
