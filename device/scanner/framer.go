package scanner

import (
	"time"
)

// framer cuts the bytes of one port into scans: at CR, LF, TAB or ETX, or at a silence. It is pure, time is handed in.
//
// Scanners come without a suffix more often than one thinks, so silence has to do. But radio scanners and slow lines also pause
// within a code; a port that was seen to send a suffix is therefore given more time before a silence counts.
type framer struct {
	quiet    time.Duration // silence that ends a scan of a port without a suffix
	patience time.Duration // the same once the port was seen to send suffixes
	suffixed bool
	buf      []byte
	last     time.Time // of the last byte
	spilt    bool      // too long: everything up to the end of the scan is thrown away
	lost     int       // scans thrown away
}

// read is a scan that the framer cut out.
type read struct {
	raw    string
	ending Ending
}

func newFramer(quiet, patience time.Duration) *framer {
	return &framer{quiet: quiet, patience: patience, buf: make([]byte, 0, 256)}
}

// feed takes bytes that came at a moment and gives the scans that they complete.
func (f *framer) feed(b []byte, at time.Time) []read {
	var scans []read
	if s, ok := f.tick(at); ok { // silence that nobody looked at in time
		scans = append(scans, s)
	}
	for _, c := range b {
		switch c {
		case '\r', '\n', '\t', 0x03:
			if len(f.buf) > 0 || f.spilt {
				f.suffixed = true
			}
			if s, ok := f.take(EndingSent); ok {
				scans = append(scans, s)
			}
		case 0x02, 0x00: // STX before a code; noughts of a line that was just plugged in
		default:
			if len(f.buf) == MaxLength {
				f.spilt = true
				f.buf = f.buf[:0]
			}
			if !f.spilt {
				f.buf = append(f.buf, c)
			}
		}
	}
	f.last = at
	return scans
}

// tick gives the scan that has ended by silence, if one has.
func (f *framer) tick(at time.Time) (read, bool) {
	if !f.pending() || at.Sub(f.last) < f.wait() {
		return read{}, false
	}
	return f.take(EndingNone)
}

// pending tells whether a scan has begun and not ended.
func (f *framer) pending() bool { return len(f.buf) > 0 || f.spilt }

func (f *framer) wait() time.Duration {
	if f.suffixed {
		return f.patience
	}
	return f.quiet
}

func (f *framer) take(e Ending) (read, bool) {
	s, spilt := string(f.buf), f.spilt
	f.buf, f.spilt = f.buf[:0], false
	if spilt {
		f.lost++
		return read{}, false
	}
	return read{s, e}, s != ""
}
