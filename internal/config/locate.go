package config

import (
	"strconv"
	"strings"
)

// place is where a key stands: its line, counted from 1, and, of a key with a value, the bytes of that value.
type place struct {
	line     int
	from, to int  // of the value; 0, 0 of a table
	inline   bool // the value stands inside an inline table or a list
}

// header is a [table] line of the file, or the beginning of the file, where keys have no table.
type header struct {
	path  []string
	array bool
	body  int // where the line after the header begins
	last  int // where the line after its last key begins; body when it has no key
}

// locate finds the line of every key and table of a text that is known to be TOML. The parser tells lines only of what it
// could not read, and a refusal has to point at what it read well and we do not take. Paths are joined by \x00, because a
// quoted key may hold a dot. On other text it finds less, and never fails.
func locate(text string) map[string]place { return survey(text).found }

// survey walks a text once, for locate and for editing.
func survey(text string) locator {
	l := locator{text: text, line: 1, found: map[string]place{}, headers: []header{{}}}
	var table []string
	for l.at < len(l.text) {
		l.blank(true)
		if l.at >= len(l.text) {
			break
		}
		if l.text[l.at] == '[' {
			array := strings.HasPrefix(l.text[l.at:], "[[")
			l.at++
			if array {
				l.at++
			}
			line := l.line
			table = l.path()
			l.note(table, line)
			l.restOfLine()
			l.headers = append(l.headers, header{path: table, array: array, body: l.nextLine(), last: l.nextLine()})
			continue
		}
		before := l.at
		l.pair(table)
		l.restOfLine()
		l.headers[len(l.headers)-1].last = l.nextLine()
		if l.at == before { // not TOML: step on, so that the walk ends
			l.at++
		}
	}
	return l
}

type locator struct {
	text    string
	at      int
	line    int
	deep    int // how many brackets are open
	found   map[string]place
	headers []header
}

// nextLine is where the line after this one begins.
func (l *locator) nextLine() int { return min(l.at+1, len(l.text)) }

// note remembers the first line on which a path or a part of it appears.
func (l *locator) note(path []string, line int) {
	for i := range path {
		k := strings.Join(path[:i+1], "\x00")
		if _, seen := l.found[k]; !seen {
			l.found[k] = place{line: line}
		}
	}
}

// pair reads key = value.
func (l *locator) pair(table []string) {
	line := l.line
	key := l.path()
	if len(key) == 0 {
		return
	}
	full := append(append([]string{}, table...), key...)
	l.note(full, line)
	l.blank(false)
	if l.peek() != '=' {
		return
	}
	l.at++
	l.blank(false)
	from := l.at
	l.value(full)
	k := strings.Join(full, "\x00")
	if p := l.found[k]; p.to == 0 {
		p.from, p.to, p.inline = from, from+len(strings.TrimRight(l.text[from:l.at], " \t")), l.deep > 0
		l.found[k] = p
	}
}

// path reads a dotted key.
func (l *locator) path() []string {
	var path []string
	for {
		l.blank(false)
		switch c := l.peek(); {
		case c == '"' || c == '\'':
			start := l.at
			l.quoted()
			path = append(path, unquote(l.text[start:l.at]))
		case isBare(c):
			start := l.at
			for isBare(l.peek()) {
				l.at++
			}
			path = append(path, l.text[start:l.at])
		default:
			return path
		}
		l.blank(false)
		if l.peek() != '.' {
			return path
		}
		l.at++
	}
}

// value steps over a value and notes the keys of inline tables.
func (l *locator) value(path []string) {
	switch l.peek() {
	case '"', '\'':
		l.quoted()
	case '{':
		l.inside('}', func() { l.pair(path) })
	case '[':
		l.inside(']', func() { l.value(nil) })
	default:
		for l.at < len(l.text) && !strings.ContainsRune(",]}#\r\n", rune(l.text[l.at])) {
			l.at++
		}
	}
}

// inside walks a bracketed list up to its end.
func (l *locator) inside(end byte, element func()) {
	l.at++
	l.deep++
	defer func() { l.deep-- }()
	for l.at < len(l.text) {
		l.blank(true)
		switch l.peek() {
		case end:
			l.at++
			return
		case ',':
			l.at++
			continue
		}
		before := l.at
		element()
		if l.at == before {
			return
		}
	}
}

// quoted steps over a string of any of the four kinds.
func (l *locator) quoted() {
	q := l.text[l.at]
	mark := string(q)
	if triple := strings.Repeat(mark, 3); strings.HasPrefix(l.text[l.at:], triple) {
		mark = triple
	}
	l.at += len(mark)
	for l.at < len(l.text) {
		switch {
		case q == '"' && l.text[l.at] == '\\':
			l.at++
		case strings.HasPrefix(l.text[l.at:], mark):
			l.at += len(mark)
			for len(mark) == 3 && l.peek() == q { // up to two quotes may precede the closing three
				l.at++
			}
			return
		}
		if l.at < len(l.text) && l.text[l.at] == '\n' {
			if len(mark) == 1 {
				return
			}
			l.line++
		}
		l.at++
	}
	l.at = len(l.text)
}

// blank steps over white space and comments, over line ends only when lines is set.
func (l *locator) blank(lines bool) {
	for l.at < len(l.text) {
		switch l.text[l.at] {
		case ' ', '\t', '\r':
		case '\n':
			if !lines {
				return
			}
			l.line++
		case '#':
			if !lines {
				return
			}
			for l.at < len(l.text) && l.text[l.at] != '\n' {
				l.at++
			}
			continue
		default:
			return
		}
		l.at++
	}
}

func (l *locator) restOfLine() {
	for l.at < len(l.text) && l.text[l.at] != '\n' {
		l.at++
	}
}

func (l *locator) peek() byte {
	if l.at < len(l.text) {
		return l.text[l.at]
	}
	return 0
}

func isBare(c byte) bool {
	return c == '_' || c == '-' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

func unquote(s string) string {
	if strings.HasPrefix(s, `"`) {
		if t, err := strconv.Unquote(s); err == nil {
			return t
		}
	}
	return strings.Trim(s, `"'`)
}
