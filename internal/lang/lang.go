// Package lang holds the sentences of one language, read from a JSON file of flat keys, and fills in their {places}.
// Commands and screens use the same sentences. A missing key shows itself as the key, and a test finds it.
package lang

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
)

// Catalogue is one language.
type Catalogue struct {
	code  string
	words map[string]string
}

// Load reads name.json of dir.
func Load(files fs.FS, code string) (*Catalogue, error) {
	b, err := fs.ReadFile(files, code+".json")
	if err != nil {
		return nil, fmt.Errorf("read translations %q: %w", code, err)
	}
	c := &Catalogue{code: code}
	if err := json.Unmarshal(b, &c.words); err != nil {
		return nil, fmt.Errorf("read translations %q: %w", code, err)
	}
	return c, nil
}

// Code of the language: "ru" or "en".
func (c *Catalogue) Code() string { return c.code }

// Has tells whether the key exists.
func (c *Catalogue) Has(key string) bool { _, ok := c.words[key]; return ok }

// Keys counts as the set of what can be said; for the test of missing keys.
func (c *Catalogue) Keys() map[string]string { return c.words }

// T says the sentence of key. Pairs are name, value, name, value … and fill {name}.
func (c *Catalogue) T(key string, pairs ...any) string {
	s, ok := c.words[key]
	if !ok {
		return key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return s
}

// N says the sentence of key for a count: key.one, key.few or key.many by the rules of the language, with {n} filled in.
func (c *Catalogue) N(key string, n int, pairs ...any) string {
	return c.T(key+"."+c.plural(n), append([]any{"n", n}, pairs...)...)
}

func (c *Catalogue) plural(n int) string {
	if n < 0 {
		n = -n
	}
	if c.code != "ru" {
		if n == 1 {
			return "one"
		}
		return "many"
	}
	switch {
	case n%10 == 1 && n%100 != 11:
		return "one"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return "few"
	}
	return "many"
}

// Reason is checks.Words: the sentences of a reason are under "reason.<code>" and "reason.<code>.do".
func (c *Catalogue) Reason(code string, args map[string]string) (text, action string) {
	var pairs []any
	for k, v := range args {
		pairs = append(pairs, k, v)
	}
	return c.T("reason."+code, pairs...), c.T("reason."+code+".do", pairs...)
}
