package config

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
		for _, p := range []Problem{Unreadable, TooLarge, NotUTF8, NotTOML, UnknownKey, SecretInFile, BadValue, BadINN, BadTimezone,
			BadURL, BadAffix, AffixDigits, PlainHTTP, BadFingerprint, NeedsPin} {
			s := (&Error{Problem: p}).Sentence(words)
			if !strings.Contains(s, "{file}") || !strings.Contains(s, "{line}") && p != Unreadable && p != TooLarge {
				t.Errorf("%s: sentence of %s is %q, want one with file and line", code, p, s)
			}
		}
		for key := range words {
			name, note := strings.CutPrefix(key, "config.note.")
			if note && name != "file" && name != "checks.policy" && known(name) == nil && len(keysUnder(name)) == 0 {
				t.Errorf("%s: a note for %s, which is no key", code, name)
			}
		}
	}
}
