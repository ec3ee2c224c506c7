package marking

// Prefixes of tag 1162 by kind of code. Source: order of the tax service on fiscal documents, formats 1.05 and 1.1.
const (
	tag1162EAN8    = 0x4508
	tag1162EAN13   = 0x450d
	tag1162ITF14   = 0x490e
	tag1162Marked  = 0x444d
	tag1162Fur     = 0x5246
	tag1162EGAIS2  = 0xc514
	tag1162EGAIS3  = 0xc51e
	tag1162Digits  = 0x4541
	tag1162Unknown = 0x0000
	tag1162Most    = 32 // bytes
)

// Tag1162 builds the product code of fiscal formats 1.05 and 1.1: two bytes of prefix, six of GTIN, then signs, at most 32
// bytes. A code of no known kind goes with its first 30 signs. (In format 1.2 the printer itself makes tag 1163 of the
// full code.)
func Tag1162(c Code) []byte {
	n := len(c.Full)
	switch {
	case c.Kind == KindUnit:
		return tag1162(tag1162Marked, c.GTIN, c.Serial)
	case c.Kind == KindTobaccoBlock:
		return tag1162(tag1162Marked, c.GTIN, c.Serial+c.Field("8005"))
	case c.Kind == KindTobaccoPack && n >= packPrice:
		return tag1162(tag1162Marked, c.GTIN, c.Full[14:packPrice]+"  ")
	case c.Kind == KindFur:
		return tag1162(tag1162Fur, "", c.Full)
	case c.Kind == KindEGAIS2 && n >= 31:
		return tag1162(tag1162EGAIS2, "", c.Full[8:31])
	case c.Kind == KindEGAIS3 && n >= 14:
		return tag1162(tag1162EGAIS3, "", c.Full[:14])
	}
	if n > 0 && n <= 14 && all(c.Full, isDigit) {
		switch {
		case !checkDigitGood(c.Full):
		case n == 8:
			return tag1162(tag1162EAN8, c.Full, "")
		case n == 12 || n == 13:
			return tag1162(tag1162EAN13, c.Full, "")
		case n == 14:
			return tag1162(tag1162ITF14, c.Full, "")
		}
		return tag1162(tag1162Digits, c.Full, "")
	}
	return tag1162(tag1162Unknown, "", c.Full)
}

func tag1162(prefix uint16, digits, signs string) []byte {
	b := make([]byte, 0, tag1162Most)
	b = append(b, byte(prefix>>8), byte(prefix))
	if digits != "" {
		n := number(digits)
		for shift := 40; shift >= 0; shift -= 8 {
			b = append(b, byte(n>>shift))
		}
	}
	return append(b, signs[:min(len(signs), tag1162Most-len(b))]...)
}
