package marking

import "strings"

// repair is the slow way: a read that is not good as it came is put right step by step, each step only where it is proved
// or where one reading alone remains.
type repair struct {
	t        scan
	o        Options
	c        Code
	st       standing
	f        fault
	restored bool
}

// mend takes what the plain reading made of a scan and gives what becomes of it. The code is good when the fault has no
// reason.
func mend(t scan, o Options, c Code, st standing, f fault) (Code, fault) {
	r := repair{t: t, o: o, c: c, st: st, f: f}
	if !r.layout() {
		return r.c, r.f
	}
	r.prefixCase()
	for _, step := range [...]func(){r.lineEnds, r.junk, r.spelled, r.provenCase, r.doubled, r.separators, r.repetition, r.openLayout} {
		step()
	}
	if r.st == refused {
		return r.c, settle(r.t, r.c, r.f)
	}
	r.c.Restored = r.c.Restored || r.restored
	return r.c, fault{}
}

// again reads a changed text.
func (r *repair) again(s string) {
	r.t = rewritten(r.t, s)
	r.c = Code{}
	r.st, r.f = r.t.read(&r.c, r.o)
}

// refuse ends with a refusal that no later step lifts.
func (r *repair) refuse(reason Reason, at int) {
	r.st, r.f = refused, fault{reason, at}
}

// final tells whether a refusal stands already that names its cause exactly.
func (r *repair) final() bool {
	return r.st == refused && (r.f.reason == ReasonGlued || r.f.reason == ReasonCase || r.f.reason == ReasonDoubleGS || r.f.reason == ReasonEmpty)
}

// layout maps a scan typed under the Russian layout back; false when it cannot come from there as a whole.
func (r *repair) layout() bool {
	if !hasRussian(r.t.s) {
		return true
	}
	latin, ok := toLatin(r.t.s)
	if !ok {
		r.c = Code{}
		r.refuse(ReasonCharacter, strings.IndexFunc(r.t.s, russianRune))
		return false
	}
	r.again(latin)
	r.restored = true
	return true
}

// prefixCase inverts the letter case when the symbology prefix shows that Caps Lock was on.
func (r *repair) prefixCase() {
	if invertedAim(r.t.aim) {
		r.t.aim = invert(r.t.aim)
		r.again(invert(r.t.s))
		r.restored = true
	}
}

// lineEnds inside mean that two reads came together.
func (r *repair) lineEnds() {
	if at := strings.IndexAny(r.t.s, "\r\n\t"); at >= 0 && r.st == refused {
		r.refuse(ReasonGlued, at)
	}
}

// junk takes off a prefix that the scanner puts before every read.
func (r *repair) junk() {
	if r.st != refused || r.final() {
		return
	}
	if at, ok := headBehindJunk(r.t.s); ok {
		from, mapped := r.t.from+at, r.t.mapped
		r.again(r.t.s[at:])
		r.t.from, r.t.mapped = from, mapped
	}
}

// spelled puts separators where they are spelled out.
func (r *repair) spelled() {
	if r.st != refused || r.final() {
		return
	}
	if spelledLow(r.t.s) {
		r.refuse(ReasonCase, -1)
	} else if s, ok := respell(r.t.s); ok {
		r.again(s)
	}
}

// provenCase inverts the letter case when the code itself shows that Caps Lock was on.
func (r *repair) provenCase() {
	if s, ok := uninvert(r.t.s, r.f); ok && r.st == refused {
		r.again(s)
		r.restored = true
	}
}

// doubled makes one separator of two when the options allow it.
func (r *repair) doubled() {
	if r.st == refused && r.f.reason == ReasonDoubleGS && r.o.DoubleGS == CollapseDoubleGS {
		r.again(collapse(r.t.s))
		r.restored = true
	}
}

// separators puts lost ones back.
func (r *repair) separators() {
	if r.st != good && !r.final() {
		r.c, r.st, r.f = separate(r.t, r.c, r.st, r.f)
	}
}

// repetition finds a second read in the first.
func (r *repair) repetition() {
	s := r.t.s
	if r.st != refused && gs1Like(s) {
		if at := strings.LastIndex(s, s[:6]); at > 0 { // its own beginning once more
			r.c = Code{Kind: KindUnit, GTIN: r.c.GTIN}
			r.refuse(ReasonGlued, at)
		}
		return
	}
	if r.st != refused || r.final() {
		return
	}
	if at, ok := glued(s, r.o); ok {
		if at < 18 { // what stands first is no code of its own
			r.c = Code{}
		}
		r.c = Code{GTIN: r.c.GTIN, Kind: r.c.Kind}
		r.refuse(ReasonGlued, at)
	}
}

// openLayout tries the Russian layout on a scan whose signs leave it open.
func (r *repair) openLayout() {
	if r.st != refused || r.restored || r.final() || !layoutOpen(r.t.s) {
		return
	}
	latin, ok := toLatin(r.t.s)
	if !ok {
		return
	}
	latin, _ = respell(latin)
	u, c := rewritten(r.t, latin), Code{}
	if st, _ := u.read(&c, r.o); st == good {
		r.t, r.c, r.st, r.restored = u, c, good, true
	}
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

// headBehindJunk finds the beginning of a GS1 code or a pack behind a prefix that the scanner puts before every read. Digits
// are no prefix: they may be the rest of something else; only the letters of a symbology prefix without its bracket hold
// some.
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
