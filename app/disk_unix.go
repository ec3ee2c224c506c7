//go:build !windows

package main

import "golang.org/x/sys/unix"

// freeSpace is how many bytes a program without special rights may still write on the disk of a folder.
func freeSpace(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}
