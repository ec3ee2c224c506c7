package fiscal

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"testing"
)

func TestEveryTroubleHasItsSentenceAndRemedy(t *testing.T) {
	for _, language := range []string{"ru", "en"} {
		words := map[string]string{}
		for _, name := range []string{language + ".json"} {
			b, err := os.ReadFile("../../assets/translations/" + name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(b, &words); err != nil {
				t.Fatal(err)
			}
		}
		for _, trouble := range Troubles {
			for _, key := range []string{"fiscal." + string(trouble), "fiscal." + string(trouble) + ".do"} {
				if words[key] == "" {
					t.Errorf("%s: no words for %s", language, key)
				}
			}
		}
	}
}
