//go:build !windows

package store

import (
	"errors"

	"golang.org/x/sys/unix"
)

// noRoom tells whether the system refused to write for want of room, of the disk's or of what the user may have of it.
func noRoom(err error) bool { return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT) }
