package cache

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestRowsComeBackInOrderOnceAndWithTheirLastNote(t *testing.T) {
	for _, n := range []int{0, 1, 100, runRows, runRows + 1, 3*runRows + 7} {
		s := sorter{beside: filepath.Join(t.TempDir(), "cache.db")}
		r := rand.New(rand.NewPCG(uint64(n), 1))
		want := map[int64]string{}
		for i := range n {
			row := blockRow{id: r.Int64N(int64(n)), note: fmt.Sprint("note ", i)} // a third of the keys stand twice and more
			if i%5 == 0 {
				row.note = ""
			}
			want[row.id] = row.note
			if err := s.add(row); err != nil {
				t.Fatal(err)
			}
		}
		last, rows := int64(-1), 0
		err := s.each(func(row blockRow) error {
			note, known := want[row.id]
			if row.id <= last || !known || row.note != note {
				return fmt.Errorf("after %d came %+v, want the note %q", last, row, note)
			}
			last = row.id
			rows++
			return nil
		})
		if err != nil || rows != len(want) {
			t.Errorf("%d rows added: %d came back, want %d: %v", n, rows, len(want), err)
		}
		if err := s.close(); err != nil {
			t.Errorf("%d rows: %v", n, err)
		}
		if left, _ := filepath.Glob(s.beside + ".import-*"); len(left) != 0 {
			t.Errorf("%d rows: left behind %v", n, left)
		}
	}
}

func TestAnImportThatEndsEarlyLeavesNothingBehind(t *testing.T) {
	c := fresh(t)
	stale := c.path + ".import-1"
	if err := os.WriteFile(stale, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(stale, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := c.ImportBlockList(context.Background(), strings.NewReader("04670540176099\n"), nil); err != nil {
		t.Fatal(err)
	}
	text := func(n int) io.Reader {
		var b strings.Builder
		for i := range n {
			b.WriteString(benchLine(i) + "\n")
		}
		return strings.NewReader(b.String())
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for _, e := range []struct {
		name   string
		list   io.Reader
		cancel int64 // after so many lines
		want   error
	}{
		{"a bad last line", io.MultiReader(text(runRows+10), strings.NewReader("04670540176098\n")), 0, nil},
		{"a read error", io.MultiReader(text(runRows+10), failing{}), 0, errPulled},
		{"cancelled", text(2 * runRows), runRows, context.Canceled},
	} {
		_, err := c.ImportBlockList(ctx, e.list, func(n int64) {
			if e.cancel > 0 && n > e.cancel {
				cancel()
			}
		})
		var bad *ListError
		if e.want == nil && !errors.As(err, &bad) || e.want != nil && !errors.Is(err, e.want) {
			t.Errorf("%s: %v", e.name, err)
		}
		if left, _ := filepath.Glob(c.path + ".import-*"); len(left) != 0 {
			t.Errorf("%s: left behind %v", e.name, left)
		}
		if k := c.Look(parse(t, milk)); !k.Blocked {
			t.Errorf("%s: the list before is gone", e.name)
		}
	}
}

var errPulled = errors.New("stick pulled out")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errPulled }
