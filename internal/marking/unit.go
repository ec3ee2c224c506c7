package marking

import "strings"

// standing says how far a split GS1 code may be trusted.
type standing uint8

const (
	refused  standing = iota
	doubtful          // whole, but other readings must be looked for before it is believed
	good
)

// unit reads a code that begins with 01, a good GTIN and 21 into c, which is zero.
func unit(s string, c *Code) (standing, fault) {
	c.GTIN = s[2:16]
	return gs1(s, parts{code: c, seen: 1 << fieldGTIN}, 16)
}

// gs1 reads a code made of identifiers whose separators are in place, from the one at from on.
func gs1(s string, p parts, from int) (standing, fault) {
	c := p.code
	st, f := refused, p.walk(s, from)
	if f.reason == "" {
		st, f = p.conclude(s)
	}
	if st == refused { // what a refusal still knows
		rest := Code{GTIN: c.GTIN}
		if c.GTIN != "" {
			rest.Kind = KindUnit
			if p.has(fieldBlockPrice) {
				rest.Kind = KindTobaccoBlock
			}
		}
		if f.reason == ReasonNoCheck {
			rest.Cis, rest.Serial = c.Cis, c.Serial
		}
		*c = rest
	}
	return st, f
}

// conclude decides what the fields make together.
func (p *parts) conclude(s string) (standing, fault) {
	c := p.code
	switch {
	case s[:2] == "00":
		*c = Code{Kind: KindTransport, Full: s, Cis: s[2:20]}
		return good, fault{}
	case !p.has(fieldGTIN):
		return refused, fault{ReasonIdentifier, 0}
	case !p.has(fieldSerial):
		return refused, fault{ReasonTruncated, len(s)}
	case strings.IndexByte(c.Serial, '>') > 0 && holdsSpelling(c.Serial):
		return refused, fault{ReasonIdentifier, p.serialAt}
	}
	c.Full = s
	c.Cis = p.cis(s)
	tail, f := p.tail()
	switch {
	case f.reason == ReasonNoCheck:
		return p.withoutCheck(s)
	case f.reason != "":
		return refused, f
	}
	c.Kind = KindUnit
	if tail == TailBlock {
		c.Kind = KindTobaccoBlock
	}
	c.TestKey = c.KeyID == "FFD0" || testCheck(c.Check)
	if f := p.letterCase(s); f.reason != "" {
		return refused, f
	}
	n := len(c.Serial)
	if !known(n, tail) || n == 20 && hidesField(c.Serial[13:]) {
		return doubtful, fault{}
	}
	return good, fault{}
}

// hidesField tells whether the end of a serial number of 20 signs can be a field whose separator was lost: that is the one
// length at which a whole code of one shape (with an article or a lot behind 13 signs) looks like a whole code of another.
func hidesField(end string) bool {
	return end[:3] == "240" && all(end[3:], isDigit) || end[:2] == "10" && all(end[2:], isLot)
}

// cis is 01+GTIN+21+serial: a piece of the code in the usual order, put together in any other.
func (p *parts) cis(s string) string {
	if p.serialAt == 18 && s[:2] == "01" {
		return s[:p.serialEnd]
	}
	return "01" + p.code.GTIN + "21" + p.code.Serial
}

// tail names the shape of the check part and tells why there is none.
func (p *parts) tail() (Tail, fault) {
	c := p.code
	switch {
	case p.has(fieldSignature) && p.has(fieldKey) && !p.has(fieldBlockPrice):
		if len(c.Check) == 88 {
			return Tail88, fault{}
		}
		// 88 signs cut at 44 have no padding there. Where 88 do occur the padding is the proof that none were cut.
		if c.Check[43] != '=' && known(len(c.Serial), Tail88) {
			return TailNone, fault{ReasonTruncated, len(c.Full)}
		}
		return Tail44, fault{}
	case p.has(fieldCheck) && !p.has(fieldKey) && !p.has(fieldSignature):
		if p.has(fieldBlockPrice) {
			return TailBlock, fault{}
		}
		return TailShort, fault{}
	case p.has(fieldSignature), p.has(fieldCheck):
		return TailNone, fault{ReasonTail, p.serialEnd}
	}
	return TailNone, fault{ReasonNoCheck, p.serialEnd}
}

// withoutCheck is a code with identification and no whole check part: the box of packs, which has none, or a refusal.
func (p *parts) withoutCheck(s string) (standing, fault) {
	c := p.code
	if !p.tailBegun && p.has(fieldLot) && len(c.Serial) == 7 {
		c.Kind = KindTransport
		return good, fault{}
	}
	if p.serialEnd == len(s) && (shapes[len(c.Serial)] == 0 || begins(c.Serial)) {
		return refused, fault{ReasonTruncated, len(s)}
	}
	return refused, fault{ReasonNoCheck, p.serialEnd}
}

// testCheck tells whether a check part was made by the operator's test contour.
func testCheck(check string) bool { return len(check) >= 4 && check[:4] == "dGVz" }

// letterCase finds the two traces that a wrong letter case leaves: a long signature and all around it in one case, and the
// mark of the test contour inverted.
func (p *parts) letterCase(s string) fault {
	check := p.code.Check
	if len(check) >= 4 && check[:4] == "DgvZ" {
		return fault{ReasonCase, p.serialEnd}
	}
	if len(check) >= 44 && oneCase(check[:8]) && oneCase(s) {
		return fault{ReasonCase, -1}
	}
	return fault{}
}
