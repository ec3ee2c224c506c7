package atol

import "time"

// driveHealth is what the fiscal drive says of itself.
type driveHealth struct {
	expires  time.Time // zero: in fifteen months
	warnings []string
}

// SetClockOffset moves the printer's clock against the world's: 25 h expire an open shift.
func (a *Printer) SetClockOffset(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.offset = d
}

// SetDrive replaces the fiscal drive, as a swapped printer would: the memory stays, and so does a number that is "".
func (a *Printer) SetDrive(fn, serial string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if fn != "" {
		a.p.FN = fn
	}
	if serial != "" {
		a.p.Serial = serial
	}
}

// SetLogin changes what the web server accepts; "" lets everybody in.
func (a *Printer) SetLogin(login, password string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.p.Login, a.p.Password = login, password
}

// SetRequireMarks makes the printer refuse codes that it did not check before.
func (a *Printer) SetRequireMarks(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.p.RequireMarks = on
}

// SetOldDriver makes the driver one that knows no validateMarks.
func (a *Printer) SetOldDriver(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.p.OldDriver = on
}

// SetDriveHealth sets until when the fiscal drive is valid, zero for fifteen months, and which of its warnings are on:
// criticalError, memoryOverflow, needReplacement, ofdTimeout, resourceExhausted.
func (a *Printer) SetDriveHealth(expires time.Time, warnings ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.drive = driveHealth{expires, warnings}
}

// SetBlocked makes the printer say that it is blocked. Documents are refused by faults of the board, not by this.
func (a *Printer) SetBlocked(on bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.blocked = on
}

// SetFFD changes the format of documents that the printer was registered with: 1.05, 1.1; "" is 1.2.
func (a *Printer) SetFFD(version string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.registered = version
}

// ffd is the format of documents. The caller holds the lock.
func (a *Printer) ffd() string {
	if a.registered == "" {
		return "1.2"
	}
	return a.registered
}

// TakenByOFD says that the ОФД has all documents up to this one; without it everything is taken at once.
func (a *Printer) TakenByOFD(fd int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ofd = fd
}

// Reset erases the fiscal memory and closes the shift.
func (a *Printer) Reset() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.state, a.offset, a.table, a.check, a.wait, a.ofd, a.drive, a.blocked, a.registered = state{}, 0, map[string]int{}, nil, nil, 0, driveHealth{}, false, ""
	return a.memory.erase()
}
