package shtrih

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"
)

// Limits of the standard protocol: ten attempts, a byte within 100 ms (more over a network).
const (
	maxTries    = 10
	maxStale    = 20 // answers that nobody took before ours
	defaultByte = 100 * time.Millisecond
)

// line is the standard protocol over a wire: ENQ, frame, ACK, answer. It opens the wire when it is needed and drops it
// when it breaks. One goroutine uses it at a time.
type line struct {
	dial     func(ctx context.Context) (wire, error)
	byteWait time.Duration
	log      zerolog.Logger
	wire     wire
	dirty    bool // bytes of an earlier exchange may still come: they must not be taken for an answer
}

// lineError is a command without an answer. Sent says that the printer may have carried it out.
type lineError struct {
	sent bool
	err  error
}

func (e *lineError) Error() string { return e.err.Error() }
func (e *lineError) Unwrap() error { return e.err }

func (l *line) close() {
	if l.wire == nil {
		return
	}
	w := l.wire
	l.wire = nil
	done := make(chan struct{})
	go func() { // some USB drivers hang in Close
		defer close(done)
		if err := w.Close(); err != nil {
			l.log.Debug().Err(err).Msg("shtrih: close the wire")
		}
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Second):
		l.log.Warn().Msg("shtrih: the port does not close")
	}
}

func (l *line) open(ctx context.Context) error {
	if l.wire != nil {
		return nil
	}
	w, err := l.dial(ctx)
	if err != nil {
		return err
	}
	l.wire, l.dirty = w, true
	return nil
}

// transact sends a command and reads its answer. Repeatable commands change nothing that matters when they are carried out
// twice; only those are sent again when it is not certain that the printer had them.
func (l *line) transact(ctx context.Context, body []byte, wait time.Duration, repeatable bool) ([]byte, *lineError) {
	frame, err := encode(body)
	if err != nil {
		return nil, &lineError{err: fmt.Errorf("write a command: %w", err)}
	}
	if _, err := l.ready(ctx); err != nil {
		l.close()
		return nil, &lineError{err: fmt.Errorf("reach the printer: %w", err)}
	}
	sent := false
	fail := func(err error) ([]byte, *lineError) {
		l.close()
		return nil, &lineError{sent: sent, err: fmt.Errorf("command %X: %w", code(body), err)}
	}
	for range maxTries {
		if err := ctx.Err(); err != nil {
			return fail(err)
		}
		if _, err := l.wire.Write(frame); err != nil {
			sent = true
			return fail(err)
		}
		b, err := l.control()
		switch {
		case err == nil && b == ack:
		case err != nil && !errors.Is(err, errSilent):
			sent = true
			return fail(err)
		default: // damaged on the way (NAK), the ACK is lost, or never was: the printer says what it has
			refused := err == nil && b == nak
			l.dirty = true
			answering, err := l.enquire(ctx)
			if err != nil || !answering && !refused && !repeatable {
				sent = true
				return fail(cmpErr(err, errSilent))
			}
			if !answering {
				continue
			}
		}
		sent = true
		answer, err := l.answer(ctx, wait)
		if err != nil {
			return fail(err)
		}
		if !bytes.HasPrefix(answer, code(body)) || len(answer) == len(code(body)) {
			return fail(fmt.Errorf("answer to another command: % X", head(answer)))
		}
		return answer[len(code(body)):], nil
	}
	return fail(errors.New("the printer does not accept the command"))
}

// recall asks for the answer that the printer still holds, after the link broke: it keeps the last one until somebody takes
// it, and forgets it with its power. The answer counts only when it belongs to the command.
func (l *line) recall(ctx context.Context, command []byte) ([]byte, bool) {
	stale, err := l.ready(ctx)
	if err != nil {
		l.log.Debug().Err(err).Msg("shtrih: the last answer cannot be had")
		l.close()
		return nil, false
	}
	if len(stale) > len(command) && bytes.HasPrefix(stale, command) {
		return stale[len(command):], true
	}
	return nil, false
}

