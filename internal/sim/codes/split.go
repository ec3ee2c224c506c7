// Package codes is the knowledge of the simulated «Честный ЗНАК»: which marking codes exist, what is said about each by the
// online services and by the local module, and which were sold. It also makes codes for training and tests. It splits codes
// by itself, apart from internal/marking, so that a mistake there is not repeated here.
package codes

import "strings"

// GS separates fields of a GS1 code.
const GS = "\x1d"

// Parts of a marking code.
type Parts struct {
	Cis   string // without check part
	GTIN  string
	Check string // AI 93 or 92, or the last 4 of a tobacco pack; "" when the code has none
	Pack  bool   // 29, 25 or 21 characters without identifiers
	Price int64  // kopecks, maximum price of a pack or AI 8005 of a block; 0 is none
	Good  bool   // the structure is right
}

// Split takes a code with real GS bytes, or a cis, apart.
func Split(full string) Parts {
	head, tail, _ := strings.Cut(full, GS)
	if digits(head, 14) && !strings.Contains(full, GS) && (len(full) == 29 || len(full) == 25 || len(full) == 21) &&
		!(full[:2] == "01" && full[16:18] == "21") {
		return pack(full)
	}
	p := Parts{Cis: head}
	if len(head) < 19 || head[:2] != "01" || !digits(head[2:], 14) || head[16:18] != "21" {
		return p
	}
	p.GTIN = head[2:16]
	p.Good = goodGTIN(p.GTIN) && characters(head[18:]) && len(head) <= 38
	if tail == "" {
		return p
	}
	for _, field := range strings.Split(tail, GS) {
		switch {
		case len(field) == 10 && field[:4] == "8005" && digits(field[4:], 6):
			p.Price = number(field[4:])
		case strings.HasPrefix(field, "93") && len(field) >= 6:
			p.Check = field[2:6]
		case strings.HasPrefix(field, "92") && (len(field) == 46 || len(field) == 90):
			p.Check = field[2:]
		case strings.HasPrefix(field, "91") && len(field) == 6, strings.HasPrefix(field, "240"), strings.HasPrefix(field, "310"),
			strings.HasPrefix(field, "335"), strings.HasPrefix(field, "10"), strings.HasPrefix(field, "17"):
		default:
			p.Good = false
		}
	}
	return p
}

func pack(full string) Parts {
	p := Parts{Cis: full[:21], GTIN: full[:14], Pack: true, Good: goodGTIN(full[:14])}
	if len(full) >= 25 {
		p.Price, _ = decode80(full[21:25])
	}
	if len(full) == 29 {
		p.Check = full[25:]
	}
	return p
}

// alphabet of the maximum price in a tobacco pack: four digits of base 80, kopecks.
const alphabet = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!"%&'*+-./_,:;=<>?`

func decode80(s string) (int64, bool) {
	var v int64
	for _, r := range s {
		i := strings.IndexRune(alphabet, r)
		if i < 0 {
			return 0, false
		}
		v = v*int64(len(alphabet)) + int64(i)
	}
	return v, true
}

func encode80(v int64) string {
	out, base := make([]byte, 4), int64(len(alphabet))
	for i := 3; i >= 0; i-- {
		out[i], v = alphabet[v%base], v/base
	}
	return string(out)
}

func goodGTIN(s string) bool { return len(s) == 14 && digits(s, 14) && checkDigit(s[:13]) == s[13] }

func checkDigit(s string) byte {
	sum := 0
	for i := range s {
		weight := 1
		if (len(s)-i)%2 == 1 {
			weight = 3
		}
		sum += weight * int(s[i]-'0')
	}
	return byte('0' + (10-sum%10)%10)
}

func digits(s string, n int) bool {
	if len(s) < n {
		return false
	}
	for _, c := range []byte(s[:n]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func number(s string) int64 {
	var v int64
	for _, c := range []byte(s) {
		v = v*10 + int64(c-'0')
	}
	return v
}

// characters checks the GS1 character set 82.
func characters(s string) bool {
	for _, c := range []byte(s) {
		if c < '!' || c > 'z' || strings.IndexByte("#$@[\\]^`", c) >= 0 {
			return false
		}
	}
	return true
}
