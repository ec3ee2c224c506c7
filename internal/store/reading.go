package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// readingTables hold nothing that the documents do not hold.
var readingTables = []string{"sold_day", "check_day", "product_day", "product_name", "sold", "cash_day", "code_part"}

// readingFill is those parts of the migrations that fill the tables of the owner's screens from the documents, between their marks.
func readingFill() (string, error) {
	steps, err := migrations()
	if err != nil {
		return "", err
	}
	var fill strings.Builder
	for _, step := range steps {
		_, rest, ok := strings.Cut(step, "-- fill\n")
		if !ok {
			continue
		}
		part, _, ok := strings.Cut(rest, "-- filled\n")
		if !ok {
			return "", errors.New("read schema: a mark of the filling is missing")
		}
		fill.WriteString(part)
	}
	return fill.String(), nil
}

// RemakeSums makes the owner's narrow rows and sums by day anew from the documents, in one change. Triggers keep them true, so nobody needs
// it but who changed the file by hand: Verify tells when they differ.
func (s *Store) RemakeSums(ctx context.Context) error {
	fill, err := readingFill()
	if err != nil {
		return err
	}
	return s.write.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		var triggers []struct{ Name, SQL string }
		if err := tx.Raw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sold'").Scan(&triggers).Error; err != nil {
			return fmt.Errorf("remake sums: %w", err)
		}
		var steps []string
		for _, t := range triggers {
			steps = append(steps, "DROP TRIGGER "+t.Name)
		}
		for _, t := range readingTables {
			steps = append(steps, "DELETE FROM "+t)
		}
		steps = append(steps, fill)
		for _, t := range triggers {
			steps = append(steps, t.SQL)
		}
		for _, sql := range steps {
			if err := tx.Exec(sql).Error; err != nil {
				return fmt.Errorf("remake sums: %w", err)
			}
		}
		return nil
	})
}
