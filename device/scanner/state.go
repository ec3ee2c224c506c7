package scanner

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Status of a port.
type Status string

// Statuses.
const (
	Listening Status = "listening"
	Gone      Status = "gone"    // was there and was unplugged
	Missing   Status = "missing" // no such port
	Busy      Status = "busy"    // another program has it
	Denied    Status = "denied"  // no right to open it
	Faulty    Status = "faulty"  // opening failed in another way; see Err
)

// PortState is what is known of one port.
type PortState struct {
	Port
	Status   Status
	Since    time.Time
	Scans    int       // of this run
	LastScan time.Time // zero: none yet
	Err      string    // for the log and the doctor
}

// State is the picture of all ports that were tried, by name; in automatic mode it is empty while nothing is found to listen to.
type State struct {
	Auto  bool
	Ports []PortState
}

// Listening tells whether at least one port is open.
func (s State) Listening() bool {
	return slices.ContainsFunc(s.Ports, func(p PortState) bool { return p.Status == Listening })
}

// State may be called from any goroutine.
func (s *Serial) State() State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot()
}

func (s *Serial) snapshot() State {
	ports := slices.SortedFunc(maps.Values(s.ports), func(a, b PortState) int { return strings.Compare(a.Name, b.Name) })
	return State{Auto: s.p.Port == auto, Ports: ports}
}

// set changes the status of a port and tells who listens, when there is something to tell.
func (s *Serial) set(p Port, status Status, err error) {
	s.mu.Lock()
	ps, known := s.ports[p.Name]
	before := ps.Status
	text := ""
	if err != nil {
		text = err.Error()
	}
	if !known || ps.Status != status {
		ps.Since = s.p.Clock()
	}
	if status == Listening { // the same device under a new name leaves no shadow
		for name, other := range s.ports {
			if name != p.Name && other.Status != Listening && other.same(p) {
				ps.Scans, ps.LastScan = ps.Scans+other.Scans, other.LastScan
				delete(s.ports, name)
			}
		}
	}
	if p.usb() || !known {
		ps.Port = p
	}
	ps.Status, ps.Err = status, text
	s.ports[p.Name] = ps
	view := s.snapshot()
	s.mu.Unlock()
	if before == status {
		return
	}
	e := s.p.Logger.Info()
	if err != nil {
		e = s.p.Logger.Warn().Err(err)
	}
	e.Str("port", p.Name).Str("vid", p.VID).Str("pid", p.PID).Str("product", p.Product).Str("status", string(status)).Msg("scanner port")
	s.p.Changed(view)
}

// forget drops what is shown of a port that automatic search no longer wants; what once gave scans stays as gone.
func (s *Serial) forget(listed map[string]bool) {
	s.mu.Lock()
	before := len(s.ports)
	for name, ps := range s.ports {
		worthless := ps.Scans == 0 && makers[ps.VID] == ""
		if ps.Status != Listening && (worthless || ps.Status != Gone) && !listed[name] {
			delete(s.ports, name)
		}
	}
	view, changed := s.snapshot(), len(s.ports) != before
	s.mu.Unlock()
	if changed {
		s.p.Changed(view)
	}
}

func (s *Serial) scanned(name string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ps := s.ports[name]
	ps.Scans++
	ps.LastScan = at
	s.ports[name] = ps
}
