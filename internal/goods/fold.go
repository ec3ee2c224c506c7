package goods

import "strings"

// The index speaks an alphabet of one byte a letter: half the memory of UTF-8 and a fast search. Letters that look alike in Russian and
// Latin are one letter, because names of goods mix them without anybody seeing it; so are the small and the capital, and ё and е.
const (
	cyrillic = 0x80 // а is cyrillic+0, я cyrillic+31
	foreign  = 0xE0 // letters of other alphabets share sixteen values
)

// alike are the Latin letters that look like a Russian one, small or capital, and the place of that in the Russian alphabet.
var alike = map[rune]byte{'a': 0, 'b': 2, 'c': 17, 'e': 5, 'h': 13, 'k': 10, 'm': 12, 'o': 14, 'p': 16, 't': 18, 'x': 21, 'y': 19}

// letter is what the index keeps of a rune, 0 for what only parts words.
func letter(r rune) byte {
	switch {
	case r >= '0' && r <= '9', r == '%':
		return byte(r)
	case r >= 'A' && r <= 'Z':
		r += 'a' - 'A'
	case r >= 0x410 && r <= 0x42F: // capital А to Я
		r += 0x20
	case r == 0x451 || r == 0x401: // ё
		r = 0x435
	case r == 0xD7: // the sign of multiplication in «50×90»
		r = 'x'
	}
	switch {
	case r >= 0x430 && r <= 0x44F:
		return cyrillic + byte(r-0x430)
	case r >= 'a' && r <= 'z':
		if n, ok := alike[r]; ok {
			return cyrillic + n
		}
		return byte(r)
	case r > 0xBF && r != 0xF7 && r < 0x2000:
		return foreign + byte(r&0xF)
	}
	return 0
}

// spell writes a name in the alphabet of the index: words parted by one space. A comma or a point between digits is a point: «3,2 %».
func spell(text string) []byte {
	out := make([]byte, 0, len(text))
	runes := []rune(text)
	for i, r := range runes {
		b := letter(r)
		if (r == ',' || r == '.') && i > 0 && i+1 < len(runes) && digit(runes[i-1]) && digit(runes[i+1]) {
			b = '.'
		}
		if b == 0 {
			if n := len(out); n > 0 && out[n-1] != ' ' {
				out = append(out, ' ')
			}
			continue
		}
		out = append(out, b)
	}
	return []byte(strings.TrimSuffix(string(out), " "))
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// The keys of the two layouts, in the order of the keyboard; spelt in escapes because the code holds no Cyrillic.
var (
	latinKeys   = []rune("qwertyuiop[]asdfghjkl;'zxcvbnm,.`")
	russianKeys = []rune("\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e\u0451")
	otherLayout = layouts()
)

func layouts() map[rune]rune {
	m := map[rune]rune{}
	for i := range latinKeys {
		m[latinKeys[i]], m[russianKeys[i]] = russianKeys[i], latinKeys[i]
	}
	return m
}

// Mistyped is the text as the same keys type it in the other layout, Russian or Latin.
func Mistyped(text string) string {
	return strings.Map(func(r rune) rune {
		if o, ok := otherLayout[r]; ok {
			return o
		}
		return r
	}, strings.ToLower(text))
}
