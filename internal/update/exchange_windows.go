package update

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// exchange puts a file in the place of another. Windows does not let a running program be replaced, but renamed: it goes aside first, and
// comes back when the new file does not come. Between the two renamings there is no file of that name; they follow one another at once.
func exchange(from, to string) error {
	old, _ := filepath.Glob(to + ".old-*") // of earlier times; one that still runs stays
	for _, name := range old {
		_ = os.Remove(name)
	}
	aside := fmt.Sprintf("%s.old-%d", to, time.Now().UnixNano())
	switch err := os.Rename(to, aside); {
	case errors.Is(err, fs.ErrNotExist):
		return os.Rename(from, to)
	case err != nil:
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return errors.Join(err, os.Rename(aside, to))
	}
	_ = os.Remove(aside)
	return nil
}
