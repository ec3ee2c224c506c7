package wire

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The types of this file take whatever JSON value stands in their place and never refuse: an answer with one odd field is
// still an answer.

// Flag has three values: said yes, said no, not said (nil). Besides JSON booleans it takes "true", "false", 1 and 0, which
// cannot mean anything else; all other values are "not said".
type Flag struct{ Said *bool }

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (f *Flag) UnmarshalJSON(b []byte) error {
	f.Said = nil
	if len(b) > len(`"false"`) {
		return nil
	}
	switch string(bytes.ToLower(bytes.Trim(b, `"`))) {
	case "true", "1":
		f.Said = &yes
	case "false", "0":
		f.Said = &no
	}
	return nil
}

// yes and no are shared by all decoded flags; nobody writes through them.
var yes, no = true, false

// Int is a whole number that may have come as a number or as a string. Said is false for anything else and for what does
// not fit int64.
type Int struct {
	N    int64
	Said bool
}

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (i *Int) UnmarshalJSON(b []byte) error {
	*i = Int{}
	i.N, i.Said = wholeNumber(unquoted(b))
	return nil
}

func wholeNumber(s string) (int64, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	// 1.7734e12 and 20000.0 are whole numbers too; hexadecimal floats, Inf and NaN are no JSON.
	if s == "" || strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return 0, false
	}
	return int64(f), true
}

// Text is a string; a number is taken as its digits, all else is "".
type Text string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 {
		return nil
	}
	switch c := b[0]; {
	case c == '"':
		*t = Text(unquoted(b))
	case c == '-' || c >= '0' && c <= '9':
		*t = Text(b)
	}
	return nil
}

// Moment is an instant: RFC 3339 with or without fractions, the same without a zone (UTC), a bare date (its midnight in
// UTC, as the operator writes dates himself), or epoch milliseconds or seconds. The zero time is "not said", and so are
// years that can only be a default value of some program: 1970 must not make goods expired.
type Moment struct{ time.Time }

var momentLayouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05.999999999Z0700", "2006-01-02", "02.01.2006",
}

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (m *Moment) UnmarshalJSON(b []byte) error {
	m.Time = parseMoment(strings.TrimSpace(unquoted(b)))
	return nil
}

func parseMoment(s string) time.Time {
	if n, ok := wholeNumber(s); ok {
		const secondsOf5138 = 100_000_000_000 // below it milliseconds would lie in 1973
		if n > 0 && n < secondsOf5138 {
			return plausible(time.Unix(n, 0))
		}
		return plausible(time.UnixMilli(n))
	}
	for _, layout := range momentLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return plausible(t)
		}
	}
	return time.Time{}
}

func plausible(t time.Time) time.Time {
	t = t.UTC()
	if t.Year() < 1990 || t.Year() > 2200 {
		return time.Time{}
	}
	return t
}

// Ints is a list of whole numbers; a single one counts as a list, and what is no number is left out.
type Ints []int

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *Ints) UnmarshalJSON(b []byte) error {
	*l = nil
	for _, raw := range Elements(b) {
		if n, ok := wholeNumber(unquoted(raw)); ok && n >= math.MinInt32 && n <= math.MaxInt32 {
			*l = append(*l, int(n))
		}
	}
	return nil
}

// Texts is a list of strings; a single one counts as a list, and what is no string is left out.
type Texts []string

// UnmarshalJSON implements json.Unmarshaler and never fails.
func (l *Texts) UnmarshalJSON(b []byte) error {
	*l = nil
	for _, raw := range Elements(b) {
		var t Text
		_ = t.UnmarshalJSON(raw)
		if t != "" {
			*l = append(*l, string(t))
		}
	}
	return nil
}

// unquoted is the text of a JSON string or the literal of any other value.
func unquoted(b []byte) string {
	if len(b) == 0 || b[0] != '"' {
		return string(b)
	}
	if len(b) >= 2 && b[len(b)-1] == '"' && bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) {
		return string(b[1 : len(b)-1])
	}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return ""
	}
	return s
}
