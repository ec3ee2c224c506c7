package marking

// readings searches all ways to split a code of the known shapes, with separators lost or not. It stops at the second.
type readings struct {
	s     string
	now   cuts
	first cuts
	found int
}

// stage is how far the fields have come.
type stage struct {
	serial    int
	step      step
	extras    uint8 // fields that came already, each may once
	tail      Tail
	separated bool // a separator stands before the field
}

type step uint8

const (
	wantTail      step = iota // behind the serial number
	wantSignature             // behind 91
	wantCheck                 // behind 8005
	complete                  // the check part is complete
)

const (
	extraArticle uint8 = 1 << iota
	extraLot
	extraExpiry
	extraMeasure
)

// serial tries every length of the table.
func (r *readings) serial() {
	for _, n := range serialLengths {
		end := 18 + n
		if end >= len(r.s) || !all(r.s[18:end], isSet82) {
			return
		}
		r.boundary(end, stage{serial: n}, true)
	}
}

// boundary goes on behind a field. Needs says that a separator belongs there.
func (r *readings) boundary(at int, st stage, needs bool) {
	if r.found > 1 {
		return
	}
	st.separated = false
	switch {
	case at == len(r.s):
		if st.step == complete {
			r.accept()
		}
		return
	case r.s[at] == GS:
		st.separated = true
		r.next(at+1, st)
	case !needs:
		r.next(at, st)
	case r.now.n < len(r.now.at):
		r.now.at[r.now.n] = at
		r.now.n++
		r.next(at, st)
		r.now.n--
	}
}

// accept counts a reading. Equal cuts are the same reading.
func (r *readings) accept() {
	now := r.now
	clear(now.at[now.n:])
	if r.found > 0 && now == r.first {
		return
	}
	if r.found == 0 {
		r.first = now
	}
	r.found++
}

// next tries every field that the stage allows at at.
func (r *readings) next(at int, st stage) {
	s := r.s
	if at+2 > len(s) {
		return
	}
	switch st.step {
	case wantSignature:
		if s[at:at+2] == "92" {
			r.signature(at+2, st)
		}
	case wantCheck:
		r.check(at, st)
	case wantTail:
		r.check(at, st)
		if s[at:at+2] == "91" && r.fixed(at+2, 4, isSet82) {
			b := st
			b.step = wantSignature
			r.boundary(at+6, b, true)
		}
		if known(st.serial, TailBlock) && hasAt(s, at, "8005") && r.fixed(at+4, 6, isDigit) {
			b := st
			b.step, b.tail = wantCheck, TailBlock
			r.boundary(at+10, b, true)
		}
		if st.serial == 13 {
			r.extra(at, st)
		}
	case complete:
		r.extra(at, st)
	}
}

// check tries AI 93.
func (r *readings) check(at int, st stage) {
	if !hasAt(r.s, at, "93") || !r.fixed(at+2, 4, isBase64) {
		return
	}
	if st.tail == TailNone {
		st.tail = TailShort
	}
	if known(st.serial, st.tail) && st.extras == 0 {
		if st.tail == TailShort && !st.separated && begins(r.s[18:18+st.serial]) {
			r.found = 2 // four signs prove little when the serial number may end sooner as well
			return
		}
		st.step = complete
		r.boundary(at+6, st, true)
	}
}

// begins tells whether a check part may begin inside a serial number.
func begins(serial string) bool {
	for _, n := range serialLengths {
		if n < len(serial) && (hasAt(serial, n, "91") || hasAt(serial, n, "93") || hasAt(serial, n, "8005")) {
			return true
		}
	}
	return false
}

// signature tries AI 92 in both lengths; without a separator behind the 91 the padding must be there.
func (r *readings) signature(at int, st stage) {
	for _, t := range [...]Tail{Tail44, Tail88} {
		n := 44
		if t == Tail88 {
			n = 88
		}
		if !known(st.serial, t) || at+n > len(r.s) {
			continue
		}
		if judgeSignature(r.s[at:at+n], at, false).reason != "" || r.s[at+n-1] != '=' {
			continue
		}
		b := st
		b.step, b.tail = complete, t
		r.boundary(at+n, b, true)
	}
}

// extra tries the fields that groups put beside the check part.
func (r *readings) extra(at int, st stage) {
	s := r.s
	long := st.tail != TailShort && st.tail != TailBlock // medicines, shoes
	if st.tail == TailShort && st.serial != 20 && st.extras&extraMeasure == 0 && at+10 <= len(s) {
		id := identify(s[at:])
		if id != nil && (st.serial == 6 && id.field == fieldWeight || st.serial != 6 && id.field == fieldVolume) && r.fixed(at+4, 6, isDigit) {
			b := st
			b.extras |= extraMeasure
			r.boundary(at+10, b, false)
		}
	}
	if (long && st.serial == 13 || st.tail == TailBlock) && st.extras&extraArticle == 0 && hasAt(s, at, "240") {
		b := st
		b.extras |= extraArticle
		r.variable(at+3, 4, 30, isDigit, b)
	}
	if long && st.serial == 13 && st.extras&extraLot == 0 && hasAt(s, at, "10") {
		b := st
		b.extras |= extraLot
		r.variable(at+2, 1, 20, isLot, b)
	}
	if long && st.serial == 13 && st.extras&extraExpiry == 0 && hasAt(s, at, "17") && r.fixed(at+2, 6, isDigit) && dateGood(s[at+2:at+8]) {
		b := st
		b.extras |= extraExpiry
		r.boundary(at+8, b, false)
	}
}

// variable tries every end of a field without fixed length: at its separator or at the end of the read, and before it.
func (r *readings) variable(at, shortest, longest int, class uint8, st stage) {
	plain, separated := true, st.separated
	for end := at; end <= len(r.s) && end-at <= longest; end++ {
		stop := end == len(r.s) || r.s[end] == GS
		if plain && end-at >= shortest || stop && separated && end > at {
			r.boundary(end, st, true)
		}
		if stop {
			return
		}
		c := classes[r.s[end]]
		plain = plain && c&class != 0
		if c&isSet82 == 0 || !plain && !separated {
			return
		}
	}
}

func (r *readings) fixed(at, n int, class uint8) bool {
	return at+n <= len(r.s) && all(r.s[at:at+n], class)
}

func hasAt(s string, at int, what string) bool {
	return at+len(what) <= len(s) && s[at:at+len(what)] == what
}
