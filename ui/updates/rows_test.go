package updates

import (
	"slices"
	"testing"
)

func TestWhatIsNewIsBrokenIntoLines(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil}, {"коротко", []string{"коротко"}}, {"раз два три", []string{"раз два", "три"}}, {"раз\n\nдва", []string{"раз", "два"}},
		{"однодлинноеслово и", []string{"однодлинноеслово", "и"}}, {"  раз   два ", []string{"раз два"}},
	} {
		if got := lines(c.text, 8); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
