package deviations

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// List is an opened list of the operator. Remembered says that its columns were chosen before for the same heading.
type List struct {
	File       string
	Table      [][]string
	Mapping    Mapping
	Remembered bool
}

// Fits tells whether the mapping points at columns that are there; only Code is needed.
func (m Mapping) Fits(columns int) bool {
	for _, c := range []int{m.Code, m.At, m.Kind, m.FD, m.FN} {
		if c < -1 || c >= columns {
			return false
		}
	}
	return m.Code >= 0
}

// HeadingID names a heading, so that the columns of each kind of list are remembered by themselves.
func HeadingID(heading []string) string {
	h := sha256.New()
	for _, cell := range heading {
		h.Write([]byte(strings.ToLower(strings.TrimSpace(cell)) + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// FoundFile is a table somewhere on this computer.
type FoundFile struct {
	Path string
	At   time.Time
	Size int64
}

// FindLists looks for tables in folders, not below them, the newest first, at most most of them. A folder that is not there is passed over.
func FindLists(dirs []string, most int) []FoundFile {
	var out []FoundFile
	seen := map[string]bool{}
	for _, dir := range dirs {
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			ext := strings.ToLower(filepath.Ext(e.Name()))
			path := filepath.Join(dir, e.Name())
			if !e.Type().IsRegular() || ext != ".csv" && ext != ".xlsx" || strings.HasPrefix(e.Name(), "~$") || seen[path] {
				continue
			}
			info, err := e.Info()
			if err != nil || info.Size() == 0 || info.Size() > MaxBytes {
				continue
			}
			seen[path] = true
			out = append(out, FoundFile{Path: path, At: info.ModTime(), Size: info.Size()})
		}
	}
	slices.SortFunc(out, func(a, b FoundFile) int { return b.At.Compare(a.At) })
	return out[:min(len(out), most)]
}

// NoList tells whether a file could not be read as a list at all.
func NoList(err error) bool {
	return errors.Is(err, ErrNoTable) || errors.Is(err, ErrTooLong) || errors.Is(err, os.ErrNotExist)
}
