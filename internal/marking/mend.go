package marking

import "strings"

// mend is the slow way: a read that is not good as it came is put right step by step, each step only where it is proved or
// where one reading alone remains. It takes what the plain reading made of it.
func mend(t scan, o Options, c Code, st standing, f fault) (Code, fault) {
	restored := false
	again := func(s string) {
		t = rewritten(t, s)
		c = Code{}
		st, f = t.read(&c, o)
	}
	if hasRussian(t.s) {
		latin, ok := toLatin(t.s)
		if !ok {
			return Code{}, fault{ReasonCharacter, strings.IndexFunc(t.s, russianRune)}
		}
		again(latin)
		restored = true
	}
	if invertedAim(t.aim) {
		t.aim = invert(t.aim)
		again(invert(t.s))
		restored = true
	}
	if st == refused && strings.ContainsAny(t.s, "\r\n\t") {
		return c, fault{ReasonGlued, strings.IndexAny(t.s, "\r\n\t")}
	}
	if st == refused {
		if at, ok := headBehindJunk(t.s); ok {
			t.from += at
			from, mapped := t.from, t.mapped
			again(t.s[at:])
			t.from, t.mapped = from, mapped
		}
	}
	if st == refused && spelledLow(t.s) {
		return c, fault{ReasonCase, -1}
	}
	if st == refused && f.reason != ReasonEmpty {
		if s, ok := respell(t.s); ok {
			again(s)
		}
	}
	if st == refused {
		if s, ok := uninvert(t.s, f); ok {
			again(s)
			restored = true
		}
	}
	if st == refused && f.reason == ReasonDoubleGS && o.CollapseDoubleGS {
		again(collapse(t.s))
		restored = true
	}
	if st != good && f.reason != ReasonDoubleGS && f.reason != ReasonCase {
		c, st, f = separate(t, c, st, f)
	}
	if st != refused && gs1Like(t.s) {
		if at := strings.LastIndex(t.s, t.s[:6]); at > 0 { // its own beginning once more
			c, st, f = Code{Kind: KindUnit, GTIN: c.GTIN}, refused, fault{ReasonGlued, at}
		}
	}
	if st == refused && f.reason != ReasonDoubleGS && f.reason != ReasonGlued {
		if at, ok := glued(t.s, o); ok {
			if at < 18 { // what stands first is no code of its own
				c = Code{}
			}
			c, f = Code{GTIN: c.GTIN, Kind: c.Kind}, fault{ReasonGlued, at}
		}
	}
	if st == refused && !restored && layoutOpen(t.s) {
		if latin, ok := toLatin(t.s); ok {
			u := rewritten(t, latin)
			var d Code
			if du, _ := u.read(&d, o); du == good {
				d.Restored = true
				return d, fault{}
			}
		}
	}
	if st == refused {
		return c, settle(t, c, f)
	}
	c.Restored = c.Restored || restored
	return c, fault{}
}

// rewritten is a scan whose text is no longer a piece of the raw read; what now shows itself as rubbish is taken off.
func rewritten(t scan, s string) scan {
	u := trim(s)
	u.mapped = true
	u.trailed = u.trailed || t.trailed
	if u.aim == "" {
		u.aim = t.aim
	}
	return u
}

// settle chooses the refusal to show: a read that stopped at a separator was not cut off inside its serial number.
func settle(t scan, c Code, f fault) fault {
	if f.reason == ReasonTruncated && t.trailed && c.Kind == KindUnit && f.at == len(t.s) && len(t.s) > 18 {
		return fault{ReasonNoCheck, f.at}
	}
	return f
}

// maxJunk is how many signs a scanner's own prefix may have.
const maxJunk = 4

// headBehindJunk finds the beginning of a GS1 code or a pack behind a prefix that the scanner puts before every read. Digits are no
// prefix: they may be the rest of something else; only the letters of a symbology prefix without its bracket hold some.
func headBehindJunk(s string) (int, bool) {
	for at := 1; at <= maxJunk && at+18 <= len(s); at++ {
		junk := s[:at]
		if junk != "d2" && junk != "d1" && junk != "C1" && junk != "Q3" && classes[s[at-1]]&isDigit != 0 {
			return 0, false
		}
		if gs1Like(s[at:]) && gtinGood(s[at+2:]) {
			return at, true
		}
		if len(s)-at == packFull && packLike(s[at:]) && junk != "d" && junk != "C" && junk != "Q" {
			return at, true
		}
	}
	return 0, false
}
