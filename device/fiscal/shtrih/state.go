package shtrih

import (
	"context"
	"time"

	"dobro/device/fiscal"
)

// Modes (low nibble) and submodes of the printer.
const (
	modeShift   = 2
	modeExpired = 3
	modeClosed  = 4
	modeBlocked = 5
	modeDate    = 6
	modeOpen    = 8

	subReady    = 0
	subNoPaper  = 1 // paper ran out while nothing was printed
	subTorn     = 2 // paper ran out in the middle of printing
	subContinue = 3 // paper is back, printing waits to be continued
	subReport   = 4
	subPrinting = 5
)

// Bits of the flags.
const (
	flagPaper = 1 << 7
	flagCover = 1 << 10
)

// short is the answer to 10h.
type short struct {
	flags         int64
	mode, submode byte
}

func (s short) paperTrouble() fiscal.Trouble {
	if s.flags&flagCover != 0 {
		return fiscal.CoverOpen
	}
	return fiscal.NoPaper
}

func (p *Printer) short(ctx context.Context) (short, *fiscal.Error) {
	r, e := p.do(ctx, cmdShortStatus, nil)
	if e != nil {
		return short{}, e
	}
	return readShort(r)
}

func readShort(r *in) (short, *fiscal.Error) {
	r.u8()
	s := short{flags: r.u(2)}
	s.mode, s.submode = r.u8()&0x0F, r.u8()
	return s, broken(r)
}

func broken(r *in) *fiscal.Error {
	if r.err != nil {
		return &fiscal.Error{Trouble: fiscal.Other, Err: r.err}
	}
	return nil
}

// idle waits until the printer has printed what it was printing: continues it after a change of paper, reports paper or
// cover when they stand in the way.
func (p *Printer) idle(ctx context.Context) (short, *fiscal.Error) {
	end := p.p.Now().Add(p.p.BusyWait)
	for {
		s, e := p.short(ctx)
		if e != nil {
			return s, e
		}
		switch s.submode {
		case subReady:
			return s, nil
		case subNoPaper, subTorn:
			return s, &fiscal.Error{Trouble: s.paperTrouble()}
		case subContinue:
			if _, e := p.do(ctx, cmdContinue, nil); e != nil && e.Trouble == fiscal.Offline {
				return s, e
			}
		}
		if p.p.Now().After(end) {
			return s, &fiscal.Error{Trouble: fiscal.Busy, Text: words[errPrinting]}
		}
		fiscal.Progress(ctx, fiscal.StageBusy)
		if e := p.pause(ctx); e != nil {
			return s, e
		}
	}
}

// drive is the answer to FF01.
type drive struct {
	phase, document, shift, warnings byte
	clock                            time.Time
	fn                               string
	last                             int64
}

func (p *Printer) drive(ctx context.Context) (drive, *fiscal.Error) {
	r, e := p.steady(ctx, cmdDrive, nil)
	if e != nil {
		return drive{}, e
	}
	return readDrive(r, p.p.Zone)
}

// clean reads the drive and drops a document that hangs in it without the printer's knowing.
func (p *Printer) clean(ctx context.Context) (drive, *fiscal.Error) {
	d, e := p.drive(ctx)
	if e == nil && d.document != 0 {
		_, e = p.steady(ctx, cmdDriveCancel, nil)
	}
	return d, e
}

func readDrive(r *in, zone *time.Location) (drive, *fiscal.Error) {
	var d drive
	d.phase, d.document = r.u8(), r.u8()
	r.u8()
	d.shift, d.warnings = r.u8(), r.u8()
	d.clock, d.fn, d.last = r.minute(zone), trimmed(r.take(16)), r.u(4)
	return d, broken(r)
}

// driveWarning names the worst complaint of the drive (bits of FF01).
func driveWarning(b byte) string {
	switch {
	case b&0x80 != 0:
		return "critical_error"
	case b&0x01 != 0:
		return "need_replacement"
	case b&0x02 != 0:
		return "resource_exhausted"
	case b&0x04 != 0:
		return "memory_overflow"
	case b&0x08 != 0:
		return "ofd_timeout"
	}
	return ""
}
