package update

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Place is where things lie: the till's data folder, and the version of the program that the set-up or the package of the system installed.
// Where that one lies nobody but an administrator may write, so nothing there is ever touched: an update stays in the data folder, and the
// installed program hands over to it.
type Place struct{ Data, Installed string }

const (
	envelopeFile = "package.json" // in the folder of a package: last, so that it is whole
	stateFile    = "state.json"
	journalCopy  = "journal-before.db"
)

func (p Place) folder() string               { return filepath.Join(p.Data, "updates") }
func (p Place) staged(version string) string { return filepath.Join(p.folder(), version) }

// JournalCopy is where the journal is copied to before a new version may change its form.
func (p Place) JournalCopy() string { return filepath.Join(p.folder(), journalCopy) }

// Step is how far an exchange has come. The words are stored and never change.
type Step string

// Steps.
const (
	StepNone     Step = ""
	StepTrial    Step = "trial"    // the new version is in place and has to prove itself
	StepDone     Step = "done"     // it did
	StepReturned Step = "returned" // the former version is in place again
)

// State is what is known of the last exchange. Writing it is the exchange: one small file, whole or not at all.
type State struct {
	Step       Step      `json:"step"`
	Installed  string    `json:"installed"` // the installed version then; another one makes the state void
	From       string    `json:"from"`
	To         string    `json:"to"`
	FromSchema int       `json:"fromSchema"`
	ToSchema   int       `json:"toSchema"`
	At         time.Time `json:"at"`
	Why        string    `json:"why,omitempty"` // of a return: sick, died, asked
	Crashes    int       `json:"crashes,omitempty"`
}

// Version is what runs by this state.
func (s State) Version() string {
	if s.Step == StepReturned {
		return s.From
	}
	return s.To
}

// Sick tells whether a version was taken back because it did not run. It is not tried again by itself.
func (s State) Sick(version string) bool {
	return s.Step == StepReturned && s.Why != "asked" && s.To == version
}

// Load reads the state; the one of a till that was never updated when there is none, or when another version was installed since.
func (p Place) Load() (State, error) {
	never := State{Installed: p.Installed, From: p.Installed, To: p.Installed}
	text, err := os.ReadFile(filepath.Join(p.folder(), stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return never, nil
	}
	var s State
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return never, fmt.Errorf("read the state of the update: %w", err)
	}
	if s.Installed != p.Installed {
		return never, nil
	}
	return s, nil
}

func (p Place) save(s State) error {
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fmt.Errorf("write the state of the update: %w", err)
	}
	if err := os.MkdirAll(p.folder(), 0o755); err != nil {
		return fmt.Errorf("write the state of the update: %w", err)
	}
	return writeDurably(filepath.Join(p.folder(), stateFile), text)
}

// Program is the executable to run: that of the package which the state names, verified anew; "" when it is the installed one.
func (p Place) Program(key ed25519.PublicKey) (string, error) {
	s, err := p.Load()
	if err != nil || s.Version() == p.Installed {
		return "", err
	}
	m, err := p.verify(s.Version(), key)
	if err != nil {
		return "", err
	}
	return filepath.Join(p.staged(m.Version), Program(m.OS)), nil
}

// InstalledBy is the installed version that handed over to the program of a package in this data folder.
func InstalledBy(data string) (string, error) {
	var s State
	text, err := os.ReadFile(filepath.Join(Place{Data: data}.folder(), stateFile))
	if err == nil {
		err = json.Unmarshal(text, &s)
	}
	if err != nil {
		return "", fmt.Errorf("read the state of the update: %w", err)
	}
	return s.Installed, nil
}

// Holds tells whether an executable is one of a package, and not the installed one.
func (p Place) Holds(executable string) bool {
	in, err := filepath.Rel(p.folder(), executable)
	return err == nil && filepath.IsLocal(in)
}

// Ready gives the newest package that lies ready, verified anew: its signature, every file. ok is false when there is none.
func (p Place) Ready(key ed25519.PublicKey) (m Manifest, ok bool, err error) {
	list, err := os.ReadDir(p.folder())
	if errors.Is(err, fs.ErrNotExist) {
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("look for packages: %w", err)
	}
	newest := ""
	for _, e := range list {
		if _, good := parseVersion(e.Name()); good && e.IsDir() && (newest == "" || Newer(e.Name(), newest)) {
			newest = e.Name()
		}
	}
	if newest == "" {
		return m, false, nil
	}
	m, err = p.verify(newest, key)
	if errors.Is(err, fs.ErrNotExist) { // not fetched to its end
		return m, false, nil
	}
	return m, err == nil, err
}

// verify opens the package of a version: its signature, every file.
func (p Place) verify(version string, key ed25519.PublicKey) (Manifest, error) {
	text, err := os.ReadFile(filepath.Join(p.staged(version), envelopeFile))
	if err != nil {
		return Manifest{}, fmt.Errorf("read a package: %w", err)
	}
	m, err := Open(text, key)
	if err != nil {
		return m, err
	}
	if m.Version != version {
		return m, ErrManifest
	}
	for _, f := range m.Files {
		if !same(filepath.Join(p.staged(version), f.Name), f) {
			return m, fmt.Errorf("%w: %s", ErrDamaged, f.Name)
		}
	}
	return m, nil
}

// Swap puts a package that is Ready in place: from now on it runs, on trial. fromSchema is the form of the journal that the version at
// hand writes, when that is the installed one.
func (p Place) Swap(m Manifest, fromSchema int, now time.Time) error {
	before, err := p.Load()
	if err != nil {
		return err
	}
	if before.Step == StepTrial && before.To == m.Version {
		return nil // a kill came between the exchange and the trial
	}
	s := State{Step: StepTrial, Installed: p.Installed, From: before.Version(), To: m.Version, FromSchema: fromSchema, ToSchema: m.Schema, At: now.UTC()}
	switch {
	case s.From == p.Installed:
	case before.Step == StepReturned:
		s.FromSchema = before.FromSchema
	default:
		s.FromSchema = before.ToSchema
	}
	return errors.Join(p.save(s), p.Forget())
}

// Back puts the former version in place again. Why is kept.
func (p Place) Back(why string, now time.Time, key ed25519.PublicKey) error {
	s, err := p.Load()
	if err != nil {
		return err
	}
	if s.Step != StepTrial && s.Step != StepDone {
		return ErrNoFormer
	}
	if s.From != p.Installed {
		if _, err := p.verify(s.From, key); err != nil {
			return err
		}
	}
	s.Step, s.Why, s.At = StepReturned, why, now.UTC()
	return errors.Join(p.save(s), p.Forget())
}

// ErrNoFormer says that there is nothing to go back to.
var ErrNoFormer = errors.New("no former version is kept")

// Proved notes that the new version runs.
func (p Place) Proved() error {
	s, err := p.Load()
	if err != nil || s.Step != StepTrial {
		return err
	}
	s.Step = StepDone
	return p.save(s)
}

// Died counts a death of the new version while it is on trial, and gives how many there were.
func (p Place) Died() (int, error) {
	s, err := p.Load()
	if err != nil || s.Step != StepTrial {
		return 0, err
	}
	s.Crashes++
	return s.Crashes, p.save(s)
}
