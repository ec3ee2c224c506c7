package atol

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// memory keeps the documents, in a file when it has one: a line a document, synced before the document counts. A line that
// a kill left unfinished is dropped at the next start, as if power had gone before the drive answered.
type memory struct {
	file   *os.File
	docs   []Document
	last   int64
	number map[int64]int    // ФД → index in docs
	asked  map[string][]int // uuid of the request → indexes
}

// record is a line of the file: a document, or the news that documents came out on paper.
type record struct {
	Document
	NowPrinted []int64 `json:"nowPrinted,omitempty"`
}

func openMemory(dir string) (*memory, error) {
	m := &memory{}
	if dir == "" {
		return m, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the fiscal memory: %w", err)
	}
	path := filepath.Join(dir, "atol-memory.jsonl")
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read fiscal memory: %w", err)
	}
	good, err := m.load(data)
	if err != nil {
		return nil, err
	}
	if m.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, fmt.Errorf("open fiscal memory: %w", err)
	}
	if err = m.file.Truncate(good); err == nil {
		_, err = m.file.Seek(good, 0)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("mend fiscal memory: %w", err), m.file.Close())
	}
	return m, nil
}

// load reads whole lines and returns where they end.
func (m *memory) load(data []byte) (int64, error) {
	good := int64(0)
	for {
		end := bytes.IndexByte(data[good:], '\n')
		if end < 0 {
			return good, nil
		}
		var r record
		if err := json.Unmarshal(data[good:good+int64(end)], &r); err != nil {
			return 0, fmt.Errorf("fiscal memory: record %d is damaged: %w", len(m.docs)+1, err)
		}
		for _, p := range r.Payments {
			if p.Type < 0 || p.Type > 4 {
				return 0, fmt.Errorf("fiscal memory: record %d is damaged: payment of type %d", len(m.docs)+1, p.Type)
			}
		}
		m.keep(r)
		good += int64(end) + 1
	}
}

func (m *memory) keep(r record) {
	if m.number == nil {
		m.number, m.asked = map[int64]int{}, map[string][]int{}
	}
	if len(r.NowPrinted) > 0 {
		for _, fd := range r.NowPrinted {
			if i, ok := m.number[fd]; ok {
				m.docs[i].Printed = true
			}
		}
		return
	}
	if r.FD > 0 {
		m.number[r.FD] = len(m.docs)
	}
	m.asked[r.UUID] = append(m.asked[r.UUID], len(m.docs))
	m.docs = append(m.docs, r.Document)
	m.last = max(m.last, r.FD)
}

// add makes a record durable, then counts it.
func (m *memory) add(r record) error {
	if m.file != nil {
		line, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("encode document: %w", err)
		}
		if _, err := m.file.Write(append(line, '\n')); err != nil {
			return fmt.Errorf("write document: %w", err)
		}
		if err := m.file.Sync(); err != nil {
			return fmt.Errorf("sync document: %w", err)
		}
	}
	m.keep(r)
	return nil
}

func (m *memory) find(fd int64) (Document, bool) {
	i, ok := m.number[fd]
	if !ok {
		return Document{}, false
	}
	return m.docs[i], true
}

// of returns the documents that one request made.
func (m *memory) of(uuid string) []Document {
	var out []Document
	if uuid != "" {
		for _, i := range m.asked[uuid] {
			out = append(out, m.docs[i])
		}
	}
	return out
}

func (m *memory) close() error {
	if m.file == nil {
		return nil
	}
	return m.file.Close()
}

// erase forgets everything, for a new start of a training.
func (m *memory) erase() error {
	m.docs, m.last, m.number, m.asked = nil, 0, nil, nil
	if m.file == nil {
		return nil
	}
	if err := m.file.Truncate(0); err != nil {
		return fmt.Errorf("erase fiscal memory: %w", err)
	}
	_, err := m.file.Seek(0, 0)
	return err
}
