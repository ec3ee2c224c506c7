package locale

import (
	"maps"
	"testing"
)

func TestNamelessLocalesBecomeReal(t *testing.T) {
	for name, c := range map[string]struct{ in, want map[string]string }{
		"ничего":           {map[string]string{}, map[string]string{"LANG": fallback}},
		"C":                {map[string]string{"LANG": "C"}, map[string]string{"LANG": fallback}},
		"C.UTF-8":          {map[string]string{"LANG": "C.UTF-8", "LC_ALL": "POSIX"}, map[string]string{"LANG": fallback, "LC_ALL": fallback}},
		"настоящая":        {map[string]string{"LANG": "en_US.UTF-8"}, map[string]string{"LANG": "en_US.UTF-8"}},
		"C поверх русской": {map[string]string{"LANG": "ru_RU.UTF-8", "LC_MESSAGES": "C"}, map[string]string{"LANG": "ru_RU.UTF-8", "LC_MESSAGES": fallback}},
	} {
		got := maps.Clone(c.in)
		Mend(func(n string) string { return got[n] }, func(n, v string) { got[n] = v })
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
