// Package fault makes the simulators misbehave on demand: it keeps, per service, a list of faults that fire on requests
// which match them, always, with a probability, or for the next few times. It knows nothing of what the services do.
package fault

import (
	"fmt"
	"strings"
)

// Kind names what goes wrong.
type Kind string

// Faults of the line: every service has them.
const (
	Delay       Kind = "delay"       // the answer waits DelayMs; the request is processed after the wait, with After before it
	Refuse      Kind = "refuse"      // nothing listens; with Count, Chance or a match the one connection is reset instead
	Cut         Kind = "cut"         // the connection is reset instead of an answer; with After the work was done
	CutDuring   Kind = "cut_during"  // the work is done, half of the answer is sent, the connection is reset
	Status      Kind = "status"      // HTTP Status with Body; with After the work was done
	Malformed   Kind = "malformed"   // the work is done, the answer is spoilt as Shape says
	Endless     Kind = "endless"     // a body that never ends
	Certificate Kind = "certificate" // another certificate (TLS services); it holds while the fault is set
)

// Faults of a device: only the printer has them. They are fired by commands that make or print documents, not by HTTP
// requests, and by queries only when Command names the query or is "*".
const (
	NoPaper    Kind = "no_paper"    // error 44; with After the document is in the drive and not on paper
	Cover      Kind = "cover"       // error 45, likewise
	Busy       Kind = "busy"        // error 55
	NotPrinted Kind = "not_printed" // fiscalised, not on paper: continuePrint brings it out
	PowerLoss  Kind = "power_loss"  // error 2, nothing was made, checked codes forgotten; with After error 241 and the document exists
	Blocked    Kind = "blocked"     // the task's fate is unknown and the queue stands until the fault is cleared; After as above
	Slow       Kind = "slow"        // a command takes DelayMs
	Device     Kind = "error"       // driver error ErrorCode with Body as its words; with After the document exists
)

// Shapes of a malformed answer.
const (
	HalfJSON   = "half_json"
	HTML       = "html"
	Garbage    = "garbage"
	WrongTypes = "wrong_types"
	Empty      = "empty"
	Null       = "null"
)

// Fault is one switched-on misbehaviour. The zero values of the match fields match everything.
type Fault struct {
	Kind  Kind `json:"kind"`
	After bool `json:"after,omitempty"` // the service does its work first, then fails to say so

	Count   int     `json:"count,omitempty"`   // fire for the next Count matching requests; 0 is until cleared
	Chance  float64 `json:"chance,omitempty"`  // probability of each firing, 0 is always
	Path    string  `json:"path,omitempty"`    // part of the request's path
	Command string  `json:"command,omitempty"` // task type of the printer, e.g. "sell"; "*" is all, queries included
	Code    string  `json:"code,omitempty"`    // part of a marking code in the request

	DelayMs   int    `json:"delayMs,omitempty"`
	Status    int    `json:"status,omitempty"`
	Body      string `json:"body,omitempty"`
	Shape     string `json:"shape,omitempty"`
	ErrorCode int    `json:"errorCode,omitempty"`
	Stuck     bool   `json:"stuck,omitempty"` // of Blocked: clearing the fault is not enough, the driver has to be told to go on

	drawn int
}

// Drawn is what Board.Sets was when the fault fired: a higher count says that somebody changed the faults since.
func (f Fault) Drawn() int { return f.drawn }

// Subject is what a request is about, for matching.
type Subject struct {
	Path     string
	Commands []string
	Codes    []string
	Named    bool // only faults that name a command hit this one: a query of the printer is not what a count is meant for
}

var line = map[Kind]bool{Delay: true, Refuse: true, Cut: true, CutDuring: true, Status: true, Malformed: true,
	Endless: true, Certificate: true}

var device = map[Kind]bool{NoPaper: true, Cover: true, Busy: true, NotPrinted: true, PowerLoss: true, Blocked: true,
	Slow: true, Device: true}

var shapes = map[string]bool{HalfJSON: true, HTML: true, Garbage: true, WrongTypes: true, Empty: true, Null: true}

// Check refuses a fault that could never fire as it is written.
func (f Fault) Check() error {
	switch {
	case !line[f.Kind] && !device[f.Kind]:
		return fmt.Errorf("unknown kind of fault %q", f.Kind)
	case f.Chance < 0 || f.Chance > 1:
		return fmt.Errorf("chance %v is not within 0..1", f.Chance)
	case f.Count < 0 || f.DelayMs < 0:
		return fmt.Errorf("count and delayMs cannot be negative")
	case f.Kind == Status && (f.Status < 200 || f.Status > 599):
		return fmt.Errorf("status %d is not an HTTP status", f.Status)
	case f.Kind == Malformed && !shapes[f.Shape]:
		return fmt.Errorf("unknown shape %q", f.Shape)
	case f.Kind == Device && f.ErrorCode == 0:
		return fmt.Errorf("an error needs its errorCode")
	}
	return nil
}

// standing tells whether the fault holds for the whole service at all times, so that a listener may be closed for it.
func (f Fault) standing() bool {
	return f.Count == 0 && (f.Chance == 0 || f.Chance == 1) && f.Path == "" && f.Command == "" && f.Code == ""
}

func (f Fault) matches(s Subject) bool {
	return strings.Contains(s.Path, f.Path) && (!s.Named || f.Command != "") && (f.Command == "" || contains(s.Commands, f.Command, false)) &&
		(f.Code == "" || contains(s.Codes, f.Code, true))
}

func contains(all []string, want string, part bool) bool {
	for _, one := range all {
		if one == want || part && strings.Contains(one, want) {
			return true
		}
	}
	return false
}
