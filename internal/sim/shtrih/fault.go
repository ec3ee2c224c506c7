package shtrih

// Moment is when a fault strikes.
type Moment int

// Moments.
const (
	OnCommand Moment = 1 // before the command is carried out
	OnAnswer  Moment = 2 // after it was carried out
)

// Trouble is what a fault does.
type Trouble int

// Troubles of the link and of the power.
const (
	Cut      Trouble = 1 // the connection breaks; the printer keeps its answer
	PowerOff Trouble = 2 // the printer loses power until PowerOn and forgets its answer and the table of codes
	Damage   Trouble = 3 // a byte of the frame changes
	Swallow  Trouble = 4 // nothing comes back on this connection; the printer keeps its answer
	Noise    Trouble = 5 // bytes 0xFF around the ACK
	Half     Trouble = 6 // the answer breaks off in the middle
)

// Fault strikes at a command (0: any), Times times, after letting Skip matching commands pass.
type Fault struct {
	Command int
	When    Moment
	Do      Trouble
	Times   int
	Skip    int
}

// Inject switches a fault on.
func (d *Device) Inject(f Fault) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	d.faults = append(d.faults, f)
}

// Refuse makes the printer answer a command with an error code, times times.
func (d *Device) Refuse(command int, code byte, times int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.refusals = append(d.refusals, refusal{command, code, times})
}

type refusal struct {
	command int
	code    byte
	times   int
}

// Clear switches every fault off.
func (d *Device) Clear() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.faults, d.refusals = nil, nil
}

// hit spends a fault.
func (d *Device) hit(command int, when Moment, do Trouble) bool {
	for i := range d.faults {
		f := &d.faults[i]
		if f.When != when || f.Do != do || f.Times <= 0 || f.Command != 0 && f.Command != command {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		f.Times--
		return true
	}
	return false
}

func (d *Device) refused(command int) (byte, bool) {
	for i := range d.refusals {
		r := &d.refusals[i]
		if r.command == command && r.times > 0 {
			r.times--
			return r.code, true
		}
	}
	return 0, false
}

// powerOff drops what lives without power: the answer, the table of checked codes. An open document stays open.
func (d *Device) powerOff() {
	d.off = true
	d.answer = nil
	d.checked = map[string]accepted{}
	d.pending = ""
}

// PowerOff switches the printer off.
func (d *Device) PowerOff() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.powerOff()
}

// PowerOn switches it on again.
func (d *Device) PowerOn() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = false
}

// SetPaper puts paper in or takes it out. Paper that comes back in the middle of printing waits for the command to continue.
func (d *Device) SetPaper(there bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.paper = there
	switch {
	case there && d.torn:
		d.submode = 3
	case there:
		d.submode = 0
	default:
		d.submode = 1
	}
}

// RunOutWhilePrinting makes the paper end in the middle of the next document, after it went into the drive.
func (d *Device) RunOutWhilePrinting() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.willTear = true
}

// SetCover opens or closes the cover.
func (d *Device) SetCover(open bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.cover = open
	if open {
		d.submode = 1
	} else if d.paper && d.submode == 1 {
		d.submode = 0
	}
}

// BusyFor makes the printer answer 50h (printing) to the next n commands that would print.
func (d *Device) BusyFor(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.busy = n
}