// ready brings the printer to where it awaits a command and returns the last answer that was lying there untaken.
func (l *line) ready(ctx context.Context) (stale []byte, err error) {
	if err := l.open(ctx); err != nil {
		return nil, err
	}
	for range maxStale {
		answering, err := l.enquire(ctx)
		if err != nil {
			return stale, err
		}
		if !answering {
			return stale, nil
		}
		if stale, err = l.answer(ctx, time.Second); err != nil {
			return nil, err
		}
	}
	return stale, errors.New("the printer repeats an old answer for ever")
}

// enquire sends ENQ until the printer says whether it has an answer (ACK) or awaits a command (NAK).
func (l *line) enquire(ctx context.Context) (answering bool, err error) {
	for range maxTries {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if l.dirty {
			if err := l.drain(); err != nil {
				return false, err
			}
		}
		if _, err := l.wire.Write([]byte{enq}); err != nil {
			return false, err
		}
		b, err := l.control()
		switch {
		case err == nil && b == ack:
			return true, nil
		case err == nil && b == nak:
			return false, nil
		case err != nil && !errors.Is(err, errSilent):
			return false, err
		}
		l.dirty = true // something else came, or it comes late
	}
	return false, errSilent
}

// answer reads a frame and confirms it; a damaged one is asked for again.
func (l *line) answer(ctx context.Context, wait time.Duration) ([]byte, error) {
	for range maxTries {
		body, err := decode(func(first bool) (byte, error) {
			if first {
				return l.patient(ctx, wait)
			}
			return l.byte(l.byteWait)
		})
		switch {
		case err == nil:
			_, err = l.wire.Write([]byte{ack})
			if err != nil { // we have it all the same; the printer will offer it again
				l.log.Debug().Err(err).Msg("shtrih: confirmation of an answer is lost")
			}
			return body, nil
		case errors.Is(err, errSum), errors.Is(err, errSilent):
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := l.drain(); err != nil {
				return nil, err
			}
			if _, err := l.wire.Write([]byte{nak}); err != nil {
				return nil, err
			}
			answering, err := l.enquire(ctx)
			if err != nil {
				return nil, err
			}
			if !answering {
				return nil, errors.New("the printer does not know its answer any more")
			}
			wait = time.Second
		default:
			return nil, err
		}
	}
	return nil, errSum
}

// control reads one control byte; 0xFF is noise of RNDIS adapters.
func (l *line) control() (byte, error) {
	for range maxBody {
		b, err := l.byte(l.byteWait)
		if err != nil || b != 0xFF {
			return b, err
		}
	}
	return 0, errSilent
}

// patient reads a byte that may take minutes, and looks at the context meanwhile.
func (l *line) patient(ctx context.Context, wait time.Duration) (byte, error) {
	const slice = 200 * time.Millisecond
	for {
		b, err := l.byte(min(slice, wait))
		if !errors.Is(err, errSilent) {
			return b, err
		}
		if wait -= slice; wait <= 0 {
			return 0, errSilent
		}
		if err := ctx.Err(); err != nil {
			return 0, err
		}
	}
}

func (l *line) byte(wait time.Duration) (byte, error) {
	if err := l.wire.SetReadTimeout(wait); err != nil {
		return 0, err
	}
	var b [1]byte
	for {
		n, err := l.wire.Read(b[:])
		if n == 1 {
			return b[0], nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// drain drops what still comes of earlier exchanges, until the line is silent.
func (l *line) drain() error {
	for range 8 * maxBody {
		if _, err := l.byte(l.byteWait); err != nil {
			if errors.Is(err, errSilent) {
				l.dirty = false
				return nil
			}
			return err
		}
	}
	return errSum
}

// code is the command's number: two bytes when the first is FFh.
func code(body []byte) []byte {
	if body[0] == 0xFF && len(body) > 1 {
		return body[:2]
	}
	return body[:1]
}

func head(b []byte) []byte { return b[:min(len(b), 4)] }

func cmpErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
