package marking

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MaxAffix is the longest affix in bytes; scanners take 10 to 20.
const MaxAffix = 32

// Refusals of ReadAffix.
var (
	ErrAffixNotation = errors.New("not a way to write an affix")
	ErrAffixLength   = errors.New("affix too long")
	ErrAffixDigits   = errors.New("affix of digits only")
	ErrAffixEnd      = errors.New("line end inside an affix")
)

// controls are the names by which an affix writes bytes that cannot be read, "<GS>" for 0x1D; <LT> is "<" itself. Any byte may be
// written in hexadecimal: <1B>.
var controls = map[string]byte{"NUL": 0x00, "STX": 0x02, "ETX": 0x03, "EOT": 0x04, "TAB": 0x09, "LF": 0x0a, "VT": 0x0b, "FF": 0x0c, "CR": 0x0d,
	"ESC": 0x1b, "FS": 0x1c, "GS": 0x1d, "RS": 0x1e, "US": 0x1f, "SP": ' ', "DEL": 0x7f, "LT": '<'}

var controlNames = func() map[byte]string {
	m := make(map[byte]string, len(controls))
	for name, b := range controls {
		m[b] = name
	}
	return m
}()

// ReadAffix reads what a settings file says of a prefix or suffix: printable Latin signs stand for themselves, others are written as
// <GS>, <STX>, <1B>. An affix of digits only is refused: on a barcode nobody could tell it from the number, and what was cut off would
// be another product.
func ReadAffix(written string) (string, error) {
	var b strings.Builder
	for s := written; s != ""; {
		if s[0] != '<' {
			if s[0] < ' ' || s[0] >= 0x7f {
				return "", fmt.Errorf("%w: byte %#x", ErrAffixNotation, s[0])
			}
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		name, rest, closed := strings.Cut(s[1:], ">")
		c, known := controls[strings.ToUpper(name)]
		if !known && len(name) == 2 {
			n, err := strconv.ParseUint(name, 16, 8)
			c, known = byte(n), err == nil
		}
		if !closed || !known {
			return "", fmt.Errorf("%w: <%s", ErrAffixNotation, name)
		}
		b.WriteByte(c)
		s = rest
	}
	affix := b.String()
	core := strings.Trim(affix, lineEnds)
	switch {
	case len(affix) > MaxAffix:
		return "", ErrAffixLength
	case core != "" && all(core, isDigit):
		return "", ErrAffixDigits
	case strings.ContainsAny(core, lineEnds):
		return "", ErrAffixEnd
	}
	return affix, nil
}

// WriteAffix writes an affix so that ReadAffix gives it back and a person can read it.
func WriteAffix(affix string) string {
	var b strings.Builder
	for i := range len(affix) {
		c := affix[i]
		switch name, known := controlNames[c]; {
		case known:
			b.WriteString("<" + name + ">")
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, "<%02X>", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
