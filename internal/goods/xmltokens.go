package goods

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// xmlTokens walks through an XML text element by element. It knows what exchange files and workbooks need: elements, attributes,
// text, the five entities and numbers of signs, CDATA, remarks; a document type is refused, for nothing good is declared in it. It
// holds no more than one tag or one text of at most maxText bytes. The general decoder does the same in five times the time.
type xmlTokens struct {
	r      *bufio.Reader
	line   int // of the tag that next gave last
	at     int // of what is read next
	names  map[string]string
	stack  []string
	name   string // element of the tag, without its name space
	tag    []byte // what stands behind the name
	closed bool   // the tag is <x/>: its end is due
	begun  bool
	text   []byte
}

// xmlEvent is what next found.
type xmlEvent uint8

const (
	xmlStart xmlEvent = iota + 1 // name begins, attr gives its attributes
	xmlEnd                       // the top of the stack ends; words is the text since the last tag
)

// Faults of a text.
var (
	errXML     = errors.New("no XML")
	errCharset = errors.New("unknown encoding")
	errTooLong = errors.New("too long a text")
	errDoctype = errors.New("a document type") // of a page of the web, or a bomb of entities
)

func newXMLTokens(r io.Reader) (*xmlTokens, error) {
	t := &xmlTokens{r: bufio.NewReaderSize(r, maxText), line: 1, at: 1, names: map[string]string{}}
	head, _ := t.r.Peek(256)
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		t.r.Discard(3)
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return nil, errCharset
	}
	if declared, rest, ok := bytes.Cut(head, []byte("?>")); ok && bytes.Contains(declared, []byte("<?xml")) {
		_, after, named := bytes.Cut(declared, []byte("encoding="))
		name := strings.ToLower(strings.Trim(string(after), `"' `))
		name, _, _ = strings.Cut(name, `"`)
		name, _, _ = strings.Cut(name, "'")
		switch {
		case !named, name == "utf-8":
		case name == "windows-1251":
			t.r = bufio.NewReaderSize(charmap.Windows1251.NewDecoder().Reader(t.r), maxText)
		default:
			return nil, fmt.Errorf("%w: %s", errCharset, name)
		}
		_ = rest
	}
	return t, nil
}

// next gives the next beginning or end of an element; io.EOF when the outermost one has ended.
func (t *xmlTokens) next() (xmlEvent, error) {
	if t.closed {
		t.closed = false
		return xmlEnd, nil
	}
	t.text = t.text[:0]
	for {
		if err := t.words(); err != nil {
			return 0, err
		}
		mark, err := t.r.Peek(8)
		if len(mark) < 2 {
			return 0, t.fault(err)
		}
		switch {
		case bytes.HasPrefix(mark, []byte("?")):
			err = t.skip("?>", false)
		case bytes.HasPrefix(mark, []byte("!--")):
			err = t.skip("-->", false)
		case bytes.HasPrefix(mark, []byte("![CDATA[")):
			t.r.Discard(8)
			err = t.skip("]]>", true)
		case mark[0] == '!':
			return 0, errDoctype
		default:
			return t.element()
		}
		if err != nil {
			return 0, err
		}
	}
}

// words reads up to the next tag.
func (t *xmlTokens) words() error {
	piece, err := t.r.ReadSlice('<')
	t.at += bytes.Count(piece, []byte("\n"))
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		if len(bytes.TrimSpace(piece)) == 0 { // nothing but blanks
			return t.words()
		}
		return errTooLong
	case err != nil && len(t.stack) == 0 && t.begun && errors.Is(err, io.EOF) && len(bytes.TrimSpace(piece)) == 0:
		return io.EOF
	case err != nil:
		return t.fault(err)
	}
	return t.add(piece[:len(piece)-1], true)
}

func (t *xmlTokens) fault(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// add puts text to what was gathered since the last tag.
func (t *xmlTokens) add(piece []byte, entities bool) error {
	if len(t.text)+len(piece) > maxText {
		return errTooLong
	}
	if len(t.stack) == 0 && len(bytes.TrimSpace(piece)) > 0 {
		return fmt.Errorf("%w: text outside", errXML)
	}
	if !utf8.Valid(piece) {
		return fmt.Errorf("%w: not UTF-8", errCharset)
	}
	if !entities || bytes.IndexByte(piece, '&') < 0 {
		t.text = append(t.text, piece...)
		return nil
	}
	var err error
	t.text, err = unescape(t.text, piece)
	return err
}

// skip passes over what ends with mark, or takes it as text.
func (t *xmlTokens) skip(mark string, take bool) error {
	last := mark[len(mark)-1]
	var got []byte
	for {
		piece, err := t.r.ReadSlice(last)
		t.at += bytes.Count(piece, []byte("\n"))
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return t.fault(err)
		}
		if got = append(got, piece...); bytes.HasSuffix(got, []byte(mark)) {
			if take {
				return t.add(got[:len(got)-len(mark)], false)
			}
			return nil
		}
		switch {
		case take && len(got) > maxText:
			return errTooLong
		case !take:
			got = got[max(len(got)-len(mark), 0):]
		}
	}
}

