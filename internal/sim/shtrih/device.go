package shtrih

import (
	"sync"
	"time"
)

// Params of a simulated printer; every field has a default.
type Params struct {
	Serial int64
	FN     string // 16 digits
	INN    string
	RNM    string
	Now    func() time.Time
	Zone   *time.Location
	// Check answers for the operator: bits 0–3 of tag 2106 and tag 2105; nil says yes to everything. Ok false: no connection.
	Check func(code string, status byte) (bits, answer byte, ok bool)
}

// Device is one printer with its fiscal drive.
type Device struct {
	p    Params
	line sync.Mutex // one host at a time

	mu       sync.Mutex
	answer   []byte // not confirmed yet
	off      bool
	faults   []Fault
	refusals []refusal

	paper, cover, torn, willTear bool
	submode                      byte
	busy                         int

	documents []Document
	shift     shift
	open      *receipt
	begun     byte // document begun in the drive by FF41 or FF42
	checked   map[string]accepted
	pending   string // code checked by FF61 and not decided yet
	pendBits  byte
	planned   byte // its tag 2003
	cash      int64
	reading   []byte // document being read by FF3B
	texts     []string
	drawer    int
	copies    int
	clock     time.Duration // of the printer against Now

	Commands int // carried out; for tests, read it between two of them
}

type shift struct {
	open     bool
	number   int64
	receipts int64
	since    time.Time
}

// New makes a printer with an empty registered drive and a closed shift.
func New(p Params) *Device {
	if p.Serial == 0 {
		p.Serial = 1234567
	}
	if p.FN == "" {
		p.FN = "9999078900012345"
	}
	if p.INN == "" {
		p.INN = "7700000009"
	}
	if p.RNM == "" {
		p.RNM = "0000000001012345"
	}
	if p.Now == nil {
		p.Now = time.Now
	}
	if p.Zone == nil {
		p.Zone = time.Local
	}
	d := &Device{p: p, paper: true, checked: map[string]accepted{}}
	d.keep(Document{Type: 1})
	return d
}

func (d *Device) now() time.Time { return d.p.Now().Add(d.clock).In(d.p.Zone) }

// expired tells whether the shift has lasted for more than 24 hours.
func (d *Device) expired() bool { return d.shift.open && d.now().Sub(d.shift.since) > 24*time.Hour }

// mode is the low nibble of the mode byte, with the kind of an open receipt in the high one.
func (d *Device) mode() byte {
	switch {
	case d.open != nil:
		return 8 | d.open.kind&3<<4
	case d.expired():
		return 3
	case d.shift.open:
		return 2
	}
	return 4
}

// flags of the answer to 10h: two decimals, paper, cover.
func (d *Device) flags() int64 {
	f := int64(1<<4 | 1<<1)
	if d.paper {
		f |= 1 << 7
	}
	if d.cover {
		f |= 1 << 10
	}
	return f
}

// print ends a command that puts something on paper.
func (d *Device) print() {
	if d.willTear {
		d.willTear, d.torn, d.paper, d.submode = false, true, false, 2
	}
}

// Swap puts another drive into the printer.
func (d *Device) Swap(fn string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.p.FN, d.documents, d.shift, d.open = fn, nil, shift{}, nil
	d.keep(Document{Type: 1})
}

// Texts, Drawer and Copies tell what was printed and opened besides documents.
func (d *Device) Texts() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.texts...)
}

// Drawer counts how often the cash drawer was opened.
func (d *Device) Drawer() int { d.mu.Lock(); defer d.mu.Unlock(); return d.drawer }

// Copies counts copies of receipts.
func (d *Device) Copies() int { d.mu.Lock(); defer d.mu.Unlock(); return d.copies }

// Clock tells the printer's own time.
func (d *Device) Clock() time.Time { d.mu.Lock(); defer d.mu.Unlock(); return d.now() }
