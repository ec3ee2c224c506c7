package goods

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Limits of a goods file, in bytes.
const (
	MaxFile = 200 << 20
	MaxLine = 64 << 10
)

// lines reads a text line by line, whatever of UTF-8 and Windows-1251 it is in, and never holds more than one line.
type lines struct {
	r       *bufio.Reader
	limit   int64
	n       int   // number of the line that next gave last
	size    int64 // bytes so far
	utf8    bool
	decided bool // the first line beyond ASCII decides for the file
}

func newLines(r io.Reader) *lines {
	return &lines{r: bufio.NewReaderSize(r, MaxLine), limit: MaxFile}
}

// next gives a line without its end. A problem other than "" ends the file; io.EOF comes after the last line.
func (l *lines) next() (string, Problem, error) {
	b, err := l.r.ReadSlice('\n')
	l.size += int64(len(b))
	if len(b) == 0 && err != nil {
		return "", "", err
	}
	l.n++
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", LineTooLong, nil
	case err != nil && !errors.Is(err, io.EOF):
		return "", "", err
	case l.size > l.limit:
		return "", FileTooLarge, nil
	}
	if l.n == 1 {
		if rest, ok := bytes.CutPrefix(b, []byte("\xEF\xBB\xBF")); ok {
			b, l.utf8, l.decided = rest, true, true
		}
	}
	b = bytes.TrimRight(b, "\r\n")
	if bytes.IndexByte(b, 0) >= 0 { // UTF-16, or a spreadsheet under the wrong name
		return "", BadEncoding, nil
	}
	if !l.decided && bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) {
		l.decided, l.utf8 = true, utf8.Valid(b)
	}
	if !l.decided || l.utf8 {
		if !utf8.Valid(b) {
			return "", BadEncoding, nil
		}
		return string(b), "", nil
	}
	s, err := charmap.Windows1251.NewDecoder().Bytes(b)
	if err != nil || bytes.ContainsRune(s, utf8.RuneError) {
		return "", BadEncoding, nil
	}
	return string(s), "", nil
}

// fields splits a line at semicolons. A field in quotes may hold semicolons, and doubled quotes for one; a quote inside a field
// that does not begin with one is an ordinary sign, as people write names. Quotes do not reach over the end of a line: a
// forgotten one would else swallow the goods behind it.
func fields(line string, into []string) ([]string, bool) {
	into = into[:0]
	for {
		if !strings.HasPrefix(line, `"`) {
			field, rest, more := strings.Cut(line, ";")
			into = append(into, strings.TrimSpace(field))
			if !more {
				return into, true
			}
			line = rest
			continue
		}
		var b strings.Builder
		line = line[1:]
		for {
			i := strings.IndexByte(line, '"')
			if i < 0 {
				return into, false
			}
			b.WriteString(line[:i])
			line = line[i+1:]
			if !strings.HasPrefix(line, `"`) {
				break
			}
			b.WriteByte('"')
			line = line[1:]
		}
		into = append(into, strings.TrimSpace(b.String()))
		if line == "" {
			return into, true
		}
		if line[0] != ';' {
			return into, false
		}
		line = line[1:]
	}
}
