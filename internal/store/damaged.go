package store

import "strings"

// Damaged tells whether an error says that a file is no database, or none that can be read. The driver has no type for that, only
// the words of SQLite and its codes 11 and 26.
func Damaged(err error) bool {
	if err == nil {
		return false
	}
	s := err.Error()
	return strings.Contains(s, "file is not a database") || strings.Contains(s, "database disk image is malformed")
}
