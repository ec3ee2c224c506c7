package recorder

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A segment holds at most Keep lines or so many bytes; the one before it is kept, all older ones go. So the last Keep events are always
// there, and nothing is ever rewritten: a power cut can hurt no more than the last line.
const (
	segmentBytes = 24 << 20
	segmentGlob  = "tape-*.jsonl"
)

// segments is the ring on disk. It belongs to one goroutine.
type segments struct {
	dir   string
	n     int
	file  *os.File
	buf   *bufio.Writer
	lines int
	bytes int64
	dirty bool // written since the last sync
}

func openSegments(dir string) (*segments, error) {
	s := &segments{dir: dir}
	names, err := segmentFiles(dir)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return s, s.next()
	}
	last := names[len(names)-1]
	_, _ = fmt.Sscanf(filepath.Base(last), "tape-%d.jsonl", &s.n) // segmentFiles gives names of this form only
	text, err := os.ReadFile(last)
	if err != nil {
		return nil, fmt.Errorf("read the recorder: %w", err)
	}
	s.lines, s.bytes = bytes.Count(text, []byte("\n")), int64(len(text))
	if s.full() {
		return s, s.next()
	}
	if s.file, err = os.OpenFile(last, os.O_WRONLY|os.O_APPEND, 0o640); err != nil {
		return nil, fmt.Errorf("open the recorder: %w", err)
	}
	s.buf = bufio.NewWriterSize(s.file, 64<<10)
	if len(text) > 0 && text[len(text)-1] != '\n' { // the run before was cut off in the middle of a line
		_ = s.buf.WriteByte('\n') // a fault shows at the next flush
	}
	return s, nil
}

// segmentFiles are the files of the ring, oldest first.
func segmentFiles(dir string) ([]string, error) {
	found, err := filepath.Glob(filepath.Join(globSafe(dir), segmentGlob))
	if err != nil {
		return nil, fmt.Errorf("look for the recorder: %w", err)
	}
	found = slices.DeleteFunc(found, func(name string) bool {
		var n int
		_, err := fmt.Sscanf(filepath.Base(name), "tape-%d.jsonl", &n)
		return err != nil
	})
	slices.Sort(found) // the numbers have eight digits
	return found, nil
}

// globSafe takes the signs of patterns out of a folder's name.
func globSafe(dir string) string {
	if !strings.ContainsAny(dir, `*?[`) {
		return dir
	}
	return strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(dir)
}

// next begins a new segment and lets the oldest go.
func (s *segments) next() error {
	if err := s.close(); err != nil {
		return err
	}
	s.n++
	f, err := os.OpenFile(filepath.Join(s.dir, fmt.Sprintf("tape-%08d.jsonl", s.n)), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o640)
	if err != nil {
		return fmt.Errorf("begin a segment of the recorder: %w", err)
	}
	s.file, s.buf, s.lines, s.bytes = f, bufio.NewWriterSize(f, 64<<10), 0, 0
	names, err := segmentFiles(s.dir)
	if err != nil {
		return err
	}
	for len(names) > 2 {
		if err := os.Remove(names[0]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("let the oldest events go: %w", err)
		}
		names = names[1:]
	}
	return nil
}

// full tells whether the next event begins a new segment.
func (s *segments) full() bool { return s.lines >= Keep || s.bytes >= segmentBytes }

func (s *segments) add(l Line) error {
	if s.file == nil { // the last segment could not be begun
		if err := s.next(); err != nil {
			return err
		}
	}
	text, err := encode(l)
	if err != nil {
		return err
	}
	s.lines++
	s.bytes += int64(len(text))
	if _, err := s.buf.Write(text); err != nil {
		return fmt.Errorf("write to the recorder: %w", err)
	}
	return nil
}

func encode(l Line) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(l); err != nil {
		return nil, fmt.Errorf("write an event: %w", err)
	}
	return b.Bytes(), nil
}

// flush hands everything to the system: a kill of this process takes nothing of it away.
func (s *segments) flush() error {
	if s.file == nil || s.buf.Buffered() == 0 {
		return nil
	}
	s.dirty = true
	if err := s.buf.Flush(); err != nil {
		// A full disk: what could not be written is given up, the next events begin a line of their own.
		s.buf.Reset(s.file)
		return fmt.Errorf("write to the recorder: %w", err)
	}
	return nil
}

// sync brings it to the disk: a power cut takes nothing of it away.
func (s *segments) sync() error {
	if !s.dirty || s.file == nil {
		return nil
	}
	s.dirty = false
	if err := s.file.Sync(); err != nil {
		return fmt.Errorf("bring the recorder to the disk: %w", err)
	}
	return nil
}

func (s *segments) close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.flush(), s.sync(), s.file.Close())
	s.file = nil
	return err
}
