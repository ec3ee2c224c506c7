//go:build !windows

package update

import (
	"errors"
	"os"
	"path/filepath"
)

// exchange puts a file in the place of another, which may be running, in one step.
func exchange(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
