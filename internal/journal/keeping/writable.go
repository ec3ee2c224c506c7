package keeping

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Writable tries whether a file could be put into a folder, which may still have to be made: a disk that was pulled out, a share that is
// away, a file in the folder's place. What it writes is empty and is taken away again.
func Writable(folder string) error {
	at := filepath.Clean(folder)
	for {
		st, err := os.Stat(at)
		if err == nil && !st.IsDir() {
			return fmt.Errorf("write to %s: %s is not a folder", folder, at)
		}
		if err == nil {
			break
		}
		up := filepath.Dir(at)
		if !errors.Is(err, fs.ErrNotExist) || up == at {
			return fmt.Errorf("write to %s: %w", folder, err)
		}
		at = up
	}
	f, err := os.CreateTemp(at, ".dobro-*.tmp")
	if err != nil {
		return fmt.Errorf("write to %s: %w", folder, err)
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}
