package update

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// An exchange closes the till and opens it again. One that cannot be made for a reason outside of the package, a full disk, say, would do
// that again and again; so it is tried at growing distances, and what stopped it is kept for the owner.
const attemptFile = "attempt.json"

// distances between two tries; the last one for all that follow.
var distances = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour}

// Attempt is how often it was tried to put a version in place since the last time that it worked. Why is a word for what stopped the last
// try, "" while that is not known: power failed in the middle, or nothing could be written.
type Attempt struct {
	Version string    `json:"version"`
	Times   int       `json:"times"`
	At      time.Time `json:"at"`
	Why     string    `json:"why,omitempty"`
	Back    bool      `json:"back,omitempty"` // it was the way back, which only the owner asks for
}

// Next is the earliest moment of another try; the zero time when there was none.
func (a Attempt) Next() time.Time {
	if a.Times == 0 {
		return time.Time{}
	}
	return a.At.Add(distances[min(a.Times, len(distances))-1])
}

// Waits tells whether it is too early for another try. A clock that was set back to before the last try keeps nothing waiting.
func (a Attempt) Waits(now time.Time) bool { return !now.Before(a.At) && now.Before(a.Next()) }

// Last is the last try that did not work; one that nothing was tried by when there is none.
func (p Place) Last() (Attempt, error) {
	text, err := os.ReadFile(filepath.Join(p.folder(), attemptFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Attempt{}, nil
	}
	var a Attempt
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err != nil {
		return Attempt{}, fmt.Errorf("read the tries of the update: %w", err)
	}
	return a, nil
}

// Begin notes a try before the till is closed for it, and gives what was known before. Where not even that can be written nothing is to be
// closed.
func (p Place) Begin(version string, back bool, now time.Time) (before Attempt, err error) {
	before, _ = p.Last() // one that cannot be read is written anew
	a := Attempt{Version: version, Back: back, Times: 1, At: now.UTC()}
	if before.Version == version && before.Back == back {
		a.Times += before.Times
	}
	return before, p.Note(a)
}

// Stopped keeps what stopped the last try.
func (p Place) Stopped(why string) error {
	a, err := p.Last()
	if err != nil || a.Times == 0 {
		return err
	}
	a.Why = why
	return p.Note(a)
}

// Forget ends the counting: the version is in place.
func (p Place) Forget() error {
	err := os.Remove(filepath.Join(p.folder(), attemptFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Note keeps a try as it is.
func (p Place) Note(a Attempt) error {
	if a.Times == 0 {
		return p.Forget()
	}
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("write the tries of the update: %w", err)
	}
	if err := os.MkdirAll(p.folder(), 0o755); err != nil {
		return fmt.Errorf("write the tries of the update: %w", err)
	}
	return writeDurably(filepath.Join(p.folder(), attemptFile), text)
}
