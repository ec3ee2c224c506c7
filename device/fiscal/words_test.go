package fiscal

import (
	"encoding/json"
	"os"
	"testing"
)

func TestEveryTroubleHasItsSentenceAndRemedy(t *testing.T) {
	for _, language := range []string{"ru", "en"} {
		b, err := os.ReadFile("../../assets/translations/" + language + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var words map[string]string
		if err := json.Unmarshal(b, &words); err != nil {
			t.Fatal(err)
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
