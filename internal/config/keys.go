package config

import (
	"sort"
	"strconv"
	"strings"
)

// Kind says what a key holds, for a screen that asks for it.
type Kind int

// Kinds.
const (
	Text   Kind = iota // a line of text, an address, a duration
	Choice             // one of Choices
	Flag               // true or false
	Number             // a whole number
)

// Key is one key of the file as a screen needs it. Values are plain text, without the quotes of TOML.
type Key struct {
	Name    string // with its table: shop.inn
	Table   string
	Kind    Kind
	Allowed string   // outline of what may stand there
	Choices []string // of a Choice
	Default string
}

// PolicyDefaults is a PolicyValidator that also knows what holds when the file says nothing.
type PolicyDefaults interface {
	Default(key string) string
}

const policyPrefix = "checks.policy."

// Keys lists every key in the order of the file, those of [checks.policy] where that table stands. Policy may be nil.
func Keys(policy PolicyValidator) []Key {
	c := Default()
	var all []Key
	for _, s := range settings {
		if s.key == "scanner.mode" {
			all = append(all, policyList(policy)...)
		}
		k := Key{Name: s.key, Table: s.key[:strings.LastIndexByte(s.key, '.')], Allowed: s.allowed, Choices: s.choices, Default: plain(s.write(&c))}
		switch written := s.write(&c); {
		case len(s.choices) > 0:
			k.Kind = Choice
		case written == "true" || written == "false":
			k.Kind = Flag
		case written != "" && written[0] != '"':
			k.Kind = Number
		}
		all = append(all, k)
	}
	return all
}

func policyList(policy PolicyValidator) []Key {
	if policy == nil {
		return nil
	}
	var all []Key
	for _, name := range policy.Keys() {
		k := Key{Name: policyPrefix + name, Table: strings.TrimSuffix(policyPrefix, ".")}
		k.Allowed, _ = policy.Accept(name, "\x00")
		for _, v := range strings.Split(k.Allowed, " | ") {
			if _, ok := policy.Accept(name, v); ok {
				k.Choices = append(k.Choices, v)
			}
		}
		switch {
		case len(k.Choices) == 2 && contains(k.Choices, "true") && contains(k.Choices, "false"):
			k.Kind, k.Choices = Flag, nil
		case len(k.Choices) > 1:
			k.Kind = Choice
		default:
			k.Choices = nil
		}
		if d, ok := policy.(PolicyDefaults); ok {
			k.Default = d.Default(name)
		}
		all = append(all, k)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Value is what a key holds, as plain text; "" when the file leaves it open.
func (c Config) Value(key string) string {
	if name, ok := strings.CutPrefix(key, policyPrefix); ok {
		return c.Checks.Policy[name]
	}
	if s := known(key); s != nil {
		return plain(s.write(&c))
	}
	return ""
}

// Refuse says why a key does not take a value given as plain text; nil when it takes it.
func Refuse(key, value string, policy PolicyValidator) *Error {
	if name, ok := strings.CutPrefix(key, policyPrefix); ok && policy != nil {
		if value == "" {
			return nil
		}
		if allowed, ok := policy.Accept(name, value); !ok {
			return &Error{Key: key, Problem: BadValue, Value: cut(value, 80), Allowed: allowed}
		}
		return nil
	}
	s := known(key)
	if s == nil {
		return &Error{Key: key, Problem: UnknownKey, Allowed: strings.Join(keysUnder(key[:max(strings.LastIndexByte(key, '.'), 0)]), ", ")}
	}
	c := Default()
	if value == "" && plain(s.write(&c)) == "" {
		return nil // left open
	}
	var v any = value
	switch b, err := strconv.ParseBool(value); {
	case s.kind(&c) == Flag && err == nil:
		v = b
	case s.kind(&c) == Number:
		if n, err := strconv.ParseInt(value, 10, 64); err == nil {
			v = n
		}
	}
	if p := s.read(&c, v); p != "" {
		return &Error{Key: key, Problem: p, Value: cut(value, 80), Allowed: s.allowed}
	}
	return nil
}

// kind is how a value of the key is written, whatever the screen makes of it.
func (s setting) kind(c *Config) Kind {
	switch written := s.write(c); {
	case written == "true" || written == "false":
		return Flag
	case written != "" && written[0] != '"':
		return Number
	}
	return Text
}

// literal writes plain text as a value of the key; "" leaves the key open.
func literal(key, value string) string {
	if name, ok := strings.CutPrefix(key, policyPrefix); ok && name != "" {
		if value == "" {
			return ""
		}
		return policyLiteral(value)
	}
	c := Default()
	s := known(key)
	if s == nil {
		return quote(value)
	}
	if s.kind(&c) != Text {
		return value
	}
	if value == "" && (s.write(&c) == "" || len(s.choices) > 0) {
		return ""
	}
	return quote(value)
}

// policyLiteral writes a value of [checks.policy]: numbers and flags without quotes.
func policyLiteral(value string) string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err == nil && strconv.FormatInt(n, 10) == value || value == "true" || value == "false" {
		return value
	}
	return quote(value)
}

// plain is the value behind what quote wrote.
func plain(written string) string {
	if !strings.HasPrefix(written, `"`) {
		return written
	}
	return unquote(written)
}

// Word names a value of the key in the user's language: a choice by its word, a flag by yes or no, anything else as it is.
func (k Key) Word(w Notes, value string) string {
	switch own := "setting." + k.Name + ".is." + value; {
	case k.Kind == Flag && value == "true":
		return w.T("setting.yes")
	case k.Kind == Flag:
		return w.T("setting.no")
	case k.Kind != Choice:
		return value
	case w.Has(own):
		return w.T(own)
	case w.Has("setting.is." + value):
		return w.T("setting.is." + value)
	}
	return value
}
