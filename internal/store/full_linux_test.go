package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestFullDiskLeavesTheFormerCopy(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=400k"); err != nil {
		t.Skipf("no small disk can be made here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, 0) })
	ctx, s := context.Background(), madeJournal(t)
	first, err := s.BackupRotate(ctx, dir, 1, noon)
	if err != nil {
		t.Fatalf("the first copy: %v", err)
	}
	if _, err := s.BackupRotate(ctx, dir, 1, noon.Add(time.Hour)); err == nil {
		t.Fatal("a copy on a full disk was called done")
	} else if errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || filepath.Join(dir, entries[0].Name()) != first {
		t.Fatalf("the folder holds %v, %v; want only the first copy", entries, err)
	}
	if c, err := Inspect(ctx, first); err != nil || c.Broken != nil {
		t.Fatalf("the former copy: %+v, %v", c, err)
	}
	if _, _, broken, err := s.Verify(ctx); broken != nil || err != nil {
		t.Fatalf("the journal: %+v, %v", broken, err)
	}
}
