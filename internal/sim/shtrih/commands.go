package shtrih

import (
	"strconv"
	"time"
)

const (
	operatorNumber = 30
	password       = 30
)

// printers are the commands that want the mechanism: not while it prints, has no paper or waits to be continued.
var printers = map[int]bool{
	0x17: true, 0x25: true, 0x40: true, 0x41: true, 0x50: true, 0x51: true, 0x88: true, 0x8C: true, 0x8D: true, 0xE0: true, 0xFF45: true, 0xFF46: true,
}

// execute carries a command out and makes the body of its answer.
func (d *Device) execute(code int, body []byte) []byte {
	head := body[:1]
	if code > 0xFF {
		head = body[:2]
	}
	r := &reader{b: body[len(head):]}
	result, data := d.run(code, r)
	out := append(append([]byte{}, head...), result)
	if result != ok {
		return out
	}
	return append(out, data...)
}

func (d *Device) run(code int, r *reader) (byte, []byte) {
	if code != 0xFC {
		if r.u(4) != password {
			return wrongPassword, nil
		}
	}
	if c, there := d.refused(code); there {
		return c, nil
	}
	if printers[code] {
		switch {
		case d.busy > 0:
			d.busy--
			return printing, nil
		case d.submode == 3:
			return wantContinue, nil
		case d.submode != 0:
			return noPaper, nil
		}
	}
	switch code {
	case 0x10:
		return ok, d.shortStatus()
	case 0x11:
		return ok, d.longStatus()
	case 0x17:
		r.u(1)
		d.texts = append(d.texts, from1251(trimZero(r.rest())))
		return ok, []byte{operatorNumber}
	case 0x1A:
		if r.u(1) != 241 {
			return badParams, nil
		}
		return ok, append([]byte{operatorNumber}, little(d.cash, 6)...)
	case 0x21, 0x22, 0x23:
		return d.setClock(code, r)
	case 0x25:
		return ok, []byte{operatorNumber}
	case 0x28:
		d.drawer++
		return ok, []byte{operatorNumber}
	case 0x40:
		d.print()
		return ok, []byte{operatorNumber}
	case 0x41:
		return d.closeShift()
	case 0x50, 0x51:
		return d.money(code, r)
	case 0x88:
		if d.open == nil {
			return receiptClosed, nil
		}
		d.open = nil
		return ok, []byte{operatorNumber}
	case 0x8C:
		d.copies++
		return ok, []byte{operatorNumber}
	case 0x8D:
		return d.openReceipt(r)
	case 0xB0:
		if d.submode != 3 {
			return badSubmode, nil
		}
		d.submode, d.torn = 0, false
		return ok, []byte{operatorNumber}
	case 0xE0:
		return d.openShift()
	case 0xFC:
		return ok, append([]byte{0, 0, 1, 17, 9, 0}, "SHTRIH-SIM-01F"...)
	}
	return d.runDrive(code, r)
}

func (d *Device) shortStatus() []byte {
	out := append([]byte{operatorNumber}, little(d.flags(), 2)...)
	return append(out, d.mode(), d.submode, 0, 0x9F, 0xE5, 0, 0, 0, 0, 0, 0, d.submode&1)
}

func (d *Device) longStatus() []byte {
	now := d.now()
	out := []byte{operatorNumber, '1', '7'}
	out = append(out, little(4321, 2)...)
	out = append(out, 1, 6, 26, 1)
	out = append(out, little(int64(len(d.documents)), 2)...)
	out = append(out, little(d.flags(), 2)...)
	out = append(out, d.mode(), d.submode, 0, '1', '0', 0, 0, 1, 1, 26)
	out = append(out, byte(now.Day()), byte(now.Month()), byte(now.Year()%100), byte(now.Hour()), byte(now.Minute()), byte(now.Second()), 0)
	out = append(out, little(d.p.Serial, 4)...)
	out = append(out, little(d.shift.number, 2)...)
	out = append(out, 0, 0, 1, 15)
	inn, err := strconv.ParseInt(d.p.INN, 10, 64)
	if err != nil {
		inn = 0
	}
	out = append(out, little(inn, 6)...)
	return append(out, little(d.p.Serial>>32, 2)...)
}

func (d *Device) setClock(code int, r *reader) (byte, []byte) {
	v := r.take(3)
	if r.short {
		return badParams, nil
	}
	if d.shift.open {
		return badMode, nil
	}
	now := d.now()
	if code == 0x21 {
		set := time.Date(now.Year(), now.Month(), now.Day(), int(v[0]), int(v[1]), int(v[2]), 0, now.Location())
		d.clock += set.Sub(now)
		return ok, nil
	}
	set := time.Date(2000+int(v[2]), time.Month(v[1]), int(v[0]), now.Hour(), now.Minute(), now.Second(), now.Nanosecond(), now.Location())
	d.clock += set.Sub(now)
	return ok, nil
}

func (d *Device) money(code int, r *reader) (byte, []byte) {
	sum := r.u(5)
	if code == 0x51 {
		if sum > d.cash {
			return noCash, nil
		}
		sum = -sum
	}
	d.cash += sum
	d.print()
	return ok, append([]byte{operatorNumber}, little(int64(len(d.documents)), 2)...)
}

func (d *Device) openShift() (byte, []byte) {
	if d.shift.open || d.open != nil || d.begun != 0 && d.begun != 2 {
		return badMode, nil
	}
	d.begun = 0
	d.shift = shift{open: true, number: d.shift.number + 1, since: d.now()}
	d.keep(Document{Type: 2})
	d.print()
	return ok, []byte{operatorNumber}
}

func (d *Device) closeShift() (byte, []byte) {
	if !d.shift.open || d.open != nil || d.begun != 0 && d.begun != 8 {
		return badMode, nil
	}
	d.begun = 0
	d.keep(Document{Type: 5})
	d.shift.open, d.shift.receipts = false, 0
	d.cash = 0 // table 1 «обнуление наличности»: the drawer is emptied with the shift
	d.print()
	return ok, []byte{operatorNumber}
}

// reader takes numbers off a command.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.b) < n {
		r.short = true
		return make([]byte, n)
	}
	v := r.b[:n]
	r.b = r.b[n:]
	return v
}

func (r *reader) u(n int) int64 { return unlittle(r.take(n)) }

func (r *reader) rest() []byte { return r.b }

func little(v int64, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(v >> (8 * i))
	}
	return b
}

func unlittle(b []byte) int64 {
	var v int64
	for i, c := range b {
		v |= int64(c) << (8 * i)
	}
	return v
}

func trimZero(b []byte) []byte {
	for len(b) > 0 && b[len(b)-1] == 0 {
		b = b[:len(b)-1]
	}
	return b
}
