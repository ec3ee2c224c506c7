package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	copyBegin = "journal-"
	copyEnd   = ".db"
	copyStamp = "20060102-150405"
)

// BackupRotate writes a copy of the journal into a folder, named by the moment in UTC, and then removes the oldest of its own copies so
// that keep of them remain; keep is at least 1. A copy that could not be made removes nothing, and what a killed run left unfinished is
// cleared away. Other files of the folder are not touched.
func (s *Store) BackupRotate(ctx context.Context, dir string, keep int, now time.Time) (file string, err error) {
	if keep < 1 {
		return "", fmt.Errorf("copy journal: keep %d copies", keep)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("make folder of copies: %w", err)
	}
	file = filepath.Join(dir, copyBegin+now.UTC().Format(copyStamp)+copyEnd)
	if err := s.Backup(ctx, file); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return file, prune(dir, keep)
}

// Copies lists the copies in a folder, newest first.
func Copies(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read folder of copies: %w", err)
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() && isCopy(e.Name(), copyEnd) {
			out = append(out, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out, nil
}

// CopyTime is the moment of which a copy was made, by its name; false for other files.
func CopyTime(file string) (time.Time, bool) {
	name := filepath.Base(file)
	if !isCopy(name, copyEnd) {
		return time.Time{}, false
	}
	t, err := time.Parse(copyStamp, strings.TrimSuffix(strings.TrimPrefix(name, copyBegin), copyEnd))
	return t, err == nil
}

func isCopy(name, end string) bool {
	stamp, ok := strings.CutPrefix(name, copyBegin)
	if !ok {
		return false
	}
	if stamp, ok = strings.CutSuffix(stamp, end); !ok {
		return false
	}
	_, err := time.Parse(copyStamp, stamp)
	return err == nil
}

func prune(dir string, keep int) error {
	list, err := Copies(dir)
	if err != nil {
		return err
	}
	var errs []error
	for i := keep; i < len(list); i++ {
		errs = append(errs, os.Remove(list[i]))
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read folder of copies: %w", err)
	}
	for _, e := range entries {
		if isCopy(e.Name(), copyEnd+".part") || isCopy(e.Name(), copyEnd+".part-journal") {
			errs = append(errs, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("remove old copies: %w", err)
	}
	return nil
}
