package marking

// Codes that are neither GS1 with a check part nor packs.

// lengths of codes of their own kind.
const (
	furLength    = 20
	egais2Length = 68
	egais3Length = 150
	egais3Digits = 21 // an EGAIS 3 code begins with as many: type, series, number, month, year, version
)

// furLike tells whether s begins as the code of a fur does: RU-430302-ABC1234567.
func furLike(s string) bool { return len(s) > 3 && s[:3] == "RU-" }

// fur reads the code of a fur.
func fur(s string) (Code, fault) {
	c := Code{Kind: KindFur}
	switch {
	case len(s) < furLength:
		return c, fault{ReasonTruncated, len(s)}
	case len(s) > furLength || s[9] != '-' || !all(s[3:9], isDigit) || !all(s[10:], isDigit|isUpper):
		return c, fault{ReasonUnknown, 3}
	}
	c.Full, c.Cis, c.Serial = s, s, s[10:]
	return c, fault{}
}

func egaisLike(s string) bool {
	return (len(s) == egais2Length || len(s) == egais3Length) && all(s, isDigit|isUpper)
}

// egais reads the PDF417 of alcohol. One of 68 signs begins with two digits and a letter, one of 150 with 21 digits, so that
// a piece of the one is seldom taken for the other.
func egais(s string) (Code, fault) {
	c := Code{Kind: KindEGAIS3, Full: s, Cis: s}
	switch {
	case len(s) == egais3Length:
	case all(s[:egais3Digits], isDigit):
		return Code{Kind: KindEGAIS3}, fault{ReasonTruncated, len(s)}
	case !all(s[:2], isDigit) || classes[s[2]]&isUpper == 0:
		return Code{}, fault{ReasonUnknown, 0}
	default:
		c.Kind = KindEGAIS2
	}
	return c, fault{}
}

// digits reads what has nothing but digits and is no pack: barcodes, weight labels, SSCC.
func digits(s string, o Options) (Code, fault) {
	switch len(s) {
	case 8, 12, 13, 14:
		if beginsUnit(s) {
			return Code{}, fault{ReasonTruncated, len(s)}
		}
		gtin, ok := GTIN14(s)
		if !ok {
			return Code{Kind: KindBarcode}, fault{ReasonCheckDigit, len(s) - 1}
		}
		if c, ok := o.weigh(s); ok {
			c.GTIN = gtin
			return c, fault{}
		}
		return Code{Kind: KindBarcode, Full: s, GTIN: gtin}, fault{}
	case 18, 20:
		number := s[len(s)-18:]
		switch {
		case gs1Like(s), len(s) == 20 && s[:2] != "00":
			return Code{}, fault{ReasonTruncated, len(s)}
		case !checkDigitGood(number):
			return Code{Kind: KindTransport}, fault{ReasonCheckDigit, len(s) - 1}
		}
		return Code{Kind: KindTransport, Full: s, Cis: number}, fault{}
	}
	if len(s) > 8 && s[:2] == "01" {
		c := Code{}
		if len(s) >= 16 && gtinGood(s[2:]) {
			c.GTIN = s[2:16]
		}
		return c, fault{ReasonTruncated, len(s)}
	}
	return Code{}, fault{ReasonUnknown, -1}
}

// beginsUnit tells whether the digits of a barcode are rather the beginning of a GS1 code that broke off: 01 and a GTIN of
// Russia, Belarus or of left-over stock. As a barcode they would be American numbers that no shop here has. Other GTINs
// leave one cut in ten a good barcode; it has no identification and so can do no harm.
func beginsUnit(s string) bool {
	return s[:2] == "01" && (len(s) == 14 || s[:5] == "01046" || s[:5] == "01048" || s[:5] == "01029")
}

// databar reads the barcode of fruit and the like, which sends its GTIN with an identifier.
func databar(s string) (Code, bool) {
	if len(s) != 16 || s[:2] != "01" || !gtinGood(s[2:]) {
		return Code{}, false
	}
	return Code{Kind: KindBarcode, Full: s[2:], GTIN: s[2:]}, true
}

// linkLike tells whether s is a web address: the symbol beside the marking code.
func linkLike(s string) bool {
	return hasFold(s, "http://") || hasFold(s, "https://") || hasFold(s, "www.")
}

// hasFold is strings.HasPrefix for ASCII without regard to case; prefix is lower.
func hasFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		b := s[i]
		if classes[b]&isUpper != 0 {
			b += 'a' - 'A'
		}
		if b != prefix[i] {
			return false
		}
	}
	return true
}
