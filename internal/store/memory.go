package store

import (
	"database/sql"
	"fmt"
	"strings"
	"sync"
)

// holdMemory keeps texts of every length bound to a statement that waits, about 2 MB for the life of the program. The library frees what a
// statement was given and returns a piece of memory to the system as soon as it is empty, only to ask for it again with the next
// statement: held open, a receipt of ten lines is on the disk in two thirds of the time.
var holdMemory = sync.OnceValues(func() (*sql.Rows, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, fmt.Errorf("hold memory: %w", err)
	}
	var texts []any
	for size := 8; size <= 16<<10; size *= 2 {
		for range min(3*64<<10/size, 200) {
			texts = append(texts, strings.Repeat("x", size))
		}
	}
	// The rows stay open: closing them, as a collected value might be, would give the memory back.
	rows, err := db.Query("SELECT "+strings.TrimSuffix(strings.Repeat("?,", len(texts)), ","), texts...)
	if err != nil {
		return nil, fmt.Errorf("hold memory: %w", err)
	}
	return rows, nil
})