// element reads a tag.
func (t *xmlTokens) element() (xmlEvent, error) {
	t.tag = t.tag[:0]
	line := t.at
	for quote := byte(0); ; {
		piece, err := t.r.ReadSlice('>')
		t.at += bytes.Count(piece, []byte("\n"))
		if errors.Is(err, bufio.ErrBufferFull) || len(t.tag)+len(piece) > maxText {
			return 0, errTooLong
		}
		if err != nil {
			return 0, t.fault(err)
		}
		for _, c := range piece { // a quoted value may hold the sign of the end
			switch {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
			case c == quote:
				quote = 0
			}
		}
		if t.tag = append(t.tag, piece...); quote == 0 {
			break
		}
	}
	tag := t.tag[:len(t.tag)-1]
	if tag[0] == '/' {
		name := t.intern(bytes.TrimRight(tag[1:], " \t\r\n"))
		if n := len(t.stack); n == 0 || t.stack[n-1] != name {
			return 0, fmt.Errorf("%w: </%s>", errXML, name)
		}
		return xmlEnd, nil
	}
	if n := len(tag); n > 1 && tag[n-1] == '/' {
		tag, t.closed = tag[:n-1], true
	}
	n := bytes.IndexAny(tag, " \t\r\n")
	if n < 0 {
		n = len(tag)
	}
	switch {
	case n == 0 || tag[0] == '=' || tag[0] == '"' || !utf8.Valid(tag) || bytes.IndexByte(tag, '<') >= 0:
		return 0, fmt.Errorf("%w: <%s", errXML, tag)
	case len(t.stack) == 0 && t.begun:
		return 0, fmt.Errorf("%w: two texts", errXML)
	case len(t.stack) == maxDepth:
		return 0, fmt.Errorf("%w: too deep", errXML)
	}
	t.begun, t.line = true, line
	t.name = t.intern(tag[:n])
	t.tag = tag[n:]
	t.stack = append(t.stack, t.name)
	t.text = t.text[:0]
	return xmlStart, nil
}

// up leaves the element that ended.
func (t *xmlTokens) up() { t.stack = t.stack[:len(t.stack)-1]; t.text = t.text[:0] }

// intern keeps a name once, without its name space.
func (t *xmlTokens) intern(name []byte) string {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	if s, ok := t.names[string(name)]; ok {
		return s
	}
	s := string(name)
	if len(t.names) < 4096 {
		t.names[s] = s
	}
	return s
}

// attr gives an attribute of the tag that began, "" when it has none of this name.
func (t *xmlTokens) attr(name string) string {
	for rest := t.tag; ; {
		i := bytes.IndexByte(rest, '=')
		if i < 0 {
			return ""
		}
		key := bytes.TrimSpace(rest[:i])
		if j := bytes.IndexByte(key, ':'); j >= 0 {
			key = key[j+1:]
		}
		rest = bytes.TrimLeft(rest[i+1:], " \t\r\n")
		if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			return ""
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return ""
		}
		if string(key) == name {
			value, err := unescape(nil, rest[1:1+end])
			if err != nil {
				return ""
			}
			return string(value)
		}
		rest = rest[end+2:]
	}
}

var entities = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`, "apos": "'"}

// unescape puts signs in the place of their entities.
func unescape(into, piece []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(piece, '&')
		if i < 0 {
			return append(into, piece...), nil
		}
		into = append(into, piece[:i]...)
		end := bytes.IndexByte(piece[i:], ';')
		if end < 0 || end > 12 {
			return nil, fmt.Errorf("%w: & without its end", errXML)
		}
		name := string(piece[i+1 : i+end])
		piece = piece[i+end+1:]
		if s, ok := entities[name]; ok {
			into = append(into, s...)
			continue
		}
		digits, numbered := strings.CutPrefix(name, "#")
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if !numbered || err != nil || !utf8.ValidRune(rune(n)) {
			return nil, fmt.Errorf("%w: &%s;", errXML, name)
		}
		into = utf8.AppendRune(into, rune(n))
	}
}
