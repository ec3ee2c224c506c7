package shtrih

import (
	"errors"
	"strings"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// errShort is an answer with fewer bytes than the protocol has.
var errShort = errors.New("answer is too short")

// out writes a command.
type out struct{ b []byte }

func (o *out) u8(v byte)        { o.b = append(o.b, v) }
func (o *out) bytes(v []byte)   { o.b = append(o.b, v...) }
func (o *out) u(v int64, n int) { o.b = append(o.b, little(v, n)...) }

// little is a number in n bytes, the lowest first.
func little(v int64, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	return b
}

// in reads an answer. The first lack of bytes sticks.
type in struct {
	b   []byte
	err error
}

func (r *in) take(n int) []byte {
	if n < 0 || len(r.b) < n {
		r.err = errShort
		return make([]byte, max(n, 0))
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *in) u8() byte { return r.take(1)[0] }

func (r *in) u(n int) int64 {
	var v int64
	for i, b := range r.take(n) {
		v |= int64(b) << (8 * i)
	}
	return v
}

// minute reads a time of the drive: year, month, day, hour, minute, each a byte.
func (r *in) minute(zone *time.Location) time.Time {
	b := r.take(5)
	return moment(zone, b[0], b[1], b[2], b[3], b[4], 0)
}

// moment is a wall clock of the printer as an instant; the zero time when it is none.
func moment(zone *time.Location, year, month, day, hour, minute, second byte) time.Time {
	if month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 || year > 99 {
		return time.Time{}
	}
	return time.Date(2000+int(year), time.Month(month), int(day), int(hour), int(minute), int(second), 0, zone).UTC()
}

// Names of goods and printed lines are Windows-1251, strings inside tags are code page 866. What a page lacks becomes its nearest sign, or
// '?'.
func cp1251(s string) []byte {
	return encodeBy(charmap.Windows1251, nearest1251.Replace(norm.NFC.String(s)))
}
func cp866(s string) []byte {
	return encodeBy(charmap.CodePage866, nearest866.Replace(norm.NFC.String(s)))
}

// Code page 866 has no typographic quotes and dashes, with which shops write their names and addresses: «Ромашка» became ?Ромашка?.
var (
	nearest866 = strings.NewReplacer("«", `"`, "»", `"`, "„", `"`, "“", `"`, "”", `"`, "‘", "'", "’", "'", "–", "-", "—", "-", "−", "-",
		"…", "...", "\u00a0", " ", "×", "x")
	nearest1251 = strings.NewReplacer("−", "-", "×", "x", "\u2009", " ", "\u202f", " ")
)

func encodeBy(page *charmap.Charmap, s string) []byte {
	b, err := encoding.ReplaceUnsupported(page.NewEncoder()).Bytes([]byte(s))
	if err != nil {
		return nil
	}
	for i, c := range b {
		if c == encoding.ASCIISub {
			b[i] = '?'
		} else if c < 0x20 {
			b[i] = ' '
		}
	}
	return b
}

func decode1251(b []byte) string { return decodeBy(charmap.Windows1251, b) }
func decode866(b []byte) string  { return decodeBy(charmap.CodePage866, b) }

func decodeBy(page *charmap.Charmap, b []byte) string {
	s, err := page.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(s)
}

func cut(b []byte, n int) []byte { return b[:min(len(b), n)] }
