package marking

import (
	"strings"
	"testing"
)

// withForms are all distinct valid samples and, for shapes that the samples lack, made-up codes of every row of Groups.
func withForms(t *testing.T) (codes []Code) {
	t.Helper()
	seen := map[string]bool{}
	add := func(full string) {
		if seen[full] {
			return
		}
		seen[full] = true
		c, err := Parse(full)
		if err != nil || c.Full != full {
			t.Fatalf("%q: %+v, %v", full, c, err)
		}
		codes = append(codes, c)
	}
	for _, e := range valid(t) {
		add(e.Full)
	}
	for _, g := range Groups {
		for i, f := range g.Forms {
			add(madeUp(uint64(g.ID*8+i+1), f))
		}
	}
	add("RU-430302-AB19876543")
	add("RU-401301-AAA1234567")
	add("136222000009720717001" + strings.Repeat("AQZ7K9M2", 16) + "X")
	add("010460112345678" + string(CheckDigit("0460112345678")) + "2173Xyz(5\x1d101234567")
	return codes
}

// madeUp builds a code of the shape with signs drawn from seed.
func madeUp(seed uint64, f Form) string {
	draw := func(n int, alphabet string) string {
		b := make([]byte, n)
		for i := range b {
			seed = seed*6364136223846793005 + 1442695040888963407
			b[i] = alphabet[seed>>33%uint64(len(alphabet))]
		}
		return string(b)
	}
	const decimal = "0123456789"
	const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	const serial = base64 + "!\"%&'()*,-.:;<=>?_"
	gtin := "0460" + draw(9, decimal)
	gtin += string(CheckDigit(gtin))
	s := "01" + gtin + "215" + draw(f.Serial-1, serial)
	switch f.Tail {
	case TailBlock:
		return s + "\x1d8005" + draw(6, decimal) + "\x1d93" + draw(4, base64)
	case Tail44:
		return s + "\x1d91EE" + draw(2, decimal) + "\x1d92" + draw(42, base64) + "A="
	case Tail88:
		return s + "\x1d91EE" + draw(2, decimal) + "\x1d92" + draw(85, base64) + "A=="
	}
	return s + "\x1d93" + draw(4, base64)
}

// lostSeparators gives every way in which separators of full may be missing, none and all included.
func lostSeparators(full string) (ways []string) {
	pieces := strings.Split(full, "\x1d")
	for set := 0; set < 1<<(len(pieces)-1); set++ {
		var b strings.Builder
		for i, p := range pieces {
			if i > 0 && set&(1<<(i-1)) == 0 {
				b.WriteByte(GS)
			}
			b.WriteString(p)
		}
		ways = append(ways, b.String())
	}
	return ways
}

// typedRussian is what a keyboard scanner types under the Russian layout.
func typedRussian(s string) string {
	var b strings.Builder
	keys := []rune(keysRussian)
	for i := 0; i < len(s); i++ {
		if n := strings.IndexByte(keysLatin, s[i]); n >= 0 {
			b.WriteRune(keys[n])
		} else {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
