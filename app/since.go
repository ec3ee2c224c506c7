package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"time"

	"dobro/internal/probe"
)

// since remembers since when a part is as it is, over restarts too: in DIR/health.json, which any process may rewrite. Losing the
// file costs nothing but the memory.
type since struct {
	file string
	mu   sync.Mutex
	was  map[string]state
}

type state struct {
	Code string    `json:"code"`
	At   time.Time `json:"at"`
}

// healthFile in the data folder.
const healthFile = "health.json"

func newSince(dir string) *since {
	s := &since{file: filepath.Join(dir, healthFile), was: map[string]state{}}
	if b, err := os.ReadFile(s.file); err == nil {
		if json.Unmarshal(b, &s.was) != nil || s.was == nil {
			s.was = map[string]state{}
		}
	}
	return s
}

// of is since when the part of a finding is as it is.
func (s *since) of(f probe.Finding, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	was, ok := s.was[f.Part]
	if ok && was.Code == f.Code && !was.At.After(now) {
		return was.At
	}
	s.was[f.Part] = state{f.Code, now.UTC().Truncate(time.Second)}
	s.keep()
	return now
}

// keep writes the file; a folder that cannot be written is told by a finding of its own.
func (s *since) keep() {
	b, err := json.Marshal(s.was)
	if err != nil {
		return
	}
	part := s.file + ".part"
	if os.WriteFile(part, b, 0o644) == nil {
		_ = os.Rename(part, s.file)
	}
}
