package shtrih

import "fmt"

// checkMark is FF61: the drive and the operator check a code, which then waits for the decision.
func (d *Device) checkMark(r *reader) (byte, []byte) {
	status, mode := byte(r.u(1)), r.u(1)
	n, tags := int(r.u(1)), int(r.u(1))
	code := string(r.take(n))
	list := r.take(tags)
	switch {
	case r.short || n == 0 || mode != 0:
		return badParams, nil
	case status < 1 || status > 4:
		return badParams, nil
	case (status == 2 || status == 4) != partOf(list):
		return missingTag, nil
	case d.pending != "":
		return wrongOrder, nil
	case len(d.checked) >= 128:
		return tooManyCodes, nil
	}
	d.pending, d.planned = code, status
	bits, answer, connected := d.ask(code, status)
	d.pendBits = bits & 3
	out := []byte{bits & 3, 0, 1}
	if !connected {
		return ok, append(out, 1, 0xFF)
	}
	d.pendBits = bits
	told := put(2105, []byte{answer})
	out = append(out, byte(2+len(told)), 0, bits)
	return ok, append(out, told...)
}

// partOf tells whether the tags of a check describe a part of a pack: its measure, its quantity and which part.
func partOf(list []byte) bool {
	seen := map[uint16]bool{}
	good := readTags(list, func(n uint16, v []byte) bool {
		seen[n] = true
		return n != 1291 || fraction(v) != ""
	})
	return good && seen[2108] && seen[1023] && seen[1291]
}

// fraction reads tag 1291, "" when its text and its numbers do not say the same.
func fraction(v []byte) string {
	var text string
	var n, of int64
	good := readTags(v, func(number uint16, v []byte) bool {
		switch number {
		case 1292:
			text = from866(v)
		case 1293:
			n = number8(v)
		case 1294:
			of = number8(v)
		}
		return number >= 1292 && number <= 1294
	})
	if !good || n <= 0 || n >= of || text != fmt.Sprintf("%d/%d", n, of) {
		return ""
	}
	return text
}

func number8(v []byte) int64 {
	var out int64
	for i, b := range v[:min(len(v), 8)] {
		out |= int64(b) << (8 * i)
	}
	return out
}

func (d *Device) ask(code string, status byte) (bits, answer byte, connected bool) {
	if d.p.Check == nil {
		return 0x0F, 0, true
	}
	return d.p.Check(code, status)
}

// accepted is a code in the table of the drive: tags 2106 and 2003.
type accepted struct{ bits, status byte }

// acceptMark is FF69.
func (d *Device) acceptMark(r *reader) (byte, []byte) {
	decision := r.u(1)
	switch {
	case r.short || decision > 1:
		return badParams, nil
	case d.pending == "":
		return wrongOrder, nil
	}
	if decision == 1 {
		d.checked[d.pending] = accepted{d.pendBits, d.planned}
	}
	d.pending = ""
	return ok, []byte{d.pendBits}
}

// bindMark is FF67: the code of the last line. One that is not in the table is checked and accepted by the printer itself.
func (d *Device) bindMark(r *reader) (byte, []byte) {
	code := string(r.take(int(r.u(1))))
	if r.short || code == "" {
		return badParams, nil
	}
	if d.open == nil || len(d.open.lines) == 0 {
		return badState, nil
	}
	l := &d.open.lines[len(d.open.lines)-1]
	if l.Code != "" || l.Quantity != 1_000_000 {
		return badParams, nil
	}
	for _, other := range d.open.lines {
		if other.Code == code {
			return badParams, nil
		}
	}
	out := []byte{0x44, 0x4D, 0}
	known, there := d.checked[code]
	if !there {
		var answer byte
		var connected bool
		known.status = 1
		known.bits, answer, connected = d.ask(code, known.status)
		bits := known.bits
		out = append(out, bits&3, 0, 1, 0)
		if connected {
			list := put(2105, []byte{answer})
			out[len(out)-1] = byte(2 + len(list))
			out = append(append(out, 0, bits), list...)
		}
	}
	l.Code, l.Bits, l.Status = code, known.bits, known.status
	return ok, out
}
