package codes

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// TestKey is the check part of the operator's test contour: no real till accepts it as genuine.
const TestKey = "dGVz"

// Form of a code to make. Price is in kopecks: the maximum price of a tobacco pack or, with Block, of the whole block.
type Form struct {
	Group int
	Price int64
	Block bool
}

// shapes: length of the serial and of the signature per group. 0 is the short check part 93 of 4 characters.
var shapes = map[int]struct{ serial, signature int }{
	1: {13, 44}, 2: {13, 88}, 4: {13, 44}, 5: {13, 44}, 6: {20, 44}, 7: {13, 44}, 8: {6, 0}, 9: {13, 44}, 10: {13, 44}, 13: {13, 0},
	15: {7, 0}, 17: {13, 44}, 19: {13, 44}, 20: {6, 44}, 21: {6, 44}, 22: {7, 0}, 23: {13, 0}, 25: {13, 44}, 26: {13, 44},
	27: {13, 44}, 28: {20, 44}, 31: {13, 0}, 32: {6, 44}, 33: {13, 44}, 34: {13, 44}, 35: {6, 44}, 36: {13, 44}, 37: {13, 44},
	39: {13, 44}, 40: {13, 44}, 41: {6, 44}, 42: {13, 44}, 43: {13, 44}, 44: {6, 44}, 45: {13, 44}, 48: {13, 44}, 49: {13, 44},
	50: {13, 44}, 51: {20, 44}, 52: {13, 44}, 53: {13, 44}, 54: {13, 44}, 59: {13, 44},
}

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	base64s = letters + "+/"
)

// Make gives a well-formed code with the test key: the same arguments always give the same code, another seed another
// one. GTIN is a barcode of 8 to 14 digits; its check digit is put right. Groups 3, 12 and 16 give packs of 29 characters
// unless Block is set.
func Make(f Form, gtin string, seed int64) string {
	for len(gtin) < 14 {
		gtin = "0" + gtin
	}
	gtin = gtin[:13] + string(checkDigit(gtin[:13]))
	h := fnv.New64a()
	fmt.Fprint(h, f, gtin)
	r := rand.New(rand.NewPCG(h.Sum64(), uint64(seed)))
	switch {
	case f.Block:
		return fmt.Sprintf("01%s21%s\x1d8005%06d\x1d93%s", gtin, text(r, letters, 7), f.Price, TestKey)
	case f.Group == 3 || f.Group == 12 || f.Group == 16:
		return gtin + text(r, letters, 7) + encode80(f.Price) + TestKey
	}
	shape, known := shapes[f.Group]
	if !known {
		shape.serial = 13
	}
	head := "01" + gtin + "215" + text(r, letters, shape.serial-1) + GS
	if shape.signature == 0 {
		return head + "93" + TestKey
	}
	return head + "91FFD0" + GS + "92" + signature(r, shape.signature)
}

// signature looks like base64 of 32 or 64 bytes.
func signature(r *rand.Rand, n int) string {
	pad := n / 44
	return TestKey + text(r, base64s, n-len(TestKey)-pad-1) + "A" + strings.Repeat("=", pad)
}

func text(r *rand.Rand, from string, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = from[r.IntN(len(from))]
	}
	return string(out)
}
