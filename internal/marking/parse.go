package marking

// maxRaw is the longest scan looked at. The longest good one has 150 signs; a separator spelled out or a Cyrillic letter
// makes it a few times longer, links may be long as well.
const maxRaw = 2048

// Options of reading. The zero value is what shops need.
type Options struct {
	// WeightMask tells how in-store labels that begin with 2 are split: one sign per digit, where a digit stands for
	// itself, ? for any, P is the article, W grams, K kopecks, C the check digit; several masks are separated by a space
	// and tried in turn. "" is DefaultWeightMask, NoWeightMask is none.
	WeightMask string
	DoubleGS   DoubleGS
	// Affixes are what the till's scanner puts around every code.
	Affixes Affixes
}

// DoubleGS says what becomes of a doubled separator.
type DoubleGS uint8

// Policies for doubled separators.
const (
	RefuseDoubleGS   DoubleGS = 0
	CollapseDoubleGS DoubleGS = 1 // read as one; the code is marked as restored
)

// Parse reads one scan with the default options. The error is always an *Error.
func Parse(raw string) (Code, error) { return ParseWith(raw, Options{}) }

// ParseWith reads one scan. A code that needed no repair is a piece of raw and costs no allocation. The error is always
// an *Error; the Code beside it is zero.
func ParseWith(raw string, o Options) (c Code, err error) {
	if o.Affixes != (Affixes{}) {
		return o.Affixes.around(raw, o)
	}
	if len(raw) > maxRaw {
		return Code{}, &Error{Reason: ReasonUnknown, At: -1}
	}
	t := trim(raw)
	st, f := t.read(&c, o)
	if st == good && !invertedAim(t.aim) {
		return c, nil
	}
	c, f = mend(t, o, c, st, f)
	if f.reason == "" {
		return c, nil
	}
	return Code{}, &Error{Reason: f.reason, At: t.position(f.at), Kind: c.Kind, Cis: c.Cis, GTIN: c.GTIN}
}

// read tells the kinds apart by their beginning and length and reads one into c, which is zero, expecting nothing to be
// amiss.
func (t *scan) read(c *Code, o Options) (standing, fault) {
	s := t.s
	if len(s) > 18 && s[0] == '0' && s[1] == '1' && s[16] == '2' && s[17] == '1' && gtinGood(s[2:]) {
		return unit(s, c)
	}
	var f fault
	switch {
	case s == "":
		return refused, fault{ReasonEmpty, -1}
	case gs1Like(s):
		if !gtinGood(s[2:]) {
			return refused, fault{ReasonCheckDigit, 2}
		}
		c.GTIN = s[2:16]
		return refused, fault{ReasonTruncated, len(s)}
	case len(s) <= 20 && all(s, isDigit):
		if d, ok := databar(s); ok && (t.aim == "e0" || t.aim == "C1") {
			*c = d
			break
		}
		*c, f = digits(s, o)
		if f.reason == "" && c.Kind != KindTransport && t.matrix() {
			*c, f = Code{GTIN: c.GTIN}, fault{ReasonTruncated, len(s)}
		}
	case packLike(s):
		f = pack(s, c)
	case furLike(s):
		*c, f = fur(s)
	case egaisLike(s):
		*c, f = egais(s)
	case linkLike(s):
		c.Kind, c.Full = KindLink, s
	case len(s) > 20 && identifierLike(s):
		return gs1(s, parts{code: c}, 0)
	default:
		return refused, unknown(s)
	}
	if f.reason != "" {
		return refused, f
	}
	return good, f
}

// identifierLike tells whether s begins with an identifier that a code may begin with: besides 01 also 21 (medicines) and 00.
func identifierLike(s string) bool {
	return s[:2] == "01" || s[:2] == "21" || s[:2] == "00" || s[:2] == "02"
}

// unknown names what is wrong with something that begins like no code at all.
func unknown(s string) fault {
	for i := 0; i < len(s); i++ {
		if classes[s[i]]&isSet82 == 0 && s[i] != GS {
			return fault{ReasonCharacter, i}
		}
	}
	if len(s) > 2 && len(s) < 18 && s[:2] == "01" && all(s[2:min(16, len(s))], isDigit) {
		return fault{ReasonTruncated, len(s)}
	}
	return fault{ReasonUnknown, -1}
}
