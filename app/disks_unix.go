//go:build !windows

package main

import (
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// sameDisk tells whether two folders lie on one file system.
func sameDisk(a, b string) (bool, error) {
	var one, other unix.Stat_t
	if err := unix.Stat(a, &one); err != nil {
		return false, err
	}
	if err := unix.Stat(b, &other); err != nil {
		return false, err
	}
	return one.Dev == other.Dev, nil
}

// otherDisks are the places where desktops and administrators mount disks and sticks, as far as they are not the disk of dir and may be
// written.
func otherDisks(dir string) (found []string) {
	for _, pattern := range []string{"/media/*", "/media/*/*", "/run/media/*/*", "/mnt", "/mnt/*"} {
		places, _ := filepath.Glob(pattern)
		for _, p := range places {
			info, err := os.Stat(p)
			if err != nil || !info.IsDir() || unix.Access(p, unix.W_OK) != nil {
				continue
			}
			mounted, err := sameDisk(p, filepath.Dir(p))
			if same, e := sameDisk(p, dir); err == nil && e == nil && !same && !mounted {
				found = append(found, p)
			}
		}
	}
	return found
}
