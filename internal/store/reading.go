package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// readingStep is the migration that makes what the owner's screens read.
const readingStep = "schema/0008_reading.sql"

// readingTables hold nothing that the documents do not hold.
var readingTables = []string{"sold_day", "check_day", "product_day", "product_name", "sold", "cash_day"}

// readingFill is the part of the migration that fills those tables from the documents.
func readingFill() (string, error) {
	b, err := schema.ReadFile(readingStep)
	if err != nil {
		return "", fmt.Errorf("read schema: %w", err)
	}
	_, rest, _ := strings.Cut(string(b), "-- fill\n")
	fill, _, ok := strings.Cut(rest, "-- filled\n")
	if !ok {
		return "", fmt.Errorf("read schema: %s has no marks", readingStep)
	}
	return fill, nil
}

// RemakeSums makes the owner's narrow rows and sums by day anew from the documents, in one change. Triggers keep them true, so nobody needs
// it but who mistrusts the file: documents are proved by Verify, sums are not.
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
