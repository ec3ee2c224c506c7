package shtrih

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"dobro/device/fiscal"
)

// cashRegister is the money register that counts the cash in the drawer.
const cashRegister = 241

// Status reads everything. What a model does not tell stays empty; without the state and the drive there is no status.
func (p *Printer) Status(ctx context.Context) (fiscal.Status, error) {
	st, leave, err := p.glance(ctx)
	if err != nil {
		return st, err
	}
	defer leave()
	for _, part := range []func(context.Context, *fiscal.Status) *fiscal.Error{p.readModel, p.readRegistration, p.readExpiry, p.readQueue, p.readCash} {
		if e := part(ctx, &st); e != nil {
			if e.Trouble == fiscal.Offline {
				return fiscal.Status{}, e
			}
			p.log.Debug().Int("code", e.Code).Str("text", e.Text).Msg("shtrih: a part of the status is missing")
		}
	}
	return st, nil
}

// Glance reads what an intent needs.
func (p *Printer) Glance(ctx context.Context) (fiscal.Status, error) {
	st, leave, err := p.glance(ctx)
	if err != nil {
		return st, err
	}
	leave()
	return st, nil
}

func (p *Printer) glance(ctx context.Context) (fiscal.Status, func(), error) {
	leave, err := p.queue(ctx)
	if err != nil {
		return fiscal.Status{}, nil, err
	}
	st, e := p.glanceNow(ctx)
	if e != nil {
		leave()
		return fiscal.Status{}, nil, e
	}
	return st, leave, nil
}

func (p *Printer) glanceNow(ctx context.Context) (fiscal.Status, *fiscal.Error) {
	st := fiscal.Status{CashInDrawer: -1}
	r, e := p.do(ctx, cmdLongStatus, nil)
	if e != nil {
		return st, e
	}
	s, e := readLong(r, p.p.Zone, &st)
	if e != nil {
		return st, e
	}
	st.Paper, st.CoverOpen = s.flags&flagPaper != 0 && s.submode != subNoPaper && s.submode != subTorn, s.flags&flagCover != 0
	st.Blocked = s.mode == modeBlocked || s.mode == modeDate
	d, e := p.drive(ctx)
	if e != nil {
		return st, e
	}
	st.FN, st.LastFD, st.FNWarning = d.fn, d.last, driveWarning(d.warnings)
	st.DocumentOpen = s.mode == modeOpen || d.document != 0
	switch {
	case s.mode == modeExpired:
		st.Shift = fiscal.ShiftExpired
	case s.mode == modeClosed || d.shift == 0:
		st.Shift = fiscal.ShiftClosed
	default:
		st.Shift = fiscal.ShiftOpen
	}
	if r, e := p.do(ctx, cmdShift, nil); e == nil {
		r.u8()
		st.ShiftNumber, st.ReceiptNumber = r.u(2), r.u(2)
	} else if e.Trouble == fiscal.Offline {
		return st, e
	}
	p.mu.Lock()
	if p.serial != "" && p.serial != st.Serial {
		clear(p.checked)
	}
	p.serial = st.Serial
	p.mu.Unlock()
	return st, nil
}

// readLong reads the answer to 11h into the status.
func readLong(r *in, zone *time.Location, st *fiscal.Status) (short, *fiscal.Error) {
	r.u8()
	version := r.take(2)
	st.Firmware = fmt.Sprintf("%c.%c build %d", printable(version[0]), printable(version[1]), r.u(2))
	r.take(3 + 1 + 2)
	s := short{flags: r.u(2)}
	s.mode, s.submode = r.u8()&0x0F, r.u8()
	r.take(1 + 2 + 2 + 3)
	date, clock := r.take(3), r.take(3)
	st.Clock = moment(zone, date[2], date[1], date[0], clock[0], clock[1], clock[2])
	r.u8()
	serial := r.u(4)
	r.take(2 + 2 + 1 + 1)
	inn := r.u(6)
	if len(r.b) >= 2 && serial != math.MaxUint32 {
		serial |= r.u(2) << 32
	}
	if serial != math.MaxUint32 {
		st.Serial = strconv.FormatInt(serial, 10)
	}
	if inn > 0 && inn < 1e12 {
		st.INN = strconv.FormatInt(inn, 10)
	}
	return s, broken(r)
}

func printable(b byte) byte {
	if b > 0x20 && b < 0x7F {
		return b
	}
	return '?'
}

func (p *Printer) readModel(ctx context.Context, st *fiscal.Status) *fiscal.Error {
	r, e := p.do(ctx, cmdModel, nil)
	if e != nil {
		return e
	}
	r.take(6)
	st.Model = strings.TrimSpace(strings.Trim(decode1251(r.b), "\x00"))
	return broken(r)
}

func (p *Printer) readRegistration(ctx context.Context, st *fiscal.Status) *fiscal.Error {
	r, e := p.do(ctx, cmdLastReg, nil)
	if e != nil {
		return e
	}
	r.take(5)
	inn, rnm := trimmed(r.take(12)), trimmed(r.take(20))
	if e := broken(r); e != nil {
		return e
	}
	if inn != "" {
		st.INN = inn
	}
	st.RNM = rnm
	return nil
}

func (p *Printer) readExpiry(ctx context.Context, st *fiscal.Status) *fiscal.Error {
	r, e := p.do(ctx, cmdExpiry, nil)
	if e != nil {
		return e
	}
	d := r.take(3)
	st.FNExpires = moment(p.p.Zone, d[0], d[1], d[2], 0, 0, 0)
	return broken(r)
}

func (p *Printer) readQueue(ctx context.Context, st *fiscal.Status) *fiscal.Error {
	r, e := p.do(ctx, cmdExchange, nil)
	if e != nil {
		return e
	}
	r.take(2)
	st.OFDQueue = int(r.u(2))
	r.u(4)
	if at := r.minute(p.p.Zone); st.OFDQueue > 0 {
		st.OFDOldest = at
	}
	return broken(r)
}

func (p *Printer) readCash(ctx context.Context, st *fiscal.Status) *fiscal.Error {
	r, e := p.do(ctx, cmdRegister, func(o *out) { o.u8(cashRegister) })
	if e != nil {
		return e
	}
	r.u8()
	sum := r.u(6)
	if r.err == nil {
		st.CashInDrawer = sum
	}
	return broken(r)
}

func trimmed(b []byte) string { return strings.Trim(string(b), " \x00") }
