package update

import (
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Place is where things lie: the till's data folder and the folder of the program.
type Place struct{ Data, Install string }

const (
	envelopeFile = "package.json" // in the folder of a package: last, so that it is whole
	stateFile    = "state.json"
	journalCopy  = "journal-before.db"
	formerFolder = "former" // beside the program; the set-up for Windows keeps the former version there too
)

func (p Place) folder() string               { return filepath.Join(p.Data, "updates") }
func (p Place) staged(version string) string { return filepath.Join(p.folder(), version) }
func (p Place) former() string               { return filepath.Join(p.Install, formerFolder) }

// JournalCopy is where the journal is copied to before a new version may change its form.
func (p Place) JournalCopy() string { return filepath.Join(p.folder(), journalCopy) }

// Step is how far an exchange has come. The words are stored and never change.
type Step string

// Steps.
const (
	StepNone      Step = ""
	StepSwapping  Step = "swapping"  // files are being exchanged: Settle finishes it
	StepTrial     Step = "trial"     // the new version is in place and has to prove itself
	StepDone      Step = "done"      // it did
	StepReturning Step = "returning" // the former version is being put back: Settle finishes it
	StepReturned  Step = "returned"
)

// State is what is known of the last exchange.
type State struct {
	Step       Step      `json:"step"`
	From       string    `json:"from"`
	To         string    `json:"to"`
	FromSchema int       `json:"fromSchema"`
	ToSchema   int       `json:"toSchema"`
	At         time.Time `json:"at"`
	Why        string    `json:"why,omitempty"` // of a return: sick, died, asked
	Crashes    int       `json:"crashes,omitempty"`
	Files      []File    `json:"files"`  // of the new version
	Former     []File    `json:"former"` // of the former one, as far as it had them
}

// Load reads the state; the zero one when nothing was ever exchanged.
func (p Place) Load() (State, error) {
	var s State
	text, err := os.ReadFile(filepath.Join(p.folder(), stateFile))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, fmt.Errorf("read the state of the update: %w", err)
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, fmt.Errorf("read the state of the update: %w", err)
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
	text, err := os.ReadFile(filepath.Join(p.staged(newest), envelopeFile))
	if errors.Is(err, fs.ErrNotExist) { // not fetched to its end
		return m, false, nil
	}
	if err != nil {
		return m, false, fmt.Errorf("read a package: %w", err)
	}
	if m, err = Open(text, key); err != nil {
		return m, false, err
	}
	if m.Version != newest {
		return m, false, ErrManifest
	}
	for _, f := range m.Files {
		if !same(filepath.Join(p.staged(newest), f.Name), f) {
			return m, false, fmt.Errorf("%w: %s", ErrDamaged, f.Name)
		}
	}
	return m, true, nil
}

// Swap puts a package that is Ready in place of the program and keeps the former one. A kill leaves StepSwapping, which Settle
// finishes; the program can be started at any moment in between, in one version or the other.
func (p Place) Swap(m Manifest, from string, fromSchema int, now time.Time) error {
	before, err := p.Load()
	if err != nil {
		return err
	}
	if before.Step == StepTrial && before.To == m.Version && p.holds(m.Files) {
		return nil // a kill came between the exchange and the trial: what is kept as the former version must stay so
	}
	s := State{Step: StepSwapping, From: from, To: m.Version, FromSchema: fromSchema, ToSchema: m.Schema, At: now.UTC(), Files: m.Files}
	if err := os.MkdirAll(p.former(), 0o755); err != nil {
		return fmt.Errorf("keep the former version: %w", err)
	}
	for _, f := range m.Files {
		old, err := Describe(filepath.Join(p.Install, f.Name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("keep the former version: %w", err)
		}
		if err := copyDurably(filepath.Join(p.Install, f.Name), filepath.Join(p.former(), f.Name)); err != nil {
			return fmt.Errorf("keep the former version: %w", err)
		}
		s.Former = append(s.Former, old)
	}
	if err := p.save(s); err != nil {
		return err
	}
	return p.finish(s)
}

// holds tells whether the files are in place.
func (p Place) holds(files []File) bool {
	return !slices.ContainsFunc(files, func(f File) bool { return !same(filepath.Join(p.Install, f.Name), f) })
}

// Settle finishes what a kill or a power cut left half done. It may be called at any time when no till runs.
func (p Place) Settle() (State, error) {
	s, err := p.Load()
	if err == nil && (s.Step == StepSwapping || s.Step == StepReturning) {
		if err = p.finish(s); err == nil {
			return p.Load()
		}
	}
	return s, err
}

// finish brings every file to where the state says it goes. It may be repeated.
func (p Place) finish(s State) error {
	files, from, next := s.Files, p.staged(s.To), StepTrial
	if s.Step == StepReturning {
		files, from, next = s.Former, p.former(), StepReturned
	}
	for _, f := range files { // first everything beside its place, so that the exchange itself cannot run out of disk
		if !same(filepath.Join(p.Install, f.Name), f) && !same(filepath.Join(p.Install, f.Name+".new"), f) {
			if err := copyDurably(filepath.Join(from, f.Name), filepath.Join(p.Install, f.Name+".new")); err != nil {
				return fmt.Errorf("put the program in place: %w", err)
			}
		}
	}
	// What the former version does not have goes first: nothing there misses it, and the new program finds it at its first start,
	// even when a kill comes in between.
	var first, then []File
	for _, f := range files {
		if slices.ContainsFunc(s.Former, func(old File) bool { return old.Name == f.Name }) {
			then = append(then, f)
		} else {
			first = append(first, f)
		}
	}
	for _, f := range append(first, then...) {
		path := filepath.Join(p.Install, f.Name)
		if same(path, f) {
			continue
		}
		if !same(path+".new", f) {
			return fmt.Errorf("put the program in place: %w: %s", ErrDamaged, f.Name)
		}
		if err := exchange(path+".new", path); err != nil {
			return fmt.Errorf("put the program in place: %w", err)
		}
	}
	s.Step = next
	return p.save(s)
}

// Back puts the former version in place again. Why is kept.
func (p Place) Back(why string, now time.Time) error {
	s, err := p.Load()
	if err != nil {
		return err
	}
	if len(s.Former) == 0 {
		return ErrNoFormer
	}
	for _, f := range s.Former {
		if !same(filepath.Join(p.former(), f.Name), f) {
			return fmt.Errorf("%w: %s", ErrDamaged, f.Name)
		}
	}
	s.Step, s.Why, s.At = StepReturning, why, now.UTC()
	if err := p.save(s); err != nil {
		return err
	}
	return p.finish(s)
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

// copyDurably copies a file whole or not at all, its rights included.
func copyDurably(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close() //nolint:errcheck // it was only read
	st, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(to), ".dobro-*")
	if err != nil {
		return err
	}
	defer os.Remove(out.Name()) //nolint:errcheck // it is gone when all went well
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Chmod(st.Mode().Perm()|0o755), out.Sync(), out.Close()); err != nil {
		return err
	}
	return exchange(out.Name(), to)
}
