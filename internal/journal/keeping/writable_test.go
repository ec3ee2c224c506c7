package keeping

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWhereCopiesMayGo(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, folder string
		want         bool
	}{
		{"папка есть", dir, true}, {"папку ещё сделают", filepath.Join(dir, "копии", "кассы"), true},
		{"на её месте файл", file, false}, {"файл на пути к ней", filepath.Join(file, "копии"), false},
	} {
		if err := Writable(c.folder); (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("the trial left %v, %v", left, err)
	}
}
