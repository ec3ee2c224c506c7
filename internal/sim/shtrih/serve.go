// Package shtrih is a fiscal printer of Shtrih-M for tests, demo and training: it speaks the standard protocol byte for byte
// over TCP or a pseudo-terminal, keeps a fiscal memory, and has faults that can be switched on. It is written from the
// protocol document alone and shares no code with the driver, so that the two check each other.
package shtrih

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
)

const (
	stx = 0x02
	enq = 0x05
	ack = 0x06
	nak = 0x15
)

// errHungUp ends a connection on purpose.
var errHungUp = errors.New("the simulator hung up")

// Talk serves one channel until it ends. Several channels may follow one another, as a cable that is pulled and plugged in:
// the answer that nobody confirmed waits for the next one.
func (d *Device) Talk(rw io.ReadWriter) error {
	var b [1]byte
	one := func() (byte, error) { _, err := io.ReadFull(rw, b[:]); return b[0], err }
	for {
		c, err := one()
		if err != nil {
			return err
		}
		switch c {
		case enq:
			err = d.enquiry(rw)
		case ack:
			d.confirmed()
		case stx:
			err = d.command(rw, one)
		}
		if err != nil {
			return err
		}
	}
}

// enquiry answers ENQ: NAK when a command is awaited, ACK and the frame when an answer waits.
func (d *Device) enquiry(w io.Writer) error {
	d.mu.Lock()
	waiting, off := d.answer, d.off
	d.mu.Unlock()
	switch {
	case off:
		return nil // no power: silence
	case waiting == nil:
		return send(w, []byte{nak})
	}
	if err := send(w, []byte{ack}); err != nil {
		return err
	}
	return send(w, frame(waiting))
}

func (d *Device) confirmed() {
	d.mu.Lock()
	d.answer = nil
	d.mu.Unlock()
}

// command reads a frame, carries it out and sends the answer, unless a fault comes in between.
func (d *Device) command(w io.Writer, one func() (byte, error)) error {
	n, err := one()
	if err != nil {
		return err
	}
	body := make([]byte, n)
	sum := n
	for i := range body {
		if body[i], err = one(); err != nil {
			return err
		}
		sum ^= body[i]
	}
	last, err := one()
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.off {
		return nil
	}
	code := number(body)
	if last != sum || n == 0 || d.hit(code, OnCommand, Damage) {
		return send(w, []byte{nak})
	}
	if d.hit(code, OnCommand, Cut) {
		return errHungUp
	}
	if d.hit(code, OnCommand, PowerOff) {
		d.powerOff()
		return errHungUp
	}
	d.answer = d.execute(code, body)
	d.Commands++
	switch {
	case d.hit(code, OnAnswer, Cut):
		return errHungUp
	case d.hit(code, OnAnswer, PowerOff):
		d.powerOff()
		return errHungUp
	case d.hit(code, OnAnswer, Swallow): // neither ACK nor answer reaches the host
		return nil
	}
	if d.hit(code, OnAnswer, Noise) {
		if err := send(w, []byte{0xFF, 0xFF}); err != nil {
			return err
		}
	}
	if err := send(w, []byte{ack}); err != nil {
		return err
	}
	if d.hit(code, OnAnswer, Noise) {
		if err := send(w, []byte{0xFF}); err != nil {
			return err
		}
	}
	out := frame(d.answer)
	if d.hit(code, OnAnswer, Damage) {
		out[len(out)-1] ^= 0x55
	}
	if d.hit(code, OnAnswer, Half) {
		out = out[:len(out)/2]
	}
	return send(w, out)
}

func send(w io.Writer, b []byte) error {
	_, err := w.Write(b)
	return err
}

func frame(body []byte) []byte {
	out := append([]byte{stx, byte(len(body))}, body...)
	sum := byte(0)
	for _, b := range out[1:] {
		sum ^= b
	}
	return append(out, sum)
}

func number(body []byte) int {
	switch {
	case len(body) == 0:
		return 0
	case body[0] == 0xFF && len(body) > 1:
		return 0xFF00 | int(body[1])
	}
	return int(body[0])
}

// Listen serves TCP connections one after the other on an address until the context ends, and returns where it listens.
// Wait waits until the last connection is gone.
func (d *Device) Listen(ctx context.Context, address string) (where string, wait func(), err error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return "", nil, err
	}
	var all sync.WaitGroup
	all.Add(1)
	stop := context.AfterFunc(ctx, func() { l.Close() })
	go func() {
		defer all.Done()
		defer stop()
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Add(1)
			go func() {
				defer all.Done()
				defer c.Close()
				unhook := context.AfterFunc(ctx, func() { c.Close() })
				defer unhook()
				d.line.Lock() // one host at a time
				defer d.line.Unlock()
				if errors.Is(d.Talk(c), errHungUp) {
					if t, ok := c.(*net.TCPConn); ok {
						t.SetLinger(0)
					}
				}
			}()
		}
	}()
	return l.Addr().String(), all.Wait, nil
}
