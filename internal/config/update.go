package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
)

// Change is one key that got another value, as plain text; "" is left open.
type Change struct {
	Key  string `json:"key"`
	From string `json:"from"`
	To   string `json:"to"`
}

// Update puts values (plain text by key) into the file at path and leaves the rest of it as its owner wrote it, remarks included;
// a missing file is made with all keys and their remarks. What Load would refuse is not written: the error is then the
// refusal. It gives what changed and the settings that hold now.
func Update(path string, values map[string]string, policy PolicyValidator, notes Notes) ([]Change, Config, error) {
	old, err := Load(path, policy)
	if err != nil {
		return nil, Config{}, err
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = render(&old, notes)
	case err != nil:
		return nil, Config{}, &Error{File: path, Problem: Unreadable, Err: err}
	}
	edits := map[string]string{}
	for k, v := range values {
		if bad := Refuse(k, v, policy); bad != nil {
			bad.File = path
			return nil, Config{}, bad
		}
		if old.Value(k) != v || !old.Present {
			edits[k] = literal(k, v)
		}
	}
	if len(edits) == 0 && old.Present {
		return nil, old, nil
	}
	edited, err := Edit(text, edits)
	if err != nil {
		return nil, Config{}, fmt.Errorf("update settings: %w", err)
	}
	now, err := Parse(path, edited, policy)
	if err != nil {
		return nil, Config{}, err
	}
	if err := replace(path, edited); err != nil {
		return nil, Config{}, fmt.Errorf("update settings: %w", err)
	}
	return Differences(old, now, policy), now, nil
}

// Differences lists the keys that hold something else in b than in a, by name.
func Differences(a, b Config, policy PolicyValidator) []Change {
	var out []Change
	for _, k := range Keys(policy) {
		if from, to := a.Value(k.Name), b.Value(k.Name); from != to {
			out = append(out, Change{k.Name, from, to})
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}

// Values are all keys with what they hold, as Update takes them.
func (c Config) Values(policy PolicyValidator) map[string]string {
	out := map[string]string{}
	for _, k := range Keys(policy) {
		out[k.Name] = c.Value(k.Name)
	}
	return out
}
