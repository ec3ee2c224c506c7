// Package scanner turns what a barcode scanner sends, over a serial port or as a keyboard, into scans. It knows nothing of
// codes: the bytes come out as they went in, separators included, and internal/marking makes sense of them.
package scanner

import "time"

// Scan is one read of a scanner, without the suffix that the scanner puts behind it.
type Scan struct {
	Raw    string    // bytes, with 0x1D where the scanner sent a separator in any of its ways
	Source string    // name of the port, or SourceWedge
	At     time.Time // when its last byte came
	Ending Ending    // whether a suffix came behind it
}

// Ending says whether the scanner put an end behind a read: CR, LF, TAB or ETX on a port, Enter or Tab on a keyboard. The suffix
// itself is not handed on.
type Ending uint8

// Endings.
const (
	EndingUnknown Ending = iota
	EndingSent
	EndingNone // silence ended the read
)

// SourceWedge is the source of scans that came as key presses.
const SourceWedge = "wedge"

// MaxLength is the longest scan in bytes; the longest code a shop meets has 150 characters, a web address from a QR code may
// have many more.
const MaxLength = 4096
