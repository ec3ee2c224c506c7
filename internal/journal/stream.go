package journal

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// WriteJSON writes the JSON export of the request as it reads it (DESIGN section 5, «Export JSON», and beside it the permissions of seniors): one object, each document on a line of its own, so
// that people and programs find it; sums are strings with two decimals, times RFC 3339 with the shop's offset. Memory holds three pages of documents.
func (l Log) WriteJSON(ctx context.Context, w io.Writer, r Request) error {
	s := newStream(w)
	s.field("shop", r.Shop)
	s.field("from", r.First.In(r.Zone).Format(time.DateOnly))
	s.field("to", r.Last.In(r.Zone).Format(time.DateOnly))
	if filter := r.Filtered(); filter != "" {
		s.field("only", filter)
	}
	lists := []string{"receipts", "checks", "shifts", "cash", "permissions"}
	at := 0
	s.open(lists[0])
	err := l.facts(ctx, r, func(fact any) error {
		want := at
		switch fact.(type) {
		case CheckFact:
			want = 1
		case ShiftFact:
			want = 2
		case CashFact:
			want = 3
		case PermitFact:
			want = 4
		}
		for ; at < want; at++ {
			s.close()
			s.open(lists[at+1])
		}
		s.item(fact)
		return s.err
	})
	if err != nil {
		return err
	}
	for ; at < len(lists)-1; at++ {
		s.close()
		s.open(lists[at+1])
	}
	s.close()
	s.print("\n}\n")
	return s.end()
}

// stream writes one JSON object piece by piece.
type stream struct {
	w      *bufio.Writer
	text   bytes.Buffer
	encode *json.Encoder
	fields int
	items  int
	err    error // the first one; what comes after it is not written
}

func newStream(w io.Writer) *stream {
	s := &stream{w: bufio.NewWriterSize(w, 1<<16)}
	s.encode = json.NewEncoder(&s.text)
	s.encode.SetEscapeHTML(false)
	return s
}

func (s *stream) fail(err error) {
	if err != nil && s.err == nil {
		s.err = fmt.Errorf("write export: %w", err)
	}
}

func (s *stream) print(text string) {
	if s.err == nil {
		_, err := s.w.WriteString(text)
		s.fail(err)
	}
}

func (s *stream) name(name string) {
	lead := ",\n "
	if s.fields == 0 {
		lead = "{\n "
	}
	s.fields++
	s.print(lead + `"` + name + `": `)
}

func (s *stream) field(name string, v any) {
	s.name(name)
	s.value(v)
}

// value writes what is JSON already as it is.
func (s *stream) value(v any) {
	if s.err != nil {
		return
	}
	text, ready := v.(CheckFact)
	if !ready {
		s.text.Reset()
		s.fail(s.encode.Encode(v))
		text = bytes.TrimRight(s.text.Bytes(), "\n")
	}
	_, err := s.w.Write(text)
	s.fail(err)
}

func (s *stream) open(name string) {
	s.name(name)
	s.print("[")
	s.items = 0
}

func (s *stream) item(v any) {
	lead := ",\n  "
	if s.items == 0 {
		lead = "\n  "
	}
	s.items++
	s.print(lead)
	s.value(v)
}

func (s *stream) close() {
	if s.items > 0 {
		s.print("\n ")
	}
	s.print("]")
}

func (s *stream) end() error {
	if s.err == nil {
		s.fail(s.w.Flush())
	}
	return s.err
}
