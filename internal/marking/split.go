package marking

import "strings"

// fault is a refusal before it becomes an *Error; a zero reason is none.
type fault struct {
	reason Reason
	at     int
}

// parts is what one walk over a GS1 code found. Positions are bytes of the walked string.
type parts struct {
	code      *Code
	seen      uint32 // a bit for every field
	serialAt  int
	serialEnd int
	tailBegun bool // a piece of the check part was seen
}

func (p *parts) has(f field) bool { return p.seen&(1<<f) != 0 }

// walk splits s from the identifier at from on, left to right in one pass; its separators are all in their places.
func (p *parts) walk(s string, from int) fault {
	for i := from; i < len(s); {
		if s[i] == GS {
			return fault{ReasonDoubleGS, i}
		}
		id := identify(s[i:])
		if id == nil {
			if len(s)-i < 4 && all(s[i:], isDigit) {
				return fault{ReasonTruncated, i}
			}
			return fault{ReasonIdentifier, i}
		}
		begin := i + id.digits
		end, next := id.span(s, begin)
		value := s[begin:end]
		if f := id.judge(value, begin, end == len(s)); f.reason != "" {
			return f
		}
		if id.field != fieldOther {
			if p.has(id.field) {
				return fault{ReasonGlued, i}
			}
			p.seen |= 1 << id.field
			if f := p.keep(id, value, s[begin-1]-'0', begin); f.reason != "" {
				return f
			}
		}
		i = next
	}
	return fault{}
}

// span finds where the value that begins at begin ends, and where the next identifier begins.
func (id *identifier) span(s string, begin int) (end, next int) {
	if id.ends == byGS {
		end = len(s)
		if n := strings.IndexByte(s[begin:], GS); n >= 0 {
			end = begin + n
		}
	} else {
		end = min(begin+id.max, len(s))
	}
	next = end
	if next < len(s) && s[next] == GS {
		next++
	}
	return end, next
}

// judge tests length and signs of a value. Last says that the read ends with it, so that what lacks was cut off.
func (id *identifier) judge(value string, at int, last bool) fault {
	short := len(value) < id.min
	if id.field == fieldSignature {
		return judgeSignature(value, at, last)
	}
	if n := firstNot(value, id.class); n >= 0 {
		switch {
		case value[n] == GS: // only values of fixed length can hold one
			return fault{ReasonIdentifier, at + n}
		case classes[value[n]]&isSet82 == 0:
			return fault{ReasonCharacter, at + n}
		case id.field == fieldCheck:
			return fault{ReasonTail, at + n}
		}
		return fault{ReasonIdentifier, at + n}
	}
	switch {
	case short && last:
		return fault{ReasonTruncated, at + len(value)}
	case short || len(value) > id.max:
		if id.field == fieldKey || id.field == fieldCheck {
			return fault{ReasonTail, at}
		}
		return fault{ReasonIdentifier, at}
	}
	return fault{}
}

// judgeSignature tests AI 92: base64 of 32 or 64 bytes, with its padding. Padding may lack in 44 signs (keep decides).
func judgeSignature(value string, at int, last bool) fault {
	body := strings.TrimRight(value, "=")
	if n := firstNot(body, isBase64); n >= 0 {
		if classes[body[n]]&isSet82 == 0 {
			return fault{ReasonCharacter, at + n}
		}
		return fault{ReasonTail, at + n}
	}
	pad := len(value) - len(body)
	switch {
	case len(value) == 88 && pad == 2, len(value) == 44 && pad <= 1:
		return fault{}
	case pad == 0 && len(value) < 88 && last, len(value) == 87 && pad == 1 && last:
		return fault{ReasonTruncated, at + len(value)}
	}
	return fault{ReasonTail, at}
}

// keep puts a judged value into its place. Y is the number that the last digit of its identifier makes, at where the value begins.
func (p *parts) keep(id *identifier, value string, y byte, at int) fault {
	c := p.code
	switch id.field {
	case fieldGTIN:
		if !gtinGood(value) {
			return fault{ReasonCheckDigit, at}
		}
		c.GTIN = value
	case fieldSerial:
		c.Serial, p.serialAt, p.serialEnd = value, at, at+len(value)
	case fieldKey:
		c.KeyID, p.tailBegun = value, true
	case fieldSignature, fieldCheck:
		if c.Check != "" {
			return fault{ReasonTail, at}
		}
		c.Check, p.tailBegun = value, true
	case fieldBlockPrice:
		c.MaxPrice, p.tailBegun = number(value), true
	case fieldWeight:
		c.Weight = scaled(value, y)
	case fieldVolume:
		c.Volume = scaled(value, y)
	case fieldExpiry, fieldExpiryTime:
		if !dateGood(value) {
			return fault{ReasonIdentifier, at}
		}
		c.Expiry = value
	case fieldSSCC:
		if !checkDigitGood(value) {
			return fault{ReasonCheckDigit, at}
		}
	}
	return fault{}
}

// dateGood tests YYMMDD, where day 00 means the end of the month, and YYMMDDhhmm.
func dateGood(s string) bool {
	month, day := number(s[2:4]), number(s[4:6])
	if month < 1 || month > 12 || day > 31 {
		return false
	}
	return len(s) < 10 || number(s[6:8]) < 24 && number(s[8:10]) < 60
}
