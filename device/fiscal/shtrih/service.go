package shtrih

import (
	"context"
	"time"

	"dobro/device/fiscal"
)

// Abandon drops a document that hangs open: in the printer, and in the drive when the printer does not know of it.
func (p *Printer) Abandon(ctx context.Context) error {
	leave, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer leave()
	s, e := p.short(ctx)
	if e != nil {
		return e
	}
	if s.mode == modeOpen {
		if e := p.cancelOpen(ctx); e != nil {
			return e
		}
	}
	if _, e := p.clean(ctx); e != nil {
		return e
	}
	return nil
}

// ContinuePrint finishes paper that did not come out. Nothing to finish is no error.
func (p *Printer) ContinuePrint(ctx context.Context) error {
	leave, err := p.queue(ctx)
	if err != nil {
		return err
	}
	defer leave()
	if _, e := p.idle(ctx); e != nil {
		return e
	}
	return nil
}

// OpenDrawer opens the cash drawer.
func (p *Printer) OpenDrawer(ctx context.Context) error {
	return p.plain(ctx, cmdDrawer, func(o *out) { o.u8(0) })
}

// PrintCopy prints the last receipt; the protocol has no copies of others.
func (p *Printer) PrintCopy(ctx context.Context, fd int64) error {
	if fd != 0 {
		return &fiscal.Error{Trouble: fiscal.Unsupported, Text: "copy of an older document"}
	}
	return p.plain(ctx, cmdCopy, nil)
}

// receiptTape is the flag of printed lines: on the tape for the buyer.
const receiptTape = 2

// PrintText prints lines without a document and cuts.
func (p *Printer) PrintText(ctx context.Context, lines []string) error {
	for _, l := range lines {
		text := cut(cp1251(l), 40)
		if err := p.plain(ctx, cmdPrintLine, func(o *out) { o.u8(receiptTape); o.bytes(append(text, make([]byte, 40-len(text))...)) }); err != nil {
			return err
		}
	}
	return p.plain(ctx, cmdCut, func(o *out) { o.u8(1) })
}

// SetClock sets time and date; the printer wants the date twice.
func (p *Printer) SetClock(ctx context.Context, t time.Time) error {
	t = t.In(p.p.Zone)
	if err := p.plain(ctx, cmdSetTime, func(o *out) { o.bytes([]byte{byte(t.Hour()), byte(t.Minute()), byte(t.Second())}) }); err != nil {
		return err
	}
	date := func(o *out) { o.bytes([]byte{byte(t.Day()), byte(t.Month()), byte(t.Year() % 100)}) }
	if err := p.plain(ctx, cmdSetDate, date); err != nil {
		return err
	}
	return p.plain(ctx, cmdConfirmDate, date)
}
