package journal

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// WriteJSON writes the JSON export of the request as it reads it: byte for byte what File.WriteJSON writes, whatever the span.
func (l Log) WriteJSON(ctx context.Context, w io.Writer, r Request) error {
	s := &stream{w: w}
	s.field("shop", r.Shop)
	s.field("from", r.First.In(r.Zone).Format(time.DateOnly))
	s.field("to", r.Last.In(r.Zone).Format(time.DateOnly))
	lists := []string{"receipts", "checks", "shifts", "cash"}
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
	return s.err
}

// stream writes one indented JSON object piece by piece.
type stream struct {
	w      io.Writer
	fields int
	items  int
	err    error
}

func (s *stream) print(text string) {
	if s.err == nil {
		if _, err := io.WriteString(s.w, text); err != nil {
			s.err = fmt.Errorf("write export: %w", err)
		}
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
	s.value(v, " ")
}

func (s *stream) value(v any, prefix string) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, " ")
	if err := e.Encode(v); err != nil && s.err == nil {
		s.err = fmt.Errorf("write export: %w", err)
	}
	s.print(string(bytes.TrimRight(b.Bytes(), "\n")))
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
	s.value(v, "  ")
}

func (s *stream) close() {
	if s.items > 0 {
		s.print("\n ")
	}
	s.print("]")
}
