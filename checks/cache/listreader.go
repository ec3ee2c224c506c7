package cache

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"dobro/internal/marking"

	"golang.org/x/text/encoding/charmap"
)

// ListError is a bad line of a block list. Reason is stable: "too_long" "bad_quote" "bad_gtin" "bad_code" "no_value"
// "too_many_fields" "bad_header" "bad_text".
type ListError struct {
	Line   int64 // from 1, the header included
	Reason string
}

func (e *ListError) Error() string {
	return fmt.Sprintf("line %d of the block list: %s", e.Line, e.Reason)
}

// listEntry is one row: a code, else a batch of a product, else a product.
type listEntry struct {
	gtin, batch, cis, note string
}

// longestLine holds the longest code four times over, with a note.
const longestLine = 4096

// listReader reads a block list row by row in constant memory.
type listReader struct {
	in      *bufio.Reader
	line    int64
	columns []string // nil: each line is one value
	comma   byte
	fields  []string
}

func newListReader(r io.Reader) *listReader {
	return &listReader{in: bufio.NewReaderSize(r, longestLine)}
}

// next is the next row; io.EOF after the last, *ListError for a bad line.
func (l *listReader) next() (listEntry, error) {
	for {
		text, err := l.text()
		if err != nil {
			return listEntry{}, err
		}
		first := l.line == 1
		if first {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if strings.IndexByte(text, 0) >= 0 {
			return listEntry{}, l.bad("bad_text")
		}
		if first {
			header, err := l.header(text)
			if err != nil {
				return listEntry{}, err
			}
			if header {
				continue
			}
		}
		return l.entry(text)
	}
}

func (l *listReader) bad(reason string) error { return &ListError{Line: l.line, Reason: reason} }

// text is the next line without its end.
func (l *listReader) text() (string, error) {
	b, err := l.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		l.line++
		return "", l.bad("too_long")
	}
	if err != nil && !(errors.Is(err, io.EOF) && len(b) > 0) {
		return "", err
	}
	l.line++
	text := strings.TrimSuffix(strings.TrimSuffix(string(b), "\n"), "\r")
	if !utf8.ValidString(text) {
		if text, err = charmap.Windows1251.NewDecoder().String(text); err != nil {
			return "", l.bad("bad_text")
		}
	}
	return text, nil
}

// header recognises a first line of column names. The sign between them is the one that the rows use.
func (l *listReader) header(text string) (bool, error) {
	for _, comma := range []byte{';', ',', '\t'} {
		names := strings.Split(strings.ToLower(text), string(comma))
		known := 0
		for i, n := range names {
			names[i] = strings.TrimSpace(n)
			switch names[i] {
			case "gtin", "batch", "code", "note":
				known++
			}
		}
		if known == 0 {
			continue
		}
		seen := map[string]bool{}
		for _, n := range names {
			if seen[n] {
				return false, l.bad("bad_header")
			}
			seen[n] = true
		}
		if known != len(names) || !seen["gtin"] && !seen["code"] {
			return false, l.bad("bad_header")
		}
		l.columns, l.comma = names, comma
		return true, nil
	}
	return false, nil
}

func (l *listReader) entry(text string) (listEntry, error) {
	if l.columns == nil {
		return l.oneValue(text)
	}
	if err := l.split(text); err != nil {
		return listEntry{}, err
	}
	if len(l.fields) > len(l.columns) {
		return listEntry{}, l.bad("too_many_fields")
	}
	var e listEntry
	for i, value := range l.fields {
		switch l.columns[i] {
		case "gtin":
			e.gtin = strings.TrimSpace(value)
		case "batch":
			e.batch = strings.TrimSpace(value)
		case "code":
			e.cis = value
		case "note":
			e.note = strings.TrimSpace(value)
		}
	}
	return l.check(e)
}

// oneValue is a line without columns: digits only are a GTIN, all else is a code.
func (l *listReader) oneValue(text string) (listEntry, error) {
	value := strings.Trim(text, " \t")
	if gtin, ok := marking.GTIN14(value); ok {
		return listEntry{gtin: gtin}, nil
	}
	return l.check(listEntry{cis: value})
}

func (l *listReader) check(e listEntry) (listEntry, error) {
	if e.gtin != "" {
		gtin, ok := marking.GTIN14(e.gtin)
		if !ok {
			return listEntry{}, l.bad("bad_gtin")
		}
		e.gtin = gtin
	}
	if e.cis != "" {
		cis, ok := cisOf(e.cis)
		if !ok {
			return listEntry{}, l.bad("bad_code")
		}
		e.cis = cis
	}
	if e.cis == "" && e.gtin == "" {
		return listEntry{}, l.bad("no_value")
	}
	return e, nil
}

// split cuts a line into fields. A field may stand in quotes, a quote inside is doubled; quotes matter, since codes may hold the
// sign between fields. A quote inside a bare field is an ordinary sign, of codes too.
func (l *listReader) split(text string) error {
	l.fields = l.fields[:0]
	for {
		if !strings.HasPrefix(text, `"`) {
			field, rest, more := strings.Cut(text, string(l.comma))
			l.fields = append(l.fields, field)
			if !more {
				return nil
			}
			text = rest
			continue
		}
		end := closingQuote(text)
		if end < 0 {
			return l.bad("bad_quote")
		}
		l.fields = append(l.fields, strings.ReplaceAll(text[1:end], `""`, `"`))
		rest := text[end+1:]
		if rest == "" {
			return nil
		}
		if rest[0] != l.comma {
			return l.bad("bad_quote")
		}
		text = rest[1:]
	}
}

func closingQuote(text string) int {
	for i := 1; i < len(text); i++ {
		if text[i] != '"' {
			continue
		}
		if i+1 < len(text) && text[i+1] == '"' {
			i++
			continue
		}
		return i
	}
	return -1
}

// cisOf reads a code of a list, with or without its check part.
func cisOf(value string) (string, bool) {
	code, err := marking.Parse(value)
	if err == nil {
		return code.Cis, code.Kind.Marked() && code.Cis != ""
	}
	var refused *marking.Error
	if errors.As(err, &refused) && refused.Reason == marking.ReasonNoCheck && refused.Cis != "" {
		return refused.Cis, true
	}
	const packCis = 21 // a tobacco pack: GTIN and 7 signs, without identifiers
	if len(value) == packCis {
		_, ok := marking.GTIN14(value[:14])
		return value, ok
	}
	return "", false
}
