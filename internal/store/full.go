package store

import (
	"errors"

	"github.com/glebarez/go-sqlite"
)

// Result codes of SQLite (sqlite3.h).
const (
	codeFull      = 13   // SQLITE_FULL: a page could not be written
	codeIndexSize = 4874 // SQLITE_IOERR_SHMSIZE: the index of the log could not grow
)

// Full tells whether an error says that the disk has no room left: the journal's, or that of any file.
func Full(err error) bool {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code()&0xff == codeFull || e.Code() == codeIndexSize
	}
	return noRoom(err)
}
