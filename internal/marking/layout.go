package marking

import (
	"strings"
	"unicode/utf8"
)

// A keyboard scanner types keys, not signs: under the Russian layout the same keys give other signs. The two rows stand for
// the same keys; digits and the remaining signs are equal in both layouts.
const (
	keysRussian = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,\"№;:?/"
	keysLatin   = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&|"
)

// latinKey gives the sign of the Latin layout for one of the Russian layout.
var latinKey = func() map[rune]byte {
	m := make(map[rune]byte, len(keysLatin))
	i := 0
	for _, r := range keysRussian {
		m[r] = keysLatin[i]
		i++
	}
	return m
}()

const numero = '№' // Shift+3, where the Latin layout has a hash sign

// russianRune tells whether only the Russian layout can have typed r.
func russianRune(r rune) bool { return r >= 0x400 && r <= 0x4ff || r == numero }

func russianAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return russianRune(r)
}

func russianEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return russianRune(r)
}

func hasRussian(s string) bool { return strings.IndexFunc(s, russianRune) >= 0 }

// toLatin maps a scan typed under the Russian layout back as a whole. It is false when some sign cannot come from that
// layout, letters of the Latin one above all: then the layout was switched half way and nothing can be trusted.
func toLatin(s string) (string, bool) {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		l, ok := latinKey[r]
		switch {
		case ok:
			b = append(b, l)
		case r >= 0x80 || classes[byte(r)]&(isUpper|isLower) != 0:
			return "", false
		default:
			b = append(b, byte(r))
		}
	}
	return string(b), true
}

// layoutOpen tells whether the signs leave open which layout typed them: not a letter of either, and a sign that differs.
func layoutOpen(s string) bool {
	return strings.ContainsAny(s, `.,"?/;:`) && strings.IndexFunc(s, func(r rune) bool {
		return r >= 0x80 || classes[byte(r)]&(isUpper|isLower) != 0
	}) < 0
}
