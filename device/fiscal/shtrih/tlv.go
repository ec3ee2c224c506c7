package shtrih

import (
	"encoding/binary"
	"errors"

	"dobro/internal/sale"
)

// Numbers of the tags that a till writes and reads (FFD 1.2).
const (
	tagContact    = 1008
	tagAddress    = 1009
	tagOperator   = 1021
	tagTotal      = 1020
	tagShift      = 1038
	tagReceipt    = 1042
	tagDirection  = 1054
	tagCorrection = 1173
	tagBase       = 1174
	tagBaseDate   = 1178
	tagBaseNumber = 1179
	tagPlace      = 1187
	tagMark       = 1192
	tagINN        = 1203
	tagIndustry   = 1260
	tagBody       = 1262
	tagBodyDate   = 1263
	tagBodyNumber = 1264
	tagAttribute  = 1265
	tagNote       = 1191
	tagQuantity   = 1023
	tagFraction   = 1291
	tagFracText   = 1292
	tagNumerator  = 1293
	tagDenom      = 1294
	tagUnit       = 2108
)

// maxTLV is how much one FF0C or FF4D carries.
const maxTLV = 250

// errTLV is a broken list of tags.
var errTLV = errors.New("broken list of tags")

// tag writes one tag: number and length in two bytes each, the lowest first.
func tag(number uint16, value []byte) []byte {
	b := make([]byte, 4, 4+len(value))
	binary.LittleEndian.PutUint16(b, number)
	binary.LittleEndian.PutUint16(b[2:], uint16(len(value)))
	return append(b, value...)
}

func textTag(number uint16, value string, limit int) []byte {
	return tag(number, cut(cp866(value), limit))
}

// fractionTag is tag 1291: the part of a pack as text and as two numbers.
func fractionTag(f sale.Fraction) []byte {
	value := textTag(tagFracText, f.String(), 24)
	value = append(value, tag(tagNumerator, shortest(f.N))...)
	return tag(tagFraction, append(value, tag(tagDenom, shortest(f.Of))...))
}

// shortest is a number in as few bytes as it needs, the lowest first.
func shortest(v int64) []byte {
	n := 1
	for n < 8 && v>>(8*n) != 0 {
		n++
	}
	return little(v, n)
}

// partTags are what the check of a part of a pack wants to know: pieces, one of them, and which part (tags 2108, 1023, 1291).
func partTags(f sale.Fraction) []byte {
	out := append(tag(tagUnit, []byte{0}), tag(tagQuantity, []byte{0, 1})...)
	return append(out, fractionTag(f)...)
}

// field is one tag of a document.
type field struct {
	number uint16
	value  []byte
}

// parseTLV splits a list of tags. What was whole before a break is returned with the error.
func parseTLV(b []byte) ([]field, error) {
	var out []field
	for len(b) > 0 {
		if len(b) < 4 {
			return out, errTLV
		}
		number, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if len(b) < 4+n {
			return out, errTLV
		}
		out = append(out, field{number, b[4 : 4+n]})
		b = b[4+n:]
	}
	return out, nil
}

// vln is a number of variable length, the lowest byte first.
func vln(b []byte) int64 {
	if len(b) > 8 {
		b = b[:8]
	}
	var v int64
	for i, c := range b {
		v |= int64(c) << (8 * i)
	}
	return v
}
