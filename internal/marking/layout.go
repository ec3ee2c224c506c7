package marking

import (
	"strings"
	"unicode/utf8"
)

// A keyboard scanner types keys, not signs: under the Russian layout the same keys give other signs. The rows of both
// strings stand for the same keys, small letters, capitals, then the row of digits with Shift; digits and the remaining
// signs are equal in both layouts. The Russian letters are written by their numbers, row by row as the keys lie.
const (
	keysRussian = "\u0451\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a" +
		"\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d" +
		"\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e." +
		"\u0401\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u0429\u0417\u0425\u042a" +
		"\u0424\u042b\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d" +
		"\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e," +
		"\"\u2116;:?/"
	keysLatin = "`qwertyuiop[]" +
		"asdfghjkl;'" +
		"zxcvbnm,./" +
		"~QWERTYUIOP{}" +
		"ASDFGHJKL:\"" +
		"ZXCVBNM<>?" +
		"@#$^&|"
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

const numero = '\u2116' // Shift+3, where the Latin layout has a hash sign

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
