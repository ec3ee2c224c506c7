package marking

// A tobacco pack has no identifiers: GTIN 14, serial number 7, price 4, check part 4 (decree 224, the operator's
// description of tobacco codes).
const (
	packCis   = 21
	packPrice = 25
	packFull  = 29
)

// packLike tells whether s begins as a pack does and not as a GS1 code: the GTIN of a pack may begin with 01 too.
func packLike(s string) bool {
	return len(s) >= 14 && gtinGood(s) && !gs1Like(s)
}

// gs1Like tells whether s begins 01, 14 digits, 21.
func gs1Like(s string) bool {
	return len(s) >= 18 && s[0] == '0' && s[1] == '1' && s[16] == '2' && s[17] == '1' && all(s[2:16], isDigit)
}

// pack reads a tobacco pack.
func pack(s string, c *Code) fault {
	c.Kind, c.GTIN = KindTobaccoPack, s[:14]
	if n := firstNot(s, isSet82); n >= 0 {
		return fault{ReasonCharacter, n}
	}
	if len(s) >= packCis {
		c.Serial = s[14:packCis]
	}
	switch {
	case len(s) == packCis || len(s) == packPrice:
		c.Cis = s[:packCis]
		return fault{ReasonNoCheck, len(s)}
	case len(s) < packFull:
		return fault{ReasonTruncated, len(s)}
	case len(s) > packFull:
		return fault{ReasonUnknown, packFull}
	}
	price, ok := PackPrice(s[packCis:packPrice])
	switch {
	case !ok:
		return fault{ReasonCharacter, packCis}
	case holdsSpelling(s):
		return fault{ReasonUnknown, packCis}
	case price > priceLimit && classes[s[packCis]]&isLower != 0 && s[14:16] != "21":
		return fault{ReasonCase, packCis}
	case price > priceLimit && classes[s[packCis]]&isDigit != 0: // barcodes one behind the other
		*c = Code{}
		return fault{ReasonUnknown, packCis}
	case headless(s, price > priceLimit):
		*c = Code{GTIN: s[:14]}
		return fault{ReasonTruncated, 0}
	case price > priceLimit:
		price = 0
	}
	c.Full, c.Cis, c.Check, c.MaxPrice = s, s[:packCis], s[packPrice:], price
	c.TestKey = testCheck(c.Check)
	return fault{}
}

// headless tells whether s is rather a GS1 code that lost its first signs and its separators: that may begin with 14 digits
// of a GTIN and count 29 signs as well. An unbelievable price is a second sign of it.
func headless(s string, noPrice bool) bool {
	switch {
	case s[15:17] == "21": // 0 lost, or another digit in place of 01
		return classes[s[14]]&isDigit != 0 && gtinGood(s[1:])
	case s[14:16] == "21": // 01 lost
		return s[22:24] == "93" || s[23:25] == "93" || noPrice
	}
	return s[13:15] == "21" && noPrice
}
