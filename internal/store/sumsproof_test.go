package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"gorm.io/gorm"
)

// TestAnyChangedBitOfASumIsFound turns bits in every column of the tables that only the owner's screens read.
func TestAnyChangedBitOfASumIsFound(t *testing.T) {
	ctx := context.Background()
	s := madeJournal(t)
	if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
		t.Fatalf("a sound journal: %+v, %v", broken, err)
	}
	db := knife(t, s)
	rng := rand.New(rand.NewPCG(5, 8))
	for _, table := range readingTables {
		var names []struct{ Name string }
		if err := db.Raw("SELECT name FROM pragma_table_info(?)", table).Scan(&names).Error; err != nil || len(names) == 0 {
			t.Fatalf("columns of %s: %v", table, err)
		}
		for _, column := range names {
			for range 3 {
				var row []map[string]any
				if err := db.Raw(fmt.Sprintf("SELECT * FROM %s LIMIT 1 OFFSET (abs(?) %% (SELECT count(*) FROM %[1]s))", table), rng.Int64N(1<<40)).Scan(&row).Error; err != nil || len(row) != 1 {
					t.Fatalf("%s: %v, %v", table, row, err)
				}
				where, args := "", []any{}
				for name, value := range row[0] {
					where, args = where+" AND \""+name+"\" = ?", append(args, value)
				}
				var changed any
				switch old := row[0][column.Name].(type) {
				case int64:
					changed = old ^ 1<<rng.IntN(40)
				case string:
					b := []byte(old + "x")
					b[rng.IntN(len(b))] ^= 1 << rng.IntN(7)
					changed = string(b)
				}
				if err := db.Exec(fmt.Sprintf("UPDATE %s SET %q = ? WHERE 1%s", table, column.Name, where), append([]any{changed}, args...)...).Error; errors.Is(err, gorm.ErrDuplicatedKey) {
					continue // the database itself refuses
				} else if err != nil {
					t.Fatalf("%s.%s: %v", table, column.Name, err)
				}
				_, _, broken, err := s.Verify(ctx)
				if err != nil || broken == nil || broken.Why != "sums" || broken.Was == "" && broken.Is == "" {
					t.Fatalf("%s.%s of %v became %v: got %+v, %v", table, column.Name, row[0], changed, broken, err)
				}
				if err := s.RemakeSums(ctx); err != nil {
					t.Fatal(err)
				}
				if _, _, broken, err := s.Verify(ctx); err != nil || broken != nil {
					t.Fatalf("made anew: %+v, %v", broken, err)
				}
			}
		}
	}
}
