// Package shtrih drives fiscal printers of Shtrih-M over their own protocol, on a serial port or TCP, with nothing to
// install. A receipt exists from the moment in which the printer closes it (command FF45): until then everything may be
// dropped, and when the answer to that one command is lost the printer is asked for it once more before it becomes Unknown.
//
// Source: the protocol of fiscal printers 1.17 and the maker's own driver for JavaPOS.
package shtrih

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"dobro/device/fiscal"
)

// Params of a printer. Address is required, everything else has a default.
type Params struct {
	Address string // "COM3:115200" or "tcp://192.168.137.111:7778"

	Password  int64          // of the operator; 30, the system administrator of a new printer, when left out
	VAT7of107 byte           // how the firmware writes the rate 7/107; 88h when left out
	TagsFirst bool           // models of the Cash Core and Mobile lines want a line's tags before the line
	Zone      *time.Location // of the printer's clock; default is local

	ByteWait  time.Duration // within which a control byte comes; 100 ms, 500 ms over TCP
	BusyWait  time.Duration // how long a printing printer is waited for; default 30 s
	BusyPause time.Duration // between two questions meanwhile; default 100 ms

	Dial   func(ctx context.Context) (Wire, error) // for tests; default opens Address
	Now    func() time.Time
	Logger zerolog.Logger
}

// Wire is a byte channel to a printer. Read gives up after the time last set, with an error that Silent recognises.
type Wire = wire

// Silent is what Read of a Wire answers when nothing came in time.
var Silent = errSilent

// Printer is one Shtrih-M device. It implements fiscal.Printer and the abilities Glancer, DrawerOpener, Copier, TextPrinter,
// ClockSetter and MarkChecker. Every method may be called from any goroutine; calls queue.
type Printer struct {
	p    Params
	log  zerolog.Logger
	turn chan struct{}
	line *line

	mu      sync.Mutex
	serial  string
	checked map[string]fiscal.MarkBits // codes in the table of the drive
}

// New makes a printer and opens nothing. A wrong address is refused here.
func New(p Params) (*Printer, error) {
	if p.Dial == nil {
		if err := CheckAddress(p.Address); err != nil {
			return nil, err
		}
		p.Dial = func(ctx context.Context) (Wire, error) { return Dial(ctx, p.Address) }
	}
	if p.Password == 0 {
		p.Password = 30
	}
	if p.VAT7of107 == 0 {
		p.VAT7of107 = 0x88
	}
	if p.Zone == nil {
		p.Zone = time.Local
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.ByteWait <= 0 {
		p.ByteWait = defaultByte
		if strings.HasPrefix(p.Address, "tcp://") {
			p.ByteWait = 5 * defaultByte
		}
	}
	if p.BusyWait <= 0 {
		p.BusyWait = 30 * time.Second
	}
	if p.BusyPause <= 0 {
		p.BusyPause = 100 * time.Millisecond
	}
	pr := &Printer{p: p, log: p.Logger, turn: make(chan struct{}, 1), checked: map[string]fiscal.MarkBits{}}
	pr.line = &line{dial: p.Dial, byteWait: p.ByteWait, log: p.Logger}
	pr.turn <- struct{}{}
	return pr, nil
}

// Close waits for a call in progress and closes the port.
func (p *Printer) Close() error {
	<-p.turn
	defer func() { p.turn <- struct{}{} }()
	p.line.close()
	return nil
}

func (p *Printer) queue(ctx context.Context) (leave func(), err error) {
	select {
	case <-p.turn:
		return func() { p.turn <- struct{}{} }, nil
	case <-ctx.Done():
		return nil, &fiscal.Error{Trouble: fiscal.Busy, Err: fmt.Errorf("wait for the printer: %w", ctx.Err())}
	}
}

// commandBytes is the number of a command with the password that follows it.
func (p *Printer) commandBytes(command int) *out {
	o := &out{}
	if command > 0xFF {
		o.u8(byte(command >> 8))
	}
	o.u8(byte(command))
	if command != cmdModel {
		o.u(p.p.Password, 4)
	}
	return o
}

// errLost is in the chain of a command that may have been carried out without our hearing of it.
var errLost = errors.New("the answer is lost")

// do sends a command and reads what comes after the error code. A refusal and an unreachable printer are *fiscal.Error; one
// that wraps errLost may have been carried out.
func (p *Printer) do(ctx context.Context, command int, write func(*out)) (*in, *fiscal.Error) {
	body := p.commandBytes(command)
	if write != nil {
		write(body)
	}
	wait, ok := timeouts[command]
	if !ok {
		wait = 30 * time.Second
	}
	answer, lost := p.line.transact(ctx, body.b, wait, repeatable[command])
	if lost != nil {
		err := error(lost)
		if lost.sent {
			err = fmt.Errorf("%w: %w", errLost, err)
		}
		return nil, &fiscal.Error{Trouble: fiscal.Offline, Err: err}
	}
	return read(command, answer)
}

func read(command int, answer []byte) (*in, *fiscal.Error) {
	if answer[0] != 0 {
		return nil, refusal(command, answer[0])
	}
	return &in{b: answer[1:]}, nil
}

// steady sends a command and waits while the printer is printing (50h) or wants printing to be continued (58h): in both
// cases it has not touched the command.
func (p *Printer) steady(ctx context.Context, command int, write func(*out)) (*in, *fiscal.Error) {
	end := p.p.Now().Add(p.p.BusyWait)
	for {
		r, e := p.do(ctx, command, write)
		if e == nil || e.Code != errPrinting && e.Code != errContinue || p.p.Now().After(end) {
			return r, e
		}
		if e.Code == errContinue {
			if _, e2 := p.do(ctx, cmdContinue, nil); e2 != nil && e2.Trouble == fiscal.Offline {
				return nil, e2
			}
		}
		fiscal.Progress(ctx, fiscal.StageBusy)
		if e2 := p.pause(ctx); e2 != nil {
			return nil, e2
		}
	}
}

func (p *Printer) pause(ctx context.Context) *fiscal.Error {
	select {
	case <-time.After(p.p.BusyPause):
		return nil
	case <-ctx.Done():
		return &fiscal.Error{Trouble: fiscal.Busy, Err: ctx.Err()}
	}
}

// lost makes the error of a document whose command may have been carried out.
func lost(e *fiscal.Error) *fiscal.Error {
	if errors.Is(e, errLost) || e.Code == errDriveTime || e.Code == errDriveQuiet {
		e.Unknown = true
	}
	return e
}
