package shtrih

import (
	"errors"
	"fmt"
)

// Control bytes of the standard protocol.
const (
	stx = 0x02
	enq = 0x05
	ack = 0x06
	nak = 0x15
)

// maxBody is the longest command or answer: its length is one byte.
const maxBody = 255

// errSum is a frame whose last byte does not fit the rest.
var errSum = errors.New("frame is damaged")

// encode wraps a body (command and data) into STX, length, body, LRC.
func encode(body []byte) ([]byte, error) {
	if len(body) == 0 || len(body) > maxBody {
		return nil, fmt.Errorf("body of %d bytes: want 1 to %d", len(body), maxBody)
	}
	out := make([]byte, 0, len(body)+3)
	out = append(out, stx, byte(len(body)))
	out = append(out, body...)
	return append(out, lrc(body)), nil
}

// lrc is the XOR of the length and of every byte of the body.
func lrc(body []byte) byte {
	sum := byte(len(body))
	for _, b := range body {
		sum ^= b
	}
	return sum
}

// decode reads one frame byte by byte. What stands before STX is skipped, because adapters of RNDIS put 0xFF there; more
// than a few hundred bytes of it is no frame. An error of next is returned as it is.
func decode(next func(first bool) (byte, error)) ([]byte, error) {
	for skipped := 0; ; skipped++ {
		b, err := next(true)
		if err != nil {
			return nil, err
		}
		if b == stx {
			break
		}
		if skipped > 2*maxBody {
			return nil, errSum
		}
	}
	n, err := next(false)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, errSum
	}
	body := make([]byte, n)
	for i := range body {
		if body[i], err = next(false); err != nil {
			return nil, err
		}
	}
	sum, err := next(false)
	if err != nil {
		return nil, err
	}
	if sum != lrc(body) {
		return nil, errSum
	}
	return body, nil
}
