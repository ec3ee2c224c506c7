package cache

import (
	"bufio"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// sorter gives the rows of a list back in the order of their keys, each key once and with the note of its last line, in flat memory:
// sorted runs go into a file beside the cache and are merged. Keys are hashes, so a list in its own order touches every page of the
// table again and again; in the order of the keys each page is written once.
type sorter struct {
	beside string // path of the cache
	rows   []blockRow
	runs   []run
	file   *os.File
	out    *bufio.Writer
	end    int64 // of what was written
}

// run is a sorted part of the file.
type run struct{ from, to int64 }

// runRows is how many rows are sorted in memory: some megabytes.
const runRows = 1 << 16

func (s *sorter) add(r blockRow) error {
	s.rows = append(s.rows, r)
	if len(s.rows) < runRows {
		return nil
	}
	return s.spill()
}

// order sorts what is in memory and drops what a later line says again.
func (s *sorter) order() {
	slices.SortStableFunc(s.rows, func(a, b blockRow) int { return cmp.Compare(a.id, b.id) })
	kept := s.rows[:0]
	for i, r := range s.rows {
		if i+1 == len(s.rows) || s.rows[i+1].id != r.id {
			kept = append(kept, r)
		}
	}
	s.rows = kept
}

// spill writes a run.
func (s *sorter) spill() error {
	if s.file == nil {
		if err := s.begin(); err != nil {
			return err
		}
	}
	s.order()
	from := s.end
	var head [8 + binary.MaxVarintLen64]byte
	for _, r := range s.rows {
		binary.LittleEndian.PutUint64(head[:8], uint64(r.id))
		n := 8 + binary.PutUvarint(head[8:], uint64(len(r.note)))
		_, err := s.out.Write(head[:n])
		if err == nil {
			_, err = s.out.WriteString(r.note)
		}
		if err != nil {
			return fmt.Errorf("sort list: %w", err)
		}
		s.end += int64(n + len(r.note))
	}
	s.runs = append(s.runs, run{from, s.end})
	clear(s.rows)
	s.rows = s.rows[:0]
	return nil
}

// begin makes the file, and takes away what an import that was killed left behind.
func (s *sorter) begin() error {
	dir, base := filepath.Split(s.beside)
	old, err := filepath.Glob(filepath.Join(dir, base+".import-*"))
	for _, path := range old {
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			_ = os.Remove(path)
		}
	}
	if err == nil {
		s.file, err = os.CreateTemp(dir, base+".import-*")
	}
	if err != nil {
		return fmt.Errorf("sort list: %w", err)
	}
	s.out = bufio.NewWriterSize(s.file, 1<<16)
	return nil
}

// each hands over the rows in order, when all have been added.
func (s *sorter) each(do func(blockRow) error) error {
	if len(s.runs) == 0 { // a short list never left the memory
		s.order()
		for _, r := range s.rows {
			if err := do(r); err != nil {
				return err
			}
		}
		return nil
	}
	if len(s.rows) > 0 {
		if err := s.spill(); err != nil {
			return err
		}
	}
	if err := s.out.Flush(); err != nil {
		return fmt.Errorf("sort list: %w", err)
	}
	s.rows = nil
	return s.merge(do)
}

func (s *sorter) merge(do func(blockRow) error) error {
	var heads merging
	for i, r := range s.runs {
		h := &runHead{n: i, in: bufio.NewReaderSize(io.NewSectionReader(s.file, r.from, r.to-r.from), 16<<10)}
		if more, err := h.next(); err != nil {
			return err
		} else if more {
			heads = append(heads, h)
		}
	}
	heap.Init(&heads)
	for len(heads) > 0 {
		h := heads[0]
		row := h.row
		more, err := h.next()
		if err != nil {
			return err
		}
		if more {
			heap.Fix(&heads, 0)
		} else {
			heap.Pop(&heads)
		}
		if len(heads) > 0 && heads[0].row.id == row.id {
			continue // a later line says it again
		}
		if err := do(row); err != nil {
			return err
		}
	}
	return nil
}

// close takes the file away.
func (s *sorter) close() error {
	if s.file == nil {
		return nil
	}
	err := errors.Join(s.file.Close(), os.Remove(s.file.Name()))
	s.file = nil
	return err
}

// runHead is a run with its first row that was not handed over yet.
type runHead struct {
	n   int
	in  *bufio.Reader
	row blockRow
}

func (h *runHead) next() (bool, error) {
	var id [8]byte
	if _, err := io.ReadFull(h.in, id[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		return false, fmt.Errorf("sort list: %w", err)
	}
	h.row = blockRow{id: int64(binary.LittleEndian.Uint64(id[:]))}
	n, err := binary.ReadUvarint(h.in)
	if err == nil && n > longestLine {
		err = errors.New("note is too long")
	}
	if err == nil && n > 0 {
		note := make([]byte, n)
		_, err = io.ReadFull(h.in, note)
		h.row.note = string(note)
	}
	if err != nil {
		return false, fmt.Errorf("sort list: %w", err)
	}
	return true, nil
}

// merging is a heap of runs: the smallest key first, of equal keys the earlier run.
type merging []*runHead

func (m merging) Len() int { return len(m) }

func (m merging) Less(i, j int) bool {
	return m[i].row.id < m[j].row.id || m[i].row.id == m[j].row.id && m[i].n < m[j].n
}

func (m merging) Swap(i, j int) { m[i], m[j] = m[j], m[i] }

// Push is for the heap package; nothing is ever pushed.
func (m *merging) Push(x any) { *m = append(*m, x.(*runHead)) }

// Pop is for the heap package.
func (m *merging) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}
