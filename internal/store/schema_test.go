package store

import (
	"io/fs"
	"path"
	"testing"
)

// Two changes of one number would be carried out in the order of their names, which nobody chose.
func TestEveryMigrationHasANumberOfItsOwn(t *testing.T) {
	names, err := fs.Glob(schema, "schema/*.sql")
	if err != nil || len(names) == 0 {
		t.Fatalf("no migrations: %v", err)
	}
	seen := map[string]string{}
	for _, name := range names {
		number := path.Base(name)[:4]
		if other := seen[number]; other != "" {
			t.Errorf("%s and %s have one number", other, name)
		}
		seen[number] = name
	}
}
