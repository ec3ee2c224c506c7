package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// MaxSize is the longest settings file that is read, in bytes. A full one has some 3 KB.
const MaxSize = 256 << 10

// PolicyValidator knows the keys of [checks.policy] and their values; package checks has one. Values come as text, flags as
// "true" and "false".
type PolicyValidator interface {
	Keys() []string
	// Accept tells whether the key takes the value. When it does not, allowed outlines what it takes.
	Accept(key, value string) (allowed string, ok bool)
}

// Load reads the file at path. A missing file gives the defaults with Present unset. Anything in the file that is not
// a known key with an allowed value is refused: the error is *Error or Errors, see Refusals, and the Config is then
// worthless. Without a policy every key of [checks.policy] is unknown.
func Load(path string, policy PolicyValidator) (Config, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		c := Default()
		c.Path = path
		return c, nil
	}
	if err != nil {
		return Config{}, &Error{File: path, Problem: Unreadable, Err: fmt.Errorf("open settings: %w", err)}
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return Config{}, &Error{File: path, Problem: Unreadable, Err: fmt.Errorf("read settings: %w", err)}
	}
	return Parse(path, b, policy)
}

// Parse reads settings from memory; path only names them in refusals.
func Parse(path string, b []byte, policy PolicyValidator) (Config, error) {
	if len(b) > MaxSize {
		return Config{}, &Error{File: path, Problem: TooLarge, Allowed: fmt.Sprintf("%d KB", MaxSize>>10)}
	}
	b = bytes.TrimPrefix(b, []byte("\xEF\xBB\xBF"))
	if at := badUTF8(b); at >= 0 {
		return Config{}, &Error{File: path, Line: lineOf(b, at), Problem: NotUTF8, Allowed: "UTF-8"}
	}
	tree := map[string]any{}
	if _, err := toml.Decode(string(b), &tree); err != nil {
		e := &Error{File: path, Problem: NotTOML, Err: err}
		var p toml.ParseError
		if errors.As(err, &p) { // its own line is one too far when the trouble is the end of a line
			e.Line = lineOf(b, min(max(p.Position.Start, 0), len(b)))
		}
		return Config{}, e
	}
	r := reader{path: path, places: locate(string(b)), config: Default(), policy: policy}
	r.config.Path, r.config.Present = path, true
	r.table(nil, tree)
	r.together()
	if len(r.errors) == 0 {
		return r.config, nil
	}
	sort.Slice(r.errors, func(i, j int) bool {
		a, b := r.errors[i], r.errors[j]
		return a.Line < b.Line || a.Line == b.Line && a.Key < b.Key
	})
	if len(r.errors) == 1 {
		return Config{}, r.errors[0]
	}
	return Config{}, r.errors
}

// reader carries one file from TOML into a Config, gathering refusals.
type reader struct {
	path   string
	places map[string]place
	config Config
	policy PolicyValidator
	errors Errors
}

func (r *reader) refuse(path []string, p Problem, value any, allowed string) {
	shown := ""
	if value != nil {
		shown = cut(fmt.Sprint(value), 80)
	}
	r.errors = append(r.errors, &Error{File: r.path, Line: r.places[strings.Join(path, "\x00")].line,
		Key: strings.Join(path, "."), Problem: p, Value: shown, Allowed: allowed})
}

func (r *reader) table(at []string, tree map[string]any) {
	for name, v := range tree {
		path := append(append([]string{}, at...), name)
		key := strings.Join(path, ".")
		if strings.Contains(name, ".") { // a quoted key with a dot must not pass for a nested one
			key = ""
		}
		if key == "checks.policy" {
			r.policyTable(path, v)
			continue
		}
		if s := known(key); s != nil {
			if p := s.read(&r.config, v); p != "" {
				r.refuse(path, p, v, s.allowed)
			}
			continue
		}
		if inner := keysUnder(key); key != "" && len(inner) > 0 {
			if sub, ok := v.(map[string]any); ok {
				r.table(path, sub)
			} else {
				r.refuse(path, BadValue, nil, "["+key+"]")
			}
			continue
		}
		if where := secretKeys[strings.ToLower(name)]; where {
			r.refuse(path, SecretInFile, nil, "DOBRO_TRUEAPI_TOKEN, DOBRO_TSPIOT_TOKEN, DOBRO_LM_PASSWORD, DOBRO_ATOL_PASSWORD, DOBRO_SHTRIH_PASSWORD")
			continue
		}
		r.refuse(path, UnknownKey, nil, strings.Join(keysUnder(strings.Join(at, ".")), ", "))
	}
}

// secretKeys are names under which people put secrets into settings; the refusal then says where secrets belong and does
// not repeat the value.
var secretKeys = map[string]bool{"token": true, "password": true, "pass": true, "pin": true, "secret": true,
	"x_api_key": true, "x-api-key": true, "api_key": true, "apikey": true}

func (r *reader) policyTable(path []string, v any) {
	table, ok := v.(map[string]any)
	if !ok {
		r.refuse(path, BadValue, nil, "[checks.policy]")
		return
	}
	var keys []string
	if r.policy != nil {
		keys = append(keys, r.policy.Keys()...)
		sort.Strings(keys)
	}
	for name, v := range table {
		at := append(append([]string{}, path...), name)
		i := sort.SearchStrings(keys, name)
		if i == len(keys) || keys[i] != name {
			r.refuse(at, UnknownKey, nil, strings.Join(keys, ", "))
			continue
		}
		var value string
		switch v.(type) {
		case string, bool, int64:
			value = fmt.Sprint(v)
		default:
			value = "\x00" // no key takes it, and the refusal says what it takes
		}
		if allowed, ok := r.policy.Accept(name, value); !ok {
			r.refuse(at, BadValue, v, allowed)
			continue
		}
		r.config.Checks.Policy[name] = value
	}
}

// together checks what only shows when keys are seen side by side.
func (r *reader) together() {
	url := []string{"checks", "tspiot", "url"}
	for _, e := range r.errors {
		if strings.HasPrefix(e.Key, "checks.tspiot.") {
			return
		}
	}
	if t := r.config.Checks.TSPIoT; t.Fingerprint == "" && !IsLoopback(hostOf(t.URL)) {
		r.refuse(url, NeedsPin, t.URL, "checks.tspiot.fingerprint")
	}
}

func known(key string) *setting {
	for i := range settings {
		if settings[i].key == key {
			return &settings[i]
		}
	}
	return nil
}

// keysUnder lists what may stand directly in a table, in the order of the file; "" is the top.
func keysUnder(table string) []string {
	var keys []string
	seen := map[string]bool{}
	add := func(key string) {
		rest, inside := strings.CutPrefix(key, table+".")
		if table == "" {
			rest, inside = key, true
		}
		name, _, deeper := strings.Cut(rest, ".")
		if deeper {
			name = "[" + strings.TrimPrefix(table+"."+name, ".") + "]"
		}
		if inside && !seen[name] {
			seen[name] = true
			keys = append(keys, name)
		}
	}
	for _, s := range settings {
		add(s.key)
	}
	add("checks.policy.")
	return keys
}

func badUTF8(b []byte) int {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func lineOf(b []byte, at int) int { return 1 + bytes.Count(b[:at], []byte("\n")) }

func cut(s string, max int) string {
	if r := []rune(s); len(r) > max {
		return string(r[:max]) + "…"
	}
	return s
}
