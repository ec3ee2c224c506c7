package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"

	"github.com/BurntSushi/toml"
)

// ErrEdit says that a file is written in a way that cannot be edited key by key.
var ErrEdit = errors.New("settings cannot be edited in place")

// Edit puts values into the text of a settings file, key by key, and leaves every other byte as it is: remarks, order, blank
// lines, line ends. Values are TOML; "" takes a key out and leaves its name as a remark. The text must be TOML; the result is
// read again and compared before it is given out, so that an edit that would change anything else is refused with ErrEdit.
func Edit(text []byte, values map[string]string) ([]byte, error) {
	s := string(text)
	before := map[string]any{}
	if _, err := toml.Decode(strings.TrimPrefix(s, "\uFEFF"), &before); err != nil {
		return nil, fmt.Errorf("edit settings: %w", err)
	}
	keys := make([]string, 0, len(values))
	for k := range values {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	bom := strings.HasPrefix(s, "\uFEFF")
	s = strings.TrimPrefix(s, "\uFEFF")
	for _, k := range keys {
		s = editOne(s, strings.Split(k, "."), values[k])
	}
	after := map[string]any{}
	if _, err := toml.Decode(s, &after); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEdit, err)
	}
	for _, k := range keys {
		path := strings.Split(k, ".")
		want, err := decodeValue(values[k])
		if err != nil || !reflect.DeepEqual(at(after, path), want) {
			return nil, fmt.Errorf("%w: %s", ErrEdit, k)
		}
		forget(before, path)
		forget(after, path)
	}
	if !reflect.DeepEqual(before, after) {
		return nil, ErrEdit
	}
	if bom {
		s = "\uFEFF" + s
	}
	return []byte(s), nil
}

func editOne(s string, path []string, value string) string {
	l := survey(s)
	p, found := l.found[strings.Join(path, "\x00")]
	switch {
	case found && p.to > 0 && value != "":
		return s[:p.from] + value + s[p.to:]
	case found && p.to > 0:
		return takeOut(s, p, path[len(path)-1])
	case found || value == "":
		return s // a table of that name, or nothing to take out
	}
	return putIn(s, l, path, value)
}

// takeOut makes a remark of the line of a key, without the value: it shows that the key exists. Inside braces nothing can be taken
// out without a trace, so the value becomes empty there, which the comparison in Edit then judges.
func takeOut(s string, p place, name string) string {
	if p.inline {
		return s[:p.from] + `""` + s[p.to:]
	}
	begin := strings.LastIndexByte(s[:p.from], '\n') + 1
	return s[:begin] + "#" + quoteKey(name) + ` = ""` + s[p.to:]
}

// putIn adds a key: over its own remark, at the end of its table, or with a new table at the end of the file.
func putIn(s string, l locator, path []string, value string) string {
	eol := "\n"
	if strings.Contains(s, "\r\n") {
		eol = "\r\n"
	}
	table, name := path[:len(path)-1], path[len(path)-1]
	at := slices.IndexFunc(l.headers, func(h header) bool { return !h.array && slices.Equal(h.path, table) })
	if at >= 0 && len(table) > 0 {
		h := l.headers[at]
		end := len(s)
		if at+1 < len(l.headers) {
			end = l.headers[at+1].body
		}
		if from, to, ok := remarkOf(s, h.body, end, name); ok {
			return s[:from] + quoteKey(name) + " = " + value + s[to:]
		}
		return insert(s, h.last, quoteKey(name)+" = "+value, eol)
	}
	for i := len(l.headers) - 1; i >= 0; i-- { // shop.name = "…" at the top, or below a table further up
		h := l.headers[i]
		if len(h.path) >= len(table) || h.array || !slices.Equal(h.path, table[:len(h.path)]) || h.last == h.body || !l.dotted(h, table) {
			continue
		}
		dotted := make([]string, 0, len(path))
		for _, part := range path[len(h.path):] {
			dotted = append(dotted, quoteKey(part))
		}
		return insert(s, h.last, strings.Join(dotted, ".")+" = "+value, eol)
	}
	if s != "" && !strings.HasSuffix(s, "\n") {
		s += eol
	}
	if s != "" {
		s += eol
	}
	quoted := make([]string, len(table))
	for i, part := range table {
		quoted[i] = quoteKey(part)
	}
	return s + "[" + strings.Join(quoted, ".") + "]" + eol + quoteKey(name) + " = " + value + eol
}

// dotted tells whether keys of the table stand below the header with dots in their names.
func (l locator) dotted(h header, table []string) bool {
	prefix := strings.Join(table, "\x00") + "\x00"
	for k, p := range l.found {
		if strings.HasPrefix(k, prefix) && p.to > 0 && !p.inline && p.from >= h.body && p.from < h.last {
			return true
		}
	}
	return false
}

// remarkOf finds «#name = ""» between two places: what stands there until the value's end is replaced, the remark behind it stays.
func remarkOf(s string, from, to int, name string) (begin, end int, ok bool) {
	for at := from; at < to; {
		stop := at + strings.IndexByte(s[at:to]+"\n", '\n')
		line := strings.TrimRight(s[at:min(stop, len(s))], "\r")
		body := strings.TrimLeft(line, " \t")
		if rest, hash := strings.CutPrefix(body, "#"); hash {
			rest, hash = strings.CutPrefix(rest, quoteKey(name))
			if _, value, eq := strings.Cut(rest, "="); hash && eq && strings.TrimSpace(rest[:strings.IndexByte(rest, '=')]) == "" {
				if tail, empty := strings.CutPrefix(strings.TrimLeft(value, " \t"), `""`); empty {
					return at, at + len(line) - len(tail), true
				}
			}
		}
		at = stop + 1
	}
	return 0, 0, false
}

func insert(s string, at int, line, eol string) string {
	if at > 0 && s[at-1] != '\n' {
		return s[:at] + eol + line + eol + s[at:]
	}
	return s[:at] + line + eol + s[at:]
}

func at(tree map[string]any, path []string) any {
	for i, p := range path {
		v, ok := tree[p]
		if !ok || i == len(path)-1 {
			return v
		}
		if tree, ok = v.(map[string]any); !ok {
			return nil
		}
	}
	return nil
}

// forget takes a key out of a tree, with the tables that it leaves empty.
func forget(tree map[string]any, path []string) {
	if len(path) == 1 {
		delete(tree, path[0])
		return
	}
	inner, ok := tree[path[0]].(map[string]any)
	if !ok {
		return
	}
	forget(inner, path[1:])
	if len(inner) == 0 {
		delete(tree, path[0])
	}
}

func decodeValue(literal string) (any, error) {
	if literal == "" {
		return nil, nil
	}
	tree := map[string]any{}
	_, err := toml.Decode("v = "+literal, &tree)
	return tree["v"], err
}
