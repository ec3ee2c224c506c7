package trueapi_test

import (
	"strings"
	"testing"

	"dobro/checks/trueapi"
)

// A document that somebody wrote by hand, or half of one, sends no key to a stranger and blocks nothing for ever.
func FuzzSaved(f *testing.F) {
	for _, s := range []string{
		`{"version":1,"cdn":"https://cdn.crpt.ru","listed":"2026-11-01T00:00:00Z","hosts":[{"url":"https://cdn01.crpt.ru","avg":12,"roundTrip":5,"failures":2,"blockedUntil":"2026-11-01T00:15:00Z","probation":true}]}`,
		`{"version":1,"cdn":"https://cdn.crpt.ru","hosts":[{"url":"http://cdn01.crpt.ru"},{"url":"https://user:pw@evil.example"},{"url":""}]}`,
		`{"version":1,"cdn":"https://cdn.crpt.ru","hosts":[{"url":"https://cdn01.crpt.ru"},{"url":"https://cdn01.crpt.ru","avg":-1}]}`,
		`{"version":2,"hosts":[]}`, `{"version":1,"cdn":"https://cdn.crpt.ru","hosts":null}`, `{"version":1`, `[]`, ``,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		seen := map[string]bool{}
		for _, h := range trueapi.Loaded(b) {
			if !strings.HasPrefix(h.URL, "https://") || strings.Contains(h.URL, "@") || seen[h.URL] {
				t.Errorf("%q: platform %q", b, h.URL)
			}
			seen[h.URL] = true
		}
	})
}
