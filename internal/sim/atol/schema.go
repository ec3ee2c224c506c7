package atol

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// rule checks one value of a task. Numbers are json.Number, so that no amount ever becomes a float.
type rule func(path string, v any) *taskError

// fields is an object: names to rules; a name that ends in "*" is required.
type fields map[string]rule

func (f fields) check(path string, v any) *taskError {
	object, ok := v.(map[string]any)
	if !ok {
		return badType(path, "object")
	}
	for name := range object {
		if f[name] == nil && f[name+"*"] == nil {
			return unknownField(join(path, name))
		}
	}
	names := make([]string, 0, len(f))
	for name := range f {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		plain, required := strings.CutSuffix(name, "*")
		value := object[plain]
		if value == nil {
			if required {
				return missing(join(path, plain))
			}
			continue
		}
		if err := f[name](join(path, plain), value); err != nil {
			return err
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func str(path string, v any) *taskError {
	if _, ok := v.(string); !ok {
		return badType(path, "string")
	}
	return nil
}

// text is a string of at most n characters.
func text(n int) rule {
	return func(path string, v any) *taskError {
		s, ok := v.(string)
		if !ok {
			return badType(path, "string")
		}
		if utf8.RuneCountInString(s) > n {
			return badValue(path, fmt.Sprintf("длина больше %d", n))
		}
		return nil
	}
}

func boolean(path string, v any) *taskError {
	if _, ok := v.(bool); !ok {
		return badType(path, "boolean")
	}
	return nil
}

func integer(path string, v any) *taskError {
	n, ok := v.(json.Number)
	if !ok {
		return badType(path, "number")
	}
	if _, err := n.Int64(); err != nil {
		return badValue(path, n)
	}
	return nil
}

// rubles is a number that is not negative and has at most two decimals.
func rubles(path string, v any) *taskError {
	n, ok := v.(json.Number)
	if !ok {
		return badType(path, "number")
	}
	if k, good := fixed(n.String(), 2); !good || k < 0 {
		return badValue(path, n)
	}
	return nil
}

func quantity(path string, v any) *taskError {
	n, ok := v.(json.Number)
	if !ok {
		return badType(path, "number")
	}
	if q, good := fixed(n.String(), 6); !good || q <= 0 {
		return badValue(path, n)
	}
	return nil
}

func oneOf(values ...string) rule {
	return func(path string, v any) *taskError {
		s, ok := v.(string)
		if !ok {
			return badType(path, "string")
		}
		if !slices.Contains(values, s) {
			return badValue(path, s)
		}
		return nil
	}
}

// dictionary is a name, or the number that stands for it.
func dictionary(values map[string]int) rule {
	return func(path string, v any) *taskError {
		if _, ok := lookup(values, v); ok {
			return nil
		}
		switch v.(type) {
		case string, json.Number:
			return badValue(path, v)
		}
		return badType(path, "string|number")
	}
}

func lookup(values map[string]int, v any) (int, bool) {
	switch v := v.(type) {
	case string:
		n, ok := values[v]
		return n, ok
	case json.Number:
		i, err := v.Int64()
		for _, n := range values {
			if err == nil && int(i) == n {
				return n, true
			}
		}
	}
	return 0, false
}

func list(of rule) rule {
	return func(path string, v any) *taskError {
		all, ok := v.([]any)
		if !ok {
			return badType(path, "array")
		}
		for i, one := range all {
			if err := of(fmt.Sprintf("%s[%d]", path, i), one); err != nil {
				return err
			}
		}
		return nil
	}
}

func pattern(form string) rule {
	re := regexp.MustCompile(form)
	return func(path string, v any) *taskError {
		s, ok := v.(string)
		if !ok {
			return badType(path, "string")
		}
		if !re.MatchString(s) {
			return badValue(path, s)
		}
		return nil
	}
}

func base64Text(path string, v any) *taskError {
	s, ok := v.(string)
	if !ok {
		return badType(path, "string")
	}
	if raw, err := base64.StdEncoding.DecodeString(s); err != nil || len(raw) == 0 {
		return badValue(path, s)
	}
	return nil
}

// fixed reads a JSON number into units of 10^-decimals, exactly.
func fixed(s string, decimals int) (int64, bool) {
	if strings.ContainsAny(s, "eE") {
		return 0, false
	}
	digits, negative := strings.CutPrefix(s, "-")
	whole, frac, _ := strings.Cut(digits, ".")
	frac = strings.TrimRight(frac, "0")
	if len(frac) > decimals || len(whole) > 12 {
		return 0, false
	}
	var v int64
	for _, c := range []byte(whole + frac + strings.Repeat("0", decimals-len(frac))) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int64(c-'0')
	}
	if negative {
		v = -v
	}
	return v, true
}
