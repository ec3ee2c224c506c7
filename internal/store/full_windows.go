package store

import (
	"errors"

	"golang.org/x/sys/windows"
)

// noRoom tells whether the system refused to write for want of room.
func noRoom(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}
