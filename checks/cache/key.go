package cache

import (
	"crypto/sha256"
	"encoding/binary"
	"strconv"

	"dobro/internal/marking"
)

// What a key stands for. The letter goes into the hash, so that a GTIN and a code never meet.
const (
	keyCode  = 'c'
	keyGTIN  = 'g'
	keyBatch = 'b' // GTIN and batch
)

// key is the 63-bit name of a code, GTIN or batch: the front of its SHA-256, so that nobody can make two codes meet on purpose.
// That one unknown code meets one of ten million known ones by chance happens once in 10^12 look-ups.
func key(kind byte, parts ...string) int64 {
	var room [96]byte
	b := append(room[:0], kind)
	for _, p := range parts {
		b = append(append(b, p...), 0)
	}
	sum := sha256.Sum256(b)
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// batchOf is the batch inside a code (AI 10), which few groups print.
func batchOf(code marking.Code) string { return code.Field("10") }

// number is a GTIN as an integer, 0 for what is none.
func number(gtin string) int64 {
	n, err := strconv.ParseInt(gtin, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
