// Package probe is the form in which the till tells how its parts are: a finding a part. The doctor's lines, the lamps of the
// window and the ticks of the wizard are the same findings.
package probe

import "time"

// Levels of a finding.
const (
	Well = "ok"
	Warn = "warn"
	Bad  = "bad"
	Off  = "off" // switched off by the settings, or not there and not missed
)

// Finding is one part of the till: what it is, how it is, since when, what to do. Code is stable: the part and what was found,
// "lm.stale". Fix names what the program itself can do about it, "" when only a person can.
type Finding struct {
	Part   string            `json:"part"`
	Code   string            `json:"code"`
	Title  string            `json:"title"`
	Level  string            `json:"level"`
	Text   string            `json:"text"`
	Action string            `json:"action,omitempty"`
	Since  string            `json:"since,omitempty"` // RFC 3339
	Fix    Fix               `json:"fix,omitempty"`
	Facts  map[string]string `json:"facts,omitempty"`

	Emergency time.Time `json:"-"` // since when the operator answers that he is in emergency mode; zero when he does not
}

// Fix is something that the program can do on request.
type Fix string

// Fixes. What they do is written beside them in app/mend.go; their words are under "fix.<name>".
const (
	InitModule        Fix = "init_module"
	UseInstance       Fix = "use_instance"
	TrustCertificate  Fix = "trust_certificate"
	SetPrinterClock   Fix = "set_printer_clock"
	FindPrinter       Fix = "find_printer"
	AbandonDocument   Fix = "abandon_document"
	AnyScannerPort    Fix = "any_scanner_port"
	StartModule       Fix = "start_module"
	StartModuleBase   Fix = "start_module_base"
	StartController   Fix = "start_controller"
	TellModuleOfSales Fix = "tell_module"
)

// Fixes lists them all, for their words and the test of these.
var Fixes = []Fix{InitModule, UseInstance, TrustCertificate, SetPrinterClock, FindPrinter, AbandonDocument, AnyScannerPort, StartModule,
	StartModuleBase, StartController, TellModuleOfSales}

// Asked tells whether a person has to say yes to the fix himself: it decides whom to trust.
func (f Fix) Asked() bool { return f == TrustCertificate }

// From is Since as an instant, zero when not known.
func (f Finding) From() time.Time {
	t, _ := time.Parse(time.RFC3339, f.Since)
	return t
}

// Ill tells whether the part needs somebody now.
func (f Finding) Ill() bool { return f.Level == Bad }
