package marking

// separate looks for separators that were lost, wholly or partly. A separator may have stood only where the table of groups
// allows a field to end; those that are there bind. One reading alone is believed.
func separate(t scan, c Code, st standing, f fault) (Code, standing, fault) {
	s := t.s
	if !gs1Like(s) || !gtinGood(s[2:]) {
		return c, st, f
	}
	r := readings{s: s}
	r.serial()
	switch {
	case r.found > 1, r.found == 1 && t.trailed && serialAlone(s):
		return Code{Kind: KindUnit, GTIN: s[2:16]}, refused, fault{ReasonAmbiguous, -1}
	case r.found == 1 && r.first.n == 0:
		if st == refused { // the walk had a reason that the readings do not know
			return c, st, f
		}
		return c, good, fault{}
	case r.found == 1:
		var d Code
		dst, df := unit(r.first.join(s), &d)
		if dst == refused {
			return d, refused, df
		}
		d.Restored = true
		return d, good, fault{}
	case st == doubtful && begins(c.Serial):
		return Code{Kind: KindUnit, GTIN: c.GTIN}, refused, fault{ReasonAmbiguous, -1}
	case st == doubtful: // a length that no table has, yet with all its separators
		return c, good, fault{}
	}
	return c, refused, blame(s, f)
}

// blame improves the refusal of a code without readable separators: a check part that begins where one may begin was cut
// off, anything else leaves its fields open.
func blame(s string, f fault) fault {
	if f.reason != ReasonIdentifier && f.reason != ReasonTail || firstGS(s) >= 0 {
		return f
	}
	for _, n := range serialLengths {
		rest := s[min(18+n, len(s)):]
		if len(rest) >= 2 && rest[0] == '9' && (rest[1] == '1' && len(rest) < 6+46 || rest[1] == '3' && len(rest) < 6) {
			return fault{ReasonTruncated, len(s)}
		}
	}
	return fault{ReasonAmbiguous, -1}
}

// serialAlone tells whether s may be a head and a serial number and nothing else. When a separator stood behind it, that is
// as good a reading as any that must suppose a lost one.
func serialAlone(s string) bool {
	n := len(s) - 18
	return n <= maxSerial && shapes[n] != 0 && firstGS(s) < 0
}

func firstGS(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == GS {
			return i
		}
	}
	return -1
}

// cuts are the places where a separator must be put.
type cuts struct {
	at [8]int
	n  int
}

// join puts separators at the cuts.
func (c cuts) join(s string) string {
	b := make([]byte, 0, len(s)+c.n)
	done := 0
	for _, at := range c.at[:c.n] {
		b = append(append(b, s[done:at]...), GS)
		done = at
	}
	return string(append(b, s[done:]...))
}
