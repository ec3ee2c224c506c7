package marking

// Classes of bytes. A byte may be of several.
const (
	isDigit  uint8 = 1 << iota // 0-9
	isSet82                    // GS1 character set 82: what a field may hold
	isBase64                   // letters of base64 without padding
	isUpper                    // A-Z
	isLower                    // a-z
	isPrice                    // alphabet of the base-80 price
	isLot                      // signs that printed lots and articles use: digits, capitals, "-" and "/"
)

// set82 besides letters and digits (GS1 General Specifications, figure 7.11-1).
const set82Signs = "!\"%&'()*+,-./:;<=>?_"

// classes of every byte; bytes from 0x80 up belong to none.
var classes = func() (t [256]uint8) {
	for b := 0; b < 256; b++ {
		switch {
		case b >= '0' && b <= '9':
			t[b] = isDigit | isSet82 | isBase64 | isPrice | isLot
		case b >= 'A' && b <= 'Z':
			t[b] = isUpper | isSet82 | isBase64 | isPrice | isLot
		case b >= 'a' && b <= 'z':
			t[b] = isLower | isSet82 | isBase64 | isPrice
		}
	}
	for i := 0; i < len(set82Signs); i++ {
		t[set82Signs[i]] |= isSet82
	}
	for i := 0; i < len(priceAlphabet); i++ {
		t[priceAlphabet[i]] |= isPrice
	}
	t['+'] |= isBase64
	t['/'] |= isBase64 | isLot
	t['-'] |= isLot
	return t
}()

// firstNot gives the index of the first byte of s that is not of the class, -1 when all are.
func firstNot(s string, class uint8) int {
	for i := 0; i < len(s); i++ {
		if classes[s[i]]&class == 0 {
			return i
		}
	}
	return -1
}

func all(s string, class uint8) bool { return firstNot(s, class) < 0 }

// oneCase tells whether s has letters and all of them are of the same case.
func oneCase(s string) bool {
	var seen uint8
	for i := 0; i < len(s); i++ {
		seen |= classes[s[i]] & (isUpper | isLower)
	}
	return seen == isUpper || seen == isLower
}
